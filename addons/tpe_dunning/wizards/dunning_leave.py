from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class DunningLeave(models.TransientModel):
    """Not today: pause a customer until a day, or leave one step out, with the reason."""

    _name = "tpe.dunning.leave"
    _description = "Leave a Reminder"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    reminder_ids = fields.Many2many("tpe.dunning.reminder")
    choice = fields.Selection(
        [
            ("pause", "Write nothing to this customer until a day"),
            ("skip", "Leave this step out: the next one comes in its time"),
        ],
        required=True,
        default="pause",
    )
    until = fields.Date(compute="_compute_until", store=True, readonly=False)
    reason = fields.Char(required=True)

    @api.depends("company_id")
    def _compute_until(self):
        for wizard in self:
            wizard.until = wizard.company_id._dunning_today() + timedelta(14)

    def action_leave(self):
        """Do what was chosen, with its reason."""
        self.ensure_one()
        if self.choice == "skip":
            self.reminder_ids._skip(self.reason)
        elif not self.until or self.until < self.company_id._dunning_today():
            raise UserError(self.env._("Choose a day from today on."))
        else:
            self.env["tpe.dunning.pause"].create(
                {
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "until": self.until,
                    "reason": self.reason,
                }
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
