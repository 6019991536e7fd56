from odoo import fields, models
from odoo.tools import SQL

from .cash_budget import COMES_IN
from .cash_ledger import KINDS


class CashBudgetReport(models.Model):
    """Budget and books side by side; charges are negative: a total is a result."""

    _name = "tpe.cash.budget.report"
    _description = "Budget against Actual"
    _auto = False
    _order = "month, kind"
    _rec_name = "month"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(readonly=True)
    kind = fields.Selection(KINDS, string="What", readonly=True)
    budget = fields.Monetary(readonly=True)
    actual = fields.Monetary(readonly=True)
    variance = fields.Monetary(
        readonly=True, help="Positive when it is good: more income, or less charges."
    )

    _depends = {
        "tpe.cash.budget": ["amount", "company_id", "kind", "month"],
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "date",
            "parent_state",
        ],
        "account.account": ["account_type"],
    }

    @property
    def _table_query(self):
        """The budget, and the books of each company since its first budget."""
        budget = SQL(
            """
            SELECT id, company_id, month, kind,
                   CASE WHEN kind IN %s THEN amount ELSE -amount END AS budget,
                   0.0 AS actual
              FROM tpe_cash_budget
            """,
            COMES_IN,
        )
        books = [self._books_of(company) for company in self.env.companies]
        return SQL(
            "SELECT *, actual - budget AS variance FROM (%s) part",
            SQL(" UNION ALL ").join([budget, *books]),
        )

    def _books_of(self, company):
        return SQL(
            """
            SELECT -min(part.id), %(company)s, part.month, %(kind)s, 0.0,
                   sum(part.amount)
              FROM (SELECT min(line.id) AS id, line.account_id,
                           date_trunc('month', line.date)::date AS month,
                           -sum(line.balance) AS amount
                      FROM account_move_line line
                     WHERE line.company_id = %(company)s
                       AND line.parent_state = 'posted'
                       AND line.date >= (
                           SELECT min(month) FROM tpe_cash_budget
                            WHERE company_id = %(company)s)
                  GROUP BY line.account_id, 3) part
              JOIN account_account account ON account.id = part.account_id
             WHERE account.account_type LIKE 'income%%'
                OR account.account_type LIKE 'expense%%'
          GROUP BY 3, 4
            """,
            company=company.id,
            kind=self.env["tpe.cash.ledger"]._kind(company),
        )
