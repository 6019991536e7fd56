from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.tpe_base.models.res_partner import PROFILES

STATES = [
    ("draft", "Computed"),
    ("claimed", "Claimed"),
    ("invoiced", "Invoiced"),
    ("collected", "Collected"),
    ("waived", "Waived"),
]
OPEN_STATES = ("draft", "claimed")
# Asked for on an invoice of its own, received, or given up: nobody asks again.
CLOSED_STATES = ("invoiced", "collected", "waived")


class DunningPenalty(models.Model):
    """Interest and fee asked for one invoice paid late: claimed, then collected or waived.

    Nothing is booked before a person invoices it.
    """

    _name = "tpe.dunning.penalty"
    _description = "Late-payment Penalty"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_until desc, id desc"
    # The records are written by actions only; writing to the customer is no such change.
    _mail_post_access = "read"

    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
    )
    date_due = fields.Date(related="move_id.invoice_date_due", string="Due date")
    profile = fields.Selection(PROFILES, string="Legal profile", readonly=True)
    date_until = fields.Date(string="Computed to", required=True)
    amount_interest = fields.Monetary(string="Late-payment interest")
    amount_fee = fields.Monetary(string="Recovery fee")
    amount_total = fields.Monetary(
        string="Computed", compute="_compute_amounts", store=True
    )
    is_provisional = fields.Boolean(
        string="Provisional rate",
        help="The rate of a semester was not known: the last one was used.",
    )
    # Kept as it was shown to the customer: sanitizing would change the evidence.
    computation = fields.Html(sanitize=False, readonly=True)
    computation_text = fields.Text(string="Computation in one line", readonly=True)

    state = fields.Selection(
        STATES, compute="_compute_state", store=True, index=True, tracking=True
    )
    claimed_on = fields.Date(readonly=True, copy=False)
    claimed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    amount_claimed = fields.Monetary(
        string="Claimed",
        compute="_compute_settled",
        store=True,
        help="What the customer is asked for, waivers deducted.",
    )

    waived_interest = fields.Monetary(readonly=True, copy=False)
    waived_fee = fields.Monetary(readonly=True, copy=False)
    amount_waived = fields.Monetary(
        string="Waived", compute="_compute_amounts", store=True
    )
    waive_reason = fields.Char(string="Why it was waived", readonly=True, copy=False)
    waived_by_id = fields.Many2one(
        "res.users", string="Waived by", readonly=True, copy=False
    )
    waived_on = fields.Date(string="Waived on", readonly=True, copy=False)

    penalty_move_id = fields.Many2one(
        "account.move",
        string="Penalty invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    amount_collected = fields.Monetary(
        string="Collected", compute="_compute_settled", store=True
    )

    # The fee is due once for an invoice, whatever the number of claims (D441-5).
    _fee_once = models.UniqueIndex(
        "(move_id) WHERE amount_fee > 0",
        "The fixed recovery fee of this invoice is already claimed.",
    )
    _positive = models.Constraint(
        "CHECK (amount_interest >= 0 AND amount_fee >= 0 AND waived_interest >= 0 "
        "AND waived_fee >= 0)",
        "Penalties cannot be negative.",
    )
    _fee_not_for_consumers = models.Constraint(
        "CHECK (profile <> 'consumer' OR amount_fee = 0)",
        "The fixed recovery fee is never asked of a consumer.",
    )

    @api.depends("move_id", "date_until")
    def _compute_display_name(self):
        for penalty in self:
            penalty.display_name = self.env._("Penalties on %s", penalty.move_id.name)

    @api.depends("amount_interest", "amount_fee", "waived_interest", "waived_fee")
    def _compute_amounts(self):
        for penalty in self:
            penalty.amount_total = penalty.amount_interest + penalty.amount_fee
            penalty.amount_waived = penalty.waived_interest + penalty.waived_fee

    @api.depends(
        "claimed_on",
        "waived_on",
        "amount_total",
        "amount_waived",
        "penalty_move_id.state",
        "penalty_move_id.payment_state",
    )
    def _compute_state(self):
        for penalty in self:
            move = penalty._live_invoice()
            net = penalty.amount_total - penalty.amount_waived
            if move:
                paid = move.state == "posted" and move.payment_state in (
                    "paid",
                    "in_payment",
                )
                penalty.state = "collected" if paid else "invoiced"
            elif penalty.waived_on and penalty.currency_id.compare_amounts(net, 0) <= 0:
                penalty.state = "waived"
            else:
                penalty.state = "claimed" if penalty.claimed_on else "draft"

    @api.depends(
        "claimed_on",
        "amount_total",
        "amount_waived",
        "penalty_move_id.state",
        "penalty_move_id.payment_state",
        "penalty_move_id.amount_residual",
        "penalty_move_id.amount_total",
    )
    def _compute_settled(self):
        """An invoice may ask for several penalties: what came in is shared by amount."""
        for penalty in self:
            net = penalty.amount_total - penalty.amount_waived
            move = penalty._live_invoice()
            paid = 0.0
            if move.state == "posted" and move.amount_total:
                paid = net * (1 - move.amount_residual / move.amount_total)
            penalty.amount_claimed = net if penalty.claimed_on else 0.0
            penalty.amount_collected = penalty.currency_id.round(paid)

    def _live_invoice(self):
        """The invoice that asks for it, unless it was cancelled or credited."""
        return self.penalty_move_id.filtered(
            lambda move: move.state != "cancel" and move.payment_state != "reversed"
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        if any(penalty.state != "draft" for penalty in self):
            raise UserError(
                self.env._("A penalty that was claimed is kept: waive it instead.")
            )

    def action_claim(self):
        """Record that these penalties are asked of the customer."""
        self._check_operator()
        self._only(("draft",))
        self._claim()
        return True

    def action_discard(self):
        """Forget computations nobody claimed."""
        self._check_operator()
        self._only(("draft",)).sudo().unlink()
        return self.env["ir.actions.actions"]._for_xml_id(
            "tpe_dunning.dunning_penalty_action"
        )

    def action_waive(self):
        """Choose what is waived, and say why."""
        self.env.user._tpe_check_manager()
        self._only(OPEN_STATES)
        wizard = self.env["tpe.dunning.penalty.waive"].create(
            {"penalty_ids": [Command.set(self.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_open_computation(self):
        """Open the computation of the invoice, to bring the penalty up to date."""
        self.ensure_one()
        return self.move_id.action_tpe_penalty()

    def _claim(self):
        for company, penalties in self.grouped("company_id").items():
            penalties.sudo().filtered(lambda one: not one.claimed_on).write(
                {
                    "claimed_on": company._dunning_today(),
                    "claimed_by_id": self.env.uid,
                }
            )

    def _waive(self, interest, fee, reason):
        """Give up what is still asked, in whole or in part; a reason is always kept."""
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is waived: the reason is kept."))
        for penalty in self.sudo():
            values = {
                "waive_reason": reason,
                "waived_by_id": self.env.uid,
                "waived_on": penalty.company_id._dunning_today(),
            }
            if interest:
                values["waived_interest"] = penalty.amount_interest
            if fee:
                values["waived_fee"] = penalty.amount_fee
            penalty.write(values)
            penalty._message_log(
                body=self.env._(
                    "Waived so far: %(amount)s. Reason: %(reason)s",
                    amount=penalty.currency_id.format(penalty.amount_waived),
                    reason=reason,
                ),
                author_id=self.env.user.partner_id.id,
            )

    def _only(self, states):
        """Self, when all are in ``states``; else say so rather than act on some."""
        self.check_access("read")
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
        wrong = self.filtered(lambda penalty: penalty.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(penalty)s: already « %(state)s ».",
                    penalty=wrong[0].display_name,
                    state=labels[wrong[0].state],
                )
            )
        return self

    def _check_operator(self):
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(
                self.env._("You may read the penalties, not act on them.")
            )
