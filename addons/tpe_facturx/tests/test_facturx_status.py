import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .product_common import TODAY, FacturxCommon


@tagged("-at_install", "post_install")
class TestFacturxStatus(FacturxCommon):
    """The internal follow-up, and what it does to core's « no follow-up »."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statuses = cls.env["tpe.facturx.status"]
        cls.clerk = cls._user("clerk", "tpe_base.group_tpe_assistant")
        cls.reader = cls._user("reader", "account.group_account_readonly")
        cls.invoice = cls._invoice()

    def _note(self, code, invoice=None, **values):
        return self.statuses.create(
            {
                "move_id": (invoice or self.invoice).id,
                "code_id": self.env.ref(f"tpe_facturx.status_{code}").id,
                "date": TODAY,
                "reason": "Prix",
                **values,
            }
        )

    def _import(self, text, encoding="utf-8"):
        return self.env["tpe.facturx.status.import"].create(
            {
                "company_id": self.company.id,
                "file": base64.b64encode(text.encode(encoding)),
            }
        )

    def test_the_codes_are_those_of_the_norm(self):
        codes = self.env["tpe.facturx.status.code"].search([])
        self.assertEqual(codes.mapped("code"), [str(code) for code in range(200, 215)])
        self.assertEqual(
            codes.filtered("mandatory").mapped("code"), ["200", "210", "212", "213"]
        )

    def test_every_status_says_that_it_is_not_transmitted(self):
        status = self._note("204").with_context(lang="fr_FR")
        self.assertEqual(status.label, "suivi interne, non transmis")

    def test_refused_and_in_dispute_hold_the_reminders_with_their_reason(self):
        for code in ("210", "207"):
            with self.subTest(code=code):
                invoice = self._invoice()
                self._note(code, invoice, reason="Quantité fausse")
                self.assertTrue(invoice.no_followup)
                self.assertIn("Quantité fausse", invoice.message_ids[0].body)
                self.assertIn("not transmitted", invoice.message_ids[0].body)

    def test_the_other_codes_hold_nothing(self):
        for code in ("200", "204", "205", "208", "212", "213"):
            with self.subTest(code=code):
                invoice = self._invoice()
                self._note(code, invoice)
                self.assertFalse(invoice.no_followup)

    def test_a_hold_needs_a_reason(self):
        with self.assertRaises(UserError):
            self._note("210", reason=False)

    def test_taking_it_back_frees_the_reminders(self):
        status = self._note("210")
        status.action_take_back()
        self.assertTrue(status.withdrawn)
        self.assertFalse(self.invoice.no_followup)
        self.assertIn("free again", "".join(self.invoice.message_ids.mapped("body")))

    def test_taking_one_of_two_back_still_holds(self):
        first = self._note("207")
        self._note("210")
        first.action_take_back()
        self.assertTrue(self.invoice.no_followup)

    def test_approved_after_a_dispute_frees_the_reminders(self):
        self._note("207", date="2026-03-01")
        self._note("205", date="2026-03-02")
        self.assertFalse(self.invoice.no_followup)

    def test_an_older_approval_noted_late_frees_nothing(self):
        self._note("207", date="2026-03-02")
        self._note("205", date="2026-03-01")
        self.assertTrue(self.invoice.no_followup)

    def test_what_somebody_else_held_stays_held(self):
        self.invoice.no_followup = True
        self._note("210").action_take_back()
        self.assertTrue(self.invoice.no_followup)

    def test_a_held_invoice_posted_again_stays_held(self):
        self._note("210")
        self.invoice.button_draft()
        self.invoice.line_ids.no_followup = False
        self.invoice.action_post()
        self.assertTrue(self.invoice.no_followup)

    def test_a_status_is_neither_rewritten_nor_deleted(self):
        status = self._note("204").with_user(self.clerk)
        for values in ({"date": "2026-01-01"}, {"withdrawn": True}):
            with self.assertRaises(UserError):
                status.write(values)
        with self.assertRaises(UserError):
            status.sudo().unlink()

    def test_only_posted_customer_invoices_have_a_follow_up(self):
        with self.assertRaises(UserError):
            self._note("204", self._invoice(post=False))

    def test_the_import_notes_all_its_lines(self):
        other = self._invoice()
        wizard = self._import(
            "Facture;Code;Date;Motif\n"
            f"{self.invoice.name};210;30/03/2026;Prix erroné\n"
            f"{other.name};205;2026-03-31;\n",
            "cp1252",
        )
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["note", "note"])
        wizard.action_import()
        noted = self.statuses.search([("source", "=", "csv")], order="date")
        self.assertEqual(noted.mapped("code"), ["210", "205"])
        self.assertEqual(noted[0].reason, "Prix erroné")
        self.assertTrue(self.invoice.no_followup)

    def test_a_refused_line_stops_the_whole_file(self):
        wizard = self._import(
            f"{self.invoice.name};204;30/03/2026;\n"
            "FAC/1;204;30/03/2026;\n"
            f"{self.invoice.name};999;30/03/2026;\n"
            f"{self.invoice.name};204;32/03/2026;\n"
            f"{self.invoice.name};204;01/04/2026;\n"
            f"{self.invoice.name};210;30/03/2026;\n"
        )
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["note"] + 5 * ["refuse"])
        self.assertIn("FAC/1", wizard.line_ids[1].problem)
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertFalse(self.statuses.search([]))

    def test_importing_twice_notes_nothing_twice(self):
        text = f"{self.invoice.name};204;30/03/2026;\n"
        self._import(text + text).action_import()
        wizard = self._import(text)
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["known"])
        self.assertEqual(len(self.statuses.search([])), 1)

    def test_a_file_without_lines_is_told(self):
        for content in ("", "facture;code\n", "\0\0PK"):
            with self.subTest(content=content):
                wizard = self._import(content or "\n")
                self.assertIn("no line", wizard.unreadable)

    def test_the_import_knows_no_invoice_of_another_company(self):
        other = self.setup_other_company(name="Autre")["company"]
        wizard = self._import(f"{self.invoice.name};204;30/03/2026;\n")
        wizard.company_id = other
        self.assertEqual(wizard.line_ids.mapped("outcome"), ["refuse"])

    @users("clerk")
    def test_an_assistant_notes_and_takes_back(self):
        status = self.statuses.with_user(self.env.user).create(
            {
                "move_id": self.invoice.id,
                "code_id": self.env.ref("tpe_facturx.status_210").id,
                "reason": "Prix",
            }
        )
        status.action_take_back()
        self.assertTrue(status.withdrawn)

    @users("reader")
    def test_the_accountant_only_reads(self):
        self._note("204")
        status = self.statuses.with_user(self.env.user).search([])
        self.assertEqual(status.code, "204")
        with self.assertRaises(AccessError):
            status.action_take_back()
        with self.assertRaises(AccessError):
            status.copy({"move_id": self.invoice.id})
        with self.assertRaises(AccessError):
            self.env["tpe.facturx.status.import"].with_user(self.env.user).create({})

    def test_another_company_sees_no_status(self):
        self._note("204")
        other = self._create_company(name="Other")
        user = self._user("elsewhere", "tpe_base.group_tpe_assistant", other)
        self.assertFalse(self.statuses.with_user(user).search([]))
