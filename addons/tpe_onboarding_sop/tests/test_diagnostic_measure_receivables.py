from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureReceivables(Measuring, DunningCommon):
    """Ten invoices of 100 in March, six of them paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices = [cls._invoice(days) for days in range(1, 11)]

    def test_dso(self):
        for invoice in self.invoices[:6]:
            self._pay(invoice)
        # 400 of the 1,000 invoiced in March, on its 31st day: 31 x 400 / 1,000.
        self._check("dso", 12.4, 4)

    def test_nine_invoices_are_not_enough(self):
        self.invoices[0].button_draft()
        for key in ("dso", "overdue_share", "dependency", "margin_known"):
            with self.subTest(key=key):
                self._check(key, None, 9)

    def test_a_debt_older_than_the_billing_known_has_no_days(self):
        for invoice in self.invoices:
            self._pay(invoice)
        # 5,000 of three years ago, 1,000 billed in the last two.
        self._invoice(3 * 365, amount=5000)
        self._check("dso", None, 1)
        self._check("overdue_share", 100.0, 1)

    def test_overdue_share(self):
        for invoice in self.invoices[:6]:
            self._pay(invoice)
        # 400 due in the future, 100 for three days and 300 for one: 400 of 800.
        late = self._invoice(10, term=7) + self._invoice(31, amount=300)
        facts = self._check("overdue_share", 50.0, 2)
        self.assertEqual(facts.move_id, late)

    def test_due_today_is_not_late(self):
        self._invoice(30)
        self._check("overdue_share", 0.0, 0)

    def test_everything_paid_is_nothing_late(self):
        for invoice in self.invoices:
            self._pay(invoice)
        self._check("overdue_share", 0.0, 0)
        self._check("dso", 0.0, 0)

    def test_dependency(self):
        first = self._customer("Premier Client")
        sold = self._invoice(300, amount=2500, partner=first)
        credit = sold._reverse_moves([{"invoice_date": TODAY - timedelta(10)}])
        credit.invoice_line_ids.price_unit = 1000
        credit.action_post()
        # Older than a year: not of these twelve months.
        self._invoice(366, amount=9000, partner=self._customer("Ancien Client"))
        # 2,500 - 1,000 of 1,500 + the 1,000 of the ten: 60 %.
        moves = self._check("dependency", 60.0, 2)
        self.assertEqual(moves, sold + credit)
        self.assertIn("Premier Client", self._measure("dependency").proof)

    def test_what_the_first_customer_bought(self):
        first = self._customer("Premier Client")
        bought = self._invoice(300, amount=1000, partner=first)
        bought += self._invoice(20, 500, partner=first, move_type="out_receipt")
        self._invoice(20, amount=9000, partner=first).button_draft()
        self._invoice(20, amount=9000, partner=first, move_type="in_invoice")
        self._invoice(365, amount=9000, partner=first)  # 31 March 2025 is just out
        self._invoice(-1, amount=9000, partner=first)
        _other, there = self._elsewhere()
        self._invoice_in(there, amount=9000, partner=first)
        # 1,000 + 500 of 1,500 + the 1,000 of the ten.
        self.assertEqual(self._check("dependency", 60.0, 2), bought)

    def test_what_nobody_in_particular_bought_is_in_the_whole(self):
        self._invoice(5, amount=3000, move_type="out_receipt", partner_id=False)
        # The ten of 100, of 4,000.
        self._check("dependency", 25.0, 10)
        self.assertIn("to 1 customers", self._measure("dependency").proof)

    def test_sales_of_a_till_only_have_no_first_customer(self):
        for invoice in self.invoices:
            invoice.button_draft()
            self._invoice(5, move_type="out_receipt", partner_id=False)
        self._check("dependency", None, 0)

    def test_a_first_customer_is_never_more_than_the_whole(self):
        credited = self._customer("Client Remboursé")
        self._invoice(5, amount=500, partner=credited, move_type="out_refund")
        # 1,000 of 500.
        self._check("dependency", 100.0, 10)

    def test_all_credited_nothing_was_sold(self):
        self._invoice(5, amount=1000, move_type="out_refund")
        self._check("dependency", None, 0)
        # What was sold to nobody in particular makes no first customer of him.
        self._invoice(5, amount=300, move_type="out_receipt", partner_id=False)
        self._check("dependency", None, 0)

    def test_as_much_credited_to_another_nothing_was_sold(self):
        credited = self._customer("Client Remboursé")
        self._invoice(5, amount=1000, partner=credited, move_type="out_refund")
        self._check("dependency", None, 0)

    def test_reminders_on(self):
        self._delivered(self.invoices[9], 1, days_ago=3)
        self._delivered(self.invoices[8], 1, days_ago=365)
        self._delivered(self.invoices[7], 1, days_ago=-1)
        self._delivered(self.invoices[6], 1, days_ago=3).sudo().state = "cancelled"
        other, _there = self._elsewhere()
        self._delivered(self.invoices[5], 1, days_ago=3).sudo().company_id = other
        self._check("reminders_on", 1.0, 1)
        self.company.action_dunning_stop()
        self._check("reminders_on", 0.0, 1)

    # --- Invoices after 48 hours ------------------------------------------------------

    def _deliver(self):
        """Delivered 0, 1, 2, 3 … 9 days before the invoice."""
        for days, invoice in enumerate(self.invoices):
            invoice.delivery_date = invoice.invoice_date - timedelta(days)

    def test_invoice_late(self):
        self._deliver()
        self._invoice(4)  # tells no day: not counted
        long_ago = {"delivery_date": TODAY - timedelta(500)}
        self._invoice(4, **long_ago).button_draft()
        self._invoice(4, move_type="out_refund", **long_ago)
        self._invoice(365, **long_ago)
        self._invoice(-1, **long_ago)
        # From the third day on: 3 to 9, seven of ten.
        moves = self._check("invoice_late_48h", 70.0, 7)
        self.assertEqual(moves.sorted("id").ids, [i.id for i in self.invoices[3:]])

    def test_too_few_invoices_tell_the_delivery(self):
        self._deliver()
        self.invoices[9].delivery_date = False
        self._check("invoice_late_48h", None, 9)

    def test_the_delivery_that_the_order_promised(self):
        self._deliver()
        self.invoices[9].delivery_date = False
        self.env.user.group_ids |= self.env.ref("sales_team.group_sale_manager")
        service = self.env["product.product"].create(
            {"name": "Works", "type": "service", "invoice_policy": "order"}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                # 23:30 UTC is the 28th in Paris: three days before the invoice.
                "commitment_date": "2026-03-27 23:30:00",
                "order_line": [
                    Command.create(
                        {"product_id": service.id, "price_unit": 9, "tax_ids": False}
                    )
                ],
            }
        )
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = date(2026, 3, 30)
        invoice.action_post()
        # The 28th and two days: in time.  Of ten, 3 to 8 are late.
        self._check("invoice_late_48h", 60.0, 6)
        order.commitment_date = "2026-03-27 12:00:00"
        self.assertIn(invoice, self._check("invoice_late_48h", 70.0, 7))
        measures = type(self.env["tpe.diagnostic.measure"])
        with patch.object(measures, "_has", lambda self, model: model != "sale.order"):
            # Without Sales, nine invoices tell the day.
            self._check("invoice_late_48h", None, 9)
        # What was delivered counts, whatever had been promised.
        invoice.delivery_date = invoice.invoice_date
        self._check("invoice_late_48h", 60.0, 6)
