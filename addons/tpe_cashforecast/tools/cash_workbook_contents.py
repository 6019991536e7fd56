"""What is in the workbook of the forecast, and where.  Plain Python: no ORM, no clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .flow import WEEKS, Flow, Week, curve

# Columns of the detail, from the left.
TEXTS = ("category", "name", "partner", "source", "note", "due", "expected")
AMOUNT = len(TEXTS)
FIRST_WEEK = AMOUNT + 1
LATER = FIRST_WEEK + WEEKS
NEVER = LATER + 1
CHECK = NEVER + 1
LONGEST = 32767  # characters a cell may hold


@dataclass(frozen=True)
class Item:
    """A row of the detail: a flow and what the books say of it."""

    flow: Flow
    category: str
    partner: str
    source: str


@dataclass(frozen=True)
class Actual:
    """A past week of a category: what was foreseen, what happened, why it differs."""

    start: date
    category: str
    foreseen: float
    actual: float
    cause: str = ""


@dataclass(frozen=True)
class Contents:
    """All that is in the workbook.  ``digits``: decimals of the currency."""

    company: str
    scenario: str
    today: date
    opening: int
    threshold: float
    weeks: Sequence[Week]
    items: Sequence[Item]
    assumptions: Sequence[tuple[str, str]]
    definitions: Sequence[tuple[str, str]]
    actuals: Sequence[Actual] = ()
    digits: int = 2
    symbol: str = "€"

    def money(self, cents: int) -> float:
        return cents / 10**self.digits


def clean(text: str) -> str:
    """What a cell may hold: no control character, not too long.

    >>> clean("\\t=1+1\\x07 two\\nlines")
    ' =1+1  two lines'
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", text)[:LONGEST]


def example() -> tuple[Contents, dict[str, str]]:
    """A sale of 30 in week 2, and words that say their own names; for doctests.

    >>> contents, words = example()
    >>> contents.weeks[1].closing, words["total"]
    (130, 'total')
    """

    class Names(dict):
        def __missing__(self, key):
            return key

    today = date(2026, 3, 2)
    sale = Flow("a", "receivable", "customers", "A", 30, (0, 30) + (0,) * (WEEKS - 2))
    weeks = curve(100, [sale], [(0, 0)] * WEEKS, today)
    item = Item(sale, "Customers", "A", "Invoices")
    contents = Contents("Firm", "Realistic", today, 100, 0.0, weeks, [item], (), ())
    return contents, Names()
