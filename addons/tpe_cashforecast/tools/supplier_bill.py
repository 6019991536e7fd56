"""Bills, dates for them and the curve they make.  Plain Python: no ORM, no clock."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

DAYS = 365


@dataclass(frozen=True)
class Bill:
    """What is owed (``cents``, positive) and when it may be paid.

    ``due``: the day agreed; ``latest``: the last one by law, None when the law says none
    or when it is not to be used; ``planned``: the day decided before, where the curve has
    it; ``penalty_rate``: a year, as a share, from the day after ``due``; ``penalty_fee``:
    once, in cents.
    """

    key: str
    supplier: str
    cents: int
    due: date
    latest: date | None = None
    planned: date | None = None
    discount_on: date | None = None
    discount_rate: float = 0.0
    penalty_rate: float = 0.0
    penalty_fee: int = 0

    @property
    def discount(self) -> int:
        return round(self.cents * self.discount_rate)


@dataclass(frozen=True)
class Curve:
    """Balances from ``today`` on, one each ``step`` days, at the end of the step."""

    today: date
    balances: tuple[int, ...]
    step: int = 7

    def at(self, day: date) -> int:
        """The point from which a payment of ``day`` is seen; the past is for today."""
        return min(max(0, (day - self.today).days) // self.step, len(self.balances))

    def moved(self, cents: int, old: date, paid: int, new: date) -> "Curve":
        """The curve when ``paid`` leaves on ``new`` and not ``cents`` on ``old``.

        >>> Curve(date(2026, 3, 2), (5, 5, 5)).moved(
        ...     2, date(2026, 3, 2), 1, date(2026, 3, 9)
        ... ).balances
        (7, 6, 6)
        """
        before, after = self.at(old), self.at(new)
        return replace(
            self,
            balances=tuple(
                balance + cents * (at >= before) - paid * (at >= after)
                for at, balance in enumerate(self.balances)
            ),
        )

    @property
    def low(self) -> int:
        return min(self.balances)

    def low_day(self) -> date:
        """Last day of the step of the low point."""
        at = self.balances.index(self.low)
        return self.today + timedelta(self.step * (at + 1) - 1)


@dataclass(frozen=True)
class Payment:
    """When to pay a bill.  ``kind``: keep, delay or discount; ``cost``: penalties the
    supplier may ask; ``gain``: the discount; ``before``: where the curve had it;
    ``last``: the last day it may be."""

    bill: Bill
    on: date
    before: date
    last: date
    kind: str = "keep"
    cost: int = 0
    gain: int = 0

    @property
    def paid(self) -> int:
        return self.bill.cents - self.gain


@dataclass(frozen=True)
class Schedule:
    """A payment for each bill, in their order, and the curve before and after."""

    payments: tuple[Payment, ...]
    before: Curve
    after: Curve
    threshold: int

    @property
    def missing(self) -> int:
        """What no date within the terms brings: 0 when the threshold is kept."""
        return max(0, self.threshold - self.after.low)


def discount_rate(share: float, days: int) -> float:
    """What an early-payment discount yields a year, simple: 2 % for 30 days are 25 %.

    >>> round(discount_rate(0.02, 30), 3)
    0.248
    """
    return share / (1 - share) * DAYS / days if days > 0 else float("inf")


def penalty(bill: Bill, on: date) -> int:
    """Interest and fee the supplier may ask for a payment of ``on``.

    >>> penalty(Bill("a", "A", 100_00, date(2026, 3, 1), penalty_rate=0.1), date(2026, 4, 6))
    99
    """
    days = max(0, (on - bill.due).days)
    if not days:
        return 0
    return round(bill.cents * bill.penalty_rate * days / DAYS) + bill.penalty_fee
