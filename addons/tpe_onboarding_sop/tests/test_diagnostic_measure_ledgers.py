from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureLedgers(Measuring, DunningCommon):
    """Whole ledgers, worked out by hand: ten invoices of 100 in March, all paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoices = [cls._invoice(days) for days in range(1, 11)]

    def _settle_all(self):
        for invoice in self.invoices:
            self._pay(invoice)

    def test_dso_of_a_ledger_with_everything(self):
        self._settle_all()
        money = self.env["res.currency"].create(
            {
                "name": "TPE",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2000-01-01", "rate": 4.0})],
            }
        )
        # 800 of another currency are 200 of ours.
        foreign = self._invoice(20, 800.0, currency_id=money.id)
        # 300 partly credited, 100, and partly paid, 80: 120 left.
        sold = self._invoice(15, 300.0)
        credit = sold._reverse_moves([{"invoice_date": TODAY - timedelta(10)}])
        credit.invoice_line_ids.price_unit = 100.0
        credit.action_post()
        (sold + credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self._pay(sold, 80.0)
        # Half in ten days, half in forty, both unpaid: 400.
        term = self.env["account.payment.term"].create(
            {
                "name": "Two",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 3}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 40}
                    ),
                ],
            }
        )
        twice = self._invoice(
            10, 400.0, invoice_payment_term_id=term.id, invoice_date_due=False
        )
        # Wholly credited.
        gone = self._invoice(9, 900.0)
        gone._reverse_moves([{"invoice_date": TODAY - timedelta(2)}], cancel=True)
        # Dated tomorrow: not billed yet.
        self._invoice(-1, 5000.0)
        # 200 + 120 + 400 owed; billed in March 1,000 + 200 + (300 - 100) + 400.
        facts = self._check("dso", 31 * 720 / 1800, 4)
        self.assertEqual(facts.move_id, foreign + sold + twice)
        self.assertEqual(sum(facts.mapped("amount")), 720.0)
        self.assertIn("720", self._measure("dso").proof)
        self.assertIn("on 3 invoices", self._measure("dso").proof)
        # Late: the first half of the two due dates, of all that is owed.
        late = self._check("overdue_share", 100 * 200 / 5720, 1)
        self.assertEqual(late.move_id, twice)

    def test_contacts_and_a_customer_put_away_are_one_customer(self):
        first = self._customer("Premier Client")
        contacts = self.env["res.partner"].create(
            [
                {"name": f"Contact {number}", "parent_id": first.id}
                for number in range(2)
            ]
        )
        sold = self._invoice(40, 1000, partner=contacts[0])
        sold += self._invoice(50, 500, partner=contacts[1])
        first.active = False
        # 1,500 of 2,500, to two customers.
        self.assertEqual(self._check("dependency", 60.0, 2), sold)
        proof = self._measure("dependency").proof
        self.assertIn("Premier Client", proof)
        self.assertIn("to 2 customers", proof)
        self.assertEqual(self._measure("duplicate_partners").value, None)

    def test_written_off_and_opened_by_an_entry(self):
        self._settle_all()
        receivable = self.company_data["default_account_receivable"]
        lost = self._invoice(60, 600.0)
        # 500 paid, the rest written off.
        self._register_payment(
            lost,
            amount=500.0,
            payment_date=TODAY,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": TODAY - timedelta(12),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": self.customer.id,
                            "debit": 250.0,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "credit": 250.0,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        # Nobody follows up a general entry: owed to nobody's knowledge.
        self._check("dso", 0.0, 0)
        entry.line_ids.no_followup = False
        # 250 of March's 1,250.
        self._check("dso", 31 * 250 / 1250, 1)

    def test_a_customer_silent_for_thirteen_months(self):
        grid = self.company._scoring_grid()
        gone = self._customer("Client Parti")
        for days in range(395, 700, 30):
            self._pay(self._invoice(days, 200.0, partner=gone))
        for number in range(5):
            regular = self._customer(f"Client Fidèle {number}")
            for days in range(5, 160, 30):
                self._invoice(days, 100.0, partner=regular)
        grid.last_run_on = False
        found = self._opened(self._measure("dormant_customers"))
        self.assertEqual(found, gone)

    def test_receipts_only(self):
        for invoice in self.invoices:
            invoice.button_draft()
        for days in range(1, 13):
            self._invoice(days, 100.0, move_type="out_receipt")
        found = self._measures()
        # Twelve of 100 in March, none paid.
        self.assertEqual(found["dso"].value, 31.0)
        self.assertEqual(found["dependency"].value, 100.0)
        self.assertIsNone(found["cash_cover"].value)
        self.assertIsNone(found["double_entry"].value)
        self.assertIsNone(found["missing_siren"].value)

    def test_a_delivery_on_friday(self):
        # Friday 20 March: Sunday is 48 hours later, Monday 72.
        friday = TODAY - timedelta(11)
        for invoice in self.invoices:
            invoice.delivery_date = friday
        late = self._check("invoice_late_48h", 80.0, 8)
        self.assertEqual(min(late.mapped("invoice_date")), friday + timedelta(3))

    def test_a_person_and_a_firm_of_one_name(self):
        person = self.env["res.partner"].create(
            {"name": "Jean Martin", "is_company": False, "zip": "69001"}
        )
        firm = self._customer("JEAN MARTIN SARL", zip="69001", email=False,
                              company_registry=False)  # fmt: skip
        for partner in (person, firm):
            self._invoice(20, partner=partner)
        self.assertEqual(
            self._opened(self._measure("duplicate_partners")), person + firm
        )
        firm.active = False
        self.assertFalse(self._opened(self._measure("duplicate_partners")))
