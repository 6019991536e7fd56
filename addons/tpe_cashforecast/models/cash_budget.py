from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .cash_ledger import KINDS

# Income, and results that may be either: these keep their sign, charges are positive.
COMES_IN = ("revenue", "other_income", "other", "financial", "exceptional")


class CashBudget(models.Model):
    """What a firm means to sell or to spend in a month, by part of its result."""

    _name = "tpe.cash.budget"
    _description = "Budget"
    _order = "month, kind"
    _rec_name = "month"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True, help="Any day of the month: it becomes the first one."
    )
    kind = fields.Selection(KINDS, string="What", required=True)
    amount = fields.Monetary(
        string="Budget",
        help="Without tax. Income and charges are both positive; a result that costs, "
        "such as interest, is negative.",
    )
    actual = fields.Monetary(
        compute="_compute_actual", help="What the books say so far, without tax."
    )
    variance = fields.Monetary(
        compute="_compute_actual",
        help="Positive when it is good: more income, or less charges.",
    )

    _one_a_month = models.UniqueIndex(
        "(company_id, month, kind)", "There is a budget of this kind for this month."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._first_day(values) for values in vals_list])

    def write(self, vals):
        return super().write(self._first_day(vals))

    @api.model
    def _first_day(self, values):
        if values.get("month"):
            month = fields.Date.to_date(values["month"]).replace(day=1)
            values = {**values, "month": month}
        return values

    @api.depends("month", "kind", "amount", "company_id")
    def _compute_actual(self):
        ledger = self.env["tpe.cash.ledger"].sudo()
        for company, budgets in self.grouped("company_id").items():
            months = [month for month in budgets.mapped("month") if month]
            results = {}
            if months and company:
                last = max(months) + relativedelta(day=31)
                results = ledger._results(company, min(months), last)
            for budget in budgets:
                made = results.get(budget.month, ({}, {}))[0].get(budget.kind, 0.0)
                sign = 1 if budget.kind in COMES_IN else -1
                budget.actual = sign * made
                budget.variance = made - sign * budget.amount
