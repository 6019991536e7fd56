from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import Command
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

    def test_cover_against_the_goal_of_the_firm(self):
        self._bill(20, 9000.0)
        self._bill(10, 9000.0)
        self.company.tpe_cash_cover_goal = 14
        self.assertFalse(self._alerts("cover"))
        self.company.tpe_cash_cover_goal = 60
        self.assertEqual(self._alerts("cover").amount, 60 - 14)

    def test_ignored_subscription_gets_dearer(self):
        """Noted 49: billed 60 is told, and 62 no more than that; 80 is."""
        flow = self.env["tpe.cash.recurring"].create(
            {
                "name": "Software",
                "category": "recurring",
                "partner_id": self.partner_b.id,
                "amount": 49.0,
                "first_day": date(2026, 1, 5),
            }
        )
        self._bill(10, 60.0, term=0)
        alert = self._alerts("subscription")
        self.assertEqual((alert.amount, alert.action_see()["res_id"]), (11.0, flow.id))
        self.assertIn("Software", alert.name)
        alert.with_user(self.manager).action_ignore()
        self._bill(9, 61.0, term=0)
        self.assertEqual(self._alerts("subscription").state, "ignored")
        self._bill(8, 80.0, term=0)
        self.assertEqual(self._alerts("subscription"), alert)
        self.assertEqual((alert.state, alert.amount), ("open", 31.0))
        flow.amount = 80.0
        self.assertFalse(self._alerts("subscription"))

    def test_each_reads_it_in_his_language(self):
        self.manager.lang = "fr_FR"
        self.company.tpe_cash_threshold = 2000.0
        self._bill(20, 9000.0)
        alert = self._alerts("threshold")
        french, english = (alert.with_context(lang=to) for to in ("fr_FR", "en_US"))
        self.assertIn("sous le seuil", french.name)
        self.assertIn("under the threshold", english.name)
        asked = alert.sudo().activity_ids.filtered(lambda a: a.user_id == self.manager)
        self.assertIn("sous le seuil", asked.summary)
        self._bill(20, 345.0)
        self._alerts("threshold")
        self.assertIn("655", french.name)
        self.assertIn("655", english.name)

    def test_a_firm_where_nobody_reads_english(self):
        readers = self.company._cash_managers()
        readers |= self.env.ref("account.group_account_readonly").sudo().all_user_ids
        (self.company.partner_id | readers.partner_id).lang = "fr_FR"
        self.company.tpe_cash_threshold = 2000.0
        self._bill(20, 9000.0)
        alert = self._alerts("threshold").with_context(lang="en_US")
        self.assertIn("sous le seuil", alert.name)
        self._bill(20, 345.0)
        self._alerts("threshold")
        self.assertIn("655", alert.name)

    def test_two_doubts_on_a_supplier_are_one_alert(self):
        for days in (20, 50):
            for amount in (49.0, 49.0, 15.0, 15.0):
                self._bill(days, amount, term=0)
        [alert] = self._alerts("subscription")
        self.assertEqual((alert.amount, alert.res_id), (64.0, self.partner_b.id))

    def _spend(self, account, *costs):
        """What ``account`` cost in February, and in the months before."""
        for back, cost in enumerate(costs):
            entry = self.env["account.move"].create(
                {
                    "journal_id": self.company_data["default_journal_misc"].id,
                    "date": date(2026, 2, 10) - relativedelta(months=back),
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": cost}),
                        Command.create(
                            {
                                "account_id": self.bank.default_account_id.id,
                                "balance": -cost,
                            }
                        ),
                    ],
                }
            )
            entry.action_post()

    def _account(self, code, name):
        return self.env["account.account"].create(
            {"code": code, "name": name, "account_type": "expense"}
        )

    def test_a_charge_that_jumps(self):
        """900 in February, 300 in each of the three months before."""
        telecom = self._account("X626", "Telecom")
        steady = self._account("X613", "Rent")
        self._spend(telecom, 900.0, 300.0, 300.0, 300.0)
        self._spend(steady, 800.0, 800.0, 800.0, 800.0)
        [alert] = self._alerts("expense")
        self.assertEqual((alert.amount, alert.day), (600.0, date(2026, 2, 1)))
        self.assertIn("Telecom", alert.name)
        action = alert.with_user(self.manager).action_see()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.account_id, telecom)
        self.assertEqual(sum(lines.mapped("balance")), 900.0)
        # Of another month it is another cause.
        with freeze_time("2026-04-02 07:00:00"):
            self.assertFalse(self._alerts("expense"))
        self.assertEqual(alert.state, "done")

    def test_salaries_are_one_category(self):
        """The name of an account may be that of a person."""
        boss = self._account("641100", "Pay of Claire Martin")
        self._spend(boss, 5000.0, 2000.0, 2000.0, 2000.0)
        ledger = self.env.registry["tpe.cash.ledger"]
        with patch.object(ledger, "_is_french", lambda *args: True):
            [alert] = self._alerts("expense")
            action = alert.action_see()
        self.assertNotIn("Claire", alert.name)
        self.assertIn("Payroll", alert.name)
        self.assertIn("3,000", alert.name)
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]).account_id, boss
        )

    def test_a_charge_of_another_company(self):
        other = self.setup_other_company()["company"]
        self._spend(self._account("X626", "Telecom"), 900.0, 300.0, 300.0, 300.0)
        self.forecasts._refresh(other)
        self.assertFalse(
            self.env["tpe.cash.alert"].search([("company_id", "=", other.id)])
        )
