from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY

from .common import CashCommon

MONDAY = date(2026, 3, 16)  # 15 days before today
WEEK = ("start", "end", "opening", "cash_in", "cash_out", "closing", "low", "high")


@tagged("-at_install", "post_install")
class TestCashPast(CashCommon):
    """Forecasts of past Mondays, computed on 31 March 2026 from the books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._money(500.0, days_ago=100)

    def _kept(self):
        return self.forecasts.search(
            [("company_id", "=", self.company.id), ("is_kept", "=", True)],
            order="date",
        )

    def _told(self, forecast):
        return (
            forecast.opening,
            [
                tuple(week[name] for name in (*WEEK, "claims", "claims_due"))
                for week in forecast.week_ids
            ],
            {(t.number, t.category): t.amount for t in forecast.total_ids},
        )

    def _rebuilt(self, day=MONDAY):
        return self.forecasts._rebuild_history(self.company).filtered(
            lambda forecast: forecast.date == day
        )

    def _paid(self, invoice, days_ago, amount=None):
        day = TODAY - timedelta(days_ago)
        more = {"amount": amount} if amount else {}
        return self._register_payment(invoice, payment_date=day, **more)

    def _past(self):
        """Books of before that Monday."""
        for days in (90, 80, 70):
            self._paid(self._invoice(days, 900.0), days - 35)
        half = self._invoice(60, 1000.0)
        self._paid(half, 20, 400.0)
        self._invoice(35, 750.0)
        self._bill(30, 300.0)
        self._bill(20, 80.0, term=5)
        self.env["tpe.cash.recurring"].create(
            {
                "company_id": self.company.id,
                "name": "Rent",
                "category": "rent",
                "amount": 700.0,
                "first_day": "2026-01-05",
            }
        )
        return half

    def test_it_is_the_forecast_that_was_made_that_day(self):
        with freeze_time("2026-03-15 12:00:00"):
            half = self._past()
        with freeze_time("2026-03-16 05:00:00"):
            self.forecasts._refresh(self.company)
        made = self._kept()
        self.assertEqual((made.date, made.is_rebuilt), (MONDAY, False))
        told = self._told(made)
        self.assertTrue(told[1][0][3])
        made._drop()
        # What happened since is not known on that day.
        self._paid(half, 10, 600.0)
        self._invoice(15, 5000.0)
        self._bill(12, 4000.0, term=2)
        self._money(9000.0, days_ago=15)
        self._credit_note()
        again = self._rebuilt()
        self.assertTrue(again.is_rebuilt)
        self.assertEqual(self._told(again), told)

    def _credit_note(self):
        """A credit note of today on an invoice of then."""
        invoice = self.env["account.move"].search(
            [
                ("company_id", "=", self.company.id),
                ("move_type", "=", "out_invoice"),
                ("amount_total", "=", 750.0),
            ]
        )
        wizard = self.env["account.move.reversal"].create(
            {
                "move_ids": invoice.ids,
                "date": TODAY,
                "journal_id": invoice.journal_id.id,
            }
        )
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        self.assertEqual(invoice.amount_residual, 0.0)
