from odoo import Command
from odoo.tests import tagged

from .facturx_common import FacturxCommon
from .variants import DAY, german, swiss
from .variants_trade import discounted_if_early


@tagged("post_install", "-at_install")
class TestFacturxGaps(FacturxCommon):
    """What the rules would reject is told first, with the field to fill."""

    def gaps(self, move):
        return {(gap.record._name, gap.field) for gap in move._facturx_gaps()}

    def refused(self, move, model, field):
        gaps = move._facturx_gaps()
        self.assertEqual(
            [(gap.record._name, gap.field) for gap in gaps], [(model, field)]
        )
        self.assertEqual(move._facturx_xml()[1], [gap.text for gap in gaps])

    def plain(self, **values):
        return self.shop.invoice(self.shop.line(100), **values)

    def test_a_ready_invoice_is_refused_nothing(self):
        """Neither telephone, nor e-mail, nor bank account: those are German rules."""
        self.shop.company.write({"phone": False, "email": False})
        self.shop.company.partner_id.bank_ids.unlink()
        move = self.plain()
        self.assertFalse(move.partner_bank_id)
        self.assertFalse(move._facturx_gaps())

    def test_the_firm(self):
        company, move = self.shop.company, self.plain()
        for values, field in (
            ({"company_registry": False, "vat": "FRK7399859412"}, None),
            ({"company_registry": "732829321"}, "company_registry"),
            ({"company_registry": "73282932000075"}, "company_registry"),
            ({"company_registry": "73282932"}, "company_registry"),
            ({"vat": False}, "vat"),
        ):
            with self.subTest(values), self.undone():
                company.write(values)
                if field:
                    self.refused(move, "res.company", field)
                else:
                    # The SIREN is read in the VAT number.
                    self.assertEqual(company.partner_id._facturx_siren(), "399859412")
        with self.undone():
            company.write({"vat": False, "tpe_vat_franchise": True})
            self.assertFalse(move._facturx_gaps())

    def test_the_customer(self):
        customer, move = self.shop.customer, self.plain()
        for values, field in (
            ({"country_id": False}, "country_id"),
            ({"company_registry": "552100555"}, "company_registry"),
            (
                {
                    "company_registry": False,
                    "vat": False,
                    "tpe_profile_decided": "professional",
                },
                "company_registry",
            ),
            ({"tpe_electronic_address": "552100554 A"}, "tpe_electronic_address"),
            ({"tpe_electronic_address": "732829320"}, "tpe_electronic_address"),
            (
                {
                    "company_registry": False,
                    "vat": False,
                    "tpe_profile_decided": "consumer",
                },
                "email",
            ),
        ):
            with self.subTest(values), self.undone():
                customer.write(values)
                self.assertIn(("res.partner", field), self.gaps(move))
        with self.undone():
            customer.tpe_electronic_address = "552100554_COMPTA"
            self.assertFalse(move._facturx_gaps())

    def test_the_document(self):
        draft = self.plain(post=False)
        self.refused(draft, "account.move", "name")
        late = self.plain(invoice_date_due="2026-09-01", post=False)
        late.action_post()
        late.invoice_date_due = "2026-09-01"
        self.refused(late, "account.move", "invoice_date_due")
        credit = self.plain(move_type="out_refund")
        self.refused(credit, "account.move", "tpe_corrected_id")
        credit.tpe_corrected_number = "2025-12"
        self.refused(credit, "account.move", "tpe_corrected_date")
        credit.tpe_corrected_date = "2025-12-01"
        self.assertFalse(credit._facturx_gaps())
        self.plain().name = "F" * 36
        long = self.plain()
        long.name = "F" * 36 + "1"
        self.refused(long, "account.move", "name")

    def test_the_taxes(self):
        bare = self.shop.invoice(self.shop.line(100, 1, None))
        self.refused(bare, "account.move", "invoice_line_ids")
        both = self.shop.tax("tva_normale") + self.shop.tax("tva_reduite")
        twice = self.shop.invoice(self.shop.line(100, 1, both))
        self.refused(twice, "account.move", "invoice_line_ids")
        foreign = self.shop.tax("tva_normale").copy({"name": "19", "amount": 19})
        rate = self.shop.invoice(self.shop.line(100, 1, foreign))
        self.refused(rate, "account.tax", "amount")

    def test_abroad(self):
        shop = self.shop
        goods, services = (
            f"tva_sale_{name}_0" for name in ("good_intra", "service_export")
        )
        undated = shop.invoice(shop.line(100, 1, goods), partner=german(shop))
        self.refused(undated, "account.move", "delivery_date")
        nobody = german(shop)
        nobody.vat = False
        unknown = shop.invoice(
            shop.line(100, 1, goods), partner=nobody, delivery_date=DAY
        )
        self.assertIn(("res.partner", "vat"), self.gaps(unknown))
        mixed = shop.invoice(
            shop.line(100, 1, services), shop.line(50), partner=swiss(shop)
        )
        self.refused(mixed, "account.move", "invoice_line_ids")
        vague = shop.own_tax("0 %", tax_scope=False)
        silent = shop.invoice(shop.line(100, 1, vague), partner=swiss(shop))
        self.refused(silent, "account.tax", "tax_scope")

    def test_a_total_that_the_lines_do_not_make_is_refused(self):
        move = self.plain()
        self.env.cr.execute(
            "UPDATE account_move SET amount_total = 121 WHERE id = %s", [move.id]
        )
        move.invalidate_recordset(["amount_total"])
        [refusal] = move._facturx_xml()[1]
        self.assertIn("121", refusal)

    def test_the_discount_of_the_payment_terms(self):
        for computation in ("included", "excluded"):
            move = discounted_if_early(self.shop, computation)
            self.assertFalse(move._facturx_gaps())
        belgian = discounted_if_early(self.shop, "mixed")
        self.refused(belgian, "account.payment.term", "early_pay_discount_computation")

    def test_a_discount_that_the_firm_wrote_itself_stays(self):
        self.shop.company.tpe_note_discount = "Escompte : 1 % au comptant."
        move = discounted_if_early(self.shop)
        self.assertIn(("AAB", "Escompte : 1 % au comptant."), move._facturx_notes())

    def test_a_contribution_without_vat(self):
        eco = self.shop.tax("tva_normale").copy(
            {"name": "Éco", "amount_type": "fixed", "amount": 1.5, "sequence": 50}
        )
        both = eco + self.shop.tax("tva_normale")
        move = self.shop.invoice(self.shop.line(200, 3, both))
        self.refused(move, "account.tax", "include_base_amount")

    def test_a_delivery_address_without_a_country(self):
        site = self.shop.partner(
            "Chantier", parent_id=self.shop.customer.id, type="delivery", city="Lyon"
        )
        site.country_id = False
        move = self.plain(partner_shipping_id=site.id)
        self.refused(move, "res.partner", "country_id")

    def test_a_currency_of_three_decimals(self):
        dinar = self.env.ref("base.KWD")
        dinar.active = True
        move = self.plain(currency_id=dinar.id)
        self.refused(move, "account.move", "currency_id")

    def test_a_vat_that_was_typed(self):
        """A euro away from 20 % of 100: the official rules let 99 cents pass."""
        move = self.plain(post=False)
        vat, due = (
            move.line_ids.filtered(lambda line, kind=kind: line.display_type == kind)
            for kind in ("tax", "payment_term")
        )
        move.line_ids = [
            Command.update(vat.id, {"amount_currency": -21, "balance": -21}),
            Command.update(due.id, {"amount_currency": 121, "balance": 121}),
        ]
        move.action_post()
        company = move.company_id
        company.tax_calculation_rounding_method = "round_globally"
        [refusal] = move._facturx_xml()[1]
        self.assertIn("20 % is not that of its lines", refusal)
        company.tax_calculation_rounding_method = "round_per_line"
        [refusal] = move._facturx_xml()[1]
        self.assertIn("20 % is not that of its base", refusal)
        self.assertIn("Round per Tax", refusal)

    def test_no_line(self):
        move = self.plain(post=False)
        move.invoice_line_ids = [Command.clear()]
        self.assertIn(("account.move", "invoice_line_ids"), self.gaps(move))
