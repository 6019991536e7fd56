from odoo import api, fields, models

from .quote_step import CHANNELS


class QuoteChase(models.Model):
    """A step that was done for a quote, and whether the quote was signed after it."""

    _name = "tpe.quote.chase"
    _description = "Quote Chased"
    _order = "done_on desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order", string="Quote", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True)
    step_id = fields.Many2one(
        "tpe.quote.step", required=True, index=True, ondelete="restrict"
    )
    channel = fields.Selection(CHANNELS, required=True)
    done_on = fields.Date(string="Done on", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        ondelete="restrict",
        help="Empty when the message left by itself.",
    )
    message_id = fields.Many2one("mail.message", ondelete="set null", index=True)
    failure = fields.Char(help="Why the message did not leave.")
    decided = fields.Boolean(
        compute="_compute_converted",
        store=True,
        help="The quote was signed or refused, or another step followed.",
    )
    converted = fields.Float(
        string="Signed (%)",
        compute="_compute_converted",
        store=True,
        aggregator="avg",
        help="100 when the quote was signed after this step and before another one; the "
        "average of several is the share signed.",
    )

    _once = models.UniqueIndex(
        "(order_id, step_id, done_on)", "This step was done already."
    )

    @api.depends("order_id.state", "order_id.tpe_chase_ids.done_on")
    def _compute_converted(self):
        for chase in self:
            order = chase.order_id
            followed = any(
                other.done_on > chase.done_on for other in order.tpe_chase_ids
            )
            chase.decided = followed or order.state in ("sale", "cancel")
            chase.converted = 100.0 * (order.state == "sale" and not followed)
