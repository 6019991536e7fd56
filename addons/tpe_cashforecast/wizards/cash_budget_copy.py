from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.cash_budget import COMES_IN


class CashBudgetCopy(models.TransientModel):
    """A budget from what the books say of the year before."""

    _name = "tpe.cash.budget.copy"
    _description = "Copy Last Year to the Budget"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    year = fields.Char(required=True, default=lambda self: self._next_year())
    percent = fields.Float(string="More or less (%)", digits=(5, 1))

    @api.model
    def _next_year(self):
        """The year of most of the months to come."""
        today = self.env.company._dunning_today()
        return str((today + relativedelta(months=6)).year)

    def action_copy(self):
        """Fill the months of the year that have no budget; leave the others alone."""
        self.ensure_one()
        budgets = self.env["tpe.cash.budget"]
        budgets.check_access("create")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        first = fields.Date.to_date(f"{int(self.year):04}-01-01")
        last_year = first - relativedelta(years=1)
        results = (
            self.env["tpe.cash.ledger"]
            .sudo()
            ._results(self.company_id, last_year, first - relativedelta(days=1))
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("month", ">=", first),
            ("month", "<", first + relativedelta(years=1)),
        ]
        there = {(row.month, row.kind) for row in budgets.search(domain)}
        rows = [
            {
                "company_id": self.company_id.id,
                "month": month + relativedelta(years=1),
                "kind": kind,
                "amount": round(
                    (amount if kind in COMES_IN else -amount) * (1 + self.percent / 100)
                ),
            }
            for month, (parts, _early) in sorted(results.items())
            for kind, amount in parts.items()
            if (month + relativedelta(years=1), kind) not in there and round(amount)
        ]
        budgets.create(rows)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_cashforecast.cash_budget_action"
        )
        return {**action, "target": "main"}
