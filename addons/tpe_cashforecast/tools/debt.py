"""Debts that accrue each month and are paid later: net pay, social contributions.

Plain Python: no ORM, no clock.  Amounts in cents.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

MEAN = 3  # months


@dataclass(frozen=True)
class Debt:
    """``balance`` owed today; ``credits``: what each month added, by its first day.

    >>> Debt(0, {date(2026, 1, 1): 90, date(2026, 2, 1): 110}).mean(date(2026, 3, 9))
    100
    """

    balance: int
    credits: dict[date, int] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return any(cents > 0 for cents in self.credits.values())

    def mean(self, today: date) -> int:
        """Of the last months that are over, or of the running one when it is alone."""
        months = sorted(month for month, cents in self.credits.items() if cents > 0)
        over = [month for month in months if month < today.replace(day=1)]
        last = (over or months)[-MEAN:]
        return round(sum(self.credits[each] for each in last) / len(last))


@dataclass(frozen=True)
class Payment:
    """``cents`` = ``owed`` in the books + ``months`` not accrued yet × ``mean``."""

    day: date
    paid_on: date
    owed: int
    months: int
    mean: int

    @property
    def cents(self) -> int:
        return max(0, self.owed + self.months * self.mean)


def debt_payments(
    debt: Debt,
    days: Iterable[tuple[date, date]],
    months: int,
    own_month: bool,
    today: date,
    grace: int = 15,
) -> list[Payment]:
    """What is paid on each of the ``days`` (in turn, with the day of the bank).

    A day pays ``months`` months, up to its own one or to the one before.  What the books
    owe already is the first payment, not another one.

    >>> debt = Debt(0, {date(2026, 2, 1): 100_00})
    >>> fifteenth = [(date(2026, m, 15), date(2026, m, 15)) for m in (3, 4, 5)]
    >>> [p.cents for p in debt_payments(debt, fifteenth, 1, False, date(2026, 3, 20))]
    [10000, 10000]

    On 2 April March is accrued: it is what is owed.

    >>> debt = Debt(120_00, {date(2026, 2, 1): 100_00, date(2026, 3, 1): 120_00})
    >>> [p.cents for p in debt_payments(debt, fifteenth, 1, False, date(2026, 4, 2))]
    [12000, 11000]

    Quarterly: January is owed, February and March are still to come.

    >>> debt = Debt(100_00, {date(2026, 1, 1): 100_00})
    >>> april = [(date(2026, 4, 15), date(2026, 4, 15))]
    >>> [p.cents for p in debt_payments(debt, april, 3, False, date(2026, 2, 10))]
    [30000]
    """
    mean = debt.mean(today)
    days = sorted(days)
    late = [pair for pair in days if pair[1] < today]
    found, owed = [], debt.balance
    if late and (today - late[-1][1]).days <= grace:
        last = _covered(late[-1][0], 1, own_month)[-1]
        since = sum(cents for month, cents in debt.credits.items() if month > last)
        if owed > since:
            found.append(Payment(*late[-1], owed - since, 0, mean))
            owed = since
    for day, paid_on in days:
        if paid_on < today:
            continue
        covered = _covered(day, months, own_month)
        missing = [month for month in covered if not debt.credits.get(month)]
        # Months that were never accrued are not owed for ever.
        missing = [month for month in missing if month >= _month(today, -1)]
        payment = Payment(day, paid_on, owed, len(missing), mean)
        owed = 0
        if payment.cents:
            found.append(payment)
    return found


def _covered(day: date, months: int, own_month: bool) -> list[date]:
    """First days of the months that a payment of ``day`` is for, the oldest first.

    >>> [f"{month:%m}" for month in _covered(date(2026, 4, 15), 3, False)]
    ['01', '02', '03']
    """
    last = _month(day, 0 if own_month else -1)
    return [_month(last, -back) for back in reversed(range(months))]


def _month(day: date, step: int) -> date:
    return day.replace(day=1) + relativedelta(months=step)
