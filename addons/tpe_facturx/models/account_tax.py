from odoo import models
from odoo.tools import html2plaintext, is_html_empty


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _facturx_legal_words(self):
        """The legal notes that the PDF prints for this tax, as plain text."""
        if is_html_empty(self.invoice_legal_notes):
            return ""
        return " ".join(html2plaintext(self.invoice_legal_notes).split())
