from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .common import DunningCommon
from .smtp_server import smtp_server


@tagged("-at_install", "post_install")
class TestTiming(DunningCommon):
    """Days and hours of sending, where the company is."""

    def _may(self, utc, **values):
        self.company.write(values)
        with freeze_time(utc):
            return self.company._dunning_may_send()

    def test_hours_are_those_of_paris_in_winter_and_in_summer(self):
        self.assertFalse(self._may("2026-01-12 06:59:00"))
        self.assertTrue(self._may("2026-01-12 07:00:00"))
        self.assertTrue(self._may("2026-07-13 06:00:00"))
        self.assertFalse(self._may("2026-07-13 05:59:00"))
        self.assertFalse(self._may("2026-01-12 18:00:00"))

    def test_hours_are_those_of_the_company(self):
        self.company.partner_id.tz = "Indian/Reunion"
        self.assertTrue(self._may("2026-01-12 04:00:00"))
        self.company.partner_id.tz = False
        self.assertFalse(self._may("2026-01-12 04:00:00"))

    def test_nothing_on_sundays_and_holidays(self):
        noon = "12:00:00"
        self.assertFalse(self._may(f"2026-03-29 {noon}"), "Sunday")
        self.assertFalse(self._may(f"2026-03-28 {noon}"), "Saturday")
        self.assertFalse(self._may(f"2026-04-06 {noon}"), "Easter Monday")
        self.assertFalse(self._may(f"2026-07-14 {noon}"), "14 July")
        saturday = {"tpe_dunning_days": "saturday"}
        self.assertTrue(self._may(f"2026-03-28 {noon}", **saturday))
        self.assertFalse(self._may(f"2026-03-29 {noon}", **saturday))
        every = {"tpe_dunning_days": "any"}
        self.assertTrue(self._may(f"2026-03-29 {noon}", **every))

    @freeze_time("2026-03-29 12:00:00")
    def test_on_a_sunday_messages_are_prepared_and_wait(self):
        self._invoice(60)
        self._run_cron()
        self.assertEqual(self._open().state, "planned")

    @freeze_time("2026-03-29 12:00:00")
    def test_what_a_person_sends_leaves_at_once(self):
        self._invoice(60)
        reminder = self._plan()
        reminder.action_send()
        self.reminders._queue_what_leaves_by_itself()
        self.assertEqual(reminder.state, "queued")
        self.assertEqual(reminder.released_by_id, self.env.user)

    def test_today_is_that_of_the_company(self):
        with freeze_time("2026-03-31 22:30:00"):
            self.assertEqual(self.company._dunning_today().isoformat(), "2026-04-01")

    def test_a_letter_does_not_leave_by_itself(self):
        policy = self.env.ref("tpe_dunning.policy_default")
        policy.level_ids.filtered(lambda level: level.rank == "1").channel = "letter"
        self._invoice(40)
        self._run_cron()
        self.assertEqual(self._open().state, "planned")


@tagged("-at_install", "post_install")
class TestQuiet(DunningCommon):
    """Before the due date and after payment: shipped off."""

    def setUp(self):
        super().setUp()
        self.enterContext(smtp_server(self.env))

    def _switch_on(self, rank):
        policy = self.env.ref("tpe_dunning.policy_default")
        levels = policy.with_context(active_test=False).level_ids
        levels.filtered(lambda level: level.rank == rank).active = True

    def test_shipped_off(self):
        self._invoice(25)
        self._pay(self._delivered(self._invoice(60), 1, days_ago=5).line_ids.move_id)
        self.assertFalse(self._plan())

    def test_a_week_before_the_due_date_once(self):
        self._switch_on("-1")
        invoice = self._invoice(23)
        self._invoice(22, partner=self._customer("Not yet"))
        reminder = self._plan()
        self.assertRecordValues(
            reminder,
            [{"rank": "-1", "stream": "courtesy", "state": "planned"}],
        )
        self.assertEqual(reminder.line_ids.move_id, invoice)
        self._run_cron()
        self.assertEqual(reminder.state, "sent")
        self.assertEqual(invoice.tpe_dunning_stage, "none")
        self._run_cron()
        self.assertFalse(self._open())
        self.assertFalse(self.reminders.search([("rank", "=", "-1")]) - reminder)

    def test_no_courtesy_to_somebody_who_is_late(self):
        self._switch_on("-1")
        self._invoice(23)
        self._invoice(40)
        self.assertEqual(self._plan().rank, "1")

    def test_a_courtesy_that_was_left_out_does_not_come_back(self):
        self._switch_on("-1")
        self._invoice(23)
        reminder = self._plan()
        reminder._skip("He knows")
        self.assertFalse(self._plan())

    def test_a_courtesy_follows_the_policy_of_the_customer(self):
        self._switch_on("-1")
        self._invoice(23)
        quiet = self.env.ref("tpe_dunning.policy_default").copy()
        quiet.all_level_ids.filtered(lambda level: level.rank == "-1").active = False
        self.customer.tpe_dunning_policy_id = quiet
        self.assertFalse(self._plan())
        self.customer.tpe_dunning_policy_id = False
        self.assertEqual(self._plan().stream, "courtesy")

    def test_no_courtesy_for_what_a_credit_note_covers(self):
        self._switch_on("-1")
        self._invoice(23, amount=100)
        credit = self._invoice(5, amount=100, move_type="out_refund")
        self.assertFalse(self._plan())
        credit.button_draft()
        credit.invoice_line_ids.price_unit = 40
        credit.action_post()
        self.assertEqual(self._plan().stream, "courtesy")

    def test_thanks_after_a_payment_that_followed_a_reminder(self):
        self._switch_on("9")
        invoice = self._invoice(60)
        never_reminded = self._invoice(60, partner=self._customer("Prompt"))
        self._delivered(invoice, 1, days_ago=5)
        self._pay(invoice)
        self._pay(never_reminded)
        self._plan()
        thanks = self.reminders.search([("rank", "=", "9")])
        self.assertEqual(thanks.partner_id, self.customer)
        self._run_cron()
        self.assertEqual(thanks.state, "sent")
        self._plan()
        self.assertEqual(self.reminders.search([("rank", "=", "9")]), thanks)

    def test_no_thanks_for_a_credit_note(self):
        self._switch_on("9")
        invoice = self._invoice(60)
        self._delivered(invoice, 1, days_ago=5)
        reversal = self.env["account.move.reversal"].create(
            {
                "move_ids": [Command.set(invoice.ids)],
                "journal_id": invoice.journal_id.id,
                "date": fields.Date.to_date("2026-03-31"),
            }
        )
        reversal.refund_moves()
        refund = invoice.reversal_move_ids
        refund.action_post()
        lines = (invoice + refund).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.filtered(lambda line: not line.reconciled).reconcile()
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(self._plan())

    def test_nothing_quiet_while_there_is_a_dispute(self):
        self._switch_on("-1")
        invoice = self._invoice(23)
        self.env["tpe.dunning.dispute"].create(
            {
                "partner_id": self.customer.id,
                "move_ids": [Command.set(invoice.ids)],
            }
        )
        self.assertFalse(self._plan())
