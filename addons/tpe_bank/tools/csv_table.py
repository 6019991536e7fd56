r"""A bank's CSV as a table, and what each of its columns holds.

>>> table = parse("Date;Libellé;Débit;Crédit\n03/11/2026;CB CAFÉ;2,40;\n")
>>> [column.role for column in guess(table).columns]
['date', 'label', 'debit', 'credit']
"""

import csv
import hashlib
import io
import re
from dataclasses import dataclass

from .amounts import amount, day
from .statement import Refused, words

ROLES = (
    *("date", "value_date", "label", "amount", "debit", "credit", "side"),
    *("balance", "currency", "ref", "name", "iban", "account"),
)
SEPARATORS = ";\t|,"
SCAN = 400
# The first that fits is the role of a title; a column of money has to hold money.
TITLES = (
    ("", r"francs|\btva\b|\bvat\b|local|frais|category|categorie|pointage"),
    ("value_date", r"valeur|dateval|value"),
    ("date", r"comptab|booking|settlement"),
    ("date", r"date.*op|op.*date|^date$|^date (?!de val)|transaction date|completed"),
    ("debit", r"debit"),
    ("credit", r"credit"),
    ("balance", r"solde|balance"),
    ("amount", r"montant|amount"),
    ("side", r"^sens"),
    ("currency", r"devise|currency|monnaie"),
    ("iban", r"iban"),
    ("account", r"accountnum|^compte$|numero de compte|account number"),
    ("name", r"tiers|beneficiaire|contrepartie|counterparty|emetteur|payee|donneur"),
    ("label", r"libelle|label|detail|description|complementaire|motif|communication"),
    ("ref", r"ref"),
    ("label", r"^operation|intitule|nature"),
)
DATES, MONEY = ("date", "value_date"), ("amount", "debit", "credit", "balance")
SEVERAL = ("label",)


@dataclass(frozen=True)
class Table:
    """Rows with the line where each begins."""

    separator: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Column:
    title: str
    examples: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class Layout:
    """Where the lines begin, and the columns; ``signature`` knows them again."""

    first: int
    columns: tuple[Column, ...]
    signature: str

    @property
    def roles(self):
        return [column.role for column in self.columns]


def parse(text):
    """The rows, by the separator that gives the most of them the same width."""
    best = max(SEPARATORS, key=lambda each: _regularity(text, each))
    return Table(best, tuple(_rows(text, best)))


def guess(table, roles=None):
    """Layout of ``table``; ``roles`` are those that somebody chose."""
    dates = [sum(map(bool, map(day, column))) for column in _columns(table.rows)]
    if not dates or not max(dates):
        raise Refused("columns")
    where = dates.index(max(dates))
    starts = [i for i, (_at, row) in enumerate(table.rows) if _is_line(row, where)]
    if not starts:
        raise Refused("columns")
    first = starts[0]
    titles = _titles(table.rows, first)
    rows = [table.rows[i] for i in starts[:SCAN]]
    columns = [list(filter(None, map(str.strip, each))) for each in _columns(rows)]
    titles += [""] * (len(columns) - len(titles))
    # Beyond the lines' own width a title names nothing.
    titles = titles[: len(columns)]
    if not roles:
        roles = _by_title(titles, columns)
        _by_content(roles, columns, _columns(rows))
    signature = "|".join(map(words, titles)).strip("|") or f"{len(columns)}"
    return Layout(
        first,
        tuple(
            Column(title.strip(), tuple(cells[:3]), role)
            for title, cells, role in zip(titles, columns, roles, strict=False)
        ),
        hashlib.sha256(f"{table.separator}{signature}".encode()).hexdigest()[:16],
    )


def _rows(text, separator):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        at = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            kind = "cut" if "unexpected end" in str(error) else "row"
            raise Refused(kind, at) from None
        # Excel's way of saying « this is text »: ="0123".
        yield at, tuple(re.sub(r'^="?|"$', "", cell.strip()) for cell in row)


def _regularity(text, separator):
    widths = [line.count(separator) for line in text.splitlines()[:SCAN]]
    widths = [width for width in widths if width]
    commonest = max(set(widths), key=widths.count, default=0)
    return widths.count(commonest) * min(commonest, 3)


def _columns(rows):
    width = max((len(row) for _at, row in rows), default=0)
    return [[row[i] if i < len(row) else "" for _at, row in rows] for i in range(width)]


def _is_line(row, where):
    return (
        len(row) > where
        and day(row[where]) is not None
        and any(amount(cell) is not None for i, cell in enumerate(row) if i != where)
    )


def _titles(rows, first):
    """The nearest row above that is as wide and holds no amount."""
    width = len(rows[first][1])
    for _at, row in reversed(rows[:first]):
        if any(row):
            told = len(row) >= min(width, 3) and not any(map(_holds_money, row))
            return list(row) if told else []
    return []


def _holds_money(cell):
    return amount(cell) is not None


def _by_title(titles, columns):
    roles = []
    for title, cells in zip(titles, columns, strict=True):
        plain = words(title)
        fits = (
            role
            for role, pattern in TITLES
            if plain and re.search(pattern, plain) and _may_hold(role, cells)
        )
        role = next(fits, "")
        if role in roles and role not in SEVERAL:
            role = ""
        roles.append(role)
    if "comptab" in "|".join(map(words, titles)):
        _prefer(roles, titles, "comptab")
    for i, role in enumerate(roles):
        # The account itself is the same on each line; another party is not.
        if role in ("iban", "account"):
            roles[i] = "account" if len(set(columns[i])) == 1 else "iban"
            if roles[i] == "iban" and "iban" not in words(titles[i]):
                roles[i] = ""
    return roles


def _prefer(roles, titles, word):
    """Of several dates the one that the bank books by."""
    for i, title in enumerate(titles):
        if word in words(title) and roles[i] in ("", "date"):
            if "date" in roles:
                roles[roles.index("date")] = ""
            roles[i] = "date"


def _may_hold(role, cells):
    if role in DATES:
        return _share(cells, lambda cell: day(cell) is not None) > 0.9
    if role in MONEY:
        return _share(cells, _holds_money) > 0.9
    return True


def _share(cells, test):
    return sum(map(bool, map(test, cells))) / len(cells) if cells else 1


def _by_content(roles, filled, columns):
    """What the titles left open: dates, then money, then the longest text."""
    free = [i for i, role in enumerate(roles) if not role and filled[i]]
    if "date" not in roles:
        dates = [i for i in free if _share(filled[i], day) > 0.9]
        for role, i in zip(DATES, dates, strict=False):
            roles[i] = role
    if not {"amount", "debit", "credit"} & set(roles):
        _guess_money(roles, [i for i in free if not roles[i]], filled, columns)
    if "label" not in roles:
        texts = [
            i
            for i in free
            if not roles[i] and not _may_hold("amount", filled[i])
        ]  # fmt: skip
        if texts:
            longest = max(texts, key=lambda i: sum(map(len, filled[i])))
            roles[longest] = "label"


def _guess_money(roles, free, filled, columns):
    money = [
        i
        for i in free
        if _may_hold("amount", filled[i]) and any(re.search(r"[.,]\d\d$", c) for c in filled[i])
    ]  # fmt: skip
    whole = [i for i in money if all(columns[i])]
    for left, right in zip(money, money[1:], strict=False):
        pairs = zip(columns[left], columns[right], strict=True)
        if all(bool(one) != bool(other) for one, other in pairs):
            roles[left], roles[right] = "debit", "credit"
            return
    for role, i in zip(("amount", "balance"), whole, strict=False):
        roles[i] = role
