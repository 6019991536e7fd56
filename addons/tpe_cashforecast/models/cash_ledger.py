from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

# Parts of a result, in the order of French accounts.
KINDS = [
    ("revenue", "Revenue"),
    ("other_income", "Other operating income"),
    ("purchases", "Purchases"),
    ("external", "External charges"),
    ("taxes", "Taxes and duties"),
    ("payroll", "Payroll"),
    ("other", "Other income and charges"),
    ("depreciation", "Depreciation"),
    ("financial", "Financial result"),
    ("exceptional", "Exceptional result"),
    ("income_tax", "Income tax"),
]
# Where the chart is French, its codes tell more than the types of the accounts.
BY_CODE = {
    "revenue": "^70",
    "other_income": "^7[124]",
    "purchases": "^60",
    "external": "^6[12]",
    "taxes": "^63",
    "payroll": "^64",
    "other": "^(65|75|79)",
    "financial": "^[67]6",
    "exceptional": "^[67]7",
    "depreciation": "^[67]8",
    "income_tax": "^69",
}
BY_TYPE = {
    "revenue": "income",
    "other_income": "income_other",
    "purchases": "expense_direct_cost",
    "external": "expense",
    "depreciation": "expense_depreciation",
}


class CashLedger(models.AbstractModel):
    """What the books of a company add up to: each question is one statement."""

    _name = "tpe.cash.ledger"
    _description = "Sums of the Books"

    @api.model
    def _kind(self, company) -> SQL:
        """The part of the result an ``account`` belongs to; NULL for the others."""
        cases = [
            SQL("WHEN account.account_type = %s THEN %s", account_type, kind)
            for kind, account_type in BY_TYPE.items()
        ]
        if self._is_french(company):
            code = self._code(company)
            cases = [
                SQL("WHEN %s ~ %s THEN %s", code, pattern, kind)
                for kind, pattern in BY_CODE.items()
            ] + cases
        cases.append(
            SQL(
                "WHEN account.account_type LIKE 'income%%' "
                "OR account.account_type LIKE 'expense%%' THEN 'other'"
            )
        )
        return SQL("CASE %s END", SQL(" ").join(cases))

    @api.model
    def _group(self, company) -> SQL:
        """The part of the balance sheet an ``account`` belongs to.

        In France 44551, the VAT to pay, is a payable account and 44567, its credit, a
        receivable one: both are no trade.
        """
        stock = taxes = SQL("FALSE")
        if self._is_french(company):
            stock = SQL("%s LIKE '3%%'", self._code(company))
            taxes = SQL("%s ~ '^4[234]'", self._code(company))
        return SQL(
            """
            CASE WHEN account.account_type = 'asset_cash' THEN 'cash'
                 WHEN account.account_type = 'asset_receivable'
                  AND account.non_trade IS NOT TRUE THEN 'customers'
                 WHEN account.account_type = 'liability_payable'
                  AND account.non_trade IS NOT TRUE THEN 'suppliers'
                 WHEN %(stock)s THEN 'stock'
                 WHEN %(taxes)s THEN 'taxes'
                 WHEN account.account_type IN (
                      'asset_receivable', 'asset_current', 'asset_prepayments')
                 THEN 'other_assets'
                 WHEN account.account_type IN (
                      'liability_payable', 'liability_current', 'liability_credit_card')
                 THEN 'other_debts'
            END
            """,
            stock=stock,
            taxes=taxes,
        )

    @api.model
    def _accounts(self, company) -> dict:
        """``{part of the result or of the balance sheet: ids of its accounts}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(%s, %s), array_agg(account.id)
                  FROM account_account account
                  JOIN account_account_res_company_rel owner
                    ON owner.account_account_id = account.id
                 WHERE owner.res_company_id = %s
              GROUP BY 1
                """,
                self._group(company),
                self._kind(company),
                company.root_id.id,
            )
        )
        return dict(rows)

    @api.model
    def _is_french(self, company):
        return (company.chart_template or "").startswith("fr")

    @api.model
    def _code(self, company) -> SQL:
        return SQL("COALESCE(account.code_store ->> %s, '')", str(company.root_id.id))

    @api.model
    def _results(self, company, first, last):
        """``{month: ({part: amount}, {part: amount until the day of last})}``."""
        self.env["account.move.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT part.month, %(kind)s, sum(part.amount), sum(part.early)
                  FROM (SELECT line.account_id,
                               date_trunc('month', line.date)::date AS month,
                               -sum(line.balance) AS amount,
                               -sum(line.balance) FILTER (
                                   WHERE EXTRACT(day FROM line.date) <= %(day)s
                               ) AS early
                          FROM account_move_line line
                         WHERE line.company_id = %(company)s
                           AND line.parent_state = 'posted'
                           AND line.date BETWEEN %(first)s AND %(last)s
                      GROUP BY 1, 2) part
                  JOIN account_account account ON account.id = part.account_id
                 WHERE account.account_type LIKE 'income%%'
                    OR account.account_type LIKE 'expense%%'
              GROUP BY 1, 2
                """,
                kind=self._kind(company),
                day=last.day,
                company=company.id,
                first=first,
                last=last,
            )
        )
        results = defaultdict(lambda: ({}, {}))
        for month, kind, amount, early in rows:
            results[month][0][kind] = float(amount)
            results[month][1][kind] = float(early or 0)
        return results

    @api.model
    def _balances(self, company, today, before):
        """``{group of the balance sheet: (today, at the end of before)}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(group)s, sum(part.now), sum(part.before)
                  FROM (SELECT line.account_id,
                               sum(line.balance) AS now,
                               sum(line.balance) FILTER (
                                   WHERE line.date <= %(before)s) AS before
                          FROM account_move_line line
                         WHERE line.company_id = %(company)s
                           AND line.parent_state = 'posted'
                           AND line.date <= %(today)s
                      GROUP BY 1) part
                  JOIN account_account account ON account.id = part.account_id
                 WHERE account.account_type LIKE 'asset%%'
                    OR account.account_type LIKE 'liability%%'
              GROUP BY 1
                """,
                group=self._group(company),
                company=company.id,
                today=today,
                before=before,
            )
        )
        return {
            part: (float(now or 0), float(then or 0))
            for part, now, then in rows
            if part
        }

    @api.model
    def _billed(self, company, periods):
        """``[(turnover tax included, days of it)]`` of posted sales documents.

        ``periods``: ``[(first day, last day)]``.
        """
        [[oldest, *billed]] = self.env.execute_query(
            SQL(
                """
                SELECT min(invoice_date), %(sums)s
                  FROM account_move
                 WHERE company_id = %(company)s
                   AND state = 'posted'
                   AND move_type IN ('out_invoice', 'out_refund')
                   AND invoice_date <= %(last)s
                """,
                sums=SQL(", ").join(
                    SQL(
                        "sum(amount_total_signed) "
                        "FILTER (WHERE invoice_date BETWEEN %s AND %s)",
                        first,
                        last,
                    )
                    for first, last in periods
                ),
                company=company.id,
                last=max(last for _first, last in periods),
            )
        )
        return [
            (
                float(amount or 0),
                max(0, (last - max(first, oldest)).days + 1) if oldest else 0,
            )
            for (first, last), amount in zip(periods, billed, strict=True)
        ]

    @api.model
    def _overdue(self, company, today):
        """``(overdue, open)`` amounts of what customers owe."""
        [[late, due]] = self.env.execute_query(
            SQL(
                """
                SELECT sum(amount) FILTER (WHERE due_date < %s), sum(amount)
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s AND is_open
                """,
                today,
                company.id,
            )
        )
        return float(late or 0), float(due or 0)
