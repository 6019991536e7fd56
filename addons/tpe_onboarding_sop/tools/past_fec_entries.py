r"""Which lines of a FEC make one entry, and what each entry is about.

>>> from datetime import date
>>> def line(at, number, account, balance, piece="F-1", customer=""):
...     return Line(at, ("VE", number), "Ventes", date(2026, 2, 1), account,
...                 customer or account, "", piece, None, "", Decimal(balance), "", "")

The papers of one entry stand alone where each is balanced; a number for each line of the
file makes an entry of the lines of a paper.

>>> list(papers([line(2, "1", "411A", 12), line(3, "1", "706", -12),
...              line(4, "1", "411B", 24, "F-2"), line(5, "1", "706", -24, "F-2")]).values())
[2, 2, 4, 4]
>>> list(papers([line(2, "1", "411A", 12), line(3, "2", "706", -12)]).values())
[2, 2]
>>> try:
...     papers([line(2, "1", "411A", 12), line(3, "1", "706", -11)])
... except Refused as refused:
...     print(refused)
('unbalanced', 2, 'VE 1 (+1,00)')
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from .past_fec_lines import Line
from .past_types import Refused, words

CUSTOMERS = "411"
# Bills of exchange that customers accepted.
BILLS = "413"
# What is invoiced: sales, deposits, income in advance or to invoice.
SOLD = ("7", "4191", "487", "418")
VAT = "4457"
OPENINGS = {"an", "ano", "ran", "anouv", "anx"}
# Balance sheets of an opening and of a closing.
OPENED, CLOSED = "890", "891"
# Written in a journal of miscellaneous entries; « vente à nouveau client » is none.
REOPENED = re.compile(
    r"((report|reprise|soldes?|ecritures?) )?(d |des )?a ?nouveaux?\b"
)
# From the finest to the coarsest: the first that is balanced makes the entry.
KEYS = (
    lambda line: (line.entry, line.date, line.piece),
    lambda line: (line.entry, line.date),
    lambda line: line.entry,
    lambda line: (line.entry[0], line.date, line.piece),
    lambda line: (line.entry[0], line.date),
)


def papers(found: list[Line]) -> dict[int, int]:
    """``{line: first line of its entry}``, or `Refused` where nothing is balanced.

    The law wants a number for each entry; some software numbers its lines, starts again
    each month, or gives one number to the sales of a day.
    """
    of_line, left = {}, found
    for key in KEYS:
        groups = defaultdict(list)
        for line in left:
            groups[key(line)].append(line)
        left = []
        for group in groups.values():
            if sum(line.balance for line in group):
                left += group
            else:
                of_line |= dict.fromkeys((line.at for line in group), group[0].at)
    if left:
        _refuse(left)
    return of_line


def _refuse(left):
    balances, first = defaultdict(Decimal), {}
    for line in sorted(left, key=lambda one: one.at):
        balances[line.entry] += line.balance
        first.setdefault(line.entry, line.at)
    entry = next((one for one in first if balances[one]), left[0].entry)
    detail = f"{' '.join(entry)} ({balances[entry]:+.2f})".replace(".", ",")
    raise Refused("unbalanced", first[entry], detail)


@dataclass
class Entry:
    """What one entry is about, from all its lines."""

    sales: Decimal = Decimal(0)  # positive: credited
    taxed: bool = False
    money: bool = False
    result: bool = False
    opening: bool = False
    closing: bool = False
    claims: set = field(default_factory=set)  # customers and papers

    @property
    def is_sale(self):
        return self.sales > 0 or (not self.sales and self.taxed)


def entries(found: list[Line], of_line: dict[int, int]) -> dict[int, Entry]:
    """``{first line: Entry}``."""
    result = defaultdict(Entry)
    for line in found:
        entry, account = result[of_line[line.at]], line.account
        if account.startswith(SOLD):
            entry.sales -= line.balance
        if account.startswith(CUSTOMERS):
            entry.claims.add((line.customer, line.piece))
        opens, closes = _journal_says(line.entry[0], line.journal)
        entry.taxed |= account.startswith(VAT) and line.balance < 0
        entry.money |= account.startswith(("5", BILLS))
        entry.result |= account.startswith(("6", "7"))
        entry.closing |= account.startswith(CLOSED) or closes
        entry.opening |= account.startswith(OPENED) or opens or _reopens(line.label)
    for entry in result.values():
        entry.opening &= not entry.result
    return result


@lru_cache
def _journal_says(code, name):
    """Whether a journal is that of the openings, of the closings."""
    code, name = words(code), words(name)
    opens = code in OPENINGS or "nouveau" in name or "ouverture" in name
    return opens, "cloture" in name


def _reopens(label):
    # Looked at closely where it may be: a file has a label on each line.
    return "nouveau" in label.lower() and bool(REOPENED.match(words(label)))
