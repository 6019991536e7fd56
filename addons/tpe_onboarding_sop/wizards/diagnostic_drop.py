from odoo import fields, models


class DiagnosticDrop(models.TransientModel):
    """Why an action of the plan is given up."""

    _name = "tpe.diagnostic.drop"
    _description = "Drop an Action of the Plan"

    action_id = fields.Many2one("tpe.diagnostic.action", required=True, readonly=True)
    reason = fields.Text(string="Why not", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.action_id.action_drop(self.reason)
        return {"type": "ir.actions.act_window_close"}
