from datetime import date, timedelta

from odoo import Command
from odoo.tests import tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestHabit(DunningCommon):
    def _paid(self, days_late, partner=None, days_ago=200):
        """An invoice of 30 days, paid so many days after its due date."""
        invoice = self._invoice(days_ago=days_ago, partner=partner)
        day = invoice.invoice_date_due + timedelta(days_late)
        self._register_payment(invoice, payment_date=day)

    def test_the_median_of_three_payments_is_the_habit(self):
        for days in (10, 40, 20):
            self._paid(days)
        soon = self._invoice(days_ago=10)  # due on 20 April
        self.assertEqual(soon.tpe_expected_on, date(2026, 5, 10))
        reminder = self.reminders.new(
            {"company_id": self.company.id, "partner_id": self.customer.id}
        )
        self.assertIn("20 days late (3 payments", reminder._habit_words())

    def test_two_payments_make_no_habit(self):
        self._paid(10)
        self._paid(20)
        self._paid(20, days_ago=900)  # more than two years
        self.assertFalse(self._invoice(days_ago=10).tpe_expected_on)

    def test_the_payments_of_somebody_else_say_nothing(self):
        other = self._customer("Somebody Else")
        for days in (10, 20, 40):
            self._paid(days, partner=other)
        self.assertFalse(self._invoice(days_ago=10).tpe_expected_on)

    def test_the_words_of_the_customer_count_more(self):
        for days in (10, 20, 40):
            self._paid(days)
        invoice, disputed = self._invoice(days_ago=10), self._invoice(days_ago=10)
        said = TODAY + timedelta(12)
        self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date": said,
                "move_ids": [Command.set(invoice.ids)],
            }
        )
        self.env["tpe.dunning.dispute"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "reason": "other",
                "move_ids": [Command.set(disputed.ids)],
            }
        )
        self.assertEqual(invoice.tpe_expected_on, said)
        self.assertFalse(disputed.tpe_expected_on)

    def test_who_waits_longer_than_usual_is_not_expected_any_day(self):
        for days in (1, 2, 3):
            self._paid(days)
        self.assertFalse(self._invoice(days_ago=60).tpe_expected_on)
