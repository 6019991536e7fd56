from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date

from ..tools.alert import jumps

MONTHS = 13  # the last one, and the same a year before
LEAST, LEAST_SHARE = 200, 0.02  # of the charges of the month: less is a trifle
MOST = 3


class CashAlertExpense(models.Model):
    """Charges that were much more in the last full month than usual."""

    _inherit = "tpe.cash.alert"

    def _causes(self, forecast):
        return [*super()._causes(forecast), *self._jumps(forecast)]

    def _jumps(self, forecast):
        company = forecast.company_id
        end = forecast.date.replace(day=1)
        months = [end - relativedelta(months=back) for back in range(MONTHS, 0, -1)]
        ledger = self.env["tpe.cash.ledger"]
        charges = ledger._charges(company, months[0], end - timedelta(1))
        known = [
            month for month in months if any(c[0][month] for c in charges.values())
        ]
        if not known:
            return
        months = [month for month in months if month >= known[0]]
        total = sum(by_month[months[-1]] for by_month, _accounts in charges.values())
        least = max(LEAST, LEAST_SHARE * total)
        found = []
        for category, (by_month, accounts) in charges.items():
            more = jumps([by_month[month] for month in months], least)
            if more:
                found.append((more, category, by_month[months[-1]], accounts))
        for more, category, cost, accounts in sorted(
            found, key=lambda f: (-f[0], f[1])
        )[:MOST]:
            yield {
                "kind": "expense",
                "key": f"expense,{category},{months[-1]:%Y-%m}",
                "name": self.env._(
                    "%(category)s: %(cost)s in %(month)s, %(more)s more than in a usual "
                    "month.",
                    category=ledger._category_name(company, category, accounts),
                    cost=company.currency_id.format(cost),
                    month=format_date(self.env, months[-1], date_format="MMMM"),
                    more=company.currency_id.format(more),
                ),
                "amount": more,
                "day": months[-1],
            }

    def _charges_action(self):
        """The journal items of that category and month."""
        last = self.day + relativedelta(day=31)
        charges = (
            self.env["tpe.cash.ledger"].sudo()._charges(self.company_id, self.day, last)
        )
        category = self.key.split(",")[1]
        _by_month, accounts = charges.get(category, ((), ()))
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "account.move.line",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_id", "in", list(accounts)),
                ("date", ">=", self.day),
                ("date", "<=", last),
            ],
            "context": {"create": False},
        }
