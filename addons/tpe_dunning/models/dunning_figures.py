from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

from ..tools.receivables import (
    Lateness,
    Month,
    countback_dso,
    hours_saved,
    lateness,
    share,
)

RANKS = (1, 2, 3)
# Days after the invoice within which nearly everything should be paid.
PAID_WITHIN = 60
# Days that a reminder is given to bring the money.
SUCCESS_WITHIN = 30
# How far back the billing is looked at to exhaust what is due: half a year does for most
# firms, and is read in half the time.
RECENT_MONTHS = 6
BILLED_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Total:
    """An amount in company currency, and on how many invoices."""

    amount: float
    invoices: int


@dataclass(frozen=True, slots=True)
class Success:
    """How many of ``reminded`` due lines were ``paid`` in time, in percent ``rate``."""

    paid: int
    reminded: int

    @property
    def rate(self) -> float | None:
        return share(self.paid, self.reminded)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a company may know about its receivables; None is « not enough data »."""

    late: Total
    soon: Total
    open: Total
    fell_due: Total
    unpaid: Total
    dso: float | None
    lateness: Lateness | None
    due_for_60: Total
    paid_in_60: Total
    success: dict[int, Success]
    recovered_7: Total
    recovered_30: Total
    messages: int
    minutes: int

    @property
    def overdue_share(self) -> float | None:
        return share(self.late.amount, self.open.amount)

    @property
    def unpaid_share(self) -> float | None:
        return share(self.unpaid.amount, self.fell_due.amount)

    @property
    def paid_60_share(self) -> float | None:
        return share(self.paid_in_60.amount, self.due_for_60.amount)

    @property
    def hours(self) -> float | None:
        return hours_saved(self.messages, self.minutes) if self.messages else None


class DunningFigures(models.AbstractModel):
    """The figures of a company, in a constant number of queries."""

    _name = "tpe.dunning.figures"
    _description = "Figures on Receivables and Reminders"

    def _figures(self, company, today=None) -> Figures:
        """The figures of ``company`` as of ``today``, read with the user's rights."""
        today = today or company._dunning_today()
        domains = self._domains(company, today)
        totals = {
            code: self._total(domains[code]) for code in domains if code != "payments"
        }
        return Figures(
            **totals,
            dso=self._dso(company, today),
            lateness=self._lateness(domains["payments"]),
            success=self._success(company, today),
            messages=self.env["tpe.dunning.reminder"].search_count(
                self._messages_domain(company, today)
            ),
            minutes=company.tpe_reminder_minutes,
        )

    def _domains(self, company, today: date) -> dict[str, Domain]:
        """``{figure: the payment facts that make it}``: also what a click opens."""
        week = timedelta(7)
        year_ago = today - relativedelta(years=1)
        own = Domain("company_id", "=", company.id)
        is_open = own & Domain("is_open", "=", True)
        billed = own & Domain("kind", "!=", "credit_note")
        fell_due = billed & _between("due_date", year_ago, today)
        payments = (
            own
            & Domain("kind", "=", "payment")
            & _between("settlement_date", year_ago + timedelta(1), today + timedelta(1))
        )
        # Whose 60 days are over: before that, nobody knows.
        last = today - timedelta(PAID_WITHIN)
        due_for_60 = billed & _between(
            "issue_date", last - relativedelta(years=1), last
        )
        after_reminder = payments & Domain("reminded_on", "!=", False)
        return {
            "late": is_open & Domain("due_date", "<", today),
            "soon": is_open & _between("due_date", today, today + week),
            "open": is_open,
            "fell_due": fell_due,
            "unpaid": fell_due & Domain("is_open", "=", True),
            "payments": payments,
            "due_for_60": due_for_60,
            "paid_in_60": due_for_60
            & Domain("kind", "=", "payment")
            & Domain("days_to_pay", "<=", PAID_WITHIN),
            "recovered_7": after_reminder & Domain("days_after_reminder", "<=", 7),
            "recovered_30": after_reminder & Domain("days_after_reminder", "<=", 30),
        }

    def _billed_domain(self, company, today, months):
        """What was billed, credited amounts left out, in the last ``months``."""
        first = date_utils.start_of(today, "month")
        return (
            Domain("company_id", "=", company.id)
            & Domain("kind", "!=", "credit_note")
            & _between(
                "issue_date",
                first - relativedelta(months=months - 1),
                today + timedelta(1),
            )
        )

    def _total(self, domain) -> Total:
        [[amount, invoices]] = self.env["tpe.receivable.settlement"]._read_group(
            domain, [], ["amount:sum", "move_id:count_distinct"]
        )
        return Total(amount or 0.0, invoices)

    def _dso(self, company, today) -> float | None:
        # An invoice dated after today is neither billed nor due yet.
        receivable = self._total(
            Domain("company_id", "=", company.id)
            & Domain("is_open", "=", True)
            & Domain("issue_date", "<=", today)
        ).amount
        days = countback_dso(receivable, self._billed(company, today, RECENT_MONTHS))
        if days is None:
            days = countback_dso(
                receivable, self._billed(company, today, BILLED_MONTHS)
            )
        return days

    def _billed(self, company, today, number) -> list[Month]:
        """The last ``number`` months, latest first."""
        billed = dict(
            self.env["tpe.receivable.settlement"]._read_group(
                self._billed_domain(company, today, number),
                ["issue_date:month"],
                ["amount:sum"],
            )
        )
        first = date_utils.start_of(today, "month")
        months, days = [], today.day
        for _each in range(number):
            months.append(Month(days, billed.get(first, 0.0)))
            days = (first - timedelta(1)).day
            first -= relativedelta(months=1)
        return months

    def _lateness(self, domain) -> Lateness | None:
        return lateness(
            dict(
                self.env["tpe.receivable.settlement"]._read_group(
                    domain, ["days_late"], ["__count"]
                )
            )
        )

    def _reminded_domain(self, company, today, rank):
        """Due lines reminded long enough ago to tell whether it brought the money."""
        last = today - timedelta(SUCCESS_WITHIN)
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "sent")
            & Domain("rank", "=", rank)
            & _between("sent_on", last - relativedelta(years=1), last)
        )

    def _success(self, company, today) -> dict[int, Success]:
        lines = self.env["tpe.dunning.reminder.line"]
        lines.check_access("read")
        domain = Domain.OR(
            self._reminded_domain(company, today, rank) for rank in RANKS
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.rank, outcome.code, count(*)
                  FROM tpe_dunning_reminder_line line
                  JOIN (%s) outcome ON outcome.id = line.id
              GROUP BY line.rank, outcome.code
                """,
                lines._outcomes(lines._search(domain), today),
            )
        )
        counts = {(rank, code): count for rank, code, count in rows}
        return {
            rank: Success(
                counts.get((rank, "paid"), 0),
                sum(
                    counts.get((rank, code), 0)
                    for code in ("paid", "paid_later", "unpaid")
                ),
            )
            for rank in RANKS
        }

    def _messages_domain(self, company, today):
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "sent")
            & Domain("rank", "in", [str(rank) for rank in RANKS])
            & _between(
                "sent_on",
                today - relativedelta(years=1) + timedelta(1),
                today + timedelta(1),
            )
        )


def _between(field, first, end):
    """From ``first`` on, before ``end``."""
    return Domain(field, ">=", first) & Domain(field, "<", end)
