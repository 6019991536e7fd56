from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dunning_agreement import CHOOSABLE, TERMS

REASONS = [
    ("delivery", "Delivery or work not done"),
    ("quality", "Quality"),
    ("price", "Price or quantity"),
    ("not_ours", "Not ordered, or wrong customer"),
    ("paperwork", "Order number or paper missing"),
    ("refused", "E-invoice refused"),
    ("other", "Other"),
]
FOLLOW_UP_DAYS = 7


class DunningDispute(models.Model):
    """« There is a problem »: reminders wait, the balance stays, somebody follows it up."""

    _name = "tpe.dunning.dispute"
    _description = "Disputed Invoice"
    _inherit = "tpe.dunning.agreement"
    _order = "state desc, follow_up_on, id desc"
    _terms = TERMS | {
        "move_ids",
        "reason",
        "opened_on",
        "follow_up_on",
        "user_id",
        "outcome",
    }

    move_ids = fields.Many2many(
        "account.move",
        "tpe_dunning_dispute_move_rel",
        "dispute_id",
        "move_id",
        string="Invoices",
        domain=CHOOSABLE,
        check_company=True,
    )
    reason = fields.Selection(REASONS, required=True, default="other", tracking=True)
    opened_on = fields.Date(
        required=True, default=lambda self: self.env.company._dunning_today()
    )
    follow_up_on = fields.Date(
        string="Follow up on",
        required=True,
        default=lambda self: (
            self.env.company._dunning_today() + timedelta(FOLLOW_UP_DAYS)
        ),
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="In charge",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    outcome = fields.Text(string="How it ended", tracking=True)
    state = fields.Selection(
        [
            ("open", "In progress"),
            ("accepted", "The customer was right"),
            ("rejected", "The invoice stands"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        copy=False,
    )

    @api.depends("partner_id", "reason")
    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for dispute in self:
            dispute.display_name = (
                f"{dispute.partner_id.display_name or ''}: "
                f"{reasons.get(dispute.reason, '')}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        for dispute in disputes:
            dispute._ask_to_follow_up()
        disputes._tell_invoices()
        return disputes

    def write(self, vals):
        done = super().write(vals)
        if {"follow_up_on", "user_id"} & set(vals):
            for dispute in self.filtered(lambda dispute: dispute.state == "open"):
                dispute.activity_unlink(["mail.mail_activity_data_todo"])
                dispute._ask_to_follow_up()
        return done

    def _summary(self):
        """See the agreement."""
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        return f"{reasons[self.reason]} {self.outcome or self.text or ''}"

    def _in_words(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        return self.env._(
            "Disputed: %(reason)s. %(text)s",
            reason=reasons[self.reason],
            text=self.text or "",
        )

    def _ask_to_follow_up(self):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.follow_up_on,
            user_id=self.user_id.id or self.env.uid,
            summary=self.env._("Follow up the dispute"),
        )

    def action_accept(self):
        """The customer was right: what a credit note does not cover is reminded again."""
        self._end("accepted")
        return True

    def action_reject(self):
        """The invoice stands: reminders go on."""
        self._end("rejected")
        return True

    def action_cancel(self):
        """Opened by mistake: reminders go on."""
        self._end("cancelled")
        return True

    def _end(self, state):
        self._check_may_write()
        for dispute in self.filtered(lambda dispute: dispute.state == "open"):
            if state == "accepted" and dispute.amount_open > 0 and not dispute.outcome:
                raise UserError(
                    self.env._(
                        "Write how it ended: a credit note, a discount, a new invoice. "
                        "What stays due is reminded again."
                    )
                )
            dispute.activity_feedback(["mail.mail_activity_data_todo"])
            dispute._close(state)
