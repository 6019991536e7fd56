r"""The lines of a FEC, the file of entries that French law has software write.

Article A47 A-1 of the « livre des procédures fiscales »: eighteen columns or more, by
tabs or pipes, days as 20261103, a decimal comma, Debit and Credit or Montant and Sens.

>>> titles = "JournalCode EcritureNum EcritureDate CompteNum CompAuxNum PieceRef " \
...          "PieceDate Debit Credit EcritureLet"
>>> file = [titles, "VE 1 20260201 411000 BATI F-1 20260131 120,00 0,00 A",
...         "VE 1 20260201 706000 - F-1 20260131 0,00 120,00"]
>>> rows = [(at, tuple(each.split(" "))) for at, each in enumerate(file, 1)]
>>> is_fec(rows), is_fec([(1, ("Numéro", "Client"))])
(True, False)
>>> line, _sale = lines(rows)
>>> line.customer, line.piece, line.piece_date.day, str(line.balance), line.letter
('BATI', 'F-1', 31, '120.00', 'A')

A line of totals is no entry.

>>> total = (4, ("TOTAL", "", "", "", "", "", "", "120,00", "120,00"))
>>> len(lines([*rows, total])), [at for at, _cells in totals([*rows, total])]
(2, [4])
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .past_types import Refused, words
from .past_values import amount, day, text

NEEDED = {"journalcode", "ecrituredate", "comptenum"}
# Debit and credit of a FEC are in euros, whatever the paper says.
HOME = "EUR"
SIDES = {"d": 1, "c": -1, "+1": 1, "-1": -1, "1": 1, "+": 1, "-": -1}


@dataclass(frozen=True)
class Line:
    """``balance`` is the debit less the credit; ``entry`` is its journal and number."""

    at: int
    entry: tuple[str, ...]
    journal: str
    date: date
    account: str
    customer: str
    name: str
    piece: str
    piece_date: date | None
    label: str
    balance: Decimal
    letter: str
    foreign: str


def is_fec(rows):
    """Whether the titles are those of the law."""
    return bool(rows) and set(_titles(rows)) >= NEEDED


def lines(rows):
    """Every line of the file; one that cannot be read refuses it."""
    titles = _titles(rows)
    by_side = {"montant", "sens"} <= set(titles)
    if not by_side and not {"debit", "credit"} <= set(titles):
        raise Refused("fec_columns", rows[0][0])
    left = {at for at, _cells in totals(rows)}
    found = [
        _line(at, dict(zip(titles, cells, strict=False)), by_side)
        for at, cells in rows[1:]
        if at not in left
    ]
    if not found:
        raise Refused("empty")
    return found


def totals(rows):
    """The lines that name no account and no day: a total, a note."""
    titles = _titles(rows)
    places = [titles.index(name) for name in ("comptenum", "ecrituredate")]
    return [
        (at, cells)
        for at, cells in rows[1:]
        if not any(place < len(cells) and text(cells[place]) for place in places)
    ]


def _titles(rows):
    return [words(text(cell)).replace(" ", "") for cell in rows[0][1]]


def _line(at, cells, by_side):
    told = lambda name: text(cells.get(name))  # noqa: E731
    booked = day(told("ecrituredate"))
    if booked is None:
        raise Refused("date", at, told("ecrituredate"))
    account, number = told("comptenum"), told("ecriturenum")
    # A draft has no number yet: its day and its paper keep its lines together.
    entry = (told("journalcode"), number or f"{booked} {told('pieceref')}")
    return Line(
        at,
        entry,
        told("journallib"),
        booked,
        account,
        told("compauxnum") or account,
        told("compauxlib") or told("comptelib"),
        told("pieceref") or number,
        day(told("piecedate")),
        told("ecriturelib"),
        _balance(at, cells, by_side),
        told("ecriturelet"),
        _foreign(told("montantdevise"), told("idevise").upper()),
    )


def _foreign(value, currency):
    if not value or currency in ("", HOME, "€") or not amount(value):
        return ""
    return f"{abs(amount(value)):.2f} {currency}".replace(".", ",")


def _balance(at, cells, by_side):
    if by_side:
        said = text(cells.get("sens"))
        side = SIDES.get(said.lower())
        if side is None:
            raise Refused("side", at, said)
        return side * _money(at, cells.get("montant"))
    return _money(at, cells.get("debit")) - _money(at, cells.get("credit"))


def _money(at, cell):
    if not text(cell):
        return Decimal(0)
    found = amount(cell)
    if found is None:
        raise Refused("amount", at, text(cell))
    return found
