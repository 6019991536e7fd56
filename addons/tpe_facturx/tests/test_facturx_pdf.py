import base64
import io
import re
from tempfile import NamedTemporaryFile
from unittest.mock import patch

import page as page_validation
from facturx import get_xml_from_pdf
from pypdf import PdfReader

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_actions_report as printer

from .printed_page import UNPATCHED
from .variants import Shop, plain, sections_and_notes, special_characters

LEVEL = re.compile(rb"<fx:ConformanceLevel>([^<]*)<")
NOT_ASKED = "odoo.addons.tpe_facturx.models.account_move_send"


@tagged("-at_install", "post_install")
class TestFacturxPdf(HttpCase):
    """The Factur-X as the invoice's own PDF, printed for real."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = Shop(cls.env(context={"force_report_rendering": True}))
        cls.shop.customer.write({"email": "compta@blanchard.example"})

    def setUp(self):
        super().setUp()
        self.invoice = plain(self.shop)

    def _send(self, invoice, **settings):
        """Through the door of the send dialog, without the dialog."""
        return invoice.env["account.move.send"]._generate_and_send_invoices(
            invoice, **settings
        )

    def _stored(self, invoice):
        return invoice.invoice_pdf_report_id.raw

    def _xml(self, pdf):
        return get_xml_from_pdf(pdf, check_xsd=True)[1]

    def _refuse(self):
        """Make the customer one of whom no e-invoice can be made."""
        self.shop.company.write({"company_registry": False, "vat": False})

    # ------------------------------------------------------------------ one click

    def test_one_click(self):
        action = self.invoice.action_facturx()
        pdf = self._stored(self.invoice)
        self.assertEqual(self._xml(pdf), self.invoice._facturx_xml()[0])
        text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        self.assertIn(self.invoice.name, text)
        self.assertEqual(LEVEL.findall(pdf), [b"EN 16931"])
        self.assertEqual(
            self.invoice.message_main_attachment_id, self.invoice.invoice_pdf_report_id
        )
        self.assertFalse(self.invoice.is_move_sent)
        self.assertIn(f"/{self.invoice.id}/pdf", action["params"]["url"])

    def test_a_pictogram_leaves_the_print_and_stays_in_the_xml(self):
        """A sign that no font draws is no PDF/A (ISO 19005-3, 6.2.11.8)."""
        invoice = special_characters(self.shop)
        invoice.action_facturx()
        pdf = self._stored(invoice)
        self.assertIn("\U0001fa9a".encode(), self._xml(pdf))
        with NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            report = page_validation.validate_pdf(
                file.name, profile=page_validation.ValidationProfile.PDF_A_3B
            )
        self.assertTrue(report.is_compliant, str(report))

    def test_to_look_is_not_to_send(self):
        self.invoice.action_facturx()
        self.assertTrue(self.invoice.highlight_send_button)
        self._send(self.invoice, sending_methods=set())
        self.assertTrue(self.invoice.is_move_sent)
        self.assertFalse(self.invoice.highlight_send_button)

    def test_what_was_not_sent_is_made_anew(self):
        self.invoice.action_facturx()
        old = self.invoice.invoice_pdf_report_id
        self.shop.customer.street = "9 quai Voltaire"
        self.invoice.action_facturx()
        self.assertFalse(old.exists())
        self.assertIn(b"9 quai Voltaire", self._xml(self._stored(self.invoice)))

    def test_what_is_sent_is_of_the_day(self):
        """It was made to be looked at, then the customer's address was mended."""
        self.invoice.action_facturx()
        self.shop.customer.street = "9 quai Voltaire"
        self._send(self.invoice, sending_methods=set())
        self.assertIn(b"9 quai Voltaire", self._xml(self._stored(self.invoice)))

    def test_what_was_sent_stays(self):
        self._send(self.invoice, sending_methods=set())
        sent = self.invoice.invoice_pdf_report_id
        raw = sent.raw
        self.shop.customer.street = "9 quai Voltaire"
        self.invoice.action_facturx()
        self.assertEqual(self.invoice.invoice_pdf_report_id, sent)
        self.invoice.action_facturx_again()
        self.assertNotEqual(self.invoice.invoice_pdf_report_id, sent)
        self.assertEqual((sent.raw, sent.res_id), (raw, self.invoice.id))
        self.assertFalse(sent.res_field)
        self.assertTrue(self.invoice.is_move_sent)
        self.assertIn("stays attached", self.invoice.message_ids[0].body)

    def test_what_is_sent_again_is_the_same_file(self):
        self._send(self.invoice, sending_methods=set())
        sent, raw = self.invoice.invoice_pdf_report_id, self._stored(self.invoice)
        self.shop.customer.street = "9 quai Voltaire"
        self._send(self.invoice, sending_methods={"email"})
        self.assertEqual(self.invoice.invoice_pdf_report_id, sent)
        self.assertEqual(self._stored(self.invoice), raw)
        mail = self.invoice.message_ids.filtered(lambda m: m.attachment_ids)[:1]
        self.assertIn(raw, mail.attachment_ids.mapped("raw"))

    def test_a_pdf_sent_without_xml_is_told(self):
        """As those that left before the addon came."""
        self.invoice.invoice_pdf_report_file = base64.b64encode(UNPATCHED.read_bytes())
        self.invoice.is_move_sent = True
        with self.assertRaises(RedirectWarning) as caught:
            self.invoice.action_facturx()
        action = self.invoice.env["ir.actions.server"].browse(caught.exception.args[1])
        action.with_context(**caught.exception.args[3]).run()
        self.assertTrue(self._xml(self._stored(self.invoice)))

    def test_what_refuses_is_said(self):
        self._refuse()
        with self.assertRaises(UserError) as caught:
            self.invoice.action_facturx()
        sentences = self.invoice._facturx_xml()[1]
        self.assertTrue(sentences)
        for sentence in (self.invoice.name, *sentences):
            self.assertIn(sentence, str(caught.exception))

    def test_several_at_once(self):
        moves = self.invoice + sections_and_notes(self.shop)
        action = moves.action_facturx()
        self.assertIn(",".join(map(str, moves.ids)), action["params"]["url"])
        for move in moves:
            self.assertEqual(self._xml(self._stored(move)), move._facturx_xml()[0])

    def test_debians_build_prints_one_at_a_time(self):
        """It refuses a second document in one call, which the other build takes."""
        moves = self.invoice + sections_and_notes(self.shop)
        reports = self.env.registry["ir.actions.report"]
        run, calls = reports._run_wkhtmltopdf, []

        def counted(this, bodies, *more, **how):
            calls.append(len(bodies))
            return run(this, bodies, *more, **how)

        self.patch(reports, "_run_wkhtmltopdf", counted)
        moves.action_facturx()
        moves._facturx_unstore()
        unpatched = printer._wkhtml()._replace(is_patched_qt=False)
        with patch.object(printer, "_wkhtml", lambda: unpatched):
            moves.action_facturx()
        self.assertEqual(calls, [2, 1, 1])
        for move in moves:
            self.assertEqual(self._xml(self._stored(move)), move._facturx_xml()[0])

    def test_who_reads_does_not_make(self):
        reader = new_test_user(self.env, "lecteur-fx", "account.group_account_readonly")
        reader.company_ids += self.shop.company
        invoice = self.invoice.with_user(reader)
        self.assertRaises(AccessError, invoice.action_facturx)
        self.assertRaises(AccessError, invoice.action_facturx_again)
        self._send(self.invoice, sending_methods=set())
        self.assertTrue(invoice.action_facturx()["params"]["url"])
        self.assertRaises(AccessError, invoice.action_facturx_again)
        self.assertRaises(AccessError, invoice._facturx_unstore)

    def test_only_posted_invoices_of_ours(self):
        draft = self.shop.invoice(self.shop.line(), post=False)
        bill = self.shop.invoice(self.shop.line(), move_type="in_invoice", post=False)
        for move in (draft, bill):
            self.assertFalse(move.tpe_facturx_offered)
            for action in (move.action_facturx, move.action_facturx_again):
                # A draft without number would be refused later on, too.
                self.assertRaisesRegex(UserError, "Leave out", action)

    def test_too_many_are_for_the_batch(self):
        with patch("odoo.addons.tpe_facturx.models.account_move_pdf.AT_ONCE", 1):
            moves = self.invoice + plain(self.shop)
            self.assertRaises(UserError, moves.action_facturx)

    # ------------------------------------------------------------------ sending

    def test_the_mail_carries_it_and_core_embeds_nothing(self):
        self._send(self.invoice, sending_methods={"email"})
        # Where core would embed, its tests find this attachment in place of a PDF.
        core_ran = [("res_id", "=", self.invoice.id), ("name", "=", "factur-x.xml")]
        self.assertFalse(
            self.env["ir.attachment"].search(
                [*core_ran, ("res_model", "=", "account.move")]
            )
        )
        mail = self.invoice.message_ids.filtered(lambda m: m.attachment_ids)[:1]
        sent = mail.attachment_ids.filtered(lambda a: a.name.endswith(".pdf"))
        self.assertEqual(sent.raw, self._stored(self.invoice))
        self.assertEqual(self._xml(sent.raw), self.invoice._facturx_xml()[0])

    def test_without_format_it_is_ours_all_the_same(self):
        self.shop.customer.invoice_edi_format = False
        self._send(self.invoice, sending_methods=set())
        self.assertTrue(self._xml(self._stored(self.invoice)))

    def test_without_format_what_is_refused_leaves_as_a_plain_pdf(self):
        self.shop.customer.invoice_edi_format = False
        self._refuse()
        sentences = self.invoice._facturx_xml()[1]
        self._send(self.invoice, sending_methods=set())
        pdf = PdfReader(io.BytesIO(self._stored(self.invoice)))
        self.assertFalse(pdf.attachments)
        note = self.invoice.message_ids[0].body
        self.assertIn("This PDF is no Factur-X yet", note)
        self.assertIn(sentences[0].split("'")[0], note)

    def test_a_format_that_is_refused_stops_the_sending(self):
        self.shop.customer.invoice_edi_format = "facturx"
        self._refuse()
        with self.assertRaises(UserError) as caught:
            self._send(self.invoice, sending_methods={"email"})
        self.assertIn(self.invoice._facturx_xml()[1][0], str(caught.exception))

    def test_a_proforma_carries_no_xml(self):
        self.shop.customer.invoice_edi_format = "facturx"
        self._refuse()
        made = self._send(self.invoice, sending_methods=set(), allow_fallback_pdf=True)
        self.assertFalse(PdfReader(io.BytesIO(made.raw)).attachments)
        self.assertFalse(self.invoice.invoice_pdf_report_id)

    def test_ubl_keeps_its_xml_and_the_pdf_is_ours(self):
        self.shop.customer.invoice_edi_format = "ubl_bis3"
        self._send(self.invoice, sending_methods=set())
        self.assertIn(b"EmbeddedDocumentBinaryObject", self.invoice.ubl_cii_xml_id.raw)
        self.assertTrue(self._xml(self._stored(self.invoice)))

    def test_a_print_that_cannot_be_read_is_told(self):
        send = self.env.registry["account.move.send"]

        def broken(this, data):
            for invoice, values in data.items():
                values["pdf_attachment_values"] = {
                    "name": "a.pdf",
                    "raw": b"%PDF-1.4 and nothing else",
                    "res_model": invoice._name,
                    "res_id": invoice.id,
                    "res_field": "invoice_pdf_report_file",
                }

        self.patch(send, "_prepare_invoice_pdf_report", broken)
        with mute_logger(NOT_ASKED), self.assertRaises(UserError) as caught:
            self.invoice.action_facturx()
        self.assertIn("damaged", str(caught.exception))

    def test_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.shop.customer.lang = "fr_FR"
        invoice = sections_and_notes(self.shop)
        invoice.action_facturx()
        reader = PdfReader(io.BytesIO(self._stored(invoice)))
        self.assertEqual(reader.root_object["/Lang"], "fr-FR")
        self.assertIn("Facture", reader.metadata.title)
        self.assertEqual(reader.metadata.author, "Ateliers Rivoire")
        self.assertIn("Facture", reader.pages[0].extract_text())

    def test_other_countries_keep_core(self):
        self.shop.company.country_id = self.env.ref("base.be")
        self.assertFalse(self.invoice.tpe_facturx_offered)
        with patch.object(
            type(self.invoice), "_facturx_pdf", side_effect=AssertionError
        ):
            self._send(self.invoice, sending_methods=set(), invoice_edi_format=False)
        self.assertTrue(self.invoice.is_move_sent)
