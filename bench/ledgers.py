"""Ledgers of known kinds, drawn from a seed: no real firm's figures are in them.

The first two have the statistics published for two real ledgers (number of invoices and of
customers, mean and spread of the delay, share paid late); the others are the ways of paying
that a French very small business meets.
"""

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

START = date(2023, 1, 2)


@dataclass(frozen=True)
class Row:
    """A line of a ledger; ``settled`` is None when it is still open."""

    customer: str
    issued: date
    due: date
    amount: float
    settled: date | None


@dataclass(frozen=True)
class Kind:
    """How a firm invoices and how its customers pay, in days."""

    invoices: int
    customers: int
    days: int
    terms: tuple[int, ...] = (30,)
    delay: float = 8
    between: float = 10  # spread of the customers' habits
    within: float = 7  # spread of one customer's payments
    skew: float = 0  # mean of an exponential part, on top
    size: float = 0.9  # sigma of the log of the amounts
    loyal: float = 1  # exponent of the customers' shares: 0 is equal shares
    once: float = 0  # share of invoices of customers seen once
    never: float = 0
    cash: float = 0  # share of customers who pay on the spot
    parts: float = 0  # share of invoices settled in two parts
    run: Callable[[date], bool] | None = None  # days on which anybody pays
    own_runs: str = ""  # each customer pays on its own day of the "week" or "month"
    month_end: bool = False  # the term counts to the end of the month
    drift: float = 0  # days later, from the first to the last
    growth: float = 0
    season: tuple[int, ...] = field(default=())  # months with four times the sales


def _business_day(day: date) -> bool:
    return day.weekday() < 5


def _twice_a_month(day: date) -> bool:
    """The 15th and the last day, or the first working day after."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.day in (15, last) or (day.weekday() == 0 and day.day in (1, 2, 16, 17))


KINDS = {
    "published A": Kind(2466, 100, 684, delay=-4.3, between=9.8, within=7.6),
    "published B": Kind(
        8753, 2550, 1700, (30, 30, 30, 15, 0, 45), 3.8, 17, 10, 20, 1.4,
        loyal=0.7, once=0.13, run=lambda d: d.weekday() == 3,
    ),
    "thirty invoices": Kind(30, 6, 500, delay=12),
    "one big customer": Kind(900, 12, 700, delay=10, loyal=2, size=0.7),
    "one-shot customers": Kind(2500, 10, 900, (0, 15, 30), 6, 12, 6, 8, once=0.9),
    "consumers at once": Kind(6000, 1500, 720, (0, 0, 0, 30), 2, 3, 3, 2, cash=0.7),
    "45 days end of month": Kind(1500, 60, 900, (45,), 4, 6, 4, 3, month_end=True),
    "weekly runs": Kind(1800, 40, 720, (30, 45), 6, 8, 4, own_runs="week"),
    "monthly runs": Kind(1800, 40, 900, (30, 45), 4, 8, 4, own_runs="month"),
    "15th and month end": Kind(1800, 40, 720, (30, 45), 5, 8, 4, run=_twice_a_month),
    "seasonal": Kind(1200, 80, 1000, (30,), 9, 9, 6, season=(5, 6, 7, 12)),
    "growing": Kind(2000, 150, 900, (30,), 8, 9, 7, growth=3),
    "customers turn worse": Kind(2000, 60, 900, (30,), 0, 8, 6, drift=35),
    "many never paid": Kind(2000, 300, 900, (30,), 15, 12, 9, 15, never=0.15),
    "heavy amounts": Kind(1500, 120, 900, (30, 60), 8, 10, 8, size=2.0),
    "in parts, terms 0 to 90": Kind(
        1500, 90, 900, (0, 10, 30, 60, 90), 8, 9, 8, parts=0.3
    ),
}  # fmt: skip


def ledger(name: str, seed: int = 1) -> list[Row]:
    """The ledger of one kind.

    >>> len(ledger("thirty invoices"))
    30
    """
    kind, dice = KINDS[name], random.Random(f"{name} {seed}")
    habits = [_habit(kind, dice) for _customer in range(kind.customers)]
    shares = [1 / (1 + rank) ** kind.loyal for rank in range(kind.customers)]
    rows = []
    for number in range(kind.invoices):
        if dice.random() < kind.once:
            name, habit = f"once {number}", _habit(kind, dice)
        else:
            chosen = dice.choices(range(kind.customers), shares)[0]
            name, habit = f"customer {chosen}", habits[chosen]
        rows += _invoice(kind, dice, name, habit)
    return sorted(rows, key=lambda row: (row.issued, row.customer, row.amount))


def _habit(kind: Kind, dice: random.Random) -> tuple:
    at_once = dice.random() < kind.cash
    level = dice.gauss(kind.delay, kind.between)
    spread = kind.within * dice.lognormvariate(0, 0.4)
    return at_once, level, spread, dice.randrange(5), dice.choice(kind.terms)


def _issued(kind: Kind, dice: random.Random) -> date:
    while True:
        share = dice.random()
        if kind.growth and dice.random() > (1 + kind.growth * share) / (
            1 + kind.growth
        ):
            continue
        day = START + timedelta(int(share * kind.days))
        if kind.season and day.month not in kind.season and dice.random() > 0.25:
            continue
        if _business_day(day):
            return day


def _invoice(kind, dice, name, habit) -> list[Row]:
    at_once, level, spread, weekday, term = habit
    issued = _issued(kind, dice)
    if kind.parts:
        term = dice.choice(kind.terms)
    due = issued + timedelta(term)
    if kind.month_end:
        last = calendar.monthrange(due.year, due.month)[1]
        due = due.replace(day=last)
    amount = round(dice.lognormvariate(6.5, kind.size), 2)
    shares = (0.4, 0.6) if dice.random() < kind.parts else (1.0,)
    rows = []
    for part in shares:
        late = level + dice.gauss(0, spread)
        late += dice.expovariate(1 / kind.skew) - kind.skew / 2 if kind.skew else 0
        late += kind.drift * (issued - START).days / kind.days
        if at_once:
            late = -term + (dice.random() < 0.2) * dice.randrange(8)
        paid = max(due + timedelta(round(late)), issued)
        while not _pays(kind, paid, weekday):
            paid += timedelta(1)
        settled = None if dice.random() < kind.never else paid
        rows.append(Row(name, issued, due, round(amount * part, 2), settled))
    return rows


def _pays(kind: Kind, day: date, weekday: int) -> bool:
    if kind.own_runs:
        return weekday == (
            day.weekday() if kind.own_runs == "week" else day.day / 6 - 1
        )
    return kind.run(day) if kind.run else _business_day(day)
