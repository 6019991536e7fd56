from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import instalments
from .dunning_agreement import CHOOSABLE, TERMS
from .dunning_hold import GRACE_DAYS, Hold


class DunningPlan(models.Model):
    """A debt paid in dated parts: reminders wait while each part is kept."""

    _name = "tpe.dunning.plan"
    _description = "Payment Plan"
    _inherit = "tpe.dunning.agreement"
    _order = "state, id desc"
    _editable_state = "draft"
    _terms = TERMS | {"move_ids", "part_count", "first_on", "line_ids"}

    move_ids = fields.Many2many(
        "account.move",
        "tpe_dunning_plan_move_rel",
        "plan_id",
        "move_id",
        string="Invoices",
        domain=CHOOSABLE,
        check_company=True,
    )
    line_ids = fields.One2many(
        "tpe.dunning.plan.line", "plan_id", string="Instalments", copy=True
    )
    part_count = fields.Integer(string="Number of parts", default=3)
    first_on = fields.Date(
        string="First part on",
        default=lambda self: self.env.company._dunning_today() + timedelta(7),
    )
    amount_start = fields.Monetary(
        string="Due when agreed", readonly=True, copy=False, tracking=True
    )
    amount_paid = fields.Monetary(string="Paid since", compute="_compute_amount_paid")
    amount_planned = fields.Monetary(
        string="Planned", compute="_compute_amount_planned"
    )
    next_on = fields.Date(string="Next part on", compute="_compute_next_on")
    state = fields.Selection(
        [
            ("draft", "To agree"),
            ("running", "Running"),
            ("kept", "Paid"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        copy=False,
    )

    @api.depends("amount_start", "amount_open", "state")
    def _compute_amount_paid(self):
        for plan in self:
            agreed = plan.state != "draft"
            plan.amount_paid = plan.amount_start - plan.amount_open if agreed else 0.0

    @api.depends("line_ids.amount")
    def _compute_amount_planned(self):
        for plan in self:
            plan.amount_planned = sum(plan.line_ids.mapped("amount"))

    @api.depends("line_ids.date", "line_ids.state")
    def _compute_next_on(self):
        for plan in self:
            waiting = plan.line_ids.filtered(lambda line: line.state != "kept")
            plan.next_on = min(waiting.mapped("date"), default=False)

    @api.depends("partner_id", "part_count")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = self.env._(
                "%(customer)s in %(count)s parts",
                customer=plan.partner_id.display_name or "",
                count=len(plan.line_ids) or plan.part_count,
            )

    @api.onchange("part_count", "first_on", "move_ids")
    def _onchange_parts(self):
        if self.part_count > 0 and self.first_on and self.amount_open > 0:
            self.line_ids = [Command.clear(), *self._equal_parts()]

    def _equal_parts(self):
        return [
            Command.create({"date": part.on, "amount": part.amount})
            for part in instalments.split(
                self.amount_open,
                self.part_count,
                self.first_on,
                self.currency_id.rounding,
            )
        ]

    def action_start(self):
        """The customer agreed: reminders wait while the parts are paid."""
        self._check_may_write()
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            if not plan.line_ids:
                raise UserError(self.env._("Write down at least one dated part."))
            if plan.currency_id.compare_amounts(plan.amount_planned, plan.amount_open):
                raise UserError(
                    self.env._(
                        "The parts add up to %(planned)s, and %(due)s is due: make them "
                        "equal.",
                        planned=plan.currency_id.format(plan.amount_planned),
                        due=plan.currency_id.format(plan.amount_open),
                    )
                )
            plan.sudo().write({"state": "running", "amount_start": plan.amount_open})
            plan.message_post(body=plan._in_words())
        return True

    def action_cancel(self):
        """Reminders go on."""
        self._check_may_write()
        self.filtered(lambda p: p.state in ("draft", "running"))._close("cancelled")
        return True

    def _summary(self):
        """See the agreement."""
        return self._in_words()

    def _in_words(self):
        """The plan in one paragraph, kept as what was agreed."""
        return self.env._(
            "Agreed: %(parts)s.",
            parts=", ".join(
                f"{self.currency_id.format(line.amount)} ({line.date})"
                for line in self.line_ids
            ),
        )

    @api.model
    def _settle(self, company, partner=None):
        """Say of each running plan which parts were kept; a broken one ends."""
        domain = [("company_id", "=", company.id), ("state", "=", "running")]
        if partner:
            domain.append(("partner_id", "child_of", partner.id))
        today = company._dunning_today()
        bank = self.env["tpe.dunning.hold"]._bank(company, today)
        for plan in self.search(domain):
            found = plan._part_states(today)
            if bank:
                # Money that nobody saw yet breaks no plan.
                known = {instalments.BROKEN: instalments.OPEN}
                found = [known.get(state, state) for state in found]
            for line, state in zip(plan.line_ids, found, strict=True):
                if line.state != state:
                    line.state = state
            if instalments.BROKEN in found:
                plan._close("broken")
                plan._tell_broken()
            elif set(found) == {instalments.KEPT}:
                plan._close("kept")
            else:
                plan._collect(today)

    def _as_holds(self):
        """See the agreement."""
        return [Hold("plan", one.next_on) for one in self if one.state == "running"]

    def _part_states(self, today):
        parts = [instalments.Part(line.date, line.amount) for line in self.line_ids]
        return instalments.states(
            parts, self.amount_paid, today, GRACE_DAYS, self.currency_id.rounding
        )

    def _tell_broken(self):
        """Somebody must know: the reminders go on from where they were."""
        author = self.create_uid
        self.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=author.id if author.active and not author.share else self.env.uid,
            summary=self.env._("A part of the payment plan was not paid"),
        )

    def _collect(self, today):
        """Seam for direct debit: a payment provider takes the part that is due today.

        Nothing by default: the customer pays by transfer, or on his page.
        """

    @api.constrains("line_ids")
    def _check_dates(self):
        for plan in self:
            dates = plan.line_ids.mapped("date")
            if len(set(dates)) < len(dates):
                raise ValidationError(self.env._("Two parts are on the same day."))
