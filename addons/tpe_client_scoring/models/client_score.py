from odoo import api, fields, models

from .client_decision import DECIDABLE
from .client_profile import ALIGNMENTS

READERS = "tpe_base.group_tpe_manager,account.group_account_manager"
STATUSES = [
    ("good", "Good"),
    ("watch", "To watch"),
    ("toxic", "Toxic"),
    ("unknown", "Not enough data"),
]
DELAY_STATUSES = [*STATUSES, ("agreed", "Slow by agreement")]
VERDICTS = [*DECIDABLE, ("unknown", "Not enough data")]
TRENDS = [
    ("up", "Better"),
    ("steady", "Steady"),
    ("down", "Worse"),
    ("unknown", "Not enough data"),
]
TIME_SOURCES = [
    ("manual", "Your own figure"),
    ("timesheet", "Timesheets"),
    ("traces", "Traces"),
    ("none", "Nothing known"),
]


class ClientScore(models.Model):
    """How a customer does, today (``is_current``) or at the end of a month (``month``).

    A table of its own: nothing that depends on invoices is stored on the customer.  Rows
    are written by the scheduled action in a few statements, never by a person.
    """

    _name = "tpe.client.score"
    _description = "Customer Score"
    _inherit = ["tpe.dunning.rows"]
    _order = "euros_per_month, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    is_current = fields.Boolean(readonly=True)
    month = fields.Date(
        readonly=True, help="First day of the month whose end this row keeps."
    )
    computed_on = fields.Date(
        string="Changed on", readonly=True, help="Day on which a figure last changed."
    )

    # Payment delay
    delay_days = fields.Float(
        string="Days to pay",
        digits=(8, 1),
        readonly=True,
        aggregator="avg",
        help="From the invoice to the payment, each euro counting once; what is late and "
        "unpaid counts to this day; disputed invoices are left out.",
    )
    delay_beyond = fields.Float(
        string="Days beyond the term",
        digits=(8, 1),
        readonly=True,
        aggregator="avg",
        help="The same, from the due date. The French average is 13 days.",
    )
    delay_term = fields.Float(
        string="Term granted (days)", digits=(8, 1), readonly=True, aggregator="avg"
    )
    delay_status = fields.Selection(
        DELAY_STATUSES, string="Payment delay", readonly=True
    )
    delay_count = fields.Integer(string="Invoices judged", readonly=True)
    delay_points = fields.Integer(
        string="Points: delay", readonly=True, aggregator="avg"
    )
    billed = fields.Monetary(
        string="Paid or late, tax included",
        readonly=True,
        help="The euros whose days are counted.",
    )
    late_amount = fields.Monetary(string="Late and unpaid", readonly=True)
    disputed_amount = fields.Monetary(
        string="Disputed", readonly=True, help="Unpaid and disputed: not counted late."
    )

    # Net margin
    margin_rate = fields.Float(
        string="Net margin (%)", digits=(8, 1), readonly=True, aggregator="avg"
    )
    margin_status = fields.Selection(STATUSES, string="Net margin", readonly=True)
    margin_count = fields.Integer(string="Invoice lines", readonly=True)
    margin_points = fields.Integer(
        string="Points: margin", readonly=True, aggregator="avg"
    )
    months = fields.Integer(
        string="Months counted",
        readonly=True,
        aggregator="avg",
        help="Months looked at, or fewer for a customer who is newer than that.",
    )
    revenue = fields.Monetary(readonly=True, help="Excluding taxes, credit notes off.")
    cost = fields.Monetary(
        string="Cost of sales",
        readonly=True,
        help="As frozen when invoices were posted.",
    )
    time_cost = fields.Monetary(string="Cost of your hours", readonly=True)
    late_cost = fields.Monetary(string="Cost of late days", readonly=True)
    reminder_cost = fields.Monetary(string="Cost of reminders", readonly=True)
    net_margin = fields.Monetary(string="Net result", readonly=True)
    revenue_month = fields.Monetary(string="Revenue a month", readonly=True)
    euros_per_month = fields.Monetary(
        string="Result a month",
        readonly=True,
        help="Net margin a month; negative: this customer costs money.",
    )
    unknown_share = fields.Float(
        string="Unknown cost (% of revenue)",
        digits=(5, 1),
        readonly=True,
        aggregator="avg",
    )
    estimated_share = fields.Float(
        string="Estimated cost (% of revenue)",
        digits=(5, 1),
        readonly=True,
        aggregator="avg",
    )

    # Management time
    time_hours = fields.Float(
        string="Hours a month", digits=(8, 1), readonly=True, aggregator="avg"
    )
    time_status = fields.Selection(STATUSES, string="Management time", readonly=True)
    time_count = fields.Integer(string="Traces of time", readonly=True)
    time_points = fields.Integer(string="Points: time", readonly=True, aggregator="avg")
    time_source = fields.Selection(TIME_SOURCES, string="Hours from", readonly=True)
    meeting_hours = fields.Float(digits=(8, 1), readonly=True)
    mail_count = fields.Integer(string="E-mails", readonly=True)
    call_count = fields.Integer(string="Calls", readonly=True)
    credit_note_count = fields.Integer(string="Credit notes", readonly=True)
    reminder_count = fields.Integer(string="Reminders", readonly=True)

    # Recurrence
    recurrence_ratio = fields.Float(
        string="Times his rhythm", digits=(6, 1), readonly=True, aggregator="avg"
    )
    recurrence_status = fields.Selection(STATUSES, string="Recurrence", readonly=True)
    recurrence_count = fields.Integer(string="Days with an invoice", readonly=True)
    recurrence_points = fields.Integer(
        string="Points: recurrence", readonly=True, aggregator="avg"
    )
    first_invoice_on = fields.Date(string="Customer since", readonly=True)
    last_invoice_on = fields.Date(string="Last invoice", readonly=True)
    seniority_months = fields.Integer(
        string="Seniority (months)", readonly=True, aggregator="avg"
    )
    own_gap = fields.Float(
        string="Usual days between invoices",
        digits=(6, 1),
        readonly=True,
        aggregator="avg",
    )
    current_gap = fields.Integer(
        string="Days since the last invoice", compute="_compute_current_gap"
    )

    # Alignment
    alignment = fields.Selection(ALIGNMENTS, string="Answer", readonly=True)
    alignment_status = fields.Selection(STATUSES, string="Alignment", readonly=True)
    alignment_count = fields.Integer(string="Answers", readonly=True)
    alignment_points = fields.Integer(
        string="Points: alignment", readonly=True, aggregator="avg"
    )

    # What follows
    dependency_share = fields.Float(
        string="Share of revenue (%)", digits=(5, 1), readonly=True
    )
    is_dependency = fields.Boolean(
        string="Dependency", readonly=True, help="Above the share that raises an alert."
    )
    score = fields.Integer(readonly=True, aggregator="avg")
    score_class = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"), ("unknown", "?")],
        string="Class",
        readonly=True,
        help="« ? »: too few payments to give a score.",
    )
    toxic_count = fields.Integer(string="Toxic criteria", readonly=True)
    known_count = fields.Integer(string="Criteria known", readonly=True)
    verdict = fields.Selection(VERDICTS, string="Proposal", readonly=True)
    trend = fields.Selection(TRENDS, readonly=True)
    score_before = fields.Integer(
        string="Score 3 months before", readonly=True, aggregator="avg"
    )
    toxic_since = fields.Date(
        readonly=True, help="Day since which three criteria or more are toxic."
    )
    ltv = fields.Monetary(string="Value (LTV)", readonly=True)
    cac = fields.Monetary(string="Acquisition cost (CAC)", readonly=True)

    # Beside what a person decided
    decision_id = fields.Many2one(
        "tpe.client.decision",
        string="Last decision",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    decided_verdict = fields.Selection(DECIDABLE, string="Decision", readonly=True)
    final_verdict = fields.Selection(
        VERDICTS,
        string="Verdict",
        readonly=True,
        help="The decision of a person, else what is proposed.",
    )
    diverges = fields.Boolean(
        string="Decided otherwise",
        readonly=True,
        help="The decision is not what is proposed today.",
    )

    _one_current = models.UniqueIndex(
        "(company_id, partner_id) WHERE is_current",
        "This customer has a score already.",
    )
    _one_per_month = models.UniqueIndex(
        "(company_id, month, partner_id) WHERE NOT is_current",
        "The score of this month is kept already.",
    )

    @api.depends("last_invoice_on", "is_current", "month")
    def _compute_current_gap(self):
        """Not stored: it changes every day, and the rows with it."""
        for score in self:
            last = score.last_invoice_on
            score.current_gap = (score._day() - last).days if last else 0

    def _day(self):
        """The day this row speaks of."""
        self.ensure_one()
        if self.is_current or not self.month:
            return self.company_id._dunning_today()
        return fields.Date.end_of(self.month, "month")
