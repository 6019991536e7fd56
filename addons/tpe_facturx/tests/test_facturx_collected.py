from odoo.tests import tagged

from .product_common import FacturxCommon


@tagged("-at_install", "post_install")
class TestFacturxCollected(FacturxCommon):
    """What each payment collected of each rate, worked out by hand."""

    def _rows(self, invoice):
        rows = self.env["tpe.facturx.collected"].search(
            [("move_id", "=", invoice.id)], order="date, rate desc"
        )
        return [(row.rate, row.amount, row.vat) for row in rows]

    def test_part_payments_are_spread_to_the_cent(self):
        # 120.00 + 55.00 + 10.55 = 185.55.  Of 100.00: 64.67259, 29.64161 and 5.68580:
        # the cent that is left goes to the largest remainder, 5.5 %.
        invoice = self._invoice(
            (100, self._tax(20)), (50, self._tax(10)), (10, self._tax(5.5))
        )
        self._pay(invoice, 100, "2026-03-10")
        self.assertEqual(
            self._rows(invoice),
            [(20, 64.67, 10.78), (10, 29.64, 2.69), (5.5, 5.69, 0.3)],
        )
        self._pay(invoice, 85.55, "2026-03-20")
        self.assertEqual(
            self._rows(invoice)[3:],
            [(20, 55.33, 9.22), (10, 25.36, 2.31), (5.5, 4.86, 0.25)],
        )
        groups = self.env["tpe.facturx.collected"].formatted_read_group(
            [("move_id", "=", invoice.id)], ["rate_words"], ["vat:sum"]
        )
        self.assertEqual(
            {group["rate_words"]: group["vat:sum"] for group in groups},
            {"20 %": 20, "10 %": 5, "5.5 %": 0.55},
        )

    def test_a_credit_note_collects_nothing_and_a_refund_gives_back(self):
        invoice = self._invoice((100, self._tax(20)))
        refund = invoice._reverse_moves([{"invoice_date": "2026-03-31"}])
        refund.action_post()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertEqual(self._rows(invoice) + self._rows(refund), [])
        alone = self._invoice((50, self._tax(20, name="b")), move_type="out_refund")
        self._pay(alone, 60)
        self.assertEqual(self._rows(alone), [(20, -60, -10)])

    def test_an_entry_that_is_no_payment_collects_nothing(self):
        invoice = self._invoice((100, self._tax(20)))
        self.company_data["default_journal_bank"].type = "general"
        self._pay(invoice, 120)
        self.assertEqual(self._rows(invoice), [])

    def test_who_owes_vat_on_payment_is_told(self):
        chart = self.env["account.chart.template"].with_company(self.company)
        tax = chart.ref("tva_normale_encaissement")
        invoice = self._invoice((100, tax), (10, self._tax(20, tax_scope="consu")))
        self._pay(invoice, 132)
        collected = self.env["tpe.facturx.collected"]
        domain = [("move_id", "=", invoice.id), ("on_payment", "=", True)]
        self.assertEqual(collected.search(domain).mapped("amount"), [120])
        self.company.tpe_vat_on_debits = True
        self.assertFalse(collected.search(domain))

    def test_the_collected_status_carries_the_figures_by_rate(self):
        invoice = self._invoice((100, self._tax(20)), (50, self._tax(10)))
        self._pay(invoice, 175)
        status = self.env["tpe.facturx.status"].create(
            {
                "move_id": invoice.id,
                "code_id": self.env.ref("tpe_facturx.status_212").id,
            }
        )
        self.assertEqual(
            [(each.rate, each.amount, each.vat) for each in status.amount_ids],
            [(20, 120, 20), (10, 55, 5)],
        )

    def test_another_company_sees_no_payment(self):
        invoice = self._invoice()
        self._pay(invoice, 10)
        other = self._create_company(name="Other")
        user = self._user("elsewhere", "account.group_account_invoice", other)
        collected = self.env["tpe.facturx.collected"]
        self.assertTrue(collected.search([("move_id", "=", invoice.id)]))
        self.assertFalse(collected.with_user(user).search([]))
