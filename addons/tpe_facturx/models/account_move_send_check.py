from odoo import api, models


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _link_invoice_documents(self, invoices_data):
        """Override of `account` to check each Factur-X as soon as it is stored."""
        result = super()._link_invoice_documents(invoices_data)
        made = [
            move.id
            for move, data in invoices_data.items()
            if data.get("pdf_attachment_values") and move._facturx_is_ours()
        ]
        # Whoever may send an invoice has it checked, whatever his other rights.
        moves = self.env["account.move"].sudo().browse(made)
        moves._facturx_check_files(official=False)
        return result
