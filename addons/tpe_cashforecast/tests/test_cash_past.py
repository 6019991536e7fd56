from datetime import date, timedelta
from threading import Event, Thread
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.sql_db import db_connect
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY

from ..models.cash_forecast_turn import LOCK_SPACE
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
        cls.landlord = cls.env["res.partner"].create({"name": "Landlord"})

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
                "partner_id": self.landlord.id,
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
        self._bill(3, 700.0, term=8, partner=self.landlord)
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

    def test_what_happened_is_beside_it(self):
        """Week of 16 March: 700 of rent is foreseen on 6 April only; 9,000 came."""
        self._past()
        self._money(9000.0, days_ago=15)
        forecast = self._rebuilt()
        rows = forecast.variance_ids
        self.assertEqual(sum(rows.mapped("actual")), 9000.0)
        self.assertIn(
            ("unforeseen", 9000.0), rows.mapped(lambda row: (row.cause, row.actual))
        )
        # The sheet of the workbook: as much, week by week.
        found = [
            row
            for row in self.forecasts._workbook_actuals(self.company)
            if row.start == MONDAY
        ]
        self.assertAlmostEqual(sum(row.actual for row in found), 9000.0)
        first = forecast.total_ids.filtered(lambda total: total.number == 1)
        self.assertAlmostEqual(
            sum(row.foreseen for row in found), sum(first.mapped("amount"))
        )
        self.assertTrue(all("computed afterwards" in row.cause for row in found))

    def test_the_sentence_says_so(self):
        self._past()
        rebuilt = self.forecasts._rebuild_history(self.company)
        record = self.forecasts._track_record(self.company)
        self.assertEqual(record["rebuilt"], record["weeks"])
        self.assertIn(
            f"{len(rebuilt)} of these weeks were computed afterwards", record["words"]
        )
        self.assertIn("Computed afterwards from the books", rebuilt[0].words)
        rebuilt.sudo().is_rebuilt = False
        record = self.forecasts._track_record(self.company)
        self.assertNotIn("computed afterwards", record["words"])

    def test_the_mondays_that_are_rebuilt(self):
        """The twelve last ones that have ended, from four weeks of bank on."""
        self._past()
        rebuilt = self.forecasts._rebuild_history(self.company)
        # The bank begins on 21 December 2025.
        self.assertEqual(min(rebuilt.mapped("date")), date(2026, 1, 19))
        self.assertEqual(max(rebuilt.mapped("date")), date(2026, 3, 23))
        self.assertEqual(len(rebuilt), 10)
        self.assertFalse(self.forecasts._rebuild_history(self.company))
        old = rebuilt.filtered(lambda one: one.date <= date(2026, 3, 10))
        self.assertFalse(any(old.sudo().mapped("detail")))

    def test_once_when_the_bank_is_known_for_long(self):
        self.forecasts._each_morning(self.company)
        self.assertEqual(len(self._kept()), 10)
        self._kept()[3:]._drop()
        self.forecasts._each_morning(self.company)
        self.assertEqual(len(self._kept()), 3)

    def test_a_young_firm_waits_for_its_mondays(self):
        self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("date", "<", "2026-02-10")]
        ).button_draft()
        self.assertFalse(self.forecasts._lacks_a_past(self.company))
        self.forecasts._each_morning(self.company)
        self.assertFalse(self._kept())

    def test_today_comes_first(self):
        """The past fails: today's forecast is written all the same."""

        def broken(*_args):
            raise ValueError("no past")

        with (
            patch.object(type(self.forecasts), "_rebuild", broken),
            self.assertLogs("odoo.addons.tpe_cashforecast", "ERROR"),
        ):
            self.forecasts._each_morning(self.company)
        self.assertTrue(self.forecasts.search([("is_current", "=", True)]))

    def test_who_comes_second_waits_and_begins_again(self):
        """Another connection writes; it ends once this one is seen to wait for it."""
        first = db_connect(self.cr.dbname).cursor()
        self.addCleanup(first.close)
        first.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_SPACE, self.company.id)
        )
        done = Event()

        def end_when_awaited():
            waiting = 0
            while not waiting and not done.wait(0.05):
                first.execute(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND classid = %s",
                    [LOCK_SPACE],
                )
                [[waiting]] = first.fetchall()
            first.rollback()

        thread = Thread(target=end_when_awaited)
        thread.start()
        try:
            with self.assertRaises(ConcurrencyError):
                self.forecasts._refresh(self.company)
        finally:
            done.set()
            thread.join()
        self.assertTrue(self.forecasts._refresh(self.company))
