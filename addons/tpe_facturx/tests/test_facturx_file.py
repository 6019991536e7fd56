from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models import facturx_file
from ..tools.verdict import PROFILE
from . import hostile_files as hostile
from . import invoice_files as files
from .product_common import FacturxCommon


@tagged("-at_install", "post_install")
class TestFacturxFile(FacturxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Plomberie Chaboud", "vat": files.SELLER_VAT, "is_company": True}
        )
        cls.assistant = new_test_user(
            cls.env,
            "karim-files",
            groups="tpe_base.group_tpe_assistant",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.accountant = new_test_user(
            cls.env,
            "comptable-files",
            groups="account.group_account_readonly",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def attachment(self, data, name="facture.xml"):
        attachments = self.env["ir.attachment"].with_user(self.assistant)
        return attachments.create({"name": name, "raw": data})

    def received(self, data, name="facture.xml", user=None):
        model = self.env["tpe.facturx.file"].with_user(user or self.assistant)
        return model._receive(self.attachment(data, name), self.company, official=False)

    def test_a_right_file_becomes_a_draft_bill(self):
        file = self.received(files.pdf(), "facture.pdf")
        self.assertEqual((file.profile, file.readable), ("en16931", True))
        action = file.action_bill()
        bill = file.move_id
        self.assertEqual(action["res_id"], bill.id)
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.partner_id, self.supplier)
        self.assertEqual(bill.ref, "FAC-2026-0042")
        self.assertEqual((bill.amount_untaxed, bill.amount_total), (200.0, 240.0))
        self.assertEqual(bill.invoice_line_ids.mapped("price_subtotal"), [135.0, 65.0])
        # The second time it opens the same one.
        self.assertEqual(file.action_bill()["res_id"], bill.id)

    def test_a_refused_file_is_kept_with_its_words(self):
        xml = files.cii((">20261205<", ">20261131<"))
        file = self.received(xml)
        self.assertEqual(file.verdict, "reject")
        self.assertTrue(file.words.startswith("Refused: "), file.words)
        self.assertIn("20261131", file.details)
        self.assertEqual(file.attachment_id.raw, xml)
        # A person decides: it may be entered all the same.
        file.action_bill()
        self.assertEqual(file.move_id.state, "draft")

    def test_ours_is_the_supplier_s_on_what_we_receive(self):
        """BT-30 and BT-31 are the seller's numbers, BT-47 the buyer's: here, our own."""
        seller = self.received(files.cii((files.SELLER_VAT, "FR45732829320")))
        self.assertIn("The supplier's VAT number does not exist", seller.details)
        buyer = self.received(files.cii((files.BUYER, "404833049")), "b.xml")
        self.assertIn("Our SIREN, as the invoice writes it", buyer.details)
        # Where nothing else is said, the words are those of our invoices.
        due = self.received(files.cii((">20261205<", ">20261104<")), "c.xml")
        self.assertIn("The due date is before the date of the invoice", due.details)
        self.assertNotIn(
            "Our ",
            "".join(
                self.env["tpe.facturx.rule"]
                .search([("received_name", "=", False), ("code", "not like", "GAP-")])
                .mapped("name")
            ),
        )

    def test_a_hostile_file_is_not_given_to_the_importer(self):
        file = self.received(hostile.OUTSIDE)
        self.assertEqual((file.verdict, file.readable), ("reject", False))
        moves = type(self.env["account.move"])
        with patch.object(moves, "_extend_with_attachments") as importer:
            file.action_bill()
        importer.assert_not_called()
        bill = file.move_id
        self.assertEqual(
            (bill.move_type, len(bill.invoice_line_ids)), ("in_invoice", 0)
        )
        self.assertIn("facture.xml", bill.attachment_ids.mapped("name"))

    def test_a_deleted_bill_leaves_the_file(self):
        file = self.received(files.cii())
        file.action_bill()
        file.move_id.with_user(self.env.user).unlink()
        self.assertFalse(file.move_id)
        self.assertEqual(file.attachment_id.raw, files.cii())

    def test_the_same_file_twice_is_one(self):
        first = self.received(files.cii())
        self.assertEqual(self.received(files.cii(), "autre-nom.xml"), first)

    def test_a_file_dropped_in_the_list_of_bills(self):
        journal = self.company_data["default_journal_purchase"]
        attachment = self.attachment(files.cii((files.BUYER, "404833049")))
        bill = journal._create_document_from_attachment(attachment.ids)
        file = bill.tpe_facturx_file_ids
        self.assertEqual(file.attachment_id.raw, attachment.raw)
        self.assertEqual(bill.tpe_facturx_file_words, file.words)
        self.assertIn("TPE-SIREN", file.details)
        # What is no e-invoice leaves no trace.
        picture = self.attachment(b"%PDF-1.4 nothing", "photo.pdf")
        bill = journal._create_document_from_attachment(picture.ids)
        self.assertFalse(bill.tpe_facturx_file_ids)

    def test_what_refuses_is_told_in_the_language_of_who_reads(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        file = self.received(files.cii())

        def found(*pairs):
            findings = [
                {"rule": rule, "text": text, "fatal": True, "layer": "", "where": ""}
                for rule, text in pairs
            ]
            file.sudo().write({"verdict": "reject", "findings": findings})

        vat = ("BR-CO-14", "[BR-CO-14]-Invoice total VAT amount")
        note = ("BR-FR-05_BT-22_PMT", "BR-FR-05/BT-22 : La mention est absente.")
        unknown = ("BR-77", "[BR-77]-A rule to come")
        found(vat)
        self.assertEqual(
            file.words, "Refused: the total VAT is not the sum of its rates."
        )
        self.assertIn("Invoice total VAT amount", file.details)
        found(vat, note)
        self.assertTrue(file.words.endswith(" (and one more)"), file.words)
        found(vat, note, unknown)
        self.assertTrue(file.words.endswith(" (and 2 more)"), file.words)
        # The sentence of BR-CO-14 says it all; that of an unknown rule says nothing.
        details = file.with_context(lang="fr_FR").details
        self.assertNotIn("Invoice total", details)
        self.assertIn(" La mention est absente.", details)
        self.assertIn(" A rule to come", details)
        found(("TPE-SIREN", "SIREN '404833049' has a wrong key"))
        self.assertTrue(file.words.startswith("Refused: "), file.words)
        details = file.with_context(lang="fr_FR").details
        self.assertIn(" 404833049", details)
        self.assertNotIn("wrong key</small>", details)

    def test_a_refused_file_warns_on_its_bill(self):
        file = self.received(files.cii())
        file.action_bill()
        self.assertFalse(file.move_id.tpe_facturx_file_refused)
        file.sudo().verdict = "reject"
        self.assertTrue(file.move_id.tpe_facturx_file_refused)

    def test_the_official_rules_follow(self):
        file = self.received(files.cii())
        self.assertTrue(file.waiting)
        self.assertIn(PROFILE, file.not_run)
        self.assertIn("in a moment", file.words)
        self.env["tpe.facturx.file"].sudo()._cron_file()
        self.assertFalse(file.waiting)
        self.assertEqual(file.words, "Accepted by all the rules that concern it.")

    def test_without_the_libraries_it_is_not_called_accepted(self):
        absent = {"saxonche": False, "page": False}
        with patch.object(facturx_file, "available", lambda: absent):
            file = self.received(files.cii())
        self.assertFalse(file.waiting)
        self.assertIn("did not run", file.words)

    def test_the_accountant_reads_and_does_no_more(self):
        file = self.received(files.cii()).with_user(self.accountant)
        self.assertTrue(file.words)
        with self.assertRaises(AccessError):
            file.action_bill()
        with self.assertRaises(AccessError):
            file.action_check()
        with self.assertRaises(AccessError):
            file.write({"verdict": "reject"})

    def test_nobody_writes_a_verdict(self):
        file = self.received(files.cii())
        with self.assertRaises(AccessError):
            file.write({"verdict": "reject"})

    def test_another_company_does_not_see_it(self):
        file = self.received(files.cii())
        other = self._create_company(name="Autre firme")
        stranger = new_test_user(
            self.env,
            "autre-files",
            groups="tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        seen = self.env["tpe.facturx.file"].with_user(stranger).search([])
        self.assertNotIn(file, seen)
        with self.assertRaises(AccessError):
            file.with_user(stranger).action_bill()

    def test_the_page_check_a_file(self):
        wizards = self.env["tpe.facturx.file.add"].with_user(self.assistant)
        with self.assertRaises(UserError):
            wizards.create({}).action_check()
        attachments = self.attachment(files.cii()) | self.attachment(b"hello", "b.pdf")
        wizard = wizards.create(
            {"company_id": self.company.id, "attachment_ids": attachments.ids}
        )
        action = wizard.action_check()
        found = self.env["tpe.facturx.file"].search(action["domain"])
        self.assertEqual(set(found.mapped("verdict")), {"accept", "reject"})
        self.assertFalse(any(found.mapped("waiting")))
