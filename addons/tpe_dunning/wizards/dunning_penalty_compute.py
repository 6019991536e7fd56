from odoo import api, fields, models
from odoo.exceptions import UserError


class DunningPenaltyCompute(models.TransientModel):
    """What one invoice owes besides, as of a day, and what is done about it."""

    _name = "tpe.dunning.penalty.compute"
    _description = "Compute Penalties"

    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, readonly=True
    )
    company_id = fields.Many2one(related="move_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Customer"
    )
    profile = fields.Selection(related="partner_id.tpe_profile")
    date_due = fields.Date(related="move_id.invoice_date_due", string="Due date")
    date_until = fields.Date(
        string="As of",
        required=True,
        help="A paid invoice bears interest to the day of its payment, whatever this day.",
    )
    current_id = fields.Many2one("tpe.dunning.penalty", compute="_compute_current_id")
    is_claimed = fields.Boolean(compute="_compute_current_id")
    amount_interest = fields.Monetary(
        string="Late-payment interest", compute="_compute_penalty"
    )
    amount_fee = fields.Monetary(string="Recovery fee", compute="_compute_penalty")
    amount_total = fields.Monetary(string="Total", compute="_compute_penalty")
    is_provisional = fields.Boolean(compute="_compute_penalty")
    computation = fields.Html(compute="_compute_penalty", sanitize=False)
    nothing_because = fields.Char(compute="_compute_penalty")
    is_manager = fields.Boolean(compute="_compute_is_manager")

    @api.depends_context("uid")
    def _compute_is_manager(self):
        self.is_manager = self.env.user.has_group("tpe_base.group_tpe_manager")

    @api.depends("move_id")
    def _compute_current_id(self):
        for wizard in self:
            current = wizard.move_id.tpe_penalty_ids.filtered(
                lambda one: one.state in ("draft", "claimed")
            )[:1]
            wizard.current_id = current
            wizard.is_claimed = current.state == "claimed"

    @api.depends("move_id", "date_until")
    def _compute_penalty(self):
        for wizard in self:
            move = wizard.move_id
            earlier = move.sudo().tpe_penalty_ids - wizard.current_id
            until = wizard.date_until or move._tpe_penalty_day()
            found = move._tpe_penalty(until, earlier)
            wizard.amount_interest = move._tpe_interest_in_ours(found, until)
            wizard.amount_fee = found.fee
            wizard.amount_total = wizard.amount_interest + found.fee
            wizard.is_provisional = found.provisional
            wizard.computation = bool(wizard.amount_total) and (
                move._tpe_penalty_statement(found, until)
            )
            wizard.nothing_because = not wizard.amount_total and wizard._why_nothing(
                found, earlier
            )

    def _why_nothing(self, found, earlier):
        if found.late and earlier:
            day = max(earlier.mapped("date_until"))
            return self.env._(
                "Everything is already recorded, up to %s.",
                self.env["ir.qweb.field.date"].value_to_html(day, {}),
            )
        if self.profile == "consumer":
            return self.env._(
                "A consumer owes interest from a formal notice only, and no fee, ever."
            )
        return self.env._("This invoice was not paid late: nothing is due besides.")

    def action_claim(self):
        """Record the penalties as claimed from the customer."""
        if self.is_claimed:
            raise UserError(
                self.env._(
                    "The penalties of %s are already claimed: bring them up to date "
                    "instead.",
                    self.move_id.name,
                )
            )
        penalty = self._record()
        penalty._claim()
        return self._open(penalty)

    def action_update(self):
        """Compute the open claim again, to the chosen day."""
        return self._open(self._record())

    def action_invoice(self):
        """Record, and prepare the penalty invoice; a person posts it."""
        self.env.user._tpe_check_manager()
        return self._record().action_invoice()

    def action_offer(self):
        """Record, and offer to waive them if the invoice is paid soon."""
        self.env.user._tpe_check_manager()
        return self._record().action_offer()

    def action_waive(self):
        """Record, and waive them with a reason."""
        self.env.user._tpe_check_manager()
        return self._record().action_waive()

    def _record(self):
        self.ensure_one()
        self.move_id._check_penalty_access()
        self.move_id._check_penalty_possible()
        penalty = self.move_id._tpe_penalty_prepare(self.date_until)
        if not penalty:
            raise UserError(
                self.nothing_because or self.env._("Nothing is due besides.")
            )
        return penalty

    def _open(self, penalty):
        return {
            "type": "ir.actions.act_window",
            "res_model": penalty._name,
            "res_id": penalty.id,
            "view_mode": "form",
        }
