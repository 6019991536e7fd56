"""What every bank file becomes, why one is refused, and what tells a line from another.

>>> from datetime import date
>>> from decimal import Decimal
>>> coffee = Line(date(2026, 11, 3), Decimal("-2.40"), "CB Café  de la Gare")
>>> twice = Statement(lines=(coffee, coffee))
>>> [key[-2:] for key in identities(twice.lines)]
['#0', '#1']
>>> words("VIR SEPA  Café-Théâtre n° 12")
'vir sepa cafe theatre n 12'
"""

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# What banks write where they have no reference.
NO_REFERENCE = {"", "notprovided", "nonref", "none", "null", "0"}


class Refused(ValueError):
    """A file that is not read at all: what kind of fault, on which line, with what."""

    def __init__(self, kind, line=None, detail=""):
        super().__init__(kind, line, detail)
        self.kind, self.line, self.detail = kind, line, str(detail)[:80]


@dataclass(frozen=True)
class Line:
    """One booked line; ``at`` is where it stands in the file."""

    date: date
    amount: Decimal
    label: str
    value_date: date | None = None
    ref: str = ""
    name: str = ""
    iban: str = ""
    bank_id: str = ""
    at: int = 0


@dataclass(frozen=True)
class Statement:
    """The lines of one account, oldest first, and the balances that the bank tells.

    ``known`` holds (day, balance at the end of that day); ``skipped`` counts what the
    bank announces and has not booked.
    """

    account: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    lines: tuple[Line, ...] = ()
    known: tuple[tuple[date, Decimal], ...] = ()
    skipped: int = 0

    @property
    def missing(self):
        """What the file's own balances say that its lines do not: 0 when they agree."""
        if self.opening is None or self.closing is None:
            return Decimal(0)
        return self.closing - self.opening - sum(line.amount for line in self.lines)


def identities(lines):
    """A text for each line that is the same in every file that holds it.

    The bank's own reference, otherwise the label; and the rank among those that look
    alike on that day. Banks that number each file anew exist: day and amount are
    part of it in both cases.
    """
    seen = Counter()
    found = []
    for line in lines:
        name = "" if words(line.bank_id) in NO_REFERENCE else "=" + line.bank_id
        text = f"{line.date}|{line.amount:.3f}|{name or words(line.label)}"
        rank = seen[text]
        seen[text] += 1
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        found.append(f"{digest}#{rank}")
    return found


def words(text):
    """Lower case, without accents nor punctuation: what two exports have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def alike(one, other):
    """Whether two labels may name the same line: half of their words are the same.

    >>> alike("VIR BATI SUD FACT 12", "VIREMENT BATI SUD FACT 12")
    True
    >>> alike("CB BOULANGERIE", "CB STATION DU PONT")
    False
    """
    left, right = set(words(one).split()), set(words(other).split())
    return 2 * len(left & right) >= len(left | right)


def oldest_first(lines):
    """The same lines by day; a file that starts with the newest is turned round."""
    if lines and lines[0].date > lines[-1].date:
        lines = lines[::-1]
    return tuple(sorted(lines, key=lambda line: line.date))
