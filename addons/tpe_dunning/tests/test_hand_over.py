from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, DunningCommon
from .smtp_server import html, smtp_server
from .test_send import SENDING_LOGS


@tagged("-at_install", "post_install")
class TestHandOver(DunningCommon):
    """What changes between « about to leave », which is committed, and SMTP."""

    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        self.invoice = self._invoice(40)
        self.reminder = self._plan()

    def _leave_while(self, change):
        """Run the scheduler; ``change(env)`` happens once, between both transactions."""
        model = type(self.reminders)
        look_again, changes = model._look_again, [change]

        def between(reminder):
            self.assertEqual(reminder.state, "sending")
            if changes:
                changes.pop()(reminder.env(su=True))
                reminder.env.flush_all()
                reminder.env.invalidate_all()
            return look_again(reminder)

        with patch.object(model, "_look_again", between):
            self._run_cron()
        self.env.invalidate_all()
        self.assertFalse(changes)

    def _pay_in(self, env, **values):
        env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({"payment_date": TODAY, **values})._create_payments()

    def test_nothing_changed(self):
        self._leave_while(lambda env: None)
        self.assertEqual(len(self.mailbox.messages), 1)
        self.assertEqual(self.reminder.state, "sent")
        self.assertEqual(self.reminder.line_ids.state, "sent")

    def test_paid(self):
        self._leave_while(self._pay_in)
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(
            (self.reminder.state, self.reminder.note),
            ("cancelled", "Paid in the meantime."),
        )

    def test_partly_paid_leaves_with_what_is_left(self):
        self._leave_while(lambda env: self._pay_in(env, amount=60))
        [message] = self.mailbox.messages
        self.assertIn("40,00", html(message))
        self.assertEqual((self.reminder.state, self.reminder.amount_net), ("sent", 40))

    def test_credit_note(self):
        def credit(env):
            note = self.invoice.with_env(env)._reverse_moves([{"invoice_date": TODAY}])
            note.action_post()

        self._leave_while(credit)
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "cancelled")

    def test_blocked(self):
        self._leave_while(
            lambda env: self.invoice.with_env(env).action_toggle_block_payment()
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "cancelled")

    def test_excluded_from_follow_up(self):
        self._leave_while(
            lambda env: self.invoice.with_env(env).write({"no_followup": True})
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "cancelled")

    def _agreement(self, **values):
        return {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "move_ids": self.invoice.ids,
            **values,
        }

    def test_promise(self):
        self._leave_while(
            lambda env: env["tpe.dunning.promise"].create(
                self._agreement(date="2026-04-10")
            )
        )
        self.assertFalse(self.mailbox.messages)
        self.assertNotIn(self.reminder.state, ("sent", "sending", "queued"))

    def test_dispute(self):
        self._leave_while(
            lambda env: env["tpe.dunning.dispute"].create(
                self._agreement(reason="quality")
            )
        )
        self.assertFalse(self.mailbox.messages)
        self.assertNotIn(self.reminder.state, ("sent", "sending", "queued"))

    def test_pause(self):
        self._leave_while(
            lambda env: env["tpe.dunning.pause"].create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "until": "2026-04-10",
                    "reason": "Holidays",
                }
            )
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "held")

    def test_another_address_gets_it_and_not_the_first(self):
        self._leave_while(
            lambda env: self.customer.with_env(env).write({"email": "new@example.com"})
        )
        [message] = self.mailbox.messages
        self.assertIn("new@example.com", message["To"])
        self.assertIn("new@example.com", self.reminder.email_to)

    @mute_logger(*SENDING_LOGS)
    def test_blacklisted(self):
        self._leave_while(lambda env: env["mail.blacklist"]._add(self.customer.email))
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "failed")

    @mute_logger(*SENDING_LOGS)
    def test_archived(self):
        self._leave_while(
            lambda env: self.customer.with_env(env).write({"active": False})
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "failed")

    def test_stopped(self):
        self._leave_while(
            lambda env: self.company.with_env(env).write(
                {"tpe_dunning_started_on": False}
            )
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "queued")

    def test_a_person_was_quicker(self):
        self._leave_while(
            lambda env: self.reminder.with_env(env).action_was_not_received()
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self.reminder.state, "failed")

    def test_the_step_became_a_letter(self):
        self._leave_while(
            lambda env: self.reminder.level_id.with_env(env).write(
                {"channel": "letter"}
            )
        )
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(
            (self.reminder.state, self.reminder.channel), ("planned", "letter")
        )
