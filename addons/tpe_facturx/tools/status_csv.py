"""Statuses read from a CSV that a platform's portal gave. Plain Python: no ORM."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone

COLUMNS = ("invoice", "code", "date", "reason")
# How the portals and people head these columns, without accents.
HEADS = {
    "invoice": ("facture", "numero", "invoice", "number", "piece"),
    "code": ("code", "statut", "status"),
    "date": ("date",),
    "reason": ("motif", "reason", "commentaire", "raison"),
}
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")


@dataclass(frozen=True)
class Row:
    """One line: ``fault`` is "" or what cannot be read (columns, invoice, code, date)."""

    line: int
    invoice: str
    code: str
    date: date | None
    reason: str
    fault: str = ""


class UnreadableFile(Exception):
    """No text, or no line in it."""


def read(content: bytes) -> list[Row]:
    """The lines of the file, in its order; a first line without code is the heading.

    >>> for row in read(b"Numero;Code;Date;Motif\\nF1;210;31/03/2026;Prix\\nF2;x;;\\n"):
    ...     print(row.line, row.invoice, row.code, row.date, [row.reason, row.fault])
    2 F1 210 2026-03-31 ['Prix', '']
    3 F2 x None ['', 'code']

    The columns may come in another order when the heading names them.

    >>> read(b"date,statut,facture\\n2026-03-31,212,F1\\n")[0].code
    '212'
    """
    lines = [line for line in _lines(_text(content)) if any(line[1])]
    if not lines:
        raise UnreadableFile("empty")
    order = _order(lines[0][1])
    rows = lines[1:] if order else lines
    if not rows:
        raise UnreadableFile("empty")
    return [_row(number, cells, order or COLUMNS) for number, cells in rows]


def _text(content: bytes) -> str:
    if b"\0" in content[:1000]:
        raise UnreadableFile("no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    separator = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells]


def _plain(text: str) -> str:
    return (
        unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    )


def _order(cells: list[str]) -> tuple[str, ...]:
    """Names of the columns, or () when this line is no heading."""
    if any(re.fullmatch(r"[0-9]{3}", cell) for cell in cells):
        return ()
    named = tuple(
        next(
            (name for name, words in HEADS.items() if _plain(cell).startswith(words)),
            "",
        )
        for cell in cells
    )
    return named if {"invoice", "code"} <= set(named) else ()


def _row(number: int, cells: list[str], order: tuple[str, ...]) -> Row:
    found = dict(zip(order, cells, strict=False))
    day, text = None, found.get("date", "")
    for form in DATES:
        try:
            day = datetime.strptime(text[:10], form).replace(tzinfo=timezone.utc).date()
            break
        except ValueError:
            continue
    fault = ""
    if not found.get("invoice"):
        fault = "invoice"
    elif not re.fullmatch(r"[0-9]{3}", found.get("code", "")):
        fault = "code"
    elif day is None:
        fault = "date"
    return Row(
        number,
        found.get("invoice", ""),
        found.get("code", ""),
        day,
        found.get("reason", ""),
        fault,
    )
