from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DunningCommon
from .smtp_server import hang_up, smtp_server
from .test_send import SENDING_LOGS

REPORT = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mail.example.com>
To: bounce@example.com
Subject: Undelivered Mail Returned to Sender
Message-Id: <report-{action}@mail.example.com>
Date: Tue, 31 Mar 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=utf-8

The mailbox of {email} is full.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; {email}
Action: {action}
Status: 5.2.2

--=_b
Content-Type: message/rfc822

Message-Id: {message_id}
To: {email}
Subject: Payment reminder

--=_b--
"""


@tagged("-at_install", "post_install")
class TestBounce(DunningCommon):
    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        self.invoice = self._invoice(40)
        self._run_cron()
        self.reminder = self.reminders.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(self.invoice.tpe_dunning_stage, "friendly")

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _come_back(self, action="failed"):
        [message] = self.mailbox.messages
        report = REPORT.format(
            email=self.customer.email, action=action, message_id=message["Message-Id"]
        )
        self.env["mail.thread"].message_process(False, report)
        self.env.invalidate_all()

    def test_the_delivery_is_withdrawn_and_a_person_is_asked(self):
        self.company.tpe_dunning_user_id = self.env.user
        self._come_back()
        self.assertEqual(self.reminder.state, "bounced")
        self.assertIn("is full", self.reminder.note)
        self.assertEqual(self.invoice.tpe_dunning_stage, "none")
        self.assertEqual(self.invoice.tpe_reminder_count, 0)
        self.assertEqual(self.customer.tpe_reminder_count, 0)
        self.assertEqual(self.reminder.activity_ids.user_id, self.env.user)
        self.assertEqual(self.reminder.evidence_state, "unchanged")

    def test_nothing_more_leaves_until_a_person_tries_again(self):
        self._come_back()
        self._run_cron()
        self.assertEqual(len(self.mailbox.messages), 1)
        self.customer.email = "right@example.com"
        self.reminder.action_retry()
        self._run_cron()
        self.assertEqual(len(self.mailbox.to("right@example.com")), 1)
        self.assertEqual(self.invoice.tpe_dunning_stage, "friendly")

    def test_a_delay_is_no_failure(self):
        self._come_back("delayed")
        self.assertEqual(self.reminder.state, "sent")

    def test_the_message_id_is_enough(self):
        self.env["mail.message"].sudo().search(
            [("message_id", "=", self.reminder.smtp_message_id)]
        ).unlink()
        self._come_back()
        self.assertEqual(self.reminder.state, "bounced")

    def test_twice_the_same_report(self):
        self._come_back()
        self._come_back("failed")
        self.assertEqual(len(self.reminder.activity_ids), 1)

    def test_by_hand(self):
        action = self.reminder.action_came_back()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.create({}).action_confirm()
        self.assertEqual(self.reminder.state, "bounced")
        with self.assertRaises(UserError):
            self.reminder.action_came_back()

    @mute_logger(*SENDING_LOGS)
    def test_an_unknown_outcome_that_comes_back_is_known(self):
        other = self._customer("Other")
        self._invoice(40, partner=other)
        self.mailbox.answers[other.email] = hang_up
        self._run_cron()
        unknown = self.reminders.search([("partner_id", "=", other.id)])
        self.assertEqual(unknown.state, "sending")
        unknown.sudo()._came_back("no such user")
        self.assertEqual(unknown.state, "bounced")


@tagged("-at_install", "post_install")
class TestAddress(DunningCommon):
    def test_what_is_missing_is_seen_and_found_before_anything_leaves(self):
        nobody = self._customer("No Mail", email=False)
        refuses = self._customer("Refuses")
        self.env["mail.blacklist"]._add(refuses.email)
        for partner in (self.customer, nobody, refuses):
            self._invoice(40, partner=partner)
        self._plan()
        words = {r.partner_id: r.address_problem for r in self.reminders.search([])}
        self.assertFalse(words[self.customer])
        self.assertEqual(words[nobody], "No e-mail address")
        self.assertEqual(words[refuses], "Asked not to be written to")
        found = self.reminders.search([("address_problem", "!=", False)])
        self.assertEqual(found.partner_id, nobody | refuses)
        found = self.reminders.search([("address_problem", "=", False)])
        self.assertEqual(found.partner_id, self.customer)

    def test_a_long_list_takes_no_more_queries(self):
        def count(number):
            for rank in range(number):
                self._invoice(40, partner=self._customer(f"C{number} {rank}"))
            self._plan()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.reminders.search([]).mapped("address_problem")
            return self.env.cr.sql_log_count - before

        count(1)  # what is read once and for all
        self.assertLessEqual(count(10), count(2))
