from hashlib import sha256
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import dunning_reminder_attachment
from .common import DunningCommon
from .smtp_server import html, smtp_server
from .test_send import SENDING_LOGS

DOCUMENTS = "odoo.addons.tpe_dunning.models.dunning_reminder_attachment"


@tagged("-at_install", "post_install")
class TestAttachment(DunningCommon):
    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        self.invoice = self._invoice(40)

    def _files(self):
        [message] = self.mailbox.messages
        return {
            part.get_filename(): part.get_payload(decode=True)
            for part in message.iter_attachments()
        }

    def _reminder(self):
        return self.reminders.search([("partner_id", "=", self.customer.id)])

    def _store_document(self, invoice, content=b"%PDF-1.4 stored", name=None):
        return self.env["ir.attachment"].create(
            {
                "name": name or f"{invoice.name.replace('/', '_')}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": "account.move",
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )

    def test_the_stored_document_goes_along(self):
        self._store_document(self.invoice)
        self._run_cron()
        self.assertEqual(list(self._files().values()), [b"%PDF-1.4 stored"])
        proof = sha256(b"%PDF-1.4 stored").hexdigest()
        self.assertIn(proof, self._reminder().attachment_list)

    def test_one_that_is_missing_is_made_once_and_kept(self):
        self.assertFalse(self.invoice.invoice_pdf_report_id)
        self._run_cron()
        self.invoice.invalidate_recordset()
        kept = self.invoice.invoice_pdf_report_id
        self.assertEqual(self._files(), {kept.name: kept.raw})
        self.assertFalse(self._reminder().attachment_note)

    @mute_logger(DOCUMENTS)
    def test_one_that_cannot_be_made_leaves_the_link_and_says_so(self):
        other = self._invoice(45)
        self._store_document(other)
        send = type(self.env["account.move.send"])
        with patch.object(
            send, "_generate_and_send_invoices", side_effect=UserError("broken")
        ):
            self._run_cron()
        self.assertEqual(len(self._files()), 1)
        [message] = self.mailbox.messages
        self.assertIn(self.invoice.get_portal_url().split("?")[0], html(message))
        self.assertIn(self.invoice.name, self._reminder().attachment_note)
        self.assertNotIn(other.name, self._reminder().attachment_note)
        self.assertEqual(self._reminder().state, "sent")

    def test_too_many_files_are_left_out_and_counted(self):
        for days in (41, 42, 43):
            self._store_document(self._invoice(days))
        self._store_document(self.invoice)
        with patch.object(dunning_reminder_attachment, "MOST_FILES", 2):
            self._run_cron()
        self.assertEqual(len(self._files()), 2)
        self.assertIn("2 of 4", self._reminder().attachment_note)

    def test_too_big_files_are_left_out(self):
        self._store_document(self.invoice, b"%PDF-1.4" + b"x" * 100)
        self._store_document(self._invoice(41), b"%PDF-1.4 small")
        with patch.object(dunning_reminder_attachment, "MOST_BYTES", 50):
            self._run_cron()
        self.assertEqual(list(self._files().values()), [b"%PDF-1.4 small"])
        self.assertIn("1 of 2", self._reminder().attachment_note)

    def test_what_the_mail_server_does_not_take_stays_behind_its_link(self):
        self._store_document(self.invoice, b"%PDF-1.4" + b"x" * 100_000)
        self._store_document(self._invoice(41), b"%PDF-1.4 small")
        self.env["ir.mail_server"].search([]).max_email_size = 0.1  # MB
        self._run_cron()
        self.assertEqual(list(self._files().values()), [b"%PDF-1.4 small"])
        self.assertIn("1 of 2", self._reminder().attachment_note)
        self.assertEqual(len(self._reminder().attachment_list.splitlines()), 1)

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_a_document_that_cannot_be_read_leaves_the_link_and_says_so(self):
        document = self._store_document(self.invoice)
        document.flush_recordset()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = 'no/such' WHERE id = %s",
            [document.id],
        )
        self.env.invalidate_all()
        self._run_cron()
        self.assertEqual(self._files(), {})
        self.assertIn(self.invoice.name, self._reminder().attachment_note)

    @mute_logger(*SENDING_LOGS)
    def test_a_file_that_changed_since_it_was_listed_does_not_leave(self):
        self._store_document(self.invoice)
        model = type(self.reminders)
        look_again = model._look_again

        def change(reminder):
            reminder.attachment_ids.raw = b"%PDF-1.4 other"
            reminder.env.flush_all()
            return look_again(reminder)

        with patch.object(model, "_look_again", change):
            self._run_cron()
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self._reminder().state, "failed")
        self.assertIn("no longer the same", self._reminder().note)

    def test_each_customer_gets_his_own(self):
        self._store_document(self.invoice)
        other = self._customer("Other")
        invoice = self._invoice(40, partner=other)
        self._store_document(invoice, b"%PDF-1.4 of the other")
        self._run_cron()
        got = {
            message["To"].addresses[0].addr_spec: [
                part.get_payload(decode=True) for part in message.iter_attachments()
            ]
            for message in self.mailbox.messages
        }
        self.assertEqual(
            got,
            {
                self.customer.email: [b"%PDF-1.4 stored"],
                other.email: [b"%PDF-1.4 of the other"],
            },
        )
        kept = self._reminder().attachment_ids
        self.assertEqual(kept.raw, b"%PDF-1.4 stored")
        self.assertEqual(kept.res_id, self._reminder().id)

    def test_core_keeps_no_mail_that_it_could_send_again(self):
        self._store_document(self.invoice)
        self._run_cron()
        self.assertEqual(len(self._files()), 1)
        self.assertFalse(
            self.env["mail.mail"].search([("email_to", "like", self.customer.email)])
        )

    def test_a_level_without_attachments(self):
        self._store_document(self.invoice)
        self._plan().level_id.attach_invoices = False
        self._run_cron()
        self.assertEqual(self._files(), {})
        self.assertFalse(self._reminder().attachment_note)

    def test_hostile_file_names(self):
        name = "fac\"ture'<b>\u202e\r\nBcc: evil@example.com.pdf"
        self._store_document(self.invoice, name=name)
        self._run_cron()
        [message] = self.mailbox.messages
        self.assertNotIn("Bcc", message)
        self.assertEqual(list(self._files().values()), [b"%PDF-1.4 stored"])
        self.assertEqual(len(self._reminder().attachment_list.splitlines()), 1)

    @mute_logger(*SENDING_LOGS)
    def test_another_worker_makes_the_same_document(self):
        reminder = self._plan()
        model = type(reminder)
        send = type(self.env["account.move.send"])
        with (
            patch.object(model, "_lock_document", lambda *args: False),
            patch.object(
                send, "_generate_and_send_invoices", side_effect=AssertionError
            ),
        ):
            self._run_cron()
        self.assertEqual(reminder.state, "sent")
        self.assertIn(self.invoice.name, reminder.attachment_note)


@tagged("-at_install", "post_install")
class TestEvidence(DunningCommon):
    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))
        self._invoice(40)
        self._run_cron()
        self.reminder = self.reminders.search([("partner_id", "=", self.customer.id)])

    def _state(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.reminder.evidence_state

    def test_untouched(self):
        self.assertEqual(self._state(), "unchanged")
        params = self.reminder.action_verify_evidence()["params"]
        self.assertEqual((params["type"], params["title"]), ("success", "Unchanged"))

    def test_the_message_id_is_that_of_the_mail(self):
        [message] = self.mailbox.messages
        self.assertEqual(self.reminder.smtp_message_id, message["Message-Id"])

    def test_each_fact_that_is_changed_is_seen(self):
        changes = {
            "body": "<p>Nothing is due</p>",
            "subject": "Hello",
            "email_to": "other@example.com",
            "email_from": "somebody@example.com",
            "sent_at": "2026-01-01 10:00:00",
            "attachment_list": "0000  nothing.pdf",
        }
        for name, value in changes.items():
            before = self.reminder[name]
            self.reminder.sudo()[name] = value
            self.assertEqual(self._state(), "changed", name)
            self.reminder.sudo()[name] = before
            self.assertEqual(self._state(), "unchanged", name)

    def test_an_amount_that_is_changed_is_seen(self):
        self.reminder.line_ids.sudo().amount_residual = 1
        self.assertEqual(self._state(), "changed")
        params = self.reminder.action_verify_evidence()["params"]
        self.assertEqual((params["type"], params["title"]), ("danger", "CHANGED"))

    def test_what_happens_afterwards_changes_nothing(self):
        self.customer.write({"name": "New name", "email": "new@example.com"})
        self.company.name = "New firm"
        self.reminder.sudo()._came_back("full")
        self.assertEqual(self._state(), "unchanged")
