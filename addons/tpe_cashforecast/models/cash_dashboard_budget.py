from odoo import models


class CashDashboardBudget(models.AbstractModel):
    _inherit = "tpe.cash.dashboard"

    def _budget_of(self, company, month, kind):
        """What was budgeted, or 0.0."""
        budget = (
            self.env["tpe.cash.budget"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("month", "=", month),
                    ("kind", "=", kind),
                ]
            )
        )
        return budget.amount
