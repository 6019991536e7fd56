from unittest.mock import patch

from odoo import sql_db
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.tpe_dunning.models.dunning_reminder_post import Post

from .common import DunningCommon
from .smtp_server import hang_up, smtp_server
from .test_send import SENDING_LOGS


@tagged("-at_install", "post_install")
class TestBatch(DunningCommon):
    """Texts made together, messages that leave one by one."""

    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        # Core takes seconds to make a PDF.
        self.env["tpe.dunning.level"].search([]).attach_invoices = False

    def _store_documents(self):
        """A PDF for each invoice, as if it had been printed."""
        self.env["tpe.dunning.level"].search([]).attach_invoices = True
        for move in self.env["account.move"].search([("state", "=", "posted")]):
            if not move.invoice_pdf_report_id:
                self.env["ir.attachment"].create(
                    {
                        "name": f"{move.id}.pdf",
                        "raw": b"%PDF-1.4 " + move.name.encode(),
                        "mimetype": "application/pdf",
                        "res_model": "account.move",
                        "res_id": move.id,
                        "res_field": "invoice_pdf_report_file",
                    }
                )
        self.env.invalidate_all()

    def _queued(self, number):
        """``number`` more customers, whose messages wait to leave."""
        known = len(self.env["res.partner"].search([("name", "like", "Customer ")]))
        for rank in range(known, known + number):
            self._invoice(40, partner=self._customer(f"Customer {rank}"))
        self.reminders._plan(self.company)
        queued = self.reminders.search([("state", "=", "planned")])
        queued.action_send()
        return queued

    def _send(self):
        """Past the scheduler, which in tests has no time left after each message.

        Returns the number of queries.
        """
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            reminders = self.reminders.with_env(self.env(cr=cr, su=True))
            before = sql_db.sql_counter
            reminders._cron_send()
            after = sql_db.sql_counter
        self.env.invalidate_all()
        return after - before

    def _queries_to_send(self, number):
        self._queued(number)
        return self._send()

    def test_a_message_more_takes_few_queries(self):
        self._queries_to_send(1)
        few, many = self._queries_to_send(2), self._queries_to_send(12)
        self.assertEqual(len(self.mailbox.messages), 15)
        # Here each of the two commits takes two statements more.
        self.assertLessEqual((many - few) / 10, 12 + 4)

    def test_a_message_more_with_a_file_takes_few_queries(self):
        counts = []
        for number in (1, 2, 12):
            self._queued(number)
            self._store_documents()
            counts.append(self._send())
        files = [len(list(mail.iter_attachments())) for mail in self.mailbox.messages]
        self.assertEqual(files, [1] * 15)
        self.assertLessEqual((counts[2] - counts[1]) / 10, 12 + 4)

    def test_one_connection_for_all(self):
        self._queued(3)
        servers = type(self.env["ir.mail_server"])
        connect = servers._connect__
        with patch.object(
            servers, "_connect__", autospec=True, side_effect=connect
        ) as c:
            self._send()
        self.assertEqual((len(self.mailbox.messages), c.call_count), (3, 1))

    @mute_logger(*SENDING_LOGS)
    def test_a_connection_that_broke_does_not_stop_the_others(self):
        queued = self._queued(3)
        self.mailbox.answers[queued[1].partner_id.email] = hang_up
        self._send()
        self.assertEqual(sorted(queued.mapped("state")), ["sending", "sent", "sent"])

    def test_a_server_that_closed_the_line_in_between_is_called_again(self):
        self._queued(3)
        send = Post.send

        def closing(post, *args):
            name = send(post, *args)
            for session in post._sessions.values():
                session.sock.close()
            return name

        with patch.object(Post, "send", closing):
            self._send()
        states = self.reminders.search([("channel", "=", "email")]).mapped("state")
        self.assertEqual((len(self.mailbox.messages), set(states)), (3, {"sent"}))

    def test_a_line_cut_before_the_words_is_opened_again(self):
        queued = self._queued(2)
        self.mailbox.cuts = 1
        self._send()
        self.assertEqual(queued.mapped("state"), ["sent", "sent"])
        self.assertEqual(len(self.mailbox.messages), 2)

    def test_a_server_that_closes_with_an_answer_is_called_again(self):
        """RFC 5321, 3.8: 421, then the line is closed."""
        [queued] = self._queued(1)
        self.mailbox.answers[queued.partner_id.email] = "421 too long"
        mailbox, connect = self.mailbox, IrMail_Server._connect__
        calls = []

        def connecting(*args, **kwargs):
            calls.append(1)
            if len(calls) == 2:
                mailbox.answers.clear()
            return connect(*args, **kwargs)

        with patch.object(IrMail_Server, "_connect__", connecting):
            self._send()
        self.assertEqual((queued.state, len(calls)), ("sent", 2))
        self.assertEqual(len(mailbox.messages), 1)

    @mute_logger(*SENDING_LOGS)
    def test_a_line_cut_twice_before_the_words_is_a_failure(self):
        [first, second] = self._queued(2).sorted("id")
        self.mailbox.cuts = 2
        self._send()
        self.assertEqual((first.state, second.state), ("failed", "sent"))
        self.assertIn("hung up", first.note)
        self.assertEqual(len(self.mailbox.messages), 1)
        first.action_retry()
        again = self._open(first.partner_id)
        again.action_send()
        self._send()
        self.assertEqual(again.state, "sent")
        self.assertEqual(len(self.mailbox.to(first.partner_id.email)), 1)

    @mute_logger(*SENDING_LOGS)
    def test_a_line_cut_after_the_words_is_not_opened_again(self):
        [queued] = self._queued(1)
        self.mailbox.answers[queued.partner_id.email] = hang_up
        self._send()
        self.assertEqual(queued.state, "sending")
        self.assertEqual(len(self.mailbox.messages), 1)

    def test_a_text_that_says_something_else_is_not_handed_over(self):
        reminder = self._queued(1).sudo()
        [parcel] = reminder._prepare_to_leave().values()
        self.assertTrue(reminder.facts)
        self._invoice(41, partner=reminder.partner_id)
        reminder.state = "planned"  # taken back by a person, and planned again
        self.reminders._plan(self.company)
        reminder.state = "queued"
        self.env.flush_all()
        self.assertFalse(reminder._claim(parcel))

    def test_a_text_made_again_elsewhere_is_not_handed_over(self):
        reminder = self._queued(1).sudo()
        [parcel] = reminder._prepare_to_leave().values()
        template = reminder.level_id.mail_template_id
        template.with_context(lang="fr_FR").subject = "Other words"
        [other] = reminder._prepare_to_leave().values()
        self.assertEqual(other.mail["subject"], "Other words")
        self.assertFalse(reminder._claim(parcel))
        self.assertTrue(reminder._claim(other))

    def test_a_claim_is_given_once(self):
        reminder = self._queued(1).sudo()
        [parcel] = reminder._prepare_to_leave().values()
        name = reminder._claim(parcel)
        self.assertTrue(name)
        self.assertEqual(reminder.smtp_message_id, name)
        self.assertFalse(reminder._claim(parcel))

    def test_what_a_killed_run_did_not_tell_is_told_by_the_next(self):
        reminder = self._queued(1)
        model = type(self.reminders)
        with patch.object(model, "_tell_what_left", lambda self: None):
            self._run_cron(self.env.ref("tpe_dunning.ir_cron_dunning_send"))
        move = reminder.line_ids.move_id
        self.assertEqual((reminder.state, move.tpe_dunning_stage), ("sent", "none"))
        notes = len(move.message_ids)
        self._run_cron()
        self._run_cron()
        self.env.invalidate_all()
        self.assertEqual(move.tpe_dunning_stage, "friendly")
        self.assertEqual(len(move.message_ids), notes + 1)
        self.assertEqual(reminder.evidence_state, "unchanged")
        [kept] = self.env["mail.message"].search(
            [("message_id", "=", reminder.smtp_message_id)]
        )
        self.assertEqual((kept.model, kept.res_id), (reminder._name, reminder.id))
        self.assertFalse(self.env["mail.mail"].search([("state", "=", "outgoing")]))

    def test_a_message_without_its_text_is_not_claimed(self):
        reminder = self._queued(1).sudo()
        self.env.flush_all()
        self.assertFalse(reminder.facts)
        self.assertFalse(reminder._claim(reminder._parcels()[reminder]))
        self.assertEqual(reminder.state, "queued")
