from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL, format_date

from ..tools.fiscal_calendar import fiscal_year
from ..tools.vat import VatBooks, months_of, vat_payments

COLLECTED = ("4452", "4453", "4457")
DEDUCTIBLE = ("44562", "44566")
# On unsettled operations: not due, not deductible yet.
WAITING = ("44574",)
TO_PAY, CREDIT, INSTALMENTS = "44551", "44567", "44581"
LEDGER = ("444", "695", "63511")
RETURNS = (TO_PAY, CREDIT, INSTALMENTS)
ACCOUNTS = (*COLLECTED, *DEDUCTIBLE, *RETURNS)
# A return is booked on the last day of its period, or some days before.
AROUND = timedelta(5)


class CashTaxBooks(models.Model):
    """What the books say of VAT and taxes."""

    _inherit = "tpe.cash.tax"

    def _codes(self, company, prefixes):
        """``{account id: code}``."""
        return self.env["tpe.cash.recurring"]._accounts(company, prefixes)

    def _guess(self, company):
        """The regime that the books look like."""
        today = company._dunning_today()
        since = today - relativedelta(months=14)
        codes = self._codes(company, ACCOUNTS)
        rows = codes and self.env.execute_query(
            SQL(
                """
                SELECT account_id, count(DISTINCT date_trunc('month', date))
                  FROM account_move_line
                 WHERE company_id = %s
                   AND parent_state = 'posted'
                   AND account_id IN %s
                   AND date >= %s
                   AND credit > 0
              GROUP BY 1
                """,
                company.id,
                tuple(codes),
                since,
            )
        )
        months = defaultdict(int)
        for account, number in rows or ():
            for prefix in ACCOUNTS:
                if codes[account].startswith(prefix):
                    months[prefix] = max(months[prefix], number)
        if not any(months[prefix] for prefix in COLLECTED):
            regime = "none"
        elif months[TO_PAY]:
            regime = "monthly" if months[TO_PAY] > 5 else "quarterly"
        else:
            simplified = [c for c in codes.values() if c.startswith(INSTALMENTS)]
            used = simplified and self._codes_used(company, INSTALMENTS, since)
            regime = "simplified" if used else "monthly"
        return {
            "vat_regime": regime,
            "pays_tax": self._codes_used(company, "444", since),
        }

    def _codes_used(self, company, prefix, since):
        accounts = self._codes(company, [prefix])
        return bool(accounts) and bool(
            self.env["account.move.line"].sudo().search_count(
                [("company_id", "=", company.id), ("parent_state", "=", "posted"),
                 ("account_id", "in", list(accounts)), ("date", ">=", since)],
                limit=1,
            )
        )  # fmt: skip

    def _ledger(self, books):
        """``[(code, day, balance, debit)]`` of taxes but VAT, in cents: one query."""
        codes = self._codes(books.company, LEDGER)
        if not codes:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account_id, date, sum(balance), sum(debit)
                  FROM account_move_line
                 WHERE company_id = %s
                   AND parent_state = 'posted'
                   AND account_id IN %s
                   AND %s
              GROUP BY 1, 2
                """,
                books.company.id,
                tuple(codes),
                books.known(SQL("date")),
            )
        )
        return [
            (codes[account], day, books.cents(balance), books.cents(debit))
            for account, day, balance, debit in rows
        ]

    def _turnover(self, today):
        """Sales of the last twelve months, in currency units."""
        codes = self._codes(self.company_id, ("70",))
        rows = codes and self.env.execute_query(
            SQL(
                """
                SELECT -sum(balance)
                  FROM account_move_line
                 WHERE company_id = %s
                   AND parent_state = 'posted'
                   AND account_id IN %s
                   AND date > %s
                   AND date <= %s
                """,
                self.company_id.id,
                tuple(codes),
                today - relativedelta(years=1),
                today,
            )
        )
        return rows and rows[0][0] or 0.0

    def _vat_books(self, books) -> VatBooks:
        """VAT month by month, and what the returns in the books say."""
        kinds = {
            account: next(prefix for prefix in ACCOUNTS if code.startswith(prefix))
            for account, code in self._codes(books.company, ACCOUNTS).items()
            if not code.startswith(WAITING)
        }
        if not kinds:
            return VatBooks()
        returns = [a for a, kind in kinds.items() if kind in RETURNS]
        vat = [a for a in kinds if a not in returns]
        start = books.today.replace(day=1) - relativedelta(months=26)
        # {kind: {month: cents}}; what is before ``start`` is under the month before it.
        balances = {kind: defaultdict(int) for kind in ACCOUNTS}
        instalments = defaultdict(int)
        declared = None
        for account, month, in_return, last, total, debit in self.env.execute_query(
            self._query_vat(books, vat, returns, start)
        ):
            kind = kinds[account]
            if kind not in RETURNS and in_return:
                declared = max(declared or last, last)
                continue
            balances[kind][month] += books.cents(total)
            if kind == INSTALMENTS:
                instalments[month] += books.cents(debit)
        return VatBooks(
            _added(balances, COLLECTED, -1),
            _added(balances, DEDUCTIBLE),
            -sum(balances[TO_PAY].values()),
            max(0, sum(balances[CREDIT].values())),
            dict(instalments),
            declared and _last_end(declared),
        )

    def _query_vat(self, books, vat, returns, start):
        # The entry of a return empties the accounts of VAT: it is no VAT of its month.
        return SQL(
            """
            WITH filed AS (
                SELECT DISTINCT line.move_id
                  FROM account_move_line line
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.account_id = ANY(%(returns)s)
                   AND %(known)s
            )
            SELECT line.account_id,
                   date_trunc('month', GREATEST(line.date, %(before)s))::date,
                   filed.move_id IS NOT NULL, max(line.date),
                   sum(line.balance), sum(line.debit)
              FROM account_move_line line
         LEFT JOIN filed ON filed.move_id = line.move_id
             WHERE line.company_id = %(company)s
               AND line.parent_state = 'posted'
               AND line.account_id = ANY(%(accounts)s)
               AND (line.date >= %(start)s OR line.account_id = ANY(%(returns)s))
               AND %(known)s
          GROUP BY 1, 2, 3
            """,
            company=books.company.id,
            returns=returns,
            accounts=[*vat, *returns],
            before=start - timedelta(1),
            start=start,
            known=books.known(SQL("line.date")),
        )

    def _vat_lines(self, books, dues):
        if not dues:
            return []
        vat = self._vat_books(books)
        reference, told = self._vat_reference(books, vat)
        names = {
            "vat": self.env._("VAT"),
            "vat_instalment": self.env._("VAT: instalment"),
            "vat_balance": self.env._("VAT: balance of the year (CA12)"),
        }
        found = []
        for payment in vat_payments(dues, vat, reference, books.today):
            due = payment.due
            name = f"{names[due.kind]} {self._period(due)}"
            if due.kind == "vat_instalment":
                how = self.env._(
                    "%(percent)s %% of %(reference)s",
                    percent=due.percent,
                    reference=told,
                )
            else:
                how = self._vat_how(books, payment)
            found.append(self._line(due, payment.cents, name, how, books))
        return found

    def _vat_reference(self, books, vat):
        """VAT of the last financial year, in cents, and its name."""
        if self.vat_reference:
            cents = books.cents(self.vat_reference)
            return cents, self.env._("%s (typed)", self._told(books, cents))
        start, _end = fiscal_year(books.today, self._closing_month())
        before = start - relativedelta(years=1)
        cents = max(0, sum(map(vat.net, months_of(before, start - timedelta(1)))))
        told = self.env._(
            "%(amount)s, VAT of %(year)s",
            amount=self._told(books, cents),
            year=before.year,
        )
        return cents, told

    def _period(self, due):
        if due.start.replace(day=1) == due.end.replace(day=1):
            return format_date(self.env, due.end, date_format="MMMM y")
        start = format_date(self.env, due.start, date_format="MMM")
        return f"{start} – {format_date(self.env, due.end, date_format='MMM y')}"

    def _vat_how(self, books, payment):
        if payment.owed:
            return self.env._("the return is booked: owed on account 44551")
        parts = []
        if payment.collected or payment.deductible:
            parts.append(
                self.env._(
                    "collected %(collected)s - deductible %(deductible)s",
                    collected=self._told(books, payment.collected),
                    deductible=self._told(books, payment.deductible),
                )
            )
        if payment.trend:
            parts.append(
                self.env._(
                    "not booked yet, as the last three months: %s",
                    self._told(books, payment.trend),
                )
            )
        if payment.before:
            parts.append(
                self.env._(
                    "credit and instalments: -%s", self._told(books, payment.before)
                )
            )
        return "; ".join(parts)


def _added(balances, kinds, sign=1):
    """``{month: cents}`` of several kinds together."""
    total = defaultdict(int)
    for kind in kinds:
        for month, cents in balances[kind].items():
            total[month] += sign * cents
    return dict(total)


def _last_end(day):
    """The last end of a month on ``day``, or just after it."""
    first = (day + AROUND).replace(day=1)
    return first - timedelta(1)
