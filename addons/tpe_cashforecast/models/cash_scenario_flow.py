from odoo import fields, models

from ..tools.flow import NOTHING, Flow
from ..tools.scenario import planned
from .cash_source import CATEGORIES


class CashScenarioFlow(models.Model):
    """What a scenario adds to the books: an investment, a hire, a grant."""

    _name = "tpe.cash.scenario.flow"
    _description = "Planned Flow of a Cash Scenario"
    _order = "first_day, id"

    scenario_id = fields.Many2one(
        "tpe.cash.scenario", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="scenario_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="What", required=True)
    way = fields.Selection(
        [("out", "Goes out"), ("in", "Comes in")], required=True, default="out"
    )
    category = fields.Selection(CATEGORIES, required=True, default="investment")
    amount = fields.Monetary(required=True, help="Each time, tax included.")
    first_day = fields.Date(required=True, default=fields.Date.context_today)
    months = fields.Integer(
        string="Times, monthly", default=1, required=True, help="1: once."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The amount is positive: the way says where it goes."
    )
    _months_in_range = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120)", "Between 1 and 120 times."
    )

    def _as_flow(self, books):
        """`Flow` of what is left to pay, None when nothing is."""
        self.ensure_one()
        if not (self.amount and self.first_day and self.category):
            return None
        cents = books.cents(abs(self.amount)) * (1 if self.way == "in" else -1)
        once = Flow(
            key=f"{self._name},{self.id}",
            source="scenario",
            category=self.category,
            label=self.name or "",
            cents=cents,
            weeks=(cents, *NOTHING[1:]),
        )
        return planned(once, self.first_day, self.months, books.today)
