"""The template, as a workbook or as text, into customers, invoices and settlements.

>>> rows = [
...     (1, ("Numéro", "Client", "Date", "Échéance", "Montant TTC", "Reste dû")),
...     (2, ("EXEMPLE-1", "Exemple", "01/02/2026", "", "120,00", "")),
...     (3, ("F-12", "Bâti Sud", "01/02/2026", "03/03/2026", "120,00", "20")),
...     (4, ("F-13", "Bâti Sud", "1er février", "", "10", "")),
... ]
>>> past = read([("Factures", rows)])
>>> [(one.number, one.customer, str(one.amount), str(one.open)) for one in past.invoices]
[('F-12', 'Bâti Sud', '120.00', '20')]
>>> [(one.at.line, one.kind, one.detail) for one in past.problems]
[(4, 'date', '1er février')]

What is not read is said: a column, a sheet, a line of totals.

>>> more = [("Factures", [(1, ("N°", "Client", "Date", "Montant", "Restant")),
...                       (2, ("Total", "", "", "120,00"))]),
...         ("Encaissements", [(1, ("Quand", "Combien"))])]
>>> [(one.kind, one.detail, one.stops) for one in read(more).problems]
[('left', 'Restant', False), ('total', '', False), ('sheet', '', False)]
"""

import re

from .past_columns import (
    CUSTOMERS,
    INVOICES,
    NEEDED,
    SETTLEMENTS,
    TITLES,
    fits,
    guess,
    roles_of,
    sheet_of,
)
from .past_types import (
    CREDIT_NOTE,
    OTHER,
    PAYMENT,
    At,
    Customer,
    Invoice,
    Past,
    Problem,
    Refused,
    Settlement,
    words,
)
from .past_values import amount, day, rounded, text

TITLES_WITHIN = 20
SUBJECTS = {CUSTOMERS: "customer", INVOICES: "invoice", SETTLEMENTS: "settlement"}
PERSON = [name for name in TITLES[CUSTOMERS] if name not in ("name", "ref")]
# What stands on a line of totals, before « général », « TTC », « : ».
TOTALS = ("total", "totaux", "sous", "cumul")
OF_LIST = re.compile(r"total (general|.*\bclients?)\b")
NOTHING = ("", "na", "n a", "neant")
SUMS = {"amount", "open", "untaxed", "paid"}
KINDS = {
    CREDIT_NOTE: ("avoir", "note de credit", "credit note", "credit"),
    OTHER: ("autre", "perte", "irrecouvrable", "compensation", "abandon", "od")
    + ("other", "write off"),
}


def read(sheets, kind="xlsx"):
    """The past that these ``(title, rows)`` hold."""
    reader = _Reader()
    for title, rows in sheets:
        reader.add(title, rows, alone=len(sheets) == 1)
    if not reader.found:
        raise Refused("sheets")
    return Past(
        kind,
        tuple(reader.customers.values()),
        tuple(reader.invoices),
        tuple(reader.settlements),
        tuple(reader.problems),
    )


class _Cells:
    """One row: its cells by role."""

    def __init__(self, sheet, line, roles, cells):
        self.at = At(sheet, line)
        self.values = {
            role: cell
            for role, cell in zip(roles, cells, strict=False)
            if role and cell not in (None, "")
        }

    def text(self, role):
        return text(self.values.get(role))

    def has(self, role):
        return bool(self.text(role))


class _Wrong(Exception):
    """A cell that cannot be read."""


class _Reader:
    def __init__(self):
        self.found = False
        self.customers, self.invoices, self.settlements = {}, [], []
        self.problems = []
        self.flat = {}

    def add(self, title, rows, alone):
        sheet = sheet_of(title)
        start = self._titles(sheet, rows)
        if start is None and sheet:
            raise Refused("columns", rows[0][0], title)
        if start is None and alone:
            raise Refused("titles")
        if start is None:
            # Notes, a table of somebody's own.
            self._warn(At(title, rows[0][0]), "sheet")
            return
        first, sheet = start
        self.found = True
        at, titles = rows[first]
        roles = roles_of(sheet, titles)
        left = [text(t) for t, role in zip(titles, roles, strict=True) if not role]
        if any(left):
            self._warn(At(title, at), "left", ", ".join(filter(None, left)))
        for line, cells in rows[first + 1 :]:
            row = _Cells(title, line, roles, cells)
            if self._is_example(sheet, row):
                continue
            if self._is_total(sheet, row, cells):
                self._warn(row.at, "total")
            else:
                self._row(sheet, row)

    def _warn(self, at, kind, detail=""):
        self.problems.append(Problem(at, "", kind, detail, stops=False))

    def _titles(self, sheet, rows):
        """``(rank of the row of titles, which sheet it is)``."""
        for rank, (_line, cells) in enumerate(rows[:TITLES_WITHIN]):
            titles = [text(cell) for cell in cells]
            if sheet and fits(sheet, titles):
                return rank, sheet
            if not sheet and (guessed := guess(titles)):
                return rank, guessed
        return None

    def _is_example(self, sheet, row):
        role = "name" if sheet == CUSTOMERS else "number"
        return words(row.text(role)).split(" ")[0] in ("exemple", "example")

    def _is_total(self, sheet, row, cells):
        if row.values and set(row.values) <= SUMS:
            # Sums alone, without a word.
            return True
        said = [words(text(cell)) for cell in cells if isinstance(cell, str)]
        if sheet == CUSTOMERS:
            # « Total Énergies » is a customer.
            return bool(said) and (said[0] in TOTALS or bool(OF_LIST.match(said[0])))
        dated = day(row.values.get("date")) is not None
        return not dated and any(each.split(" ")[0] in TOTALS for each in said)

    def _row(self, sheet, row):
        if not row.values:
            return
        try:
            getattr(self, f"_{sheet}")(row)
        except _Wrong as wrong:
            kind, detail = wrong.args
            name = row.text("number") or row.text("name") or row.text("customer")
            self.problems.append(Problem(row.at, SUBJECTS[sheet], kind, detail, name))

    def _customers(self, row):
        if not row.has("name"):
            raise _Wrong("name", "")
        self._customer(row, row.text("name"), row.at)

    def _customer(self, row, name, key):
        self.customers.setdefault(
            key,
            Customer(
                row.at,
                name,
                row.text("ref"),
                **{each: row.text(each) for each in PERSON},
            ),
        )

    def _invoices(self, row):
        number, name = row.text("number"), row.text("customer")
        if not number:
            raise _Wrong("number", "")
        if not name:
            raise _Wrong("customer", "")
        invoice = Invoice(
            row.at,
            number,
            row.text("ref") or name,
            self._day(row, "date"),
            self._amount(row, "amount"),
            self._day(row, "due", needed=False),
            self._amount(row, "open", needed=False),
            self._value(row, "untaxed", rounded, "amount", needed=False),
            row.text("currency").upper(),
        )
        if any(row.has(each) for each in ("ref", *PERSON)):
            self._customer(row, name, (row.text("ref"), name))
        if row.has("paid_on") or row.has("paid"):
            self._settled(row, invoice)
        # One flat file names the invoice again on the line of each settlement.
        same = (number, invoice.customer, invoice.date, invoice.amount)
        if not row.has("paid_on") or self.flat.setdefault(same, row.at) == row.at:
            self.invoices.append(invoice)

    def _settled(self, row, invoice):
        paid = self._amount(row, "paid", needed=False)
        self.settlements.append(
            Settlement(
                row.at,
                invoice.number,
                self._day(row, "paid_on"),
                invoice.amount if paid is None else paid,
                _kind(row.text("kind")),
                invoice.customer,
            )
        )

    def _settlements(self, row):
        if not row.has("number") and not row.has("customer"):
            raise _Wrong("whose", "")
        self.settlements.append(
            Settlement(
                row.at,
                row.text("number"),
                self._day(row, "date"),
                self._amount(row, "amount"),
                _kind(row.text("kind")),
                row.text("customer"),
            )
        )

    def _day(self, row, role, needed=True):
        return self._value(row, role, day, "date", needed)

    def _amount(self, row, role, needed=True):
        return self._value(row, role, amount, "amount", needed)

    def _value(self, row, role, reading, kind, needed):
        if not row.has(role):
            if needed:
                raise _Wrong(f"no_{kind}", "")
            return None
        found = reading(row.values[role])
        if found is None and not needed and words(row.text(role)) in NOTHING:
            # A dash fills a cell.
            return None
        if found is None:
            raise _Wrong(kind, row.text(role))
        return found


def _kind(said):
    plain = words(said)
    for kind, names in KINDS.items():
        if plain in names:
            return kind
    return PAYMENT


assert set(NEEDED) == set(SUBJECTS)
