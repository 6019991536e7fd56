from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..models.dunning_dispute import REASONS
from ..models.dunning_reminder_telephone import CALL_OUTCOMES, PAUSE_DAYS


class DunningCall(models.TransientModel):
    """One call: the number, what to talk about, and what came of it."""

    _name = "tpe.dunning.call"
    _description = "Call About Unpaid Invoices"

    reminder_id = fields.Many2one(
        "tpe.dunning.reminder", required=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="reminder_id.partner_id")
    phone = fields.Char(related="reminder_id.partner_id.phone")
    currency_id = fields.Many2one(related="reminder_id.currency_id")
    amount_net = fields.Monetary(related="reminder_id.amount_net")
    days_late = fields.Integer(related="reminder_id.days_late")
    invoice_names = fields.Char(related="reminder_id.invoice_names")
    exchanges = fields.Html(compute="_compute_exchanges", string="So far")
    outcome = fields.Selection(CALL_OUTCOMES, string="What came of it", required=True)
    date = fields.Date(
        string="Day", compute="_compute_date", store=True, readonly=False
    )
    reason = fields.Selection(REASONS, string="What is wrong", default="other")
    text = fields.Text(string="In words")

    @api.depends("outcome")
    def _compute_date(self):
        """A promise has no day before it is said; a call without answer is for tomorrow."""
        for call in self:
            today = call.reminder_id.company_id._dunning_today
            call.date = call.outcome == "no_answer" and today() + timedelta(1)

    @api.depends("reminder_id")
    def _compute_exchanges(self):
        for call in self:
            rows = call._last_exchanges()
            call.exchanges = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(
                Markup("<li>%s · %s</li>") % (format_date(self.env, day), words)
                for day, words in rows
            )

    def _last_exchanges(self, most=5):
        """``[(day, words)]``, the newest first: messages that left, promises, calls."""
        reminder = self.reminder_id
        customer = [
            ("partner_id", "=", reminder.partner_id.id),
            ("company_id", "=", reminder.company_id.id),
        ]
        left = reminder.search(
            [*customer, ("state", "in", ("sent", "bounced"))],
            order="sent_on desc, id desc",
            limit=most,
        )
        states = dict(reminder._fields["state"]._description_selection(self.env))
        rows = [
            (
                one.sent_on,
                f"{one.display_name.split(' · ')[0]} · {states[one.state]}",
            )
            for one in left
        ]
        promises = self.env["tpe.dunning.promise"].search(
            [("partner_id", "child_of", reminder.partner_id.id), customer[1]],
            limit=most,
        )
        kept = dict(promises._fields["state"]._description_selection(self.env))
        rows += [
            (
                promise.promised_on,
                self.env._(
                    "Promised for %(day)s · %(state)s",
                    day=format_date(self.env, promise.date),
                    state=kept[promise.state],
                ),
            )
            for promise in promises
        ]
        if reminder.last_call_on:
            rows.append(
                (reminder.last_call_on, self.env._("Calls: %s", reminder.call_count))
            )
        return sorted(rows, key=lambda row: row[0], reverse=True)[:most]

    def action_done(self):
        """Write down what came of the call, and what follows from it."""
        self.ensure_one()
        reminder = self.reminder_id
        today = reminder.company_id._dunning_today()
        if self.outcome in ("promised", "no_answer") and not self.date:
            raise UserError(self.env._("Which day?"))
        if self.outcome == "no_answer" and self.date < today:
            raise UserError(self.env._("Choose a day from today on."))
        if self.outcome == "other" and not self.text:
            raise UserError(self.env._("Write in words what came of it."))
        reminder._log_call(self.outcome, self.text, self.date)
        agreement = {
            "partner_id": reminder.partner_id.id,
            "company_id": reminder.company_id.id,
            "text": self.text,
            "source": "phone",
            "move_ids": [Command.set(self._moves().ids)],
        }
        if self.outcome == "promised":
            self.env["tpe.dunning.promise"].create({**agreement, "date": self.date})
        elif self.outcome == "disputed":
            self.env["tpe.dunning.dispute"].create({**agreement, "reason": self.reason})
        elif self.outcome == "will_pay":
            self.env["tpe.dunning.pause"].create(
                {
                    "partner_id": reminder.partner_id.id,
                    "company_id": reminder.company_id.id,
                    "until": today + timedelta(PAUSE_DAYS),
                    "reason": self.text
                    or self.env._("Said on the telephone: pays now"),
                }
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _moves(self):
        """The invoices of the message that are still due."""
        return self.reminder_id._moves_to_agree_on().filtered(
            lambda move: move.amount_residual > 0
        )
