from odoo import api, fields, models
from odoo.fields import Domain

from .quote_step import CHANNELS


class QuoteChase(models.Model):
    """A step that was done for a quote, and whether the quote was signed after it."""

    _name = "tpe.quote.chase"
    _description = "Quote Chased"
    _order = "done_on desc, id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one(
        "sale.order",
        string="Quote",
        required=True,
        index=True,
        ondelete="cascade",
        # Rows follow the quote by their own rule; `decided` reads its state.
        bypass_search_access=True,
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
    followed = fields.Boolean(
        string="Another step followed", compute="_compute_converted", store=True
    )
    decided = fields.Boolean(
        string="Answer known",
        compute="_compute_decided",
        search="_search_decided",
        help="The quote was signed or refused, is no longer valid, or another step "
        "followed.",
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
        "(order_id, step_id, done_on) WHERE failure IS NULL",
        "This step was done already.",
    )

    @api.depends("failure", "order_id.state", "order_id.tpe_chase_ids.done_on")
    def _compute_converted(self):
        for chase in self:
            order = chase.order_id
            chase.followed = any(
                other.done_on > chase.done_on and not other.failure
                for other in order.tpe_chase_ids
            )
            signed = order.state == "sale"
            chase.converted = 100.0 * (
                signed and not chase.followed and not chase.failure
            )

    @api.depends("failure", "followed", "order_id.state", "order_id.validity_date")
    def _compute_decided(self):
        known = self.filtered_domain(self._decided_domain())
        for chase in self:
            chase.decided = chase in known

    @api.model
    def _search_decided(self, operator, value):
        if operator != "in":
            return NotImplemented
        known = self._decided_domain()
        return known if True in value else ~known

    @api.model
    def _decided_domain(self):
        """What did not leave is no attempt; a silence counts once the quote is over."""
        today = fields.Date.context_today(self.with_context(tz="Europe/Paris"))
        return Domain("failure", "=", False) & Domain.OR(
            [
                Domain("followed", "=", True),
                Domain("order_id.state", "in", ("sale", "cancel")),
                Domain("order_id.validity_date", "<", today),
            ]
        )
