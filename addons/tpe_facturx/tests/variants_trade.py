"""Kinds of invoice of some trades and places; `variants` holds what everybody makes."""

from odoo import Command

from .variants import BUYER_SIRET, DAY, german, variant, with_sales


def terms(shop, *shares, **values):
    """Payment terms of ``shares``: pairs of per cent and days."""
    return shop.env["account.payment.term"].create(
        {
            "name": "Conditions du devis",
            "line_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in shares
                ),
            ],
            **values,
        }
    )


@variant
def two_instalments(shop):
    term = terms(shop, (30, 0), (70, 30), name="30 % à la commande, 70 % à 30 jours")
    return shop.invoice(shop.line(1000), invoice_payment_term_id=term.id)


@variant
def retention(shop):
    """5 % that the customer keeps for a year (law of 16 July 1971)."""
    term = terms(shop, (95, 30), (5, 365), name="95 % à 30 jours, 5 % à un an")
    line = shop.line(5000, 1, "tva_normale_encaissement")
    return shop.invoice(line, invoice_payment_term_id=term.id)


def discounted_if_early(shop, computation="included"):
    term = terms(
        shop,
        (100, 30),
        early_discount=True,
        discount_percentage=2,
        discount_days=10,
        early_pay_discount_computation=computation,
    )
    lines = shop.line(100), shop.line(50, 1, "tva_reduite")
    return shop.invoice(*lines, invoice_payment_term_id=term.id)


@variant
def early_payment_discount(shop):
    return discounted_if_early(shop)


@variant
def reverse_charge_and_normal(shop):
    tax = shop.own_tax(
        "Autoliquidation BTP partielle",
        tax_scope="service",
        ubl_cii_tax_category_code="AE",
    )
    return shop.invoice(shop.line(2400, 1, tax), shop.line(150, 2))


@variant
def second_hand(shop):
    tax = shop.own_tax("Marge", ubl_cii_tax_exemption_reason_code="VATEX-EU-F")
    return shop.invoice(shop.line(450, 1, tax), partner=german(shop))


@variant
def travel_agency(shop):
    tax = shop.own_tax(
        "Marge", tax_scope="service", ubl_cii_tax_exemption_reason_code="VATEX-EU-D"
    )
    return shop.invoice(shop.line(1450, 2, tax))


@variant
def to_monaco(shop):
    partner = shop.partner(
        "Azur Yachts SAM",
        country="mc",
        vat="FR53000004605",
        email="compta@azur.example",
        street="1 quai Albert Ier",
        zip="98000",
        city="Monaco",
    )
    return shop.invoice(shop.line(300), partner=partner)


@variant
def to_guadeloupe_written_as_france(shop):
    partner = shop.partner(
        "Karukera SARL",
        country="fr",
        company_registry=BUYER_SIRET,
        street="1 rue Frébault",
        zip="97110",
        city="Pointe-à-Pitre",
    )
    return shop.invoice(shop.line(300, 1, "tva_sale_good_export_0"), partner=partner)


def in_reunion(shop, *partners):
    for partner in (shop.company, *partners):
        country = shop.env.ref("base.re").id
        partner.write({"country_id": country, "zip": "97400", "city": "Saint-Denis"})


@variant
def from_reunion_to_mainland(shop):
    in_reunion(shop)
    return shop.invoice(shop.line(300, 1, "tva_sale_good_export_0"))


@variant
def exempt_in_reunion(shop):
    in_reunion(shop, shop.customer)
    return shop.invoice(shop.line(300, 1, "tva_sale_good_0"))


@variant
def to_the_canaries(shop):
    partner = shop.partner(
        "Islas SL",
        country="es",
        email="compras@islas.example",
        street="Calle Mayor 1",
        zip="35001",
        city="Las Palmas",
    )
    return shop.invoice(shop.line(60, 1, "tva_sale_good_export_0"), partner=partner)


@variant
def millions(shop):
    return shop.invoice(shop.line(1234567.89), shop.line(2345678.91, 1, "tva_reduite"))


@variant
def yen_with_taxes_included(shop):
    yen = shop.env.ref("base.JPY")
    yen.active = True
    shop.env["res.currency.rate"].create(
        {
            "name": DAY,
            "currency_id": yen.id,
            "company_id": shop.company.id,
            "rate": 163.27,
        }
    )
    # Line by line the VAT would be 835 on 4160: three yen too many (BR-CO-17).
    shop.company.tax_calculation_rounding_method = "round_globally"
    lines = (shop.line(999, 1, "tva_normale_ttc") for _ in range(5))
    move = shop.invoice(*lines, currency_id=yen.id)
    shop.company.tax_calculation_rounding_method = "round_per_line"
    return move


@variant
def unwritable_signs(shop):
    """Pasted from a till or a spreadsheet: XML holds none of them."""
    shop.customer.name = "Menuiserie\x0b Blanchard\ufffe"
    shop.customer.street = "3 place\x0c Bellecour"
    shop.good.barcode = "CHÊNE 12"
    return shop.invoice(
        shop.line(10, name="\x07"),
        shop.line(10, name=" \n "),
        shop.line(
            10, name="Pose\x0b des volets\uffff\n\u2705 fait\u2028\uf0b7 nettoyé"
        ),
        shop.line(10, product_id=shop.good.id, name=False),
    )


@variant
def sections_of_a_quote(shop):
    def title(kind, name, **values):
        return Command.create({"display_type": kind, "name": name, **values})

    return shop.invoice(
        title("line_section", "Lot 1", collapse_composition=True),
        title("line_subsection", "Menuiserie"),
        shop.line(10),
        shop.line(30, 1, "tva_reduite"),
        title("line_section", "Lot 2", collapse_prices=True),
        shop.line(20),
        title("line_note", "Garantie décennale. " * 60),
    )


def of_several_rates(shop):
    """An order of three rates and its deposit of 60 %."""
    wanted = (
        (shop.good, 3, 333.33, "tva_reduite"),
        (shop.service, 1, 777.77, "tva_intermediaire_encaissement"),
        (shop.good, 1, 99.99, "tva_normale"),
    )
    order = shop.env["sale.order"].create(
        {
            "partner_id": shop.customer.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "price_unit": price,
                        "tax_ids": [Command.set(shop.tax(tax).ids)],
                    }
                )
                for product, quantity, price, tax in wanted
            ],
        }
    )
    order.action_confirm()
    wizard = shop.env["sale.advance.payment.inv"].create(
        {
            "sale_order_ids": [Command.set(order.ids)],
            "advance_payment_method": "percentage",
            "amount": 60,
        }
    )
    deposit = wizard._create_invoices(order)
    deposit.invoice_date = DAY
    deposit.action_post()
    return order, deposit


def _last(order):
    move = order._create_invoices(final=True)
    move.invoice_date = DAY
    move.action_post()
    return move


@variant
def deposit_of_several_rates(shop):
    return of_several_rates(shop)[1] if with_sales(shop) else None


@variant
def final_of_several_rates(shop):
    if not with_sales(shop):
        return None
    order, _deposit = of_several_rates(shop)
    for line in order.order_line.filtered("product_id"):
        if not line.is_downpayment:
            line.qty_delivered = line.product_uom_qty
    return _last(order)


@variant
def less_than_its_deposit(shop):
    """Most of the order is cancelled: what was paid too much comes back."""
    if not with_sales(shop):
        return None
    order, _deposit = of_several_rates(shop)
    *cancelled, kept = order.order_line.filtered(
        lambda line: line.product_id and not line.is_downpayment
    )
    for line in cancelled:
        line.product_uom_qty = 0
    kept.qty_delivered = 1
    return _last(order)
