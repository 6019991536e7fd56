from facturx import get_facturx_xml_from_pdf

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _facturx_is_ours(self):
        self.ensure_one()
        return (
            self.is_sale_document(include_receipts=False)
            and self.company_id._facturx_in_france()
        )

    def _facturx_stored_xml(self, content):
        try:
            return get_facturx_xml_from_pdf(content, check_xsd=False)[1]
        except Exception:
            return None
