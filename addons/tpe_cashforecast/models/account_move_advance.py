from odoo import models


class AccountMoveAdvance(models.Model):
    _inherit = "account.move"

    def action_tpe_advance(self):
        """What an advance on this invoice would cost."""
        self.ensure_one()
        return self.env["tpe.invoice.advance"]._open_for(self)
