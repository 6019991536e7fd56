from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Date
from odoo.tools import SQL

from ..tools.debt import Debt, debt_payments
from ..tools.recurrence import STEPS

BEFORE = 45  # days back to the oldest occurrence a document may stand for


class Expected(NamedTuple):
    """An occurrence; ``document`` (model, id) is what stands for it."""

    day: Date
    paid_on: Date
    cents: int
    note: str = ""
    document: tuple[str, int] | None = None


class CashRecurringDebts(models.Model):
    """Payments of debts that the books accrue: salaries, contributions."""

    _inherit = "tpe.cash.recurring"

    def _debts(self, books):
        """``{flow: Debt}``: what the books hold on the accounts of each flow."""
        flows = self.filtered(lambda flow: flow.amount_mode == "books")
        prefixes = {flow: flow._prefixes() for flow in flows}
        every = sorted({prefix for each in prefixes.values() for prefix in each})
        if not every:
            return {}
        codes = self._accounts(books.company, every)
        start = books.today.replace(day=1) - relativedelta(months=12)
        rows = codes and self.env.execute_query(
            SQL(
                """
                SELECT line.account_id,
                       date_trunc('month', GREATEST(line.date, %(start)s))::date,
                       sum(line.credit), sum(line.balance)
                  FROM account_move_line line
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.account_id IN %(accounts)s
                   AND %(known)s
              GROUP BY 1, 2
                """,
                start=start - timedelta(1),
                company=books.company.id,
                accounts=tuple(codes),
                known=books.known(SQL("line.date")),
            )
        )
        debts = {}
        for flow in flows:
            credits, balance = defaultdict(int), 0
            for account, month, credit, total in rows or ():
                if codes[account].startswith(prefixes[flow]):
                    balance -= books.cents(total)
                    if month >= start:
                        credits[month] += books.cents(credit)
            debts[flow] = Debt(balance, dict(credits))
        return debts

    def _prefixes(self):
        parts = (self.debt_accounts or "").replace(" ", "").split(",")
        return tuple(part for part in parts if part)

    def _accounts(self, company, prefixes):
        """``{account id: code}`` of the accounts whose code begins so."""
        accounts = self.env["account.account"].sudo().with_company(company)
        domain = ["|"] * (len(prefixes) - 1)
        domain += [("code", "=like", f"{prefix}%") for prefix in prefixes]
        found = accounts.search(
            [("company_ids", "in", company.parent_ids.ids), *domain]
        )
        return {account.id: account.code for account in found}

    def _from_debt(self, books, debt, until):
        """The payments of a debt that the books accrue month after month."""
        today = books.today
        days = self._days(today - timedelta(BEFORE), until, books.as_was)
        months = STEPS[self.periodicity][1]
        # Salaries of the end of a month are its own; what is paid later is of the last one.
        own_month = self.category == "payroll" and self.first_day.day > 20
        sign = 1 if self.direction == "in" else -1
        return [
            Expected(
                payment.day,
                payment.paid_on,
                sign * payment.cents,
                self._debt_note(books, payment),
            )
            for payment in debt_payments(debt, days, months, own_month, today)
        ]

    def _debt_note(self, books, payment):
        from_books = books.company.currency_id.format(books.money(payment.owed))
        mean = books.company.currency_id.format(books.money(payment.mean))
        if not payment.months:
            return self.env._("owed in the books: %s", from_books)
        if not payment.owed and payment.months == 1:
            return self.env._("mean of the last months: %s", mean)
        if not payment.owed:
            return self.env._(
                "%(number)s × mean of the last months: %(mean)s",
                number=payment.months,
                mean=mean,
            )
        return self.env._(
            "owed in the books %(owed)s + %(number)s × mean of the last months %(mean)s",
            owed=from_books,
            number=payment.months,
            mean=mean,
        )
