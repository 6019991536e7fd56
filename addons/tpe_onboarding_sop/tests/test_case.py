import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from .common import SopCommon

NOTE = b"%PDF-1.4 signed delivery note"


@tagged("post_install", "-at_install")
class TestCase(SopCommon, HttpCase):
    """Invoices given to an outside collector: these, this customer, until a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.karim = cls._person("karim", "tpe_base.group_tpe_assistant")
        cls.claire = cls._person("claire", "tpe_base.group_tpe_manager")
        cls.collector = cls.env["res.partner"].create(
            {"name": "Recouvrement Martin", "email": "martin@example.com"}
        )
        cls.due = cls._invoice(90, 1200)
        cls.other = cls._invoice(60, 500)
        cls.case = (
            cls.env["tpe.sop.case"]
            .with_user(cls.karim)
            .create(
                {
                    "company_id": cls.company.id,
                    "partner_id": cls.customer.id,
                    "collector_id": cls.collector.id,
                    "until": "2999-12-31",
                    "move_ids": [Command.set(cls.due.ids)],
                    "document_ids": [
                        Command.create(
                            {"name": "note.pdf", "file": base64.b64encode(NOTE)}
                        )
                    ],
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.env["tpe.dunning.access.hit"].sudo().search([]).unlink()

    def _give(self):
        self.case.with_user(self.claire).action_give()
        self.env.flush_all()
        return self.case._path()

    def test_he_reads_what_was_given_and_nothing_else(self):
        path = self._give()
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.due.name, page.text)
        self.assertNotIn(self.other.name, page.text)
        self.assertIn("no-store", page.headers["Cache-Control"])
        note = self.case.document_ids
        self.assertEqual(self.url_open(f"{path}/document/{note.id}").content, NOTE)
        for stranger in (
            f"/invoice/{self.other.id}",
            f"/document/{note.id + 1}",
        ):
            self.assertEqual(self.url_open(path + stranger).status_code, 404)
        self.case.invalidate_recordset()
        self.assertTrue(self.case.visited_on)

    def test_the_message_holds_the_link(self):
        path = self._give()
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn(path, mail.body_html)
        self.assertEqual(mail.recipient_ids, self.collector)

    def test_he_reads_to_which_address_not_the_quoted_name(self):
        with freeze_time("2026-03-31 07:00:00"):
            reminder = self._plan().sudo()
        reminder.write(
            {
                "state": "sent",
                "sent_on": "2026-03-20",
                "subject": "Your invoice",
                "email_to": '"Perrin, Jeanne" <jeanne@perrin.example>',
            }
        )
        page = self.url_open(self._give()).text
        self.assertIn("jeanne@perrin.example", page)
        self.assertIn("Your invoice", page)
        for hidden in ("Perrin, Jeanne", "&lt;", "&quot;"):
            self.assertNotIn(hidden, page.partition("Your invoice")[2])
        reminder.email_to = "3 rue des Lilas, 69003 Lyon"
        self.assertEqual(
            [sent_to for _day, _subject, sent_to in self.case.sudo()._written()],
            ["3 rue des Lilas, 69003 Lyon"],
        )

    def test_a_link_that_is_not_good_opens_nothing(self):
        self.assertEqual(self.url_open(self.case._path()).status_code, 404)
        path = self._give()
        forged = path[:-1] + ("0" if path[-1] != "0" else "1")
        self.assertEqual(self.url_open(forged).status_code, 404)
        self.case.sudo().expires_on = "2020-01-01"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.case.sudo().expires_on = "2999-01-01"
        self.assertEqual(self.url_open(path).status_code, 200)
        self.case.with_user(self.claire).action_close()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_key_opens_no_page_of_another_kind(self):
        path = self._give()
        for elsewhere in ("/tpe/welcome/", "/tpe/pay/"):
            moved = path.replace("/tpe/collector/", elsewhere)
            self.assertEqual(self.url_open(moved).status_code, 404)

    def test_our_reminders_stop_until_the_end(self):
        pauses = self.env["tpe.dunning.pause"].sudo()
        about = [("partner_id", "=", self.customer.id)]
        self._give()
        self.assertEqual(str(pauses.search(about).until), "2999-12-31")
        self.case.with_user(self.claire).action_give()
        self.assertEqual(pauses.search_count(about), 1, "sent again, not paused twice")
        self.case.with_user(self.claire).action_close()
        self.assertFalse(pauses.search(about))

    def test_only_a_manager_gives_and_closes(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.karim).action_give()
        self._give()
        with self.assertRaises(AccessError):
            self.case.with_user(self.karim).action_close()

    def test_what_was_given_does_not_change(self):
        self._give()
        for change in (
            {"until": "2999-01-01"},
            {"collector_id": self.customer.id},
            {"move_ids": [Command.set(self.other.ids)]},
            {"state": "draft"},
        ):
            with self.subTest(change), self.assertRaises(AccessError):
                self.case.with_user(self.claire).write(change)

    def test_no_invoice_of_another_customer(self):
        stranger = self._customer("Stranger")
        foreign = self._invoice(90, 10, partner=stranger)
        with self.assertRaises(UserError):
            self.case.move_ids = [Command.link(foreign.id)]

    @freeze_time("2026-03-31 07:00:00")
    def test_a_day_that_has_passed_opens_nothing(self):
        self.case.until = "2026-03-30"
        with self.assertRaises(UserError):
            self.case.with_user(self.claire).action_give()
        self.assertEqual(self.case.state, "draft")

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.alice).read(["partner_id"])
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign", "tpe_base.group_tpe_manager")
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        for record in (self.case, self.case.document_ids):
            self.assertFalse(record.with_user(foreign).has_access("read"))
