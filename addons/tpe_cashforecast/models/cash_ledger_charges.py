from collections import Counter, defaultdict

from odoo import api, models
from odoo.tools import SQL

# What an owner can do something about.
WATCHED = ("purchases", "external", "taxes", "payroll", "other", "financial")


class CashLedgerCharges(models.AbstractModel):
    """What each kind of charge costs a month."""

    _inherit = "tpe.cash.ledger"

    @api.model
    def _charges(self, company, first, last):
        """``{category: ({month: cost}, Counter of its accounts)}``.

        A category is a group of the French chart (626), elsewhere an account.  Payroll
        is one: its accounts may be named after people.
        """
        self.env["account.move.line"].flush_model()
        digits = (
            SQL("left(%s, 3)", self._code(company))
            if self._is_french(company)
            else SQL("account.id::text")
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT CASE WHEN %(kind)s = 'payroll' THEN 'payroll' ELSE %(digits)s END,
                       part.month, account.id, part.cost
                  FROM (SELECT line.account_id,
                               date_trunc('month', line.date)::date AS month,
                               sum(line.balance) AS cost
                          FROM account_move_line line
                         WHERE line.company_id = %(company)s
                           AND line.parent_state = 'posted'
                           AND line.date BETWEEN %(first)s AND %(last)s
                      GROUP BY 1, 2) part
                  JOIN account_account account ON account.id = part.account_id
                 WHERE account.account_type LIKE 'expense%%'
                   AND %(kind)s IN %(watched)s
                """,
                kind=self._kind(company),
                digits=digits,
                company=company.id,
                first=first,
                last=last,
                watched=WATCHED,
            )
        )
        charges = defaultdict(lambda: (Counter(), Counter()))
        for category, month, account_id, cost in rows:
            by_month, accounts = charges[category]
            by_month[month] += float(cost)
            accounts[account_id] += float(cost)
        return dict(charges)

    @api.model
    def _category_name(self, company, category, accounts):
        """What a person calls it: the group of the chart, else its largest account."""
        if category == "payroll":
            labels = self.env["tpe.cash.budget"]._fields["kind"]
            return dict(labels._description_selection(self.env))["payroll"]
        group = self.env["account.group"].search(
            [
                ("company_id", "=", company.root_id.id),
                ("code_prefix_start", "=", category),
            ],
            limit=1,
        )
        [[largest, _cost]] = accounts.most_common(1)
        return group.name or self.env["account.account"].browse(largest).name
