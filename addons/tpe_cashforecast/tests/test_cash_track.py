from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import CashCommon


@tagged("-at_install", "post_install")
class TestCashTrack(CashCommon):
    def _mondays(self, *days):
        for day in days:
            with freeze_time(f"{day} 05:00:00"):
                self.forecasts._refresh(self.company)

    def _record(self, day="2026-03-30"):
        with freeze_time(f"{day} 12:00:00"):
            return self.forecasts._track_record(self.company)

    def test_weeks_within_the_band(self):
        """Nothing foreseen: the band has no width, and 500 of Tuesday 17 leave it."""
        self._mondays("2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23")
        self.assertEqual((self._record()["weeks"], self._record()["within"]), (4, 4))
        self._money(500.0, days_ago=14)
        record = self._record()
        # The balance foreseen on the 23rd did not know it either.
        self.assertEqual((record["weeks"], record["within"]), (4, 2))
        self.assertIn("4 weeks", record["words"])
        self.assertIn("2 times", record["words"])

    def test_not_enough_weeks(self):
        self._mondays("2026-03-16", "2026-03-23")
        record = self._record()
        self.assertFalse(record["enough"])
        self.assertEqual(record["weeks"], 2)
        self.assertIn("Not enough weeks yet", record["words"])

    def test_the_error_beside_the_due_dates(self):
        invoice = self._invoice(31, 1000.0)  # due on Monday 30 March
        self._mondays("2026-03-30")
        self._pay(invoice)  # on Tuesday 31
        record = self._record("2026-04-07")
        self.assertEqual(record["error_due"], 0.0)
        [week] = self.forecasts.search([("is_kept", "=", True)]).week_ids[0]
        self.assertAlmostEqual(record["error"], (1000 - week.claims) / 1000, 3)

    def test_the_past_again(self):
        invoice = self._invoice(31, 1000.0)
        self._pay(invoice)
        with freeze_time("2026-04-07 12:00:00"):
            replay = self.forecasts._replayed_record(self.company)
        self.assertEqual(replay["weeks"], 5)  # issued on Saturday 28 February
        self.assertEqual(replay["error_due"], 0.0)


@tagged("-at_install", "post_install")
class TestCashAlert(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "owner", "tpe_base.group_tpe_manager", company_id=cls.company.id
        )

    def _alerts(self, kind=None):
        self.forecasts._refresh(self.company)
        alerts = self.env["tpe.cash.alert"].search(
            [("company_id", "=", self.company.id), ("state", "!=", "done")]
        )
        return alerts.filtered(lambda alert: kind in (None, alert.kind))

    def test_under_the_threshold_once_and_as_long_as_it_lasts(self):
        self.company.tpe_cash_threshold = 2000.0
        bill = self._bill(20, 9000.0)  # due on 10 April: week 2
        alert = self._alerts("threshold")
        self.assertEqual(alert.amount, 1000.0)
        self.assertEqual(alert.day, date(2026, 4, 7))
        self.assertIn(self.manager, alert.sudo().activity_ids.user_id)
        self.assertEqual(self._alerts("threshold"), alert)
        self.assertEqual(len(alert.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.manager)), 1)  # fmt: skip
        bill.button_draft()
        bill.button_cancel()  # a draft is still to be paid
        self.assertFalse(self._alerts("threshold"))
        self.assertEqual(alert.state, "done")
        self.assertFalse(alert.sudo().activity_ids)

    def test_put_aside_until_it_gets_worse(self):
        self.company.tpe_cash_threshold = 2000.0
        self._bill(20, 9000.0)
        alert = self._alerts("threshold")
        alert.with_user(self.manager).action_ignore()
        self.assertEqual(alert.decided_by_id, self.manager)
        self.assertFalse(alert.sudo().activity_ids)
        self._bill(20, 50.0)
        self.assertEqual(self._alerts("threshold").state, "ignored")
        self._bill(20, 500.0)
        self.assertEqual(self._alerts("threshold").state, "open")
        self.assertTrue(alert.sudo().activity_ids)

    def test_cover_is_too_short(self):
        self.assertFalse(self._alerts("cover"))
        self._bill(20, 9000.0)
        self.assertFalse(self._alerts("cover"))
        self._bill(10, 9000.0)  # due on 20 April, the last day of week 3
        [cover] = self._alerts("cover")
        self.assertEqual(cover.amount, 30 - 14)  # 1000 of 9000: no day of week 3

    def test_a_big_receipt_that_is_late(self):
        big = self._invoice(60, 5000.0)
        self._invoice(60, 5.0)
        self._invoice(1, 5000.0)
        [alert] = self._alerts("big_receipt")
        self.assertEqual(alert.amount, 5000.0)
        self.assertEqual(alert.action_see()["res_id"], big.id)

    def test_who_may(self):
        self._invoice(60, 5000.0)
        [alert] = self._alerts("big_receipt")
        accountant = new_test_user(self.env, "reader", "account.group_account_readonly")
        self.assertEqual(alert.with_user(accountant).amount, 5000.0)
        with self.assertRaises(AccessError):
            alert.with_user(accountant).action_ignore()
        assistant = new_test_user(self.env, "helper", "tpe_base.group_tpe_assistant")
        with self.assertRaises(AccessError):
            alert.with_user(assistant).read(["name"])
