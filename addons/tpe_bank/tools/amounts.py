"""Days and amounts as French banks write them.

>>> amount("1 234,56")
Decimal('1234.56')
>>> amount("-1\u202f234,5 €"), amount("12,00-"), amount("+ 3")
(Decimal('-1234.5'), Decimal('-12.00'), Decimal('3'))
>>> amount("1.234,56"), amount("1,234.56"), amount("1.234", mark=",")
(Decimal('1234.56'), Decimal('1234.56'), Decimal('1234'))
>>> amount("12,34,5") is None and amount("CB") is None and amount("1 23,00") is None
True
>>> day("03/11/2026"), day("3.11.26"), day("2026-11-03T08:00:00")
(datetime.date(2026, 11, 3), datetime.date(2026, 11, 3), datetime.date(2026, 11, 3))
>>> day("31/02/2026") is None
True
"""

import re
from datetime import date
from decimal import Decimal

SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
CURRENCY = re.compile(r"\s*(€|EUR|euros?)\s*", re.IGNORECASE)
NUMBER = {
    ",": re.compile(r"\d+(,\d+)?|\d{1,3}(\.\d{3})+(,\d+)?"),
    ".": re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?"),
}
GROUPED = re.compile(r"\d{1,3}([\s\u00a0\u2009\u202f']\d{3})*([.,]\d+)?")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})(?:[ T].*)?")


def amount(text, mark=None):
    """The amount, or None; ``mark`` is the decimal mark where it is known."""
    text = CURRENCY.sub("", text).strip()
    sign, text = _sign(text)
    if not text:
        return None
    if SPACES.search(text) and not GROUPED.fullmatch(text):
        return None
    text = SPACES.sub("", text)
    mark = mark or mark_of(text)
    if not NUMBER[mark].fullmatch(text):
        return None
    other = "." if mark == "," else ","
    return sign * Decimal(text.replace(other, "").replace(mark, "."))


def mark_of(text):
    """The decimal mark of one amount: the last of the two signs it holds."""
    return "." if text.rfind(".") > text.rfind(",") else ","


def day(text):
    """The day, or None."""
    text = text.strip()
    if found := YEAR_FIRST.fullmatch(text):
        parts = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        parts = found.groups()[::-1]
    else:
        return None
    year, month, number = map(int, parts)
    try:
        return date(year + 2000 if year < 100 else year, month, number)
    except ValueError:
        return None


def _sign(text):
    """Sign, and what it stands before or behind."""
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    for char, sign in (("-", -1), ("\u2212", -1), ("+", 1)):
        if text.startswith(char):
            return sign, text[1:].strip()
        if text.endswith(char):
            return sign, text[:-1].strip()
    return 1, text
