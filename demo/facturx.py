"""One invoice of each kind that the e-invoice tells apart, and a customer to mend."""

from datetime import timedelta

from . import identity
from .world import QUIET

# (customer, [(description, price, tax)], more): the kinds, a few days old.
# fmt: off
KINDS = (
    ("goods", "Menuiserie Vial Frères",
     [("Spots LED encastrés (lot de 12)", 318.60, "tva_normale")]),
    ("services", "Clinique vétérinaire des Deux Collines",
     [("Vérification annuelle de l’installation", 240, "tva_normale_encaissement")]),
    ("mixed", "Domaine des Pierres Blondes",
     [("Applique extérieure", 96, "tva_normale"),
      ("Pose et raccordement", 150, "tva_normale_encaissement")]),
    ("consumer", "Camille Lambert",
     [("Remplacement d’un différentiel", 145, "tva_intermediaire")]),
    ("public", "Mairie de Saint-Romain-les-Vignes",
     [("Dépannage éclairage de la salle des fêtes", 187, "tva_normale_encaissement")]),
    ("export", "Helvétie Agencement SA",
     [("Luminaires sur mesure", 420, "tva_sale_good_export_0")]),
    ("intra_eu", "Lichthaus Brandt GmbH",
     [("Suspension en laiton", 390, "tva_sale_good_intra_0")]),
    ("reverse_charge", "Plomberie Chaboud SARL",
     [("Sous-traitance : tirage de câbles", 560, "reverse_charge")]),
    ("broken", "Cave Chantemerle",
     [("Éclairage du caveau", 275, "tva_normale_encaissement")]),
)
# fmt: on


def set_up(env, company, today):
    """Post the invoices; the one of the broken customer stays a draft, to be mended."""
    env = env(context={**env.context, **QUIET})
    _new_customers(env)
    day = today - timedelta(days=2)
    made = {}
    # Who signs the messages that leave with these invoices.
    seller = env["res.users"].search([("login", "=", "karim")])
    for kind, customer, lines in KINDS:
        partner = env["res.partner"].search([("name", "=", customer)], limit=1)
        made[kind] = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "delivery_date": day,
                "invoice_user_id": seller.id,
                "currency_id": env.ref(
                    "base.CHF" if kind == "export" else "base.EUR"
                ).id,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": text,
                            "price_unit": price,
                            "tax_ids": [(6, 0, _tax(env, company, tax).ids)],
                        },
                    )
                    for text, price, tax in lines
                ],
            }
        )
    for kind, invoice in made.items():
        if kind != "broken":
            invoice._post(soft=False)
    _credit_note(made["goods"], day)
    _deposit(env, day)
    _follow_up(env, made, day)


def _new_customers(env):
    number = identity.siren(150)
    env["res.partner"].create(
        [
            {
                "name": "Lichthaus Brandt GmbH",
                "is_company": True,
                "street": "Hauptstraße 14",
                "zip": "79100",
                "city": "Freiburg im Breisgau",
                "country_id": env.ref("base.de").id,
                # A number whose key is right: the example of python-stdnum.
                "vat": "DE136695976",
                "email": "buchhaltung@lichthaus-brandt.example",
                "customer_rank": 1,
            },
            {
                # A digit of the SIREN was swapped on the phone, the postcode forgotten.
                "name": "Cave Chantemerle",
                "is_company": True,
                "lang": "fr_FR",
                "street": "7 chemin des Vignes",
                "city": "Pommiers",
                "country_id": env.ref("base.fr").id,
                "company_registry": number[:-2] + number[-2:][::-1],
                "tpe_profile_decided": "professional",
                "email": "cave@chantemerle.example",
                "customer_rank": 1,
            },
        ]
    )


def _tax(env, company, name):
    if name != "reverse_charge":
        tax = env["account.chart.template"].with_company(company).ref(name)
        tax.active = True
        return tax
    # Subcontracting in construction: article 283, 2 nonies of the CGI.
    return env["account.tax"].create(
        {
            "name": "Autoliquidation BTP",
            "amount": 0,
            "type_tax_use": "sale",
            "tax_scope": "service",
            "company_id": company.id,
            "country_id": env.ref("base.fr").id,
            "ubl_cii_tax_category_code": "AE",
            "invoice_legal_notes": "Autoliquidation (CGI, art. 283, 2 nonies)",
        }
    )


def _credit_note(invoice, day):
    reversal = (
        invoice.env["account.move.reversal"]
        .with_context(active_model="account.move", active_ids=invoice.ids)
        .create({"journal_id": invoice.journal_id.id, "date": day, "reason": "Retour"})
    )
    refund = invoice.browse(reversal.refund_moves()["res_id"])
    refund.invoice_line_ids[0].quantity = 0.25
    refund._post(soft=False)


def _deposit(env, day):
    """30 % of an order: the invoice of a deposit, and the order that waits."""
    if "sale.advance.payment.inv" not in env:
        return
    partner = env["res.partner"].search([("name", "=", "Antoine Girard")], limit=1)
    product = env["product.product"].search(
        [("type", "=", "service"), ("sale_ok", "=", True), ("taxes_id", "!=", False)],
        limit=1,
    )
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "order_line": [
                (
                    0,
                    0,
                    {"product_id": product.id, "price_unit": 900, "product_uom_qty": 1},
                )
            ],
        }
    )
    order.action_confirm()
    wizard = env["sale.advance.payment.inv"].create(
        {
            "sale_order_ids": [(6, 0, order.ids)],
            "advance_payment_method": "percentage",
            "amount": 30,
        }
    )
    deposit = wizard._create_invoices(order)
    deposit.invoice_date = day
    deposit._post(soft=False)


def _follow_up(env, made, day):
    """What the portal of the platform said of three of them."""
    for kind, code, reason in (
        ("services", "204", ""),
        ("public", "210", "Numéro d’engagement absent"),
        ("goods", "205", ""),
    ):
        env["tpe.facturx.status"].create(
            {
                "move_id": made[kind].id,
                "code_id": env.ref(f"tpe_facturx.status_{code}").id,
                "date": day,
                "reason": reason,
            }
        )
