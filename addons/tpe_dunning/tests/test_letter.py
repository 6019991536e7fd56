from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestLetter(DunningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        cls.company.currency_id = euro
        cls.customer.write(
            {"street": "1 rue <b>du</b> Port", "zip": "69001", "city": "Lyon"}
        )
        cls.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": cls.company.partner_id.id,
                "allow_out_payment": True,
            }
        )
        cls.assistant = new_test_user(
            cls.env,
            "letters",
            groups="tpe_base.group_tpe_assistant",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def setUp(self):
        super().setUp()
        self.invoice = self._invoice(40)
        self.env["tpe.dunning.level"].search([("rank", "=", "1")]).channel = "letter"
        self.reminder = self._plan()

    def _html(self, reminders=None):
        report = self.env["ir.actions.report"]
        ids = (reminders or self.reminder).ids
        content, _kind = report._render_qweb_html("tpe_dunning.letter_report", ids)
        return content.decode()

    def _posting(self, **values):
        wizard = self.env["tpe.dunning.posting"]
        return wizard.create({"reminder_ids": self.reminder.ids, **values})

    def test_it_is_planned_as_a_letter_and_does_not_leave_by_itself(self):
        self.assertEqual(self.reminder.channel, "letter")
        self.assertFalse(self.reminder.can_send)
        self._run_cron()
        self.assertEqual(self.reminder.state, "planned")
        with self.assertRaisesRegex(UserError, "takes a hand"):
            self.reminder.action_send()

    def test_the_paper_says_what_the_mail_says_in_the_language_of_the_reader(self):
        self.reminder.action_print()
        text = self._html()
        self.assertIn(self.invoice.name, text)
        self.assertIn("Bonjour", text)
        self.assertIn("Objet", text)
        # The button of the mail is left out by the style sheet, which knows it by its class.
        self.assertIn('class="o_tpe_page_link"', text)
        self.assertIn(".o_tpe_page_link { display: none; }", text)
        self.assertIn("1 rue &lt;b&gt;du&lt;/b&gt; Port", text)
        self.assertEqual(self.reminder.state, "planned")

    def test_several_letters_in_one_document(self):
        other = self._customer("Other")
        self._invoice(40, partner=other)
        self._plan()
        both = self.reminder | self._open(other)
        both.action_print()
        self.assertEqual(self._html(both).count('class="article"'), 2)

    def test_the_code_to_pay_is_in_euros_only(self):
        self.assertEqual(self.reminder.currency_id.name, "EUR")
        self.assertTrue(self.reminder.letter_qr.startswith("data:image/png;base64,"))
        self.reminder.sudo().amount_net = 0
        self.assertFalse(self.reminder.letter_qr)

    def test_posting_delivers_the_step_on_its_day(self):
        self.reminder.with_user(self.assistant).action_print()
        self._posting(posted_on=TODAY - timedelta(1)).with_user(
            self.assistant
        ).action_posted()
        self.assertEqual(
            (self.reminder.state, self.reminder.sent_on), ("sent", date(2026, 3, 30))
        )
        self.assertEqual(self.invoice.tpe_dunning_stage, "friendly")
        self.assertIn("1 rue", self.reminder.email_to)
        self.assertIn(self.invoice.name, self.reminder.body)
        self.assertEqual(self.reminder.evidence_state, "unchanged")
        self.assertIn("as a letter", self.invoice.message_ids[0].body)
        with self.assertRaises(UserError):
            self._posting(posted_on=TODAY).action_posted()

    def test_what_was_not_printed_or_not_posted_yet_is_refused(self):
        with self.assertRaisesRegex(UserError, "Print the letter first"):
            self._posting(posted_on=TODAY).action_posted()
        self.reminder.action_print()
        with self.assertRaisesRegex(UserError, "still to come"):
            self._posting(posted_on=TODAY + timedelta(1)).action_posted()
        self.assertEqual(self.reminder.state, "planned")

    def test_the_paper_is_the_proof_even_when_the_books_changed(self):
        self.reminder.action_print()
        self._pay(self.invoice, 60)
        self._plan()
        self.assertEqual(self.reminder.amount_net, 40)
        self._posting(posted_on=TODAY).action_posted()
        self.assertIn("100,00", self.reminder.body)
        self.assertIn("100.00", self.reminder.note)

    def test_printed_instead_of_mailed(self):
        """A customer without address: the paper takes the place of the mail."""
        self.env["tpe.dunning.level"].search([("rank", "=", "1")]).channel = "email"
        self.customer.email = False
        self.reminders._plan(self.company)
        self.reminder.sudo().channel = "email"
        self.assertEqual(self.reminder.address_problem, "No e-mail address")
        self.reminder.action_print()
        self._run_cron()
        self.assertEqual(self.reminder.state, "planned")
        self._posting(posted_on=TODAY).action_posted()
        self.assertEqual(
            (self.reminder.state, self.reminder.channel), ("sent", "letter")
        )

    def test_the_printed_letter_that_comes_back(self):
        self.reminder.action_print()
        self._posting(posted_on=TODAY).action_posted()
        self.env["tpe.dunning.came.back"].create(
            {"reminder_ids": self.reminder.ids, "reason": "NPAI"}
        ).with_user(self.assistant).action_confirm()
        self.assertEqual(self.reminder.state, "bounced")
        self.assertEqual(self.invoice.tpe_dunning_stage, "none")

    def test_an_assistant_cannot_print_a_formal_notice_nobody_approved(self):
        formal = self._invoice(90)
        self._delivered(formal, 2, days_ago=20)
        self._plan()
        notice = self._open().filtered(lambda r: r.stream == "approval")
        # The form hides the button by this field.
        self.assertTrue(notice.with_user(self.assistant).waits_for_manager)
        self.assertFalse(notice.waits_for_manager)
        with self.assertRaises(AccessError):
            notice.with_user(self.assistant).action_print()
        notice.action_print()
        self.assertFalse(notice.with_user(self.assistant).waits_for_manager)
        self.assertEqual(notice.approved_by_id, self.env.user)
        notice.with_user(self.assistant).action_print()

    def test_a_promise_holds_the_letter(self):
        self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "move_ids": self.invoice.ids,
                "date": "2026-04-10",
            }
        )
        held = self.reminders.search([("state", "=", "held")])
        with self.assertRaisesRegex(UserError, "held back"):
            held.action_print()

    def test_a_reader_may_not(self):
        reader = new_test_user(
            self.env,
            "reader",
            groups="account.group_account_readonly",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        mine = self.reminder.with_user(reader)
        for act in (
            mine.action_print,
            mine.action_post,
            mine.action_registered,
            mine.action_call,
            mine.action_came_back,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_another_company_may_not(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="tpe_base.group_tpe_assistant",
            company_id=other.id,
            company_ids=other.ids,
        )
        mine = self.reminder.with_user(stranger)
        for act in (
            mine.action_print,
            lambda: mine._post("letter", TODAY),
            lambda: mine._log_call("other", "x"),
            mine.action_came_back,
            mine.action_verify_evidence,
        ):
            with self.assertRaises(AccessError):
                act()


@tagged("-at_install", "post_install")
class TestRegistered(DunningCommon):
    def setUp(self):
        super().setUp()
        self.customer.write({"company_registry": False, "is_company": False})
        self.invoice = self._invoice(90, amount=1000)
        self._delivered(self.invoice, 2, days_ago=20)
        self.env["tpe.dunning.level"].search(
            [("rank", "=", "3")]
        ).channel = "registered"
        self.reminder = self._plan()
        self.wizard = self.env["tpe.dunning.posting"].create(
            {
                "reminder_ids": self.reminder.ids,
                "is_registered": True,
                "number": "1A 234 567 8901 2",
                "posted_on": "2026-03-20",
                "deposit_scan": "c2Nhbg==",
            }
        )

    def _post(self):
        self.wizard.action_print()
        self.wizard.action_posted()

    def test_the_number_is_on_the_paper(self):
        self.wizard.action_print()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tpe_dunning.letter_report", self.reminder.ids
        )
        self.assertIn("1A 234 567 8901 2", content.decode())
        self.assertIn("avec avis de réception", content.decode())

    def test_posting_delivers_and_asks_for_the_receipt(self):
        self._post()
        self.assertEqual(self.reminder.state, "sent")
        self.assertEqual(self.reminder.posted_on, date(2026, 3, 20))
        self.assertEqual(self.reminder.deposit_scan, b"c2Nhbg==")
        self.assertEqual(self.invoice.tpe_dunning_stage, "formal")
        # The eight days of the notice and two for the post; then the receipt.
        self.assertEqual(
            self.reminder.activity_ids.sorted("date_deadline").mapped("date_deadline"),
            [date(2026, 3, 30), date(2026, 4, 4)],
        )

    def test_the_scan_is_neither_changed_nor_deleted(self):
        self._post()
        assistant = new_test_user(
            self.env,
            "post",
            groups="tpe_base.group_tpe_assistant",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        files = self.env["ir.attachment"].sudo()
        scan = files.search(
            [
                ("res_model", "=", "tpe.dunning.reminder"),
                ("res_field", "=", "deposit_scan"),
                ("res_id", "=", self.reminder.id),
            ]
        ).with_user(assistant)
        for change in (scan.unlink, lambda: scan.write({"name": "other"})):
            with self.assertRaisesRegex(AccessError, "evidence"):
                change()

    def test_no_number_no_posting(self):
        self.wizard.number = False
        self.wizard.action_print()
        with self.assertRaisesRegex(UserError, "number"):
            self.wizard.action_posted()

    def test_interest_of_a_consumer_runs_from_the_receipt(self):
        self._post()
        line = self.reminder.line_ids
        self.assertEqual(line._formal_notice_on(), date(2026, 3, 20))
        self.wizard.write({"outcome": "received", "received_on": "2026-03-24"})
        self.wizard.action_receipt()
        self.assertEqual(line._formal_notice_on(), date(2026, 3, 24))
        self.assertEqual(self.reminder.state, "sent")
        self.assertFalse(self.reminder.activity_ids)

    def test_not_collected_is_still_a_notice(self):
        self._post()
        self.wizard.write({"outcome": "not_collected", "received_on": "2026-03-23"})
        self.wizard.action_receipt()
        self.assertEqual(self.invoice.tpe_dunning_stage, "formal")

    def test_unknown_at_this_address_is_none(self):
        self._post()
        self.wizard.outcome = "unknown"
        self.wizard.action_receipt()
        self.assertEqual(self.reminder.state, "bounced")
        self.assertEqual(self.invoice.tpe_dunning_stage, "firm")

    def test_a_receipt_before_the_posting_is_refused(self):
        self._post()
        self.wizard.write({"outcome": "received", "received_on": "2026-03-19"})
        with self.assertRaisesRegex(UserError, "before the posting"):
            self.wizard.action_receipt()
