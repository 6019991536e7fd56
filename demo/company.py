"""The company itself, its users, and the order in which everything is built."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from . import (
    bank,
    catalogue,
    directory,
    identity,
    payroll_and_tax,
    purchases,
    quotes,
    sales,
    suite,
)
from .world import QUIET, World, draws

SIREN = identity.siren(0)
FOOTER = (
    "Atelier Lumière SARL au capital de 10 000 € – RCS Lyon {siren} – APE 4321A – "
    "TVA {vat}<br/>Assurance décennale n° AL-20417 – Mutuelle des Artisans du Sud-Est, "
    "90 rue de Bonnel, 69003 Lyon (France)"
)
# login: (name, core groups, groups of the suite where it is installed)
USERS = {
    "claire": (
        "Claire Morel",
        (
            "account.group_account_manager",
            "sales_team.group_sale_manager",
            "base.group_partner_manager",
        ),
        "tpe_base.group_tpe_manager",
    ),
    "karim": (
        "Karim Benali",
        (
            "account.group_account_invoice",
            "sales_team.group_sale_salesman_all_leads",
            "base.group_partner_manager",
        ),
        "tpe_base.group_tpe_assistant",
    ),
    "comptable": ("Sophie Vasseur (cabinet)", ("account.group_account_readonly",), ""),
    "consultant": (
        "Marc Delorme (consultant)",
        ("base.group_system", "account.group_account_manager"),
        "tpe_base.group_tpe_manager",
    ),
}


def build(env, today):
    """Turn the only company of this database into the demo company."""
    env = env(context={**env.context, **QUIET, "lang": "fr_FR"})
    world = World(env, env.company, today)
    _identify(world)
    _users(world)
    _currencies(world)
    sales.make_terms(world)
    directory.make(world)
    catalogue.make(world)
    sales.make(world)
    purchases.make(world)
    payroll_and_tax.make(world)
    bank.make(world)
    quotes.make(world)
    suite.set_up(env, world.company, today, world.stories)


def _identify(world):
    """Who the company is, on screen and on paper."""
    env, company, number = world.env, world.company, SIREN
    vat = identity.vat(number)
    company.write(
        {
            "name": "Atelier Lumière SARL",
            "street": "12 rue des Ronzières",
            "zip": "69530",
            "city": "Brignais",
            "country_id": env.ref("base.fr").id,
            "account_fiscal_country_id": env.ref("base.fr").id,
            "phone": "04 65 71 20 26",
            "email": "contact@atelier-lumiere.example",
            "website": "https://atelier-lumiere.example",
            "vat": vat,
            "company_registry": identity.siret(number),
            "logo": identity.logo(),
            "primary_color": "#1F2A44",
            "secondary_color": "#F2A900",
            "report_footer": FOOTER.format(siren=number, vat=vat),
            "external_report_layout_id": env.ref("web.external_layout_standard").id,
        }
    )
    if "tpe_legal_form" in company:
        company.write(
            {
                "tpe_legal_form": "SARL",
                "tpe_share_capital": 10000,
                "tpe_rcs_city": "Lyon",
                "tpe_signer_name": "Claire Morel",
                "tpe_signer_role": "gérante",
            }
        )
    if "ape" in company:
        company.ape = "4321A"
    company.partner_id.write({"lang": "fr_FR", "tz": "Europe/Paris"})
    house = env["res.bank"].create(
        {"name": "Banque Coopérative des Confluences", "bic": "BCFLFR2LXXX"}
    )
    account = env["res.partner.bank"].create(
        {
            "partner_id": company.partner_id.id,
            "acc_number": identity.iban(0),
            "bank_id": house.id,
            "allow_out_payment": True,
        }
    )
    world.journal("bank").write(
        {"name": "Banque Coopérative des Confluences", "bank_account_id": account.id}
    )
    world.journal("bank").default_account_id.name = "Banque Coopérative des Confluences"
    env.ref("base.user_admin").partner_id.write(
        {
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "email": "admin@atelier-lumiere.example",
        }
    )


def _users(world):
    """A user per role; the password is the login."""
    for login, (name, groups, suite_group) in USERS.items():
        found = [world.env.ref(group) for group in ("base.group_user", *groups)]
        extra = suite_group and world.env.ref(suite_group, raise_if_not_found=False)
        world.users[login] = world.env["res.users"].create(
            {
                "name": name,
                "login": login,
                "password": login,
                "email": f"{login}@atelier-lumiere.example",
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "company_id": world.company.id,
                "company_ids": [(6, 0, world.company.ids)],
                "group_ids": [
                    (6, 0, [g.id for g in found + ([extra] if extra else [])])
                ],
            }
        )


def _currencies(world):
    """Swiss francs, with a rate for each month."""
    env, rng = world.env, draws("francs")
    franc = env.ref("base.CHF")
    franc.active = True
    world.currencies = {"EUR": world.company.currency_id, "CHF": franc}
    rate, values = 0.955, []
    for month in [world.start - timedelta(days=1), *world.months()]:
        rate = min(max(rate + rng.uniform(-0.009, 0.008), 0.915), 0.975)
        day = month + relativedelta(day=1)
        values.append({"currency_id": franc.id, "name": day, "rate": round(rate, 4)})
    env["res.currency.rate"].create(values)
