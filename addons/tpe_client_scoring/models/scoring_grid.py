from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ScoringGrid(models.Model):
    """What a company calls good and toxic: one grid for each company."""

    _name = "tpe.scoring.grid"
    _description = "Scoring Grid"
    _inherit = ["mail.thread"]
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    window_months = fields.Integer(
        string="Months looked at", default=24, required=True, tracking=True
    )
    min_experiences = fields.Integer(
        string="Invoices needed to judge",
        default=3,
        required=True,
        tracking=True,
        help="With fewer of them, a criterion is « not enough data ».",
    )

    delay_good = fields.Integer(
        string="Good payer up to (days)", default=30, tracking=True
    )
    delay_toxic = fields.Integer(
        string="Toxic payer from (days)", default=60, tracking=True
    )
    term_tolerance = fields.Integer(
        string="Days beyond the agreed term still kept",
        default=13,
        tracking=True,
        help="Who pays late because you granted him a long term, and keeps it within "
        "these days, is « slow by agreement », not toxic. The average French firm pays "
        "13 days beyond the term.",
    )
    margin_good = fields.Float(
        string="Good net margin above (%)", default=40, digits=(5, 1), tracking=True
    )
    margin_toxic = fields.Float(
        string="Toxic net margin below (%)", default=20, digits=(5, 1), tracking=True
    )
    hours_good = fields.Float(
        string="Light below (hours a month)", default=5, digits=(6, 1), tracking=True
    )
    hours_toxic = fields.Float(
        string="Toxic above (hours a month)", default=15, digits=(6, 1), tracking=True
    )
    recurrence_good = fields.Float(
        string="Regular up to (times his rhythm)",
        default=1.5,
        digits=(4, 1),
        tracking=True,
        help="Days since the last invoice, over the usual days between two invoices of "
        "this customer.",
    )
    recurrence_toxic = fields.Float(
        string="Lost from (times his rhythm)",
        default=3,
        digits=(4, 1),
        tracking=True,
    )

    hourly_cost = fields.Monetary(
        string="Cost of an hour",
        default=35,
        tracking=True,
        help="What an hour of yours costs the firm, charges included.",
    )
    financing_rate = fields.Float(
        string="Financing rate (% a year)",
        default=6,
        digits=(5, 2),
        tracking=True,
        help="What your bank takes for an overdraft: the price of the days beyond the "
        "term.",
    )
    cost_rate = fields.Float(
        string="Cost of a line without a known cost (% of its price)",
        digits=(5, 1),
        tracking=True,
        help="For lines without a product, or with a product that has no cost. "
        "0: unknown, and shown as such.",
    )
    unknown_cost_max = fields.Float(
        string="Unknown cost accepted (% of revenue)",
        default=30,
        digits=(5, 1),
        tracking=True,
        help="Above it, a good or medium margin is « not enough data ».",
    )
    target_margin = fields.Float(
        string="Net margin aimed at (%)", default=30, digits=(5, 1), tracking=True
    )
    dependency_alert = fields.Float(
        string="Dependency above (% of revenue)",
        default=30,
        digits=(5, 1),
        tracking=True,
    )
    ltv_months = fields.Integer(
        string="Months of a customer's value",
        default=36,
        tracking=True,
        help="The value of a customer is his net result a month times these months.",
    )

    acquisition_plan_id = fields.Many2one(
        "account.analytic.plan",
        string="Plan of acquisition costs",
        domain=[("parent_id", "=", False)],
        tracking=True,
        groups="analytic.group_analytic_accounting",
        help="What is booked on an analytic account of this plan is what it cost to win "
        "the customer of the account, else of the line. A cost that is typed comes first.",
    )
    meeting_factor = fields.Float(
        string="Hours for an hour of meeting",
        default=1.5,
        digits=(4, 2),
        tracking=True,
        help="1.5: half an hour of preparation and travel for each hour of meeting.",
    )
    mail_minutes = fields.Float(
        string="Minutes for an e-mail", default=5, digits=(5, 1), tracking=True
    )
    call_minutes = fields.Float(
        string="Minutes for a call", default=10, digits=(5, 1), tracking=True
    )
    credit_note_minutes = fields.Float(
        string="Minutes for a credit note", default=30, digits=(5, 1), tracking=True
    )
    reminder_minutes = fields.Float(
        string="Minutes for a reminder", default=10, digits=(5, 1), tracking=True
    )
    last_run_on = fields.Date(string="Last computed on", readonly=True, copy=False)

    _one_per_company = models.UniqueIndex(
        "(company_id)", "A company has one scoring grid."
    )

    @api.constrains(
        "delay_good",
        "delay_toxic",
        "margin_good",
        "margin_toxic",
        "hours_good",
        "hours_toxic",
        "recurrence_good",
        "recurrence_toxic",
    )
    def _check_order(self):
        for grid in self:
            pairs = (
                (grid.delay_good, grid.delay_toxic, self.env._("payment delay")),
                (grid.margin_toxic, grid.margin_good, self.env._("net margin")),
                (grid.hours_good, grid.hours_toxic, self.env._("management time")),
                (grid.recurrence_good, grid.recurrence_toxic, self.env._("recurrence")),
            )
            for lower, upper, name in pairs:
                if lower >= upper:
                    raise ValidationError(
                        self.env._(
                            "Good and toxic must be apart: for the %(criterion)s, "
                            "%(lower)s must be below %(upper)s.",
                            criterion=name,
                            lower=lower,
                            upper=upper,
                        )
                    )
