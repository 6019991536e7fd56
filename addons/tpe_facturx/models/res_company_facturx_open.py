from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _facturx_open(self, place):
        """Where the firm is mended: its record, or its bank accounts."""
        self.ensure_one()
        model, record = "res.company", self
        if place == "bank" or not self.env["res.company"].has_access("write"):
            model, record = "res.partner", self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }
