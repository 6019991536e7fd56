"""The address book: customers, their contacts, suppliers, authorities."""

from itertools import count

from .identity import iban, municipal_siren, siren, siret, vat
from .partners import AUTHORITIES, CUSTOMERS, SUPPLIERS


def make(world):
    """Create the customers with their contacts, the suppliers and the authorities."""
    numbers = count(1)
    env = world.env
    country = {code: env.ref(f"base.{code}") for code in ("fr", "ch", "uk")}
    values = [_customer(c, next(numbers), country, world) for c in CUSTOMERS]
    for key, name, street, town, email in SUPPLIERS:
        values.append(_supplier(key, name, street, town, email, next(numbers), country))
    for key, name in AUTHORITIES:
        values.append(
            {
                "name": name,
                "ref": key,
                "is_company": True,
                "country_id": country["fr"].id,
            }
        )
    records = env["res.partner"].create(values)
    found = {partner.ref: partner for partner in records}
    world.customers = {c.key: found[c.key] for c in CUSTOMERS}
    world.suppliers = {key: found[key] for key in found if key not in world.customers}
    for number, partner in enumerate(records, 1):
        partner.ref = f"{'C' if partner.customer_rank else 'F'}{number:04d}"
    _contacts(world)
    _bank_accounts(world)


def _customer(customer, number, country, world):
    phone = "06 39 98" if customer.kind == "person" else "04 65 71"
    values = {
        "name": customer.name,
        "ref": customer.key,
        "is_company": customer.kind != "person",
        "street": customer.street,
        "zip": customer.zip,
        "city": customer.city,
        "country_id": country[customer.country].id,
        "email": customer.email or False,
        "phone": f"{phone} {10 + number:02d} {(number * 37) % 100:02d}",
        "lang": customer.lang,
        "customer_rank": 1,
        "property_payment_term_id": world.terms[customer.term].id,
    }
    if customer.kind == "foreign":
        values["phone"] = False
        values["vat"] = {"ch": "CHE-100.155.212 TVA", "uk": "GB000472631"}.get(
            customer.country
        )
    elif customer.kind != "person":
        values.update(_numbers(customer.kind, number))
    return values


def _numbers(kind, number):
    """Registration numbers; a syndic and an association pay no VAT themselves."""
    own = municipal_siren(number % 10) if kind == "public" else siren(number)
    values = {"company_registry": siret(own)}
    if kind in ("company", "public"):
        values["vat"] = vat(own)
    return values


def _supplier(key, name, street, town, email, number, country):
    postcode, city = town.split(" ", 1)
    return {
        "name": name,
        "ref": key,
        "is_company": True,
        "street": street,
        "zip": postcode,
        "city": city,
        "country_id": country["fr"].id,
        "email": email,
        "phone": f"04 65 71 {number:02d} {(number * 53) % 100:02d}",
        "supplier_rank": 1,
        "company_registry": siret(siren(number)),
        "vat": vat(siren(number)),
    }


def _contacts(world):
    """Contacts of the customers that are not one person."""
    big, parc = world.customers["belleroche"], world.customers["parc"]
    hotel, mairie = world.customers["hotel"], world.customers["mairie"]
    rows = (
        (
            big,
            "invoice",
            "Service comptabilité fournisseurs",
            "factures@belleroche.example",
        ),
        (big, "contact", "Delphine Aubry", "d.aubry@belleroche.example"),
        (big, "delivery", "Chantier Les Terrasses de Gerland", False),
        (parc, "contact", "Gérard Mercier", "g.mercier@cabinet-mercier.example"),
        (hotel, "contact", "Inès Colombier", "i.colombier@hotel-quais.example"),
        (
            mairie,
            "invoice",
            "Service finances",
            "comptabilite@saint-romain-les-vignes.example",
        ),
    )
    addresses = {
        "invoice": {"street": "BP 4127", "zip": "69425", "city": "Lyon Cedex 03"},
        "delivery": {"street": "Rue Pré-Gaudry", "zip": "69007", "city": "Lyon"},
    }
    contacts = world.env["res.partner"].create(
        [
            {
                "parent_id": parent.id,
                "type": kind,
                "name": name,
                "email": email,
                "lang": "fr_FR",
                **(addresses.get(kind, {}) if parent == big else {}),
                "country_id": parent.country_id.id,
            }
            for parent, kind, name, email in rows
        ]
    )
    contacts[1].function = "Responsable comptable"
    contacts[3].function = "Gestionnaire de copropriété"
    contacts[4].function = "Directrice"


def _bank_accounts(world):
    """Bank accounts of those who pay by transfer, for whoever matches entries."""
    payees = [
        world.customers[key]
        for key in ("belleroche", "regie", "garage", "hotel", "logistique", "renov")
    ] + [p for p in world.suppliers.values() if p.supplier_rank]
    world.env["res.partner.bank"].create(
        [
            {"partner_id": partner.id, "acc_number": iban(rank)}
            for rank, partner in enumerate(payees, 1)
        ]
    )
