from datetime import timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY

from ..models import cash_source_timing
from ..tools import payment_lesson
from .common import CashCommon


@tagged("-at_install", "post_install")
class TestCashLesson(CashCommon):
    """What past days teach is learnt once, and again as soon as they say something else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for week in range(20):
            paid = cls._invoice(200 - 7 * week, 100.0 + week)
            cls._register_payment(
                paid, payment_date=paid.invoice_date_due + timedelta(week % 5 - 1)
            )
        cls.late = cls._invoice(50, 1000.0)
        cls._invoice(10, 300.0)

    def setUp(self):
        super().setUp()
        self.learnt = self.startPatcher(
            patch.object(cash_source_timing, "learn", wraps=cash_source_timing.learn)
        )

    def _flows(self):
        """The forecast of now, and whether it had to learn."""
        before = self.learnt.call_count
        books = self.forecasts._books(self.company)
        opening, flows, weeks, _words = self.forecasts._build(books)
        rows = [(flow.key, flow.weeks, flow.later, flow.never) for flow in flows]
        return (opening, rows, weeks), self.learnt.call_count > before

    def test_the_lesson_of_the_morning_is_used_all_day(self):
        first, learnt = self._flows()
        self.assertTrue(learnt)
        current = self.forecasts._refresh(self.company)
        self.assertGreater(current.lesson["origins"], 3)
        again, learnt = self._flows()
        self.assertFalse(learnt)
        self.assertEqual(again, first)
        # It goes over to the next forecast of the day.
        self.forecasts._refresh(self.company)
        self.assertFalse(self._flows()[1])

    def test_what_was_paid_since_is_learnt(self):
        self.forecasts._refresh(self.company)
        self._register_payment(self.late, payment_date=TODAY - timedelta(3))
        after, learnt = self._flows()
        self.assertTrue(learnt)
        self.forecasts.search([])._drop()
        self.assertEqual(self._flows()[0], after)

    def test_an_amount_that_changed_is_learnt(self):
        self.forecasts._refresh(self.company)
        self.late.button_draft()
        self.late.invoice_line_ids.price_unit = 1001.0
        self.late.action_post()
        self.assertTrue(self._flows()[1])

    def test_what_is_no_fact_yet_is_not_learnt(self):
        self.forecasts._refresh(self.company)
        self._pay(self.late)  # today: known tomorrow
        self.assertFalse(self._flows()[1])

    def test_each_day_has_its_own_lesson(self):
        self.forecasts._refresh(self.company)
        with freeze_time("2026-04-01 07:00:00"):
            self.assertTrue(self._flows()[1])

    def test_another_model_learns_anew(self):
        self.forecasts._refresh(self.company)
        with patch.object(payment_lesson, "_model", return_value=b"another"):
            self.assertTrue(self._flows()[1])

    def test_another_firm_learns_by_itself(self):
        self.forecasts._refresh(self.company)
        other = self.env["res.company"].create({"name": "Other"})
        books = self.forecasts._books(other)
        self.assertEqual(self.env["tpe.cash.source"]._kept_lesson(books), {})

    def test_a_past_day_is_not_told_by_today(self):
        self.forecasts._refresh(self.company)
        books = self.forecasts._books(self.company)._replace(as_was=True)
        before = self.learnt.call_count
        self.env["tpe.cash.source"]._timing(books)
        self.assertGreater(self.learnt.call_count, before)
        self.assertNotIn("lesson", books.memo)
