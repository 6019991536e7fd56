r"""Any bank file: what it is, and its statements, one for each account.

>>> found = read(b"Date;Libelle;Montant\n03/11/2026;CB;-2,40\n")
>>> found.kind, len(found.statements[0].lines)
('csv', 1)
>>> try:
...     read(b"%PDF-1.4")
... except Refused as refused:
...     print(refused)
('unknown', None, 'PDF')
"""

from dataclasses import dataclass, replace
from datetime import date

from . import camt, csv_bank, ofx
from .csv_table import Layout
from .statement import Refused, Statement, oldest_first
from .text import decoded

MAX_SIZE = 20 * 2**20
NOT_TEXT = {b"%PDF": "PDF", b"PK\x03\x04": "XLSX, ZIP", b"\xd0\xcf\x11\xe0": "XLS"}


@dataclass(frozen=True)
class BankFile:
    kind: str
    statements: tuple[Statement, ...]
    layout: Layout | None = None


def read(content, layouts=None):
    """The file's statements, or `Refused`; ``layouts`` are the known ones of CSV."""
    if not content.strip():
        raise Refused("empty")
    if len(content) > MAX_SIZE:
        raise Refused("big", None, MAX_SIZE // 2**20)
    for mark, name in NOT_TEXT.items():
        if content.startswith(mark):
            raise Refused("unknown", None, name)
    start = decoded(content[:4000]).lstrip("\ufeff \t\r\n")
    layout = None
    if start.upper().startswith("OFXHEADER") or "<OFX>" in start.upper():
        kind, statements = "ofx", ofx.read(content)
    elif start.startswith("<"):
        kind, statements = "camt", camt.read(content.lstrip())
    else:
        kind = "csv"
        statements, layout = csv_bank.read(content, layouts)
    return BankFile(kind, tuple(_merged(statements)), layout)


def _merged(statements):
    """One statement for each account: banks write one for each day."""
    by_account = {}
    for each in statements:
        by_account.setdefault((each.account, each.currency), []).append(each)
    for parts in by_account.values():
        parts.sort(key=lambda each: min(dict(each.known), default=_first_day(each)))
        yield replace(
            parts[0],
            closing=parts[-1].closing,
            lines=oldest_first([line for each in parts for line in each.lines]),
            known=tuple(known for each in parts for known in each.known),
            skipped=sum(each.skipped for each in parts),
        )


def _first_day(statement):
    return statement.lines[0].date if statement.lines else date.max
