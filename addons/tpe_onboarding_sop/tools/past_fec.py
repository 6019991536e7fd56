r"""A FEC into what customers owed and how it was settled, by its lettering.

>>> head = "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|" \
...        "PieceRef|Debit|Credit|EcritureLet"
>>> def entry(journal, number, day, *parts):
...     return [f"{journal}|{number}|{day}|{part}" for part in parts]
>>> file = [head,
...     *entry("VE", 1, 20260201, "411|BATI|Bâti Sud|F-1|120,00||A",
...            "706|||F-1||100,00|", "44571|||F-1||20,00|"),
...     *entry("BQ", 2, 20260310, "512|||VIR|90,00||", "411|BATI|Bâti Sud|VIR||90,00|A")]
>>> past = read([(n, tuple(line.split("|"))) for n, line in enumerate(file, 1)])
>>> [(one.number, one.customer, str(one.amount), str(one.untaxed)) for one in past.invoices]
[('F-1', 'BATI', '120.00', '100.00')]
>>> [(one.number, one.date.day, str(one.amount), one.kind) for one in past.settlements]
[('F-1', 10, '90.00', 'payment')]
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from .past_fec_lines import is_fec, lines, totals
from .past_settle import allocate, without
from .past_types import (
    CREDIT_NOTE,
    OTHER,
    PAYMENT,
    At,
    Customer,
    Invoice,
    Past,
    Problem,
    Refused,
    Settlement,
    words,
)

__all__ = ["is_fec", "read"]

CUSTOMERS = "411"
# Doubtful customers, and bills of exchange that they accepted.
DOUBTFUL, BILLS = "416", "413"
OPENINGS = {"an", "ano", "ran", "anouv", "anx"}


def read(rows):
    """The past that these lines hold."""
    found = lines(rows)
    reader = _Reader(found)
    if not reader.customers:
        raise Refused("no_customers", rows[0][0])
    if set(map(collective, reader.customers)) == {True}:
        raise Refused("nobody", rows[0][0])
    for at, _cells in totals(rows):
        reader.warn(at, "total", subject="")
    reader.settle()
    return Past(
        "fec",
        tuple(reader.customers.values()),
        tuple(reader.invoices.values()),
        tuple(reader.settlements),
        tuple(reader.problems),
    )


def collective(customer):
    """Whether a line on this account says nothing of the customer.

    >>> collective("411000"), collective("411BATI"), collective("BATI")
    (True, False, False)
    """
    return customer.rstrip("0") == CUSTOMERS


@dataclass
class _Entry:
    """What one entry is about, from all its lines."""

    sales: Decimal = Decimal(0)  # positive: credited
    money: bool = False
    opening: bool = False
    customers: int = 0


@dataclass
class _Group:
    """Lines of a customer that were lettered together, oldest first."""

    debts: list = field(default_factory=list)
    credits: list = field(default_factory=list)
    back: Decimal = Decimal(0)


class _Reader:
    def __init__(self, found):
        self.customers, self.invoices = {}, {}
        self.settlements, self.problems = [], []
        self.taken = {}
        self.entries = _entries(found)
        self.groups = defaultdict(_Group)
        for line in sorted(found, key=lambda one: (one.date, one.at)):
            if line.account.startswith(CUSTOMERS) and line.balance:
                self._add(line)
        left = [line.at for line in found if line.account.startswith(DOUBTFUL)]
        if left:
            self.warn(left[0], "doubtful", str(len(left)))

    def warn(self, at, kind, detail="", name="", subject="invoice"):
        self.problems.append(
            Problem(At("", at), subject, kind, detail, name, stops=False)
        )

    def _add(self, line):
        if line.customer not in self.customers and collective(line.customer):
            self.warn(line.at, "nobody", line.name or line.customer, line.piece)
        self.customers.setdefault(
            line.customer,
            Customer(At("", line.at), line.name or line.customer, line.customer),
        )
        entry = self.entries[line.entry]
        # Without a letter, each line stands alone.
        key = (line.customer, line.letter or line.at)
        group = self.groups[key]
        if line.balance < 0:
            group.credits.append((line, -line.balance))
        elif entry.opening or entry.sales > 0:
            group.debts.append((self._invoice(line, entry), line.balance))
        elif line.letter:
            group.back += line.balance
        else:
            self.warn(line.at, "debit", f"{line.balance:.2f}", line.piece)

    def _number(self, line):
        """What the paper of this line is called; two papers never share a name."""
        number = line.piece or line.label or f"{line.at}"
        owner = (line.entry, line.customer)
        if self.taken.setdefault(number, owner) != owner:
            number = f"{number} ({' '.join(line.entry)} {line.customer})"
        return number

    def _invoice(self, line, entry):
        """Number of the invoice of this line; two lines of an entry are one invoice."""
        number = self._number(line)
        known = self.invoices.get(number)
        self.invoices[number] = Invoice(
            known.at if known else At("", line.at),
            number,
            line.customer,
            min(line.piece_date or line.date, line.date),
            line.balance + (known.amount if known else 0),
            untaxed=entry.sales if entry.customers == 1 and entry.sales > 0 else None,
            foreign=line.foreign,
            note="opening" if entry.opening else "",
        )
        return number

    def settle(self):
        """What each group says; the rest of a credit stays open."""
        for group in self.groups.values():
            lines_ = {line.at: line for line, _amount in group.credits}
            credits = without(
                [(line.at, amount) for line, amount in group.credits], group.back
            )
            left = dict(credits)
            for number, at, part in allocate(group.debts, credits):
                self._settled(lines_[at], part, number)
                left[at] -= part
            for at, rest in left.items():
                if rest:
                    self._unused(lines_[at], rest)

    def _settled(self, line, amount, number=""):
        self.settlements.append(
            Settlement(
                At("", line.at),
                number,
                line.date,
                amount,
                self._kind(line),
                line.customer,
                line.piece,
            )
        )

    def _kind(self, line):
        entry = self.entries[line.entry]
        if entry.opening:
            return OTHER
        if entry.sales < 0:
            return CREDIT_NOTE
        return PAYMENT if entry.money else OTHER

    def _unused(self, line, amount):
        """A credit note that is still open is a document; other credits are not."""
        if self._kind(line) != CREDIT_NOTE:
            self._settled(line, amount)
            return
        number = self._number(line)
        known = self.invoices.get(number)
        self.invoices[number] = Invoice(
            At("", line.at),
            number,
            line.customer,
            line.piece_date or line.date,
            (known.amount if known else 0) - amount,
        )


def _entries(found):
    entries = defaultdict(_Entry)
    for line in found:
        entry = entries[line.entry]
        if line.account.startswith("7"):
            entry.sales -= line.balance
        entry.money |= line.account.startswith(("5", BILLS))
        entry.customers += line.account.startswith(CUSTOMERS)
        code, name = words(line.entry[0]), words(line.journal)
        entry.opening |= code in OPENINGS or "nouveau" in name
    return entries
