from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from ..tools.flow import WEEKS
from .test_cash_recurring import RecurringCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestCashLoan(RecurringCommon):
    def _loan(self, **values):
        return self.env["tpe.cash.loan"].create(
            {
                "name": "Van",
                "amount": 10_000,
                "rate": 12.0,
                "number": 12,
                "first_day": date(2026, 1, 5),
                **values,
            }
        )

    def _loans(self):
        _opening, flows, _weeks, _words = self._build()
        return [
            (f"{flow.day:%d/%m}", flow.cents / 100)
            for flow in flows
            if flow.source == "loan"
        ]

    def test_constant_payments(self):
        loan = self._loan()
        # 10,000 x 0.01 / (1 - 1.01 ** -12) = 888.49; the last one takes the rounding.
        self.assertEqual(loan.line_ids[:2].mapped("interest"), [100.0, 92.12])
        self.assertEqual(set(loan.line_ids[:-1].mapped("amount")), {888.49})
        self.assertAlmostEqual(sum(loan.line_ids.mapped("capital")), 10_000.0, 2)
        self.assertEqual(
            self._loans(), [("07/04", -888.49), ("05/05", -888.49), ("05/06", -888.49)]
        )
        # After three payments: 10,000 x 1.01 ** 3 - 888.49 x 3.0301.
        self.assertAlmostEqual(loan.left, 7610.80, 2)

    def test_a_change_of_terms_is_a_new_schedule(self):
        loan = self._loan()
        loan.write({"method": "capital", "number": 10})
        self.assertEqual(loan.line_ids[:2].mapped("amount"), [1100.0, 1090.0])

    def test_a_typed_schedule_is_kept(self):
        loan = self._loan()
        loan.method = "typed"
        loan.line_ids[3].interest = 70.0
        loan.rate = 3
        self.assertEqual(loan.line_ids[3].interest, 70.0)

    def test_the_bank_entry_is_the_payment(self):
        self._loan(partner_id=self.landlord.id, first_day=date(2026, 1, 31))
        self._bank_line(date(2026, 3, 30), -34.9, self.landlord)
        self.assertEqual(len(self._loans()), 3)
        self._bank_line(date(2026, 3, 30), -888.49, self.landlord)
        self.assertEqual([day for day, _a in self._loans()], ["30/04", "01/06"])

    def test_a_loan_in_another_currency(self):
        franc = self.setup_other_currency("CHF", rates=[("2026-01-01", 2.0)])
        self._loan(currency_id=franc.id, number=1, rate=0, first_day=date(2026, 4, 8))
        self.assertEqual(self._loans(), [("08/04", -5000.0)])

    def test_who_sees_loans(self):
        loan = self._loan()
        assistant = new_test_user(
            self.env, "assistant", groups="tpe_base.group_tpe_assistant"
        )
        for records in (loan, loan.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(assistant).read(["company_id"])

    def test_days_below_zero_cost(self):
        self.company.write({"tpe_credit_line": 500, "tpe_credit_rate": 7.3})
        # 10,000 in the bank: -10,000 from 8 April.
        self._flow(periodicity="once", amount=20_000, first_day=date(2026, 4, 8))
        for kind in ("pessimistic", "realistic", "optimistic"):
            opening, flows, weeks, words = self._build(kind=kind)
            total = opening
            for at in range(WEEKS):
                total += sum(flow.weeks[at] for flow in flows)
                self.assertEqual(weeks[at].closing, total)
        cost = flows[-1]
        # 2.00 a day on 10,000.  Weeks begin on Tuesdays: 7 April to 27 April are three
        # weeks, 42.00 with the first of May (week of 28 April).
        self.assertEqual(cost.weeks[:5], (0, 0, 0, 0, -42_00))
        self.assertEqual(cost.category, "loan")
        self.assertIn("500", words[-1])

    def test_above_zero_costs_nothing(self):
        self.company.tpe_credit_rate = 7.3
        self._flow(periodicity="once", amount=10_000, first_day=date(2026, 4, 8))
        self.assertEqual(self._loans(), [])
