"""What the own checks need to know of an invoice, in the same words for CII and UBL."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .territory import FRANCE

_NUMBER = re.compile(r"[+-]?(\d{1,25}(\.\d{0,25})?|\.\d{1,25})")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


@dataclass(frozen=True)
class Party:
    """``legal``, ``ids``, ``address``: pairs of scheme and value; ``vat``: numbers."""

    term: str = ""
    country: str = ""
    legal: tuple[tuple[str, str], ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    address: tuple[tuple[str, str], ...] = ()
    vat: tuple[str, ...] = ()

    @property
    def french(self) -> bool:
        """By address; by a French identifier when there is none."""
        if self.country:
            return self.country in FRANCE
        schemes = {scheme for scheme, _ in self.legal + self.ids + self.address}
        return bool(schemes & {"0002", "0009", "0225"}) or any(
            number.startswith("FR") for number in self.vat
        )


@dataclass(frozen=True)
class Line:
    """``adjustment``: charges less allowances of the line.

    ``gross``: the price before ``discount``, which is negative.
    """

    number: str
    quantity: Decimal | None
    price: Decimal | None
    base: Decimal | None
    adjustment: Decimal | None
    total: Decimal | None
    gross: Decimal | None = None
    discount: Decimal | None = None


@dataclass(frozen=True)
class Tax:
    category: str
    due_code: str


@dataclass(frozen=True)
class Day:
    """A date as written, and the day it is, if it is one."""

    term: str
    text: str
    day: date | None


@dataclass(frozen=True)
class Invoice:
    process: str = ""
    kind: str = ""
    days: tuple[Day, ...] = ()
    badly_written: tuple[str, ...] = ()
    currency: str = ""
    tax_currency: str = ""
    currencies: frozenset[str] = frozenset()
    notes: tuple[tuple[str, str], ...] = ()
    seller: Party = Party()
    buyer: Party = Party()
    taxes: tuple[Tax, ...] = ()
    lines: tuple[Line, ...] = ()
    payable: Decimal | None = None
    terms: str = ""
    ibans: tuple[str, ...] = ()

    def day(self, term: str) -> date | None:
        return next((day.day for day in self.days if day.term == term), None)

    @property
    def french(self) -> bool:
        """Whether the French rules concern it: those of the seller's country do."""
        known = self.seller.country or self.seller.legal or self.seller.vat
        return self.seller.french if known else self.buyer.french


def number(text: str | None) -> Decimal | None:
    """The number that ``text`` is for XML Schema; None when it is none.

    >>> number(" 12.50 "), number("2400,00"), number("1e9"), number("NaN")
    (Decimal('12.50'), None, None, None)
    """
    text = (text or "").strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def calendar_day(text: str) -> date | None:
    """The day written as 20260131 or 2026-01-31.

    >>> calendar_day("20260131"), calendar_day("20260231"), calendar_day("today")
    (datetime.date(2026, 1, 31), None, None)
    """
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def total(values) -> Decimal | None:
    """Their sum; None as soon as one is not known.

    >>> total([Decimal(1), Decimal("0.5")]), total([Decimal(1), None])
    (Decimal('1.5'), None)
    """
    values = list(values)
    return None if None in values else sum(values, Decimal())
