r"""Days, amounts and texts of a cell, from a workbook or from a text file.

>>> day("03/11/2026"), day("20261103"), day(datetime(2026, 11, 3, 8))
(datetime.date(2026, 11, 3), datetime.date(2026, 11, 3), datetime.date(2026, 11, 3))
>>> day("3-11-26"), day("2026-11-03"), day("31/02/2026")
(datetime.date(2026, 11, 3), datetime.date(2026, 11, 3), None)
>>> [str(day(one)) for one in (46329, "3 nov. 2026", "1er février 2026", "03-août-26")]
['2026-11-03', '2026-11-03', '2026-02-01', '2026-08-03']
>>> day(12), day(True), day("3 mois 2026")
(None, None, None)
>>> amount("1 234,56 €"), amount("1.234,56"), amount("1,234.56"), amount("-12")
(Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.56'), Decimal('-12'))
>>> amount(" -   € "), amount("")
(Decimal('0'), None)
>>> amount(1200.1 + 0.2), amount("(50,00)"), amount("12,345"), amount("9" * 20)
(Decimal('1200.30'), Decimal('-50.00'), None, None)
>>> rounded(1200 / 1.3), rounded("923,08"), rounded("abc")
(Decimal('923.08'), Decimal('923.08'), None)
>>> text(412.0), text("  A  b\n"), text(None), text(date(2026, 11, 3))
('412', 'A b', '', '03/11/2026')
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from .past_types import words

SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
CURRENCY = re.compile(r"(€|EUR|euros?)", re.IGNORECASE)
# One group of three after one mark may be thousands or decimals: it is neither.
NUMBER = re.compile(
    r"\d+(?P<cents>[.,]\d{1,2})?"
    r"|\d{1,3}(,\d{3})+(?P<point>\.\d{1,2})|\d{1,3}(,\d{3}){2,}"
    r"|\d{1,3}(\.\d{3})+(?P<comma>,\d{1,2})|\d{1,3}(\.\d{3}){2,}"
)
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?")
IN_WORDS = re.compile(r"(\d{1,2})(?:er)?[ -]+([a-z]+)[ -]+(\d{4}|\d{2})")
MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct") + (
    *("nov", "dec"),
)
YEAR_FIRST = re.compile(r"(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})(?:[ T].*)?")
EPOCH = date(1899, 12, 30)
SERIALS = (32874, 73051)  # 1990 to 2099
CENT = Decimal("0.01")
# Noise of a formula on floats; a third decimal that somebody wrote is larger.
NOISE = Decimal("0.00001")
MOST = Decimal(10) ** 12


def day(value):
    """The day, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and SERIALS[0] <= value < SERIALS[1]:
        # A cell that lost its format: days since the start of Excel.
        return EPOCH + timedelta(int(value))
    found = str(value or "").strip()
    if parts := YEAR_FIRST.fullmatch(found):
        year, month, number = map(int, parts.groups())
    elif parts := DAY_FIRST.fullmatch(found):
        number, month, year = map(int, parts.groups())
    elif parts := IN_WORDS.fullmatch(words(found)):
        month = next((m for m, n in enumerate(MONTHS, 1) if parts[2].startswith(n)), 0)
        number, year = int(parts[1]), int(parts[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, number)
    except ValueError:
        return None


def amount(value):
    """The amount in euros and cents, or None; a third decimal makes it none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        return _in_cents(value)
    found = SPACES.sub("", CURRENCY.sub("", str(value or ""))).replace("\u2212", "-")
    if found in ("-", "–", "—"):
        # Zero, as spreadsheets write it in accounts.
        return Decimal(0)
    sign = 1
    if found.startswith("(") and found.endswith(")"):
        sign, found = -1, found[1:-1]
    if found[:1] in ("-", "+"):
        sign, found = (-sign if found[0] == "-" else sign), found[1:]
    elif found.endswith("-"):
        sign, found = -sign, found[:-1]
    parts = NUMBER.fullmatch(found)
    if not parts:
        return None
    cents = parts["cents"] or parts["point"] or parts["comma"] or ""
    whole = re.sub(r"\D", "", found[: len(found) - len(cents)])
    exact = sign * Decimal(whole + cents.replace(",", "."))
    return exact if abs(exact) <= MOST else None


def _in_cents(value):
    try:
        exact = Decimal(str(value))
        rounded = exact.quantize(CENT)
    except InvalidOperation:
        return None
    if abs(exact - rounded) > NOISE or abs(rounded) > MOST:
        return None
    return rounded


def rounded(value):
    """The amount to the cent, for what a division made."""
    if isinstance(value, float):
        value = round(value, 2)
    return amount(value)


def text(value):
    """What a person reads in the cell, on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):
        value = value.strftime("%d/%m/%Y")
    return " ".join(str(value).split())
