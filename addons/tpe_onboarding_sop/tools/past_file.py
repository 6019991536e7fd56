r"""Any file of the past: what it is, and what it holds.

>>> past = read("Facture;Date de règlement;Montant réglé\nF-1;03/11/2026;12,00\n".encode())
>>> past.kind, past.settlements[0].number
('csv', 'F-1')
>>> try:
...     read(b"%PDF-1.4")
... except Refused as refused:
...     print(refused)
('unknown', None, 'PDF')
"""

from . import past_fec, past_table, past_text, past_xlsx
from .past_types import Refused

MOST_BYTES = 20 * 2**20
OTHERS = {b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "XLS", b"{": "JSON", b"<": "XML"}


def read(content):
    """The past that this file holds, or `Refused`."""
    if not content.strip():
        raise Refused("empty")
    if len(content) > MOST_BYTES:
        raise Refused("big", None, MOST_BYTES // 2**20)
    if content.startswith(past_xlsx.MARK):
        return past_table.read(past_xlsx.sheets(content))
    for mark, name in OTHERS.items():
        if content.lstrip().startswith(mark):
            raise Refused("unknown", None, name)
    rows = past_text.rows(content)
    if past_fec.is_fec(rows):
        return past_fec.read(rows)
    return past_table.read([("", rows)], "csv")
