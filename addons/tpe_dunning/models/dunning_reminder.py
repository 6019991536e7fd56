from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .dunning_hold import HOLDS, SOFT
from .dunning_level import CHANNELS, RANKS

STATES = [
    ("planned", "Prepared"),
    ("to_approve", "To approve"),
    ("held", "Held back"),
    ("queued", "Leaving"),
    ("sending", "Outcome unknown"),
    ("sent", "Sent"),
    ("failed", "Not sent"),
    ("bounced", "Came back"),
    ("skipped", "Left out"),
    ("cancelled", "Cancelled"),
]
# A plan: nothing left the database yet, and the next planning may change it.
OPEN_STATES = ("planned", "to_approve", "held", "queued")
STREAMS = [
    ("auto", "Leaves by itself"),
    ("approval", "Waits for a person"),
    ("held", "Held back by an agreement"),
    ("covered", "Covered by credits"),
    ("courtesy", "Before the due date"),
    ("thanks", "Thanks"),
]


class DunningReminder(models.Model):
    """One message to one customer, from the plan to the evidence that it left."""

    _name = "tpe.dunning.reminder"
    _description = "Payment Reminder"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sent_on desc, weight desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict"
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone")
    level_id = fields.Many2one("tpe.dunning.level", ondelete="set null")
    rank = fields.Selection(RANKS, string="Step", required=True)
    channel = fields.Selection(CHANNELS, required=True, default="email")
    stream = fields.Selection(STREAMS, required=True, default="auto", readonly=True)
    state = fields.Selection(STATES, default="planned", required=True, index=True)
    hold = fields.Selection(
        HOLDS, string="Held back by", help="The first reason; all are in the words."
    )
    is_held = fields.Boolean(compute="_compute_is_held", store=True)
    weight = fields.Float(
        string="Euros × days",
        readonly=True,
        help="What is at stake: each amount times its days late. Sorts the list.",
    )
    line_ids = fields.One2many("tpe.dunning.reminder.line", "reminder_id")
    can_send = fields.Boolean(compute="_compute_can_send")
    waits_for_manager = fields.Boolean(compute="_compute_can_send")
    invoice_count = fields.Integer(string="Invoices", compute="_compute_invoices")
    invoice_names = fields.Char(string="Invoices named", compute="_compute_invoices")
    days_late = fields.Integer(
        readonly=True, help="Days since the oldest due date, on the day of the plan."
    )
    amount_due = fields.Monetary(
        string="Overdue", help="What is past its due date, in company currency."
    )
    amount_credit = fields.Monetary(
        string="To deduct", help="Open credit notes and payments not matched yet."
    )
    amount_net = fields.Monetary(string="Due")
    released_by_id = fields.Many2one(
        "res.users",
        string="Released by",
        copy=False,
        help="Who let it leave; empty when it left by itself.",
    )
    approved_by_id = fields.Many2one("res.users", string="Approved by", copy=False)
    approved_on = fields.Datetime(copy=False)
    email_to = fields.Char(string="Sent to", copy=False)
    email_from = fields.Char(string="Sent by", copy=False)
    reply_to = fields.Char(string="Answers to", copy=False)
    lang = fields.Char(string="Language", copy=False)
    subject = fields.Char(copy=False)
    # Kept as it was sent: sanitizing would change the evidence.
    body = fields.Html(copy=False, sanitize=False)
    sent_at = fields.Datetime(string="Time of sending", copy=False)
    sent_on = fields.Date(
        string="Sent on", copy=False, help="Day of sending where the company is."
    )
    note = fields.Char(
        string="Reason", copy=False, help="Why it failed, was cancelled or waits."
    )

    _company_state_idx = models.Index(
        "(company_id, partner_id) "
        "WHERE state IN ('planned', 'to_approve', 'held', 'queued')"
    )

    @api.depends("partner_id", "rank")
    def _compute_display_name(self):
        ranks = dict(self._fields["rank"]._description_selection(self.env))
        for reminder in self:
            reminder.display_name = (
                f"{ranks.get(reminder.rank, '')} · {reminder.partner_id.display_name}"
            )

    @api.depends("state")
    def _compute_is_held(self):
        for reminder in self:
            reminder.is_held = reminder.state == "held"

    @api.depends("state", "hold", "stream", "level_id.needs_approval", "approved_by_id")
    @api.depends_context("uid")
    def _compute_can_send(self):
        """Whether this user may let the message leave: a formal notice takes a manager."""
        operator = self.env.user.has_group("tpe_base.group_tpe_assistant")
        manager = self.env.user.has_group("tpe_base.group_tpe_manager")
        for reminder in self:
            ready = reminder.state in ("planned", "to_approve")
            overruled = reminder.state == "held" and reminder.hold in SOFT
            allowed = manager if reminder._takes_a_manager() else operator
            reminder.can_send = allowed and (ready or overruled)
            reminder.waits_for_manager = not manager and reminder._is_unapproved()

    def _is_unapproved(self):
        return self.stream == "approval" and not self.approved_by_id

    def _takes_a_manager(self):
        """Whether only a manager releases it, whatever holds it back today."""
        return self.stream == "approval" or self.level_id.needs_approval

    @api.depends("line_ids.invoice_name", "line_ids.days_late")
    def _compute_invoices(self):
        for reminder in self:
            names = set(reminder.line_ids.mapped("invoice_name"))
            reminder.invoice_count = len(names)
            reminder.invoice_names = self._names_of(reminder.line_ids)

    def _names_of(self, lines):
        """« INV/1, INV/2, INV/3 + 4 »."""
        names = list(dict.fromkeys(lines.mapped("invoice_name")))
        shown = ", ".join(names[:3])
        more = len(names) - 3
        return f"{shown} + {more}" if more > 0 else shown

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        if set(self.mapped("state")) - {*OPEN_STATES, "cancelled"}:
            raise UserError(
                self.env._("A reminder that left, or may have, is kept as evidence.")
            )

    def action_send(self):
        """Let these messages leave within a minute; approves those that wait."""
        self._check_operator()
        todo = self._only(OPEN_STATES)
        todo._check_not_held()
        stopped = todo.company_id.filtered(lambda c: not c.tpe_dunning_started_on)
        if stopped:
            raise UserError(
                self.env._(
                    "Reminders are not started for %(company)s: see the recipients and "
                    "the amounts, then press Start the reminders.",
                    company=stopped[0].name,
                )
            )
        waiting = todo.filtered(lambda reminder: reminder._takes_a_manager())
        if waiting:
            self.env.user._tpe_check_manager()
        todo.sudo().write(
            {"state": "queued", "note": False, "released_by_id": self.env.uid}
        )
        waiting.sudo().write(
            {"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()}
        )
        self.env.ref("tpe_dunning.ir_cron_dunning_send").sudo()._trigger()
        return True

    def action_hold(self):
        """Take these messages back from the queue: they stay prepared."""
        self._check_operator()
        for reminder in self._only(("queued",)).sudo():
            reminder.write(
                {
                    "state": "to_approve"
                    if reminder.stream == "approval"
                    else "planned",
                    "released_by_id": False,
                    "approved_by_id": False,
                    "approved_on": False,
                }
            )
        return True

    def action_retry(self):
        """Try again what did not leave: it is decided anew from today's books."""
        self._check_operator()
        self._only(("failed", "bounced")).sudo().write(
            {"state": "cancelled", "note": self.env._("Prepared again by a person.")}
        )
        for company in self.company_id:
            self._plan(company)
        return True

    def action_was_received(self):
        """A person found out that the message arrived."""
        self._check_operator()
        for reminder in self._only(("sending",)).sudo():
            reminder._mark_sent(self.env._("Arrival confirmed by a person."))
        return True

    def action_was_not_received(self):
        """A person found out that the message did not arrive."""
        self._check_operator()
        self._only(("sending",)).sudo().write(
            {"state": "failed", "note": self.env._("A person says it did not arrive.")}
        )
        return True

    def action_refresh(self):
        """Decide again, from the books as they are now."""
        self._check_operator()
        for company in self.env.companies:
            self._plan(company)
        return True

    def action_open_invoices(self):
        """Open the invoices this message names."""
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "account.action_move_out_invoice"
            ),
            "domain": [("id", "in", self.line_ids.move_id.ids)],
            "context": {},
        }

    def _check_not_held(self):
        """An agreement is lifted first; what only waits may be overruled."""
        held = self.filtered(lambda r: r.state == "held" and r.hold not in SOFT)
        if held:
            raise UserError(
                self.env._(
                    "%(customer)s is held back (%(reason)s): end this first, then send.",
                    customer=held[0].partner_id.display_name,
                    reason=held[0].note,
                )
            )

    def _only(self, states):
        """Self, when all are in ``states``; else say so rather than act on some."""
        self.check_access("read")
        wrong = self.filtered(lambda reminder: reminder.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(reminder)s is « %(state)s »: this cannot be done any more. "
                    "Refresh the page.",
                    reminder=wrong[0].display_name,
                    state=labels[wrong[0].state],
                )
            )
        return self

    def _check_operator(self):
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(
                self.env._("You may read the reminders, not act on them.")
            )
