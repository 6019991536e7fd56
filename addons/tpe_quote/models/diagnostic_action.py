from odoo import models


class DiagnosticAction(models.Model):
    """« Chase the quotes » of the plan starts it, and shows what will leave."""

    _inherit = "tpe.diagnostic.action"

    def _start_quotes(self):
        self.company_id._quote_start()

    def _show_quotes(self):
        return self.env["tpe.quote.due"].action_open()
