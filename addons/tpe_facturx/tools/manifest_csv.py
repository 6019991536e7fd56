"""A CSV that a French Excel opens by itself, and names for the files of a ZIP."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

BOM = "\ufeff"
# What a spreadsheet would take for a formula (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str:
    """One cell: a number as a number, a text never as a formula.

    >>> cell("=HYPERLINK(1)"), cell(Decimal("-12.50")), cell(date(2026, 3, 31))
    ("'=HYPERLINK(1)", '-12,50', '31/03/2026')
    >>> cell('Vis "M6" ; lot'), cell(None), cell(20.0)
    ('"Vis ""M6"" ; lot"', '', '20,00')
    """
    if value is None or value is False:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float | Decimal):
        return f"{value:.2f}".replace(".", ",")
    text = str(value)
    if text.startswith(FORMULA):
        text = "'" + text
    if any(sign in text for sign in ';"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text


def table(rows: Iterable[Iterable]) -> bytes:
    """The whole file.

    >>> table([["Numéro", "HT"], ["F1", 10.0]]).decode()
    '\\ufeffNuméro;HT\\r\\nF1;10,00\\r\\n'
    """
    lines = (";".join(map(cell, row)) + "\r\n" for row in rows)
    return (BOM + "".join(lines)).encode()


def file_name(text: str, taken: set[str]) -> str:
    """A name that no system refuses and that leaves no folder, each once.

    >>> taken = set()
    >>> file_name("F/2026/00012.pdf", taken), file_name("../../F_2026_00012.pdf", taken)
    ('F_2026_00012.pdf', 'F_2026_00012-2.pdf')
    >>> file_name("con.pdf", taken), file_name("Été : « 1 ».pdf", taken)
    ('_con.pdf', 'Ete_1.pdf')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    stem, ending = (stem, ending) if dot else (ending, "")
    stem = re.sub(r"[^A-Za-z0-9-]+", "_", stem).strip("_-")[:80] or "facture"
    ending = re.sub(r"[^A-Za-z0-9]+", "", ending)
    # Windows opens no file of these names, whatever follows the dot.
    if re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]", stem):
        stem = f"_{stem}"
    suffix = f".{ending}" if ending else ""
    name, again = f"{stem}{suffix}", 1
    while name.lower() in taken:
        again += 1
        name = f"{stem}-{again}{suffix}"
    taken.add(name.lower())
    return name
