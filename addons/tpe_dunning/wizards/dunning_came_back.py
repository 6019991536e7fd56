from odoo import fields, models

from ..models.dunning_reminder_bounce import MAY_COME_BACK


class DunningCameBack(models.TransientModel):
    """A message or a letter that came back, with the reason if it is known."""

    _name = "tpe.dunning.came.back"
    _description = "Message That Came Back"

    reminder_ids = fields.Many2many("tpe.dunning.reminder", required=True)
    reason = fields.Char(help="As the mail or the envelope says it; may stay empty.")

    def action_confirm(self):
        """Withdraw the delivery."""
        self.ensure_one()
        self.reminder_ids._check_operator()
        letters = self.reminder_ids._only(MAY_COME_BACK)
        letters.sudo()._came_back(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
