"""What is said of the lines of a file, and what is to be written of them.

>>> Books(date(2026, 3, 31), "EUR").term_days
30
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .past_types import At, Customer, Invoice, Settlement

OK, WARNING, KNOWN, REFUSED = "ok", "warning", "known", "refused"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Known:
    """An invoice of the books; ``ours`` came with a file of the past."""

    move: int
    partner: int
    amount: Decimal
    open: Decimal
    ours: bool


@dataclass
class Books:
    """What the books know that matters to a file; days up to ``locked`` are closed."""

    today: date
    currency: str
    term_days: int = 30
    locked: date = date.min
    locked_money: date = date.min
    partners: dict = field(default_factory=dict)  # {(kind, value): {partner id}}
    sirens: dict = field(default_factory=dict)  # {partner id: SIREN}
    invoices: dict = field(default_factory=dict)  # {number: [Known]}
    settled: Counter = field(default_factory=Counter)  # {(move id, day, amount)}
    # Free credits: {(partner id, day of an entry or name of a credit note, amount): lines}
    credits: dict = field(default_factory=dict)
    # Of earlier files, where an opening entry asks: balances before its day, and invoices
    carried: dict = field(default_factory=dict)  # {(partner id, day): balance}
    owed: dict = field(default_factory=dict)  # {partner id: [(day, Known)]}


@dataclass(eq=False)
class Party:
    """A customer of the file: one of the books, or a new one."""

    customer: Customer
    partner: int | None = None
    by: str = ""


@dataclass(eq=False)
class Document:
    """An invoice, or a credit note, to write."""

    invoice: Invoice
    party: Party
    due: date
    open: Decimal


@dataclass(eq=False)
class Part:
    """A settlement to write: of a document, of an invoice of the books, or of nobody's.

    ``credit`` is the line of the books that settles it, where an earlier file brought it.
    """

    settlement: Settlement
    party: Party
    document: Document | None = None
    move: int | None = None
    credit: int | None = None


@dataclass(frozen=True)
class Verdict:
    at: At
    subject: str
    verdict: str
    code: str
    detail: tuple = ()
    name: str = ""
    party: Party | None = None
    day: date | None = None
    due: date | None = None
    amount: Decimal = ZERO
    document: Document | None = None


@dataclass
class Judged:
    verdicts: list
    parties: list
    documents: list
    parts: list
