"""Late-payment interest, segment by segment. Plain Python: no ORM, no clock.

Simple interest on what is still owed, tax included, from the day after the due date
(Code de commerce, article L441-10 II).  The rate is the one of the semester each day
belongs to, so a delay over two semesters has two segments; amount x rate x days / 365.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

YEAR = 365
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Segment:
    """Days with one balance and one rate.

    ``start`` and ``end`` are the first and the last day counted, both included;
    ``rate`` is in percent a year; ``interest`` is not rounded: round the sum.
    The numbers are Decimals when the principal was one, floats otherwise.
    """

    start: date
    end: date
    days: int
    balance: float | Decimal
    rate: float | Decimal
    interest: float | Decimal


def late_interest(
    principal,
    due: date,
    until: date,
    rates: Iterable[tuple[date, float]],
    repayments: Iterable[tuple[date, float]] = (),
) -> list[Segment]:
    """Segments of interest on ``principal`` due on ``due``, up to ``until`` included.

    ``rates``: ``(valid_from, yearly percent)`` in any order; the last known one is carried
    on.  ``repayments``: ``(day, amount)``; the day of a payment still bears interest on the
    amount paid, as a payment on the due date bears none.  Computed exactly, in decimals.

    Raises ValueError when no rate covers the first day, or an amount is negative.

    1,200.00 euros due on 31 May 2025 and paid on 15 September: 30 days at 13.15 %, then
    77 days at 12.15 %.

    >>> rates = [(date(2025, 1, 1), 13.15), (date(2025, 7, 1), 12.15)]
    >>> segments = late_interest(1200, date(2025, 5, 31), date(2025, 9, 15), rates)
    >>> [(s.days, s.rate, round(s.interest, 4)) for s in segments]
    [(30, 13.15, 12.9699), (77, 12.15, 30.7578)]
    >>> total(segments)
    Decimal('43.73')

    A part paid in between stops bearing interest the day after.

    >>> half = late_interest(
    ...     1200, date(2025, 5, 31), date(2025, 9, 15), rates, [(date(2025, 6, 30), 600)])
    >>> [(s.days, s.balance) for s in half]
    [(30, 1200.0), (77, 600.0)]

    Paid on time, nothing is due.

    >>> late_interest(1200, date(2025, 5, 31), date(2025, 5, 31), rates)
    []
    """
    kind = Decimal if isinstance(principal, Decimal) else float
    balance = _exact(principal)
    if balance < 0:
        raise ValueError("The principal cannot be negative.")
    table = sorted((day, _exact(rate)) for day, rate in rates)
    paid = sorted((day, _exact(amount)) for day, amount in repayments)
    if any(amount < 0 for _day, amount in paid):
        raise ValueError("A repayment cannot be negative.")
    balance -= sum(amount for day, amount in paid if day <= due)
    paid = [(day, amount) for day, amount in paid if due < day]
    segments = []
    start = due + timedelta(1)
    while start <= until and balance > 0:
        end = _last_day(start, until, table, paid)
        rate = _rate_on(start, table)
        days = (end - start).days + 1
        interest = balance * rate * days / (100 * YEAR)
        segments.append(
            Segment(start, end, days, *map(kind, (balance, rate, interest)))
        )
        balance -= sum(amount for day, amount in paid if start <= day <= end)
        start = end + timedelta(1)
    return segments


def total(segments: Sequence[Segment], unit=CENT) -> Decimal:
    """Sum of the interest, rounded once, half up, to ``unit`` of the currency.

    >>> total([])
    Decimal('0.00')
    """
    interest = sum((_exact(segment.interest) for segment in segments), Decimal())
    return interest.quantize(_exact(unit), rounding=ROUND_HALF_UP)


def _exact(number) -> Decimal:
    """The number as it is written: Decimal(13.15) would be 13.1500000000000003…"""
    return number if isinstance(number, Decimal) else Decimal(str(number))


def _rate_on(day, table):
    known = [rate for valid_from, rate in table if valid_from <= day]
    if not known:
        raise ValueError(f"No rate is known for {day:%d/%m/%Y}.")
    return known[-1]


def _last_day(start, until, table, paid):
    """Last day on which both the rate and the balance of ``start`` still hold."""
    before_rate = (day - timedelta(1) for day, _rate in table if day > start)
    payments = (day for day, _amount in paid if day >= start)
    return min([until, *before_rate, *payments])
