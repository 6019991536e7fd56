from odoo import api, fields, models
from odoo.exceptions import UserError


class DunningPenaltyWaive(models.TransientModel):
    """Giving up penalties, with the reason that is kept."""

    _name = "tpe.dunning.penalty.waive"
    _description = "Waive Penalties"

    penalty_ids = fields.Many2many("tpe.dunning.penalty", readonly=True)
    currency_id = fields.Many2one(related="penalty_ids.currency_id")
    scope = fields.Selection(
        [
            ("all", "Everything"),
            ("fee", "The recovery fee only"),
            ("interest", "The interest only"),
        ],
        required=True,
        default="all",
    )
    amount = fields.Monetary(string="Waived", compute="_compute_amount")
    # Not required here: the window opens before the person has typed it.
    reason = fields.Char()

    @api.depends("penalty_ids", "scope")
    def _compute_amount(self):
        for wizard in self:
            amount = 0.0
            if wizard.scope != "fee":
                amount += sum(
                    one.amount_interest - one.waived_interest
                    for one in wizard.penalty_ids
                )
            if wizard.scope != "interest":
                amount += sum(
                    one.amount_fee - one.waived_fee for one in wizard.penalty_ids
                )
            wizard.amount = amount

    def action_confirm(self):
        """Waive what was chosen."""
        self.ensure_one()
        penalties = self.penalty_ids
        self.env.user._tpe_check_manager()
        penalties._only(("draft", "claimed"))
        if self.currency_id.is_zero(self.amount):
            raise UserError(self.env._("Nothing is left to waive there."))
        penalties._waive(
            interest=self.scope != "fee",
            fee=self.scope != "interest",
            reason=self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
