from odoo import models
from odoo.tools import SQL


class AccountInvoiceReport(models.Model):
    _inherit = "account.invoice.report"

    _depends = {"account.move": ["tpe_past_import_id"]}

    def _where(self) -> SQL:
        """Override: what was taken over was sold in other books, taxes included here."""
        return SQL("%s AND move.tpe_past_import_id IS NULL", super()._where())
