import logging

from odoo import api, models

from odoo.addons.account_edi_ubl_cii.models import account_move_send as core
from odoo.addons.base.models import ir_actions_report as printer

from ..tools import pdfa

_logger = logging.getLogger(__name__)


class AccountMoveSend(models.AbstractModel):
    """What is sent is our Factur-X, for French companies."""

    _inherit = "account.move.send"

    @api.model
    def _generate_invoice_documents(self, invoices_data, allow_fallback_pdf=False):
        """Override of `account`: a PDF that was made to be looked at is not what leaves.

        The invoice or its customer may have changed since.
        """
        for invoice in invoices_data:
            if invoice._facturx_is_ours() and not invoice.is_move_sent:
                invoice._facturx_unstore()
        return super()._generate_invoice_documents(
            invoices_data, allow_fallback_pdf=allow_fallback_pdf
        )

    @api.model
    def _prepare_invoice_pdf_report(self, invoices_data):
        """Override of `account`: Debian's wkhtmltopdf prints one document at a time."""
        if printer._wkhtml().is_patched_qt:
            return super()._prepare_invoice_pdf_report(invoices_data)
        for invoice, values in invoices_data.items():
            super()._prepare_invoice_pdf_report({invoice: values})
        return None

    def _hook_invoice_document_after_pdf_report_render(self, invoice, invoice_data):
        """Override of `account_edi_ubl_cii`, whose own embedding is left out.

        It is PDF/A only with one build of wkhtmltopdf, and its XMP names a level that the
        XML has not. Tests print HTML: those keep core's way.
        """
        values = invoice_data.get("pdf_attachment_values")
        printed = values or invoice_data.get("proforma_pdf_attachment_values") or {}
        if not (
            invoice._facturx_is_ours() and printed.get("raw", b"").startswith(b"%PDF")
        ):
            return super()._hook_invoice_document_after_pdf_report_render(
                invoice, invoice_data
            )
        result = super(
            core.AccountMoveSend, self
        )._hook_invoice_document_after_pdf_report_render(invoice, invoice_data)
        options = invoice_data.get("ubl_cii_xml_options", {})
        is_facturx = options.get("ubl_cii_format") == "facturx"
        if options and not is_facturx:
            self._postprocess_invoice_ubl_xml(invoice, invoice_data)
        if values:
            xml = invoice_data.get("facturx_xml") or (
                is_facturx and invoice_data["ubl_cii_xml_attachment_values"]["raw"]
            )
            self._facturx_embed(invoice, invoice_data, xml)
        # A proforma stands for an invoice that was refused: no XML goes with it.
        return result

    def _facturx_embed(self, invoice, invoice_data, xml):
        """Put ``xml`` into the printed PDF, or tell on the invoice why it has none.

        As in core, the invoice leaves even so: its PDF alone is what the customer had
        before. A file that is refused would be worth less to him than none.
        """
        refusals = []
        if not xml:
            xml, refusals = invoice._facturx_xml()
        values = invoice_data["pdf_attachment_values"]
        if not refusals:
            try:
                values["raw"] = invoice._facturx_pdf(values["raw"], xml)
                return
            except pdfa.Refused as refused:
                _logger.warning("No Factur-X of %s: %s", invoice.name, refused)
                refusals = [invoice._facturx_pdf_words(refused.reason)]
        invoice_data["facturx_refusals"] = refusals
        invoice._message_log(
            body=self._format_error_html(
                {
                    "error_title": self.env._("This PDF is no Factur-X yet:"),
                    "errors": refusals,
                }
            )
        )
