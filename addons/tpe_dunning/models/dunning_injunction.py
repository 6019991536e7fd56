from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from odoo.addons.tpe_base.models.res_partner import PROFILES

from ..tools import injunction

STATES = [
    ("prepared", "File prepared"),
    ("filed", "Filed"),
    ("ordered", "Order received"),
    ("served", "Served"),
    ("opposed", "Opposed"),
    ("enforceable", "Enforceable"),
    ("closed", "Closed"),
]
COURT_KINDS = [
    ("commercial", "Commercial court"),
    ("judicial", "Judicial court"),
    ("administrative", "Administrative path"),
]
# Days before the deadline: a commissaire de justice needs time to serve.
WARNING_DAYS = 21
ACTIVITY = "tpe_dunning.mail_activity_injunction"


class DunningInjunction(models.Model):
    """One claim brought to court, from the file to the enforceable order.

    The person writes the dates; the deadlines follow (see tools/injunction.py).
    """

    _name = "tpe.dunning.injunction"
    _description = "Injunction File"
    _inherit = ["tpe.dunning.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    profile = fields.Selection(PROFILES, string="Legal profile", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="In charge", required=True, domain=[("share", "=", False)]
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    move_ids = fields.Many2many("account.move", string="Invoices", readonly=True)
    date_until = fields.Date(string="Computed to", required=True, readonly=True)
    amount_principal = fields.Monetary(string="Principal", readonly=True)
    amount_interest = fields.Monetary(string="Late-payment interest", readonly=True)
    amount_fee = fields.Monetary(string="Recovery fees", readonly=True)
    amount_total = fields.Monetary(
        string="Claimed", compute="_compute_amount_total", store=True
    )
    court_kind = fields.Selection(COURT_KINDS, string="Court", readonly=True)
    court_form = fields.Char(string="Form", readonly=True)
    # Kept as it was put in the file: sanitizing would change the evidence.
    statement = fields.Html(sanitize=False, readonly=True)
    missing = fields.Text(
        string="Missing when it was built", readonly=True, help="Never in the file."
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, copy=False, ondelete="set null"
    )

    court_name = fields.Char(string="Court seized", tracking=True)
    filed_on = fields.Date(string="Filed on", tracking=True, copy=False)
    order_on = fields.Date(
        string="Date of the order",
        tracking=True,
        copy=False,
        help="The date written on the order, not the day you received it.",
    )
    amount_ordered = fields.Monetary(string="Amount of the order", copy=False)
    service_deadline = fields.Date(
        string="To be served by", compute="_compute_deadlines", store=True
    )
    served_on = fields.Date(string="Served on", tracking=True, copy=False)
    opposition_until = fields.Date(
        string="Opposition until", compute="_compute_deadlines", store=True
    )
    enforceable_from = fields.Date(
        string="Enforceable from",
        compute="_compute_deadlines",
        store=True,
        help="Two months after service, when the registry reported no opposition.",
    )
    opposed_on = fields.Date(string="Opposed on", tracking=True, copy=False)
    enforceable_on = fields.Date(
        string="Confirmed enforceable on", tracking=True, copy=False
    )
    closed_on = fields.Date(string="Closed on", tracking=True, copy=False)
    outcome = fields.Text(string="How it ended", copy=False)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    next_step = fields.Char(compute="_compute_next_step")
    is_urgent = fields.Boolean(compute="_compute_next_step")

    _dates_in_order = models.Constraint(
        "CHECK ((order_on IS NULL OR filed_on <= order_on) "
        "AND (served_on IS NULL OR order_on <= served_on) "
        "AND (opposed_on IS NULL OR served_on <= opposed_on) "
        "AND (enforceable_on IS NULL OR served_on <= enforceable_on))",
        "The dates follow each other: filed, order, served, then opposed or enforceable.",
    )
    _dates_complete = models.Constraint(
        "CHECK ((order_on IS NULL OR filed_on IS NOT NULL) "
        "AND (served_on IS NULL OR order_on IS NOT NULL) "
        "AND ((opposed_on IS NULL AND enforceable_on IS NULL) "
        "OR served_on IS NOT NULL))",
        "A date is missing before this one: filed, order, served.",
    )
    _no_order_against_public_bodies = models.Constraint(
        "CHECK (court_kind <> 'administrative' OR order_on IS NULL)",
        "There is no order for payment against a public buyer.",
    )

    @api.depends("partner_id")
    def _compute_display_name(self):
        for case in self:
            case.display_name = self.env._("Injunction: %s", case.partner_id.name)

    @api.depends("amount_principal", "amount_interest", "amount_fee")
    def _compute_amount_total(self):
        for case in self:
            case.amount_total = (
                case.amount_principal + case.amount_interest + case.amount_fee
            )

    @api.depends("order_on", "served_on")
    def _compute_deadlines(self):
        for case in self:
            order, served = case.order_on, case.served_on
            case.service_deadline = order and injunction.service_deadline(order)
            case.opposition_until = served and injunction.opposition_until(served)
            case.enforceable_from = (
                order and served and injunction.enforceable_from(order, served)
            )

    @api.depends(
        "filed_on", "order_on", "served_on", "opposed_on", "enforceable_on", "closed_on"
    )
    def _compute_state(self):
        """The furthest date a person wrote."""
        for case in self:
            case.state = (
                (case.closed_on and "closed")
                or (case.enforceable_on and "enforceable")
                or (case.opposed_on and "opposed")
                or (case.served_on and "served")
                or (case.order_on and "ordered")
                or (case.filed_on and "filed")
                or "prepared"
            )

    @api.depends("state", "service_deadline", "served_on", "enforceable_from")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for case in self:
            today = case.company_id._dunning_today()
            case.next_step = case._next_step(today)
            case.is_urgent = (
                case.state == "ordered"
                and case.service_deadline - timedelta(WARNING_DAYS) <= today
            )

    def _next_step(self, today):
        """In words, what is to be done now."""
        if self.state == "prepared" and self.court_kind == "administrative":
            return self.env._("Follow the administrative path written in the sheet.")
        if self.state == "ordered":
            return self._next_before_service(today)
        if self.state == "served":
            return self._next_after_service()
        return {
            "prepared": self.env._(
                "Send the file to the court, then write the date here."
            ),
            "filed": self.env._("Wait for the order, then write the date it bears."),
            "opposed": self.env._(
                "The case goes to a hearing: prepare your documents."
            ),
            "enforceable": self.env._("Have it enforced by a commissaire de justice."),
        }.get(self.state) or self.env._("Nothing: this file is closed.")

    def _next_before_service(self, today):
        day = format_date(self.env, self.service_deadline)
        if self.service_deadline < today:
            return self.env._("Not served by %s: the order has lapsed.", day)
        return self.env._("Have it served by a commissaire de justice by %s.", day)

    def _next_after_service(self):
        if self.served_on > self.service_deadline:
            return self.env._("Served after the deadline: the order has lapsed.")
        if not self.enforceable_from:
            return self.env._(
                "Order made before 1 September 2026: ask the registry from %s on "
                "whether it was opposed.",
                format_date(self.env, self.opposition_until + timedelta(1)),
            )
        return self.env._(
            "Opposition until %(until)s. Enforceable from %(day)s if the registry "
            "reported none.",
            until=format_date(self.env, self.opposition_until),
            day=format_date(self.env, self.enforceable_from),
        )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._plan_activities()
        return cases

    def write(self, vals):
        written = super().write(vals)
        if {"order_on", "served_on", "closed_on", "opposed_on", "user_id"} & set(vals):
            self._plan_activities()
        return written

    def _plan_activities(self):
        """One activity: serve the order in time, then ask whether it was opposed."""
        self.activity_unlink([ACTIVITY])
        for case in self:
            speaking = case.with_context(lang=case.user_id.lang)
            if case.state == "ordered":
                day = case.service_deadline - timedelta(WARNING_DAYS)
                summary = speaking.env._("Have the order served, or it lapses")
            elif case.state == "served" and case.enforceable_from:
                day = case.enforceable_from
                summary = speaking.env._("Ask the registry whether it was opposed")
            else:
                continue
            speaking.activity_schedule(
                ACTIVITY,
                date_deadline=day,
                user_id=case.user_id.id,
                summary=summary,
                note=speaking._next_step(case.company_id._dunning_today()),
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filed(self):
        if any(case.state != "prepared" for case in self):
            raise UserError(self.env._("A file that was filed is kept: close it."))

    def action_rebuild(self):
        """Build the file again from today's books, while it is not filed."""
        self.ensure_one()
        self._check_manager()
        if self.state != "prepared":
            raise UserError(self.env._("The file was filed: it stays as it was sent."))
        self.move_ids._check_injunction_access()
        self._build()
        return True

    def action_download(self):
        """Download the ZIP."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("The file is gone: build it again."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    def _check_manager(self):
        self.env.user._tpe_check_manager()
        self.check_access("read")
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
