r"""Any file of the past: what it is, and what it holds.

>>> past = read("Facture;Date de règlement;Montant réglé\nF-1;03/11/2026;12,00\n".encode())
>>> past.kind, past.settlements[0].number
('csv', 'F-1')
>>> try:
...     read(b"Facture;Client;Date;Montant\n")
... except Refused as refused:
...     print(refused)
('nothing', None, '')
>>> try:
...     read(b"%PDF-1.4")
... except Refused as refused:
...     print(refused)
('unknown', None, 'PDF')
"""

from . import past_fec, past_table, past_text, past_xlsx
from .past_types import Refused

MOST_BYTES = 20 * 2**20
OTHERS = {b"%PDF": "PDF", b"{": "JSON", b"<": "XML"}
# An Excel of the last century, or one with a password.
OLD = b"\xd0\xcf\x11\xe0"


def read(content):
    """The past that this file holds, or `Refused`."""
    past = _read(content)
    if not (past.customers or past.invoices or past.settlements or past.problems):
        raise Refused("nothing")
    return past


def _read(content):
    if not content.strip():
        raise Refused("empty")
    if len(content) > MOST_BYTES:
        raise Refused("big", None, MOST_BYTES // 2**20)
    if content.startswith(past_xlsx.MARK):
        sheets = past_xlsx.sheets(content)
        entries = next((rows for _title, rows in sheets if past_fec.is_fec(rows)), None)
        return past_fec.read(entries) if entries else past_table.read(sheets)
    if content.startswith(OLD):
        raise Refused("xls")
    for mark, name in OTHERS.items():
        if content.lstrip().startswith(mark):
            raise Refused("unknown", None, name)
    rows = past_text.rows(content)
    if past_fec.is_fec(rows):
        return past_fec.read(rows)
    return past_table.read([("", rows)], "csv")
