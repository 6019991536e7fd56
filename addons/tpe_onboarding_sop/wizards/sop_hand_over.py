from odoo import fields, models


class SopHandOver(models.TransientModel):
    """Somebody else goes on with the step."""

    _name = "tpe.sop.hand.over"
    _description = "Hand-over of a Step"

    step_id = fields.Many2one("tpe.sop.run.step", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="To",
        required=True,
        domain="[('share', '=', False)]",
    )
    note = fields.Text(string="What there is to know")

    def action_confirm(self):
        self.ensure_one()
        self.step_id.action_hand_over(self.user_id.id, self.note or "")
        return {"type": "ir.actions.act_window_close"}
