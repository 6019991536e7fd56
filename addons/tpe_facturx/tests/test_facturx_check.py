from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .product_common import FacturxCommon


@tagged("-at_install", "post_install")
class TestFacturxCheck(FacturxCommon):
    """The result that is kept, and the words in which the owner reads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["tpe.facturx.check"]
        cls.clerk = cls._user("clerk", "tpe_base.group_tpe_assistant")
        cls.reader = cls._user("reader", "account.group_account_readonly")
        cls.invoice = cls._invoice()

    def _store(self, content=b"%PDF-1.7 one", invoice=None):
        invoice = invoice or self.invoice
        invoice.invoice_pdf_report_id.unlink()
        self.env["ir.attachment"].create(
            {
                "name": "facture.pdf",
                "raw": content,
                "res_model": "account.move",
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        invoice.invalidate_recordset()
        return invoice.invoice_pdf_report_id.checksum

    def _check(self, *findings, **values):
        checksum = self._store()
        self.checks._record(self.invoice, self._verdict(*findings, **values), checksum)
        return self.invoice.tpe_facturx_check_ids

    def _line(self, lang="en_US"):
        self.invoice.invalidate_recordset(["tpe_facturx_line"])
        return self.invoice.with_context(lang=lang).tpe_facturx_line

    def test_a_new_invoice_begins_without_a_customer(self):
        moves = self.env["account.move"].with_company(self.invoice.company_id)
        with Form(moves.with_context(default_move_type="out_invoice")) as form:
            self.assertFalse(form.tpe_facturx_line)
            form.partner_id = self.invoice.partner_id
            self.assertTrue(form.tpe_facturx_line)

    def test_all_layers_ran_and_found_nothing(self):
        self._check()
        self.assertEqual(
            self._line()["text"],
            "Factur-X EN 16931: conforming (XSD, checks, European rules, French rules; "
            "PDF/A-3)",
        )
        self.assertEqual((self._line()["tone"], self._line()["items"]), ("success", []))

    def test_nothing_is_conforming_while_the_official_rules_did_not_run(self):
        for missing in (("factur-x", "br-fr"), ("br-fr",), ("factur-x",), ("pdfa",)):
            with self.subTest(missing=missing):
                self._check(not_run=missing, pdfa=None)
                line = self._line()
                self.assertNotIn("conforming", line["text"])
                self.assertIn("nothing to mend", line["text"])
                self.assertIn("not run (module missing)", line["notes"][0])

    def test_a_layer_that_did_not_run_is_not_named_among_those_that_did(self):
        check = self._check(not_run=("factur-x", "br-fr"))
        self.assertNotIn("French rules", check.words)
        self.assertIn("XSD, checks", check.words)

    def test_two_things_to_mend_in_words_with_their_rule(self):
        self._check(("BR-FR-11_BT-47", "BT-47"), ("BR-CO-25", "BT-9"))
        line = self._line()
        self.assertEqual(line["text"], "Factur-X: 2 things to mend")
        self.assertEqual(
            [(item["rule"], item["text"]) for item in line["items"]],
            [
                ("BR-FR-11_BT-47", "The SIREN of the customer is missing."),
                ("BR-CO-25", "The due date or the payment terms are missing."),
            ],
        )

    def test_the_same_sentence_is_told_once(self):
        self._check(
            ("BR-FR-DEC-01_BT-109", "BT-109"), ("BR-FR-DEC-01_BT-112", "BT-112")
        )
        self.assertEqual(self._line()["text"], "Factur-X: 1 thing to mend")

    def test_a_rule_is_mended_on_our_record_or_on_the_customers(self):
        check = self._check(("TPE-SIREN", "BT-30"), ("TPE-SIREN", "BT-47"))
        ours, theirs = check.finding_ids.sorted("where")
        self.assertIn("Our SIREN", ours.words)
        self.assertIn("SIREN of the customer", theirs.words)
        self.assertEqual(ours.action_mend()["res_model"], "res.company")
        self.assertEqual(
            (theirs.action_mend()["res_model"], theirs.action_mend()["res_id"]),
            ("res.partner", self.customer.id),
        )

    def test_a_rule_nobody_knows_is_told_in_its_own_words(self):
        check = self._check(("XY-99", ""))
        self.assertEqual(check.finding_ids.words, "Rule XY-99: words")

    def test_a_rule_of_a_known_family_has_the_words_of_the_family(self):
        check = self._check(("BR-FR-99_BT-1", ""))
        self.assertEqual(
            check.finding_ids.words,
            "The invoice breaks a French rule of the e-invoice.",
        )

    def test_the_check_is_outdated_when_the_file_changes(self):
        check = self._check()
        self.assertFalse(check.outdated)
        self._store(b"%PDF-1.7 two")
        check.invalidate_recordset()
        self.assertTrue(check.outdated)
        line = self._line()
        self.assertNotIn("conforming", line["text"])
        self.assertIn("has changed", line["notes"][0])

    def test_one_check_for_an_invoice_the_last_one(self):
        self._check(("BR-CO-15", ""))
        check = self._check()
        self.assertEqual(len(check), 1)
        self.assertFalse(check.finding_ids)

    def test_the_button_opens_the_customer(self):
        check = self._check(("BR-FR-11_BT-47", "BT-47"))
        action = self.invoice.action_tpe_facturx_mend(f"finding:{check.finding_ids.id}")
        self.assertEqual(action["res_id"], self.customer.id)

    def test_the_button_opens_nothing_of_another_invoice(self):
        other = self._invoice()
        finding = self._check(("BR-FR-11_BT-47", "BT-47")).finding_ids
        self.assertFalse(other.action_tpe_facturx_mend(f"finding:{finding.id}"))
        self.assertFalse(other.action_tpe_facturx_mend("gap:res.users:1:"))

    def test_a_draft_says_what_its_customer_lacks(self):
        self.customer.write({"company_registry": False, "tpe_profile": "professional"})
        draft = self._invoice(post=False)
        line = draft.tpe_facturx_line
        self.assertEqual(line["text"], "Factur-X: 1 thing to mend")
        self.assertIn("SIREN", line["items"][0]["text"])
        action = draft.action_tpe_facturx_mend(line["items"][0]["key"])
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.customer.id)
        )

    def test_two_things_on_one_record_are_two_lines(self):
        self.customer.write(
            {"company_registry": "552081318", "tpe_electronic_address": "a b"}
        )
        items = self._invoice(post=False).tpe_facturx_line["items"]
        self.assertEqual(len({item["key"] for item in items}), 2)

    def test_a_draft_without_anything_missing_says_so(self):
        draft = self._invoice(post=False)
        self.assertEqual(
            draft.tpe_facturx_line["text"], "Factur-X: customer and firm are ready."
        )

    def test_a_supplier_bill_has_no_line(self):
        journal = self.company_data["default_journal_purchase"]
        bill = self._invoice(post=False, move_type="in_invoice", journal_id=journal.id)
        self.assertFalse(bill.tpe_facturx_line)

    @users("clerk")
    def test_an_assistant_checks_and_writes_no_check(self):
        self.invoice.with_user(self.env.user).action_tpe_facturx_check()
        check = self.checks.with_user(self.env.user).search([])
        self.assertEqual(check.move_id.id, self.invoice.id)
        with self.assertRaises(AccessError):
            check.verdict = "accept"
        with self.assertRaises(AccessError):
            check.create({"move_id": self.invoice.id})

    @users("reader")
    def test_the_accountant_reads_and_checks_nothing(self):
        invoice = self.invoice.with_user(self.env.user)
        self.assertFalse(invoice.tpe_facturx_line["check"])
        with self.assertRaises(AccessError):
            invoice.action_tpe_facturx_check()

    def test_only_posted_invoices_of_ours_are_checked(self):
        with self.assertRaises(UserError):
            self._invoice(post=False).action_tpe_facturx_check()

    def test_another_company_sees_no_check(self):
        self._check(("BR-CO-15", ""))
        other = self._create_company(name="Other")
        user = self._user("elsewhere", "account.group_account_invoice", other)
        self.assertFalse(self.checks.with_user(user).search([]))
        self.assertFalse(self.env["tpe.facturx.finding"].with_user(user).search([]))

    def test_what_waits_for_the_official_rules_is_checked_by_the_cron(self):
        with patch(
            "odoo.addons.tpe_facturx.models.facturx_check.available",
            return_value={"saxonche": True},
        ):
            checksum = self._store()
            verdict = self._verdict(not_run=("factur-x", "br-fr"))
            self.checks._record(self.invoice, verdict, checksum, waiting=True)
        check = self.invoice.tpe_facturx_check_ids
        self.assertTrue(check.waiting)
        self.assertEqual(self._line()["notes"], ["Official rules: in a moment."])
        with self.enter_registry_test_mode():
            self.env.ref("tpe_facturx.ir_cron_check").method_direct_trigger()
        check.invalidate_recordset()
        self.assertFalse(check.waiting)
        # The stored file is no Factur-X: the check said so, in one sentence.
        self.assertEqual(check.verdict, "reject")
