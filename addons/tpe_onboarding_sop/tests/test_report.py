import io

from pypdf import PdfReader

from odoo.tests import tagged

from .common import SopCommon


@tagged("post_install", "-at_install")
class TestReport(SopCommon):
    def _pages(self, report, sops):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        pdf, kind = reports._render_qweb_pdf(f"tpe_onboarding_sop.{report}", sops.ids)
        self.assertEqual(kind, "pdf")
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    def test_procedure(self):
        text = "\n".join(self._pages("sop_report", self.sop))
        for words in ("Invoice within 48 hours", "Collect the hours", "Office"):
            self.assertIn(words, text)

    def test_manual_begins_with_its_contents(self):
        other = self._procedure("Answer a complaint")
        pages = self._pages("sop_report_manual", self.sop | other)
        self.assertIn("Answer a complaint", pages[0])
        self.assertIn("Invoice within 48 hours", pages[0])
        self.assertGreaterEqual(len(pages), 3)
        self.assertNotIn("Collect the hours", pages[0])
