"""Every kind of invoice that a small French firm makes, built on a database.

Shared by the tests and by `./tpe bench facturx`: what is proven is what is measured.
"""

from datetime import date

from odoo import Command

DAY = date(2026, 10, 5)
SIRET = "73282932000074"
VAT = "FR44732829320"
BUYER_SIRET = "55210055400013"
BUYER_VAT = "FR96552100554"
VARIANTS = {}


def variant(build):
    """Register ``build``: a function of a ``Shop`` that returns a posted invoice."""
    VARIANTS[build.__name__] = build
    return build


def _asks(env):
    return "iap_enrich_auto_done" in env["res.company"]._fields


class Shop:
    """A small French firm of its own, with customers of every kind."""

    def __init__(self, env, **company):
        values = {
            "name": "Ateliers Rivoire",
            "country_id": env.ref("base.fr").id,
            "currency_id": env.ref("base.EUR").id,
            "street": "12 rue des Lilas",
            "zip": "69007",
            "city": "Lyon",
            "vat": VAT,
            "company_registry": SIRET,
            "email": "contact@rivoire.example",
            "phone": "04 72 00 00 00",
            # Nobody is asked about an invented firm.
            **({"iap_enrich_auto_done": True} if _asks(env) else {}),
            **company,
        }
        self.company = env["res.company"].create(values)
        env.user.company_ids += self.company
        companies = [self.company.id]
        self.env = env(context={**env.context, "allowed_company_ids": companies})
        self.company = self.company.with_env(self.env)
        env["account.chart.template"].try_loading(
            "fr", company=self.company, install_demo=False
        )
        env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": self.company.partner_id.id,
            }
        )
        # Prices of four decimals, as screws and cables have them.
        env.ref("product.decimal_price").digits = 6
        self.customer = self.partner(
            "Menuiserie Blanchard",
            street="3 place Bellecour",
            zip="69002",
            city="Lyon",
            country="fr",
            vat=BUYER_VAT,
            company_registry=BUYER_SIRET,
        )
        self.good = self.product("Panneau de chêne", "consu")
        self.service = self.product("Pose", "service")

    def partner(self, name, country=None, **values):
        if country:
            values["country_id"] = self.env.ref(f"base.{country}").id
        values = {"name": name, "is_company": True, **values}
        return self.env["res.partner"].create(values)

    def product(self, name, kind):
        return self.env["product.product"].create(
            {"name": name, "type": kind, "taxes_id": [Command.clear()]}
        )

    def tax(self, name):
        """A tax of the French chart, in use."""
        tax = self.env["account.chart.template"].with_company(self.company).ref(name)
        tax.active = True
        return tax

    def own_tax(self, name, **values):
        """A tax that the chart lacks, made from one that it has."""
        source = self.tax("tva_sale_good_0")
        return source.copy({"name": name, **values})

    def line(self, price=100.0, quantity=1.0, tax="tva_normale", **values):
        tax = self.tax(tax) if isinstance(tax, str) else tax
        return Command.create(
            {
                "name": values.pop("name", "Fourniture"),
                "price_unit": price,
                "quantity": quantity,
                "tax_ids": [Command.set(tax.ids if tax else [])],
                **values,
            }
        )

    def invoice(self, *lines, partner=None, post=True, **values):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.customer).id,
                "invoice_date": DAY,
                "invoice_line_ids": list(lines),
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    def pay(self, move, day=DAY):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"payment_date": day})._create_payments()
        return move

    def refund(self, move):
        values = {"journal_id": move.journal_id.id, "date": DAY}
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(values)
        )
        refund = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        refund.action_post()
        return refund


@variant
def plain(shop):
    return shop.invoice(shop.line(product_id=shop.good.id, name=False))


@variant
def without_product(shop):
    return shop.invoice(shop.line(name="Dépannage du portail\nle 2 octobre"))


@variant
def sections_and_notes(shop):
    return shop.invoice(
        Command.create({"display_type": "line_section", "name": "Atelier"}),
        shop.line(product_id=shop.good.id),
        Command.create({"display_type": "line_note", "name": "Bois certifié"}),
    )


@variant
def discount(shop):
    return shop.invoice(shop.line(9.99, 3, discount=15), shop.line(120, 2))


@variant
def wholly_discounted(shop):
    return shop.invoice(shop.line(50, 1, discount=100), shop.line(80))


@variant
def all_free(shop):
    return shop.invoice(shop.line(50, 1, discount=100))


@variant
def taxes_included(shop):
    return shop.invoice(*(shop.line(9.99, 3, "tva_normale_ttc") for _ in range(3)))


@variant
def many_cents(shop):
    return shop.invoice(
        *(shop.line(0.333, 1 + at, "tva_normale_ttc") for at in range(12))
    )


@variant
def rounded_globally(shop):
    shop.company.tax_calculation_rounding_method = "round_globally"
    move = shop.invoice(
        *(shop.line(11.17, 1, "tva_reduite_ttc") for _ in range(7)),
        shop.line(3.33, 3, "tva_normale_ttc", discount=10),
    )
    shop.company.tax_calculation_rounding_method = "round_per_line"
    return move


@variant
def four_decimals(shop):
    return shop.invoice(shop.line(0.3333, 1000), shop.line(0.0125, 40))


@variant
def large_quantity(shop):
    return shop.invoice(shop.line(0.123457, 30000, discount=33.33))


@variant
def several_rates(shop):
    rates = ("normale", "intermediaire", "reduite", "super_reduite")
    lines = [shop.line(100, 1, f"tva_{rate}") for rate in rates]
    return shop.invoice(*lines, shop.line(100, 1, "tva_sale_good_0"))


@variant
def credit_note(shop):
    return shop.refund(shop.invoice(shop.line(100), shop.line(12.5, 3)))


@variant
def credit_note_of_another_software(shop):
    return shop.invoice(
        shop.line(100),
        move_type="out_refund",
        tpe_corrected_number="2025 0147",
        tpe_corrected_date=date(2025, 12, 3),
    )


@variant
def corrective(shop):
    wrong = shop.invoice(shop.line(100))
    return shop.invoice(shop.line(110), tpe_corrected_id=wrong.id)


@variant
def already_paid(shop):
    return shop.pay(shop.invoice(shop.line(100, product_id=shop.good.id)))


@variant
def paid_later(shop):
    return shop.pay(shop.invoice(shop.line(100)), date(2026, 11, 20))


@variant
def partly_paid(shop):
    move = shop.invoice(shop.line(100))
    wizard = shop.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=move.ids
    )
    wizard.create({"payment_date": DAY, "amount": 50.0})._create_payments()
    return move


@variant
def services_on_payment(shop):
    return shop.invoice(
        shop.line(450, 1, "tva_normale_encaissement", product_id=shop.service.id)
    )


@variant
def services_on_debits(shop):
    shop.company.tpe_vat_on_debits = True
    return shop.invoice(shop.line(450, 1, "tva_normale_encaissement"))


@variant
def goods_and_services(shop):
    return shop.invoice(
        shop.line(100, product_id=shop.good.id),
        shop.line(300, 1, "tva_normale_encaissement", product_id=shop.service.id),
    )


@variant
def foreign_currency(shop):
    dollar = shop.env.ref("base.USD")
    dollar.active = True
    shop.env["res.currency.rate"].create(
        {
            "name": DAY,
            "currency_id": dollar.id,
            "company_id": shop.company.id,
            "rate": 1.25,
        }
    )
    return shop.invoice(shop.line(1000), currency_id=dollar.id)


def german(shop):
    return shop.partner(
        "Holzbau Schmidt GmbH",
        country="de",
        vat="DE123456788",
        street="Hauptstraße 5",
        zip="10115",
        city="Berlin",
    )


@variant
def intra_eu_goods(shop):
    return shop.invoice(
        shop.line(800, 1, "tva_sale_good_intra_0"),
        partner=german(shop),
        delivery_date=date(2026, 10, 2),
    )


@variant
def intra_eu_services(shop):
    line = shop.line(800, 1, "tva_sale_service_intra_0")
    return shop.invoice(line, partner=german(shop))


def swiss(shop, **values):
    return shop.partner(
        "Romand Négoce SA",
        country="ch",
        email="achats@romand.example",
        street="1 quai du Mont-Blanc",
        zip="1201",
        city="Genève",
        **values,
    )


@variant
def export_goods(shop):
    line = shop.line(800, 1, "tva_sale_good_export_0")
    return shop.invoice(line, partner=swiss(shop, vat="CHE-530781296TVA"))


@variant
def export_services(shop):
    line = shop.line(800, 1, "tva_sale_service_export_0")
    return shop.invoice(line, partner=swiss(shop, company_registry="CHE-530.781.296"))


@variant
def reverse_charge_construction(shop):
    tax = shop.own_tax(
        "Autoliquidation BTP", tax_scope="service", ubl_cii_tax_category_code="AE"
    )
    return shop.invoice(shop.line(2400, 1, tax))


@variant
def subcontractor_of_public_works(shop):
    tax = shop.own_tax(
        "Autoliquidation", tax_scope="service", ubl_cii_tax_category_code="AE"
    )
    return shop.invoice(shop.line(2400, 1, tax), tpe_billing_frame="S5")


@variant
def micro_without_vat_number(shop):
    shop.company.write(
        {"vat": False, "tpe_vat_franchise": True, "email": False, "phone": False}
    )
    return shop.invoice(shop.line(300, 1, "tva_sale_service_0"))


@variant
def consumer(shop):
    partner = shop.partner(
        "Julie Perrin",
        country="fr",
        is_company=False,
        email="julie.perrin@example.org",
        street="8 rue Neuve",
        zip="69001",
        city="Lyon",
    )
    line = shop.line(180, 1, "tva_intermediaire_encaissement")
    return shop.invoice(line, partner=partner)


@variant
def public_buyer(shop):
    partner = shop.partner(
        "Commune de Villeneuve",
        country="fr",
        company_registry="21690123100011",
        street="Place de la Mairie",
        zip="69100",
        city="Villeneuve",
    )
    move = shop.invoice(shop.line(1200), partner=partner, post=False, ref="EJ 4500012")
    for field, value in (
        ("buyer_reference", "SERVICE01"),
        ("contract_reference", "M2026-04"),
        ("purchase_order_reference", "4500012"),
    ):
        if field in move._fields:
            move[field] = value
    move.action_post()
    return move


@variant
def delivered_elsewhere(shop):
    site = shop.partner(
        "Chantier des Brotteaux",
        parent_id=shop.customer.id,
        is_company=False,
        type="delivery",
        street="40 cours Vitton",
        zip="69006",
        city="Lyon",
        phone="0478000000",
        country="fr",
    )
    return shop.invoice(
        shop.line(640, 1, product_id=shop.good.id),
        partner_shipping_id=site.id,
        delivery_date=date(2026, 10, 1),
    )


@variant
def contact_of_the_customer(shop):
    contact = shop.partner(
        "Paul Blanchard", parent_id=shop.customer.id, is_company=False
    )
    return shop.invoice(shop.line(100), partner=contact)


@variant
def number_with_a_space(shop):
    move = shop.invoice(shop.line(100), post=False)
    move.name = "FAC 2026/0042"
    move.action_post()
    return move


@variant
def overseas(shop):
    martinique = shop.env.ref("base.mq")
    shop.company.write({"country_id": martinique.id, "zip": "97200"})
    shop.customer.write({"country_id": martinique.id, "zip": "97200"})
    return shop.invoice(shop.line(100, 1, "tva_specifique"))


@variant
def special_characters(shop):
    name = "Étagère <sur mesure> & pose « l’été » 🪚 " + "très " * 80
    return shop.invoice(
        shop.line(100, name=f"{name}\nligne 2"),
        narration="<p>Merci &amp; à bientôt 🙂</p>",
    )


@variant
def negative_line(shop):
    return shop.invoice(shop.line(500), shop.line(-50, name="Remise exceptionnelle"))


@variant
def zero_line(shop):
    return shop.invoice(shop.line(500), shop.line(0, name="Livraison offerte"))


@variant
def eco_contribution(shop):
    eco = shop.tax("tva_normale").copy(
        {
            "name": "Éco-participation",
            "amount_type": "fixed",
            "amount": 1.5,
            "include_base_amount": True,
            "sequence": 0,
        }
    )
    return shop.invoice(shop.line(200, 3, eco + shop.tax("tva_normale")))


@variant
def rounded_to_the_coin(shop):
    account = shop.env["account.account"].search(
        [("account_type", "=", "income"), ("company_ids", "in", shop.company.ids)],
        limit=1,
    )
    rounding = shop.env["account.cash.rounding"].create(
        {
            "name": "5 cents",
            "rounding": 0.05,
            "strategy": "add_invoice_line",
            "profit_account_id": account.id,
            "loss_account_id": account.id,
        }
    )
    return shop.invoice(shop.line(9.99), invoice_cash_rounding_id=rounding.id)


def _order(shop):
    order = shop.env["sale.order"].create(
        {
            "partner_id": shop.customer.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": shop.service.id,
                        "product_uom_qty": 1,
                        "price_unit": 3000,
                        "tax_ids": [
                            Command.set(shop.tax("tva_normale_encaissement").ids)
                        ],
                    }
                )
            ],
        }
    )
    order.action_confirm()
    wizard = shop.env["sale.advance.payment.inv"].create(
        {
            "sale_order_ids": [Command.set(order.ids)],
            "advance_payment_method": "percentage",
            "amount": 30,
        }
    )
    deposit = wizard._create_invoices(order)
    deposit.invoice_date = DAY
    deposit.action_post()
    return order, deposit


def with_sales(shop):
    return "sale.order" in shop.env


@variant
def deposit(shop):
    return _order(shop)[1] if with_sales(shop) else None


@variant
def final_after_deposit(shop):
    if not with_sales(shop):
        return None
    order, _deposit = _order(shop)
    order.order_line.filtered(lambda line: line.product_id == shop.service)[
        :1
    ].qty_delivered = 1
    final = order._create_invoices(final=True)
    final.invoice_date = DAY
    final.action_post()
    return final


@variant
def credit_of_a_deposit(shop):
    return shop.refund(_order(shop)[1]) if with_sales(shop) else None


# They register themselves; here, what they are made of is known.
from . import variants_trade  # noqa: E402, F401
