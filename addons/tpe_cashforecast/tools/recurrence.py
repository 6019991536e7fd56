"""Days on which something comes back, and the documents that stand for it.

Plain Python: no ORM, no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import log

from dateutil.relativedelta import relativedelta

# (days, months) of a step; None: it happens once.
STEPS = {
    "once": None,
    "weekly": (7, 0),
    "two_weeks": (14, 0),
    "monthly": (0, 1),
    "two_months": (0, 2),
    "quarterly": (0, 3),
    "half_yearly": (0, 6),
    "yearly": (0, 12),
}
FARTHEST = 45  # days between an occurrence and the document that stands for it
# A repair billed by the landlord is not his rent.
LEAST, MOST = 0.4, 2.5


def occurrences(
    first: date, every: str, since: date, until: date, end: date | None = None
) -> list[date]:
    """The days from ``since`` to ``until``, each counted from the ``first`` one.

    A month that is too short does not pull the following ones back:

    >>> days = occurrences(date(2026, 1, 31), "monthly", date(2026, 2, 1), date(2026, 5, 1))
    >>> [f"{day:%d/%m}" for day in days]
    ['28/02', '31/03', '30/04']
    >>> [f"{day:%d/%m/%y}" for day in occurrences(
    ...     date(2024, 2, 29), "yearly", date(2025, 1, 1), date(2028, 12, 31))]
    ['28/02/25', '28/02/26', '28/02/27', '29/02/28']
    >>> occurrences(date(2026, 1, 5), "once", date(2026, 1, 6), date(2026, 9, 1))
    []
    """
    until = min(until, end) if end else until
    step = STEPS[every]
    if step is None:
        return [first] if since <= first <= until else []
    days, months = step
    # One step early: a shorter month may bring the day forward.
    gone = (since - first).days // (days or 31 * months) - 1
    found = []
    for number in count(max(0, gone)):
        day = first + relativedelta(days=days * number, months=months * number)
        if day > until:
            return found
        if day >= since:
            found.append(day)
    return found


def reach(day: date, every: str) -> int:
    """How many days from ``day`` a document may be: nearer to it than to its neighbours.

    >>> reach(date(2026, 3, 10), "weekly"), reach(date(2026, 3, 10), "monthly")
    (3, 14)
    >>> reach(date(2026, 3, 10), "yearly")
    45
    """
    if STEPS[every] is None:
        return FARTHEST
    days, months = STEPS[every]
    gap = day - (day - relativedelta(days=days, months=months))
    return min(gap.days // 2, FARTHEST)


def indexed(amount: float, yearly: float, first: date, day: date) -> float:
    """``amount`` of the first day, raised by ``yearly`` percent at each anniversary.

    >>> round(indexed(1000, 2.0, date(2024, 1, 1), date(2025, 12, 31)), 2)
    1020.0
    >>> round(indexed(1000, 2.0, date(2024, 1, 1), date(2026, 1, 1)), 2)
    1040.4
    """
    years = max(0, relativedelta(day, first).years)
    return amount * (1 + yearly / 100) ** years


@dataclass(frozen=True)
class Occurrence:
    """A day on which a flow is expected; ``reach`` in days."""

    flow: int
    day: date
    amount: float
    reach: int


@dataclass(frozen=True)
class Document:
    """A bill or a bank entry.  The first of ``days`` is that of the payment."""

    record: tuple[str, int]
    days: tuple[date, ...]
    amount: float
    name: str = ""


def consumed(
    expected: Iterable[Occurrence], documents: Iterable[Document]
) -> dict[tuple[int, date], Document]:
    """``{(flow, day): the document that stands for it}``, one for one.

    All of one partner.  A document is tried by the day it is paid, then by its own date;
    the nearest pair first, in days and in amount.

    >>> rent = [Occurrence(1, date(2026, month, 5), 1480.0, 14) for month in (3, 4)]
    >>> bill = Document(("account.move", 7), (date(2026, 4, 2), date(2026, 3, 3)), 1500.0)
    >>> list(consumed(rent, [bill]))
    [(1, datetime.date(2026, 4, 5))]

    Two flows of one supplier are told apart by their amounts:

    >>> van = [Occurrence(2, date(2026, 4, 1), 2000.0, 14)]
    >>> list(consumed(rent + van, [bill]))
    [(1, datetime.date(2026, 4, 5))]
    >>> consumed(rent, [Document(("account.move", 8), (date(2026, 4, 5),), 90.0)])
    {}
    """
    found, used = {}, set()
    expected, documents = list(expected), list(documents)
    for rank in range(max((len(each.days) for each in documents), default=0)):
        pairs = []
        for at, document in enumerate(documents):
            if rank < len(document.days):
                pairs += _pairs(at, document, document.days[rank], expected)
        for _cost, at, key in sorted(pairs):
            if at not in used and key not in found:
                used.add(at)
                found[key] = documents[at]
    return found


def _pairs(at: int, document: Document, day: date, expected: list[Occurrence]):
    for each in expected:
        apart = abs((day - each.day).days)
        if apart > each.reach or each.amount <= 0 or document.amount <= 0:
            continue
        ratio = document.amount / each.amount
        if LEAST <= ratio <= MOST:
            yield apart / 30 + abs(log(ratio)), at, (each.flow, each.day)


@dataclass(frozen=True)
class Habit:
    """A thing that comes back: how often, its last day, and its usual amount."""

    every: str
    last: date
    amount: float
    number: int


# (periodicity, fewest and most days between two)
GAPS = (
    ("weekly", 6, 8),
    ("two_weeks", 13, 15),
    ("monthly", 26, 35),
    ("two_months", 55, 67),
    ("quarterly", 82, 100),
    ("half_yearly", 170, 195),
    ("yearly", 350, 380),
)


def habit(payments: Iterable[tuple[date, float]]) -> Habit | None:
    """What regular ``payments`` say: at least three, in step, of about one amount.

    >>> telephone = [(date(2026, month, 18), 256.8) for month in (3, 4, 5, 6)]
    >>> habit(telephone)
    Habit(every='monthly', last=datetime.date(2026, 6, 18), amount=256.8, number=4)
    >>> habit([*telephone, (date(2026, 4, 22), 1900.0)]) is None
    True
    >>> habit(telephone[:2]) is None
    True
    """
    payments = sorted(payments)
    if len(payments) < 3:
        return None
    gaps = [(b[0] - a[0]).days for a, b in zip(payments, payments[1:], strict=False)]
    amounts = sorted(amount for _day, amount in payments)
    usual = amounts[len(amounts) // 2]
    if amounts[0] < 0.75 * usual or amounts[-1] > 1.33 * usual:
        return None
    for every, least, most in GAPS:
        if all(least <= gap <= most for gap in gaps):
            last, amount = payments[-1]
            # The last amount when prices only rise, the usual one when they move about.
            steady = amounts[-1] <= 1.1 * amounts[0]
            return Habit(every, last, amount if steady else usual, len(payments))
    return None


def by_amount(payments: Iterable[tuple[date, float]]) -> list[list]:
    """Payments to one supplier, set apart where their amounts are.

    >>> [len(group) for group in by_amount([(date(2026, 1, 1), 100.0),
    ...     (date(2026, 2, 1), 103.0), (date(2026, 2, 8), 500.0)])]
    [2, 1]
    """
    groups: list[list] = []
    for day, amount in sorted(payments, key=lambda each: (each[1], each[0])):
        if groups and amount <= 1.25 * groups[-1][-1][1]:
            groups[-1].append((day, amount))
        else:
            groups.append([(day, amount)])
    return groups


def next_after(day: date, every: str) -> date:
    """The day that follows ``day``.

    >>> next_after(date(2026, 1, 31), "monthly")
    datetime.date(2026, 2, 28)
    """
    days, months = STEPS[every]
    return day + relativedelta(days=days, months=months)
