from datetime import timedelta

from odoo import fields, models

OFFER_DAYS = 5


class DunningPenaltyOfferWizard(models.TransientModel):
    """The last day of an offer, then the message that makes it."""

    _name = "tpe.dunning.penalty.offer"
    _description = "Offer to Waive Penalties"

    penalty_id = fields.Many2one("tpe.dunning.penalty", required=True, readonly=True)
    currency_id = fields.Many2one(related="penalty_id.currency_id")
    amount_open = fields.Monetary(related="penalty_id.amount_open")
    principal_open = fields.Monetary(related="penalty_id.principal_open")
    recipient_id = fields.Many2one(related="penalty_id.recipient_id")
    until = fields.Date(
        string="If paid by",
        required=True,
        default=lambda self: self.env.company._dunning_today() + timedelta(OFFER_DAYS),
    )

    def action_confirm(self):
        """Record the offer, then open its message."""
        self.ensure_one()
        self._record()
        return self.penalty_id.action_write_offer()

    def action_confirm_silently(self):
        """Record an offer made by phone: no message."""
        self.ensure_one()
        self._record()
        return {"type": "ir.actions.act_window_close"}

    def _record(self):
        self.env.user._tpe_check_manager()
        self.penalty_id._only(("draft", "claimed"))._offer(self.until)
