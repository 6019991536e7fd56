r"""The CSV files that French banks offer for download.

>>> text = "Date;Libellé;Montant\n04/11/2026;VIR BATI SUD;1 200,00\n03/11/2026;CB;-2,40\n"
>>> [statement], layout = read(text.encode("cp1252"))
>>> [(line.date.day, str(line.amount), line.label) for line in statement.lines]
[(3, '-2.40', 'CB'), (4, '1200.00', 'VIR BATI SUD')]
"""

import re

from .amounts import amount, day, mark_of
from .csv_table import guess, parse
from .statement import Line, Refused, Statement, words
from .text import decoded

IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
TOLD = re.compile(
    r"solde\D{0,40}?(\d{1,2}/\d{1,2}/\d{2,4})[^\d+-]*([+-]?\s?[\d\s.\u00a0\u202f]*,\d\d)\b",
    re.IGNORECASE,
)
LIKE_A_DAY = re.compile(r"\s*\d{1,4}\s*[/.-]\s*\d")
NEEDED = ({"date", "amount"}, {"date", "debit"}, {"date", "credit"})


def read(content, chosen=None):
    """``([statement], layout)``; ``chosen`` is ``{signature: roles}`` of known layouts."""
    table = parse(decoded(content))
    layout = guess(table)
    if roles := (chosen or {}).get(layout.signature):
        layout = guess(table, roles)
    if not any(needed <= set(layout.roles) for needed in NEEDED):
        raise Refused("columns")
    reader = _Reader(table, layout)
    return [reader.statement()], layout


class _Reader:
    """One pass over the rows of a table."""

    def __init__(self, table, layout):
        self.table, self.layout = table, layout
        self.marks = self._marks()
        self.pairs, self.others, self.currency = [], [], ""
        for at, row in table.rows[: layout.first]:
            self.others.append((at, row))
        for at, row in table.rows[layout.first :]:
            self._add(at, row)

    def _marks(self):
        """The decimal mark of the file: that of the amounts which show cents."""
        rows = self.table.rows[self.layout.first :]
        money = [
            cell
            for _at, row in rows
            for role in ("amount", "debit", "credit")
            for cell in self._all(row, role)
            if re.search(r"[.,]\d\d?\D*$", cell)
        ]
        marks = [mark_of(re.sub(r"\D+$", "", cell)) for cell in money]
        return max(set(marks), key=marks.count, default=None)

    def _all(self, row, role):
        return [
            row[i]
            for i, known in enumerate(self.layout.roles)
            if known == role and i < len(row) and row[i]
        ]

    def _one(self, row, role):
        return next(iter(self._all(row, role)), "")

    def _add(self, at, row):
        booked, text = day(self._one(row, "date")), self._one(row, "date")
        money = [role for role in ("amount", "debit", "credit") if self._all(row, role)]
        if booked is None:
            if LIKE_A_DAY.match(text) and money:
                raise Refused("date", at, text)
            if text or money:
                # The end of the table: totals, balances, words.
                self.others.append((at, row))
            return
        if self.others and self.others[-1][0] > self.table.rows[self.layout.first][0]:
            raise Refused("table", self.others[-1][0])
        line = Line(
            date=booked,
            value_date=day(self._one(row, "value_date")),
            amount=self._amount(at, row, money),
            label=self._label(row),
            ref=self._one(row, "ref"),
            name=self._one(row, "name"),
            iban=re.sub(r"\s", "", self._one(row, "iban")),
            at=at,
        )
        balance = self._one(row, "balance")
        self.pairs.append((line, self._number(at, balance) if balance else None))
        self._note_currency(at, self._one(row, "currency"))

    def _note_currency(self, at, text):
        found = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR"}.get(
            text.upper(), text.upper()
        )
        if found and self.currency and found != self.currency:
            raise Refused("currency", at, text)
        self.currency = self.currency or found

    def _amount(self, at, row, roles):
        if not roles:
            raise Refused("amount", at)
        if "amount" in roles:
            found = self._number(at, self._one(row, "amount"))
            if side := words(self._one(row, "side")):
                return -abs(found) if side.startswith("d") else abs(found)
            return found
        total = 0
        for role in roles:
            found = self._number(at, self._one(row, role))
            total += -abs(found) if role == "debit" else found
        return total

    def _number(self, at, text):
        found = amount(text, self.marks)
        if found is None:
            raise Refused("amount", at, text)
        return found

    def _label(self, row):
        parts = []
        for text in self._all(row, "label"):
            text = " ".join(text.split())
            if text and not any(text in part for part in parts):
                parts.append(text)
        return " ".join(parts) or self._one(row, "name") or "?"

    def statement(self):
        pairs = _in_order(self.pairs)
        lines = tuple(line for line, _balance in pairs)
        opening, closing, known = _told(self.others, lines)
        if balances := [pair for pair in pairs if pair[1] is not None]:
            first, last = balances[0], balances[-1]
            if len(balances) == len(pairs):
                opening, closing = first[1] - first[0].amount, last[1]
            known = tuple({line.date: balance for line, balance in balances}.items())
        accounts = {
            self._one(row, "account")
            for _at, row in self.table.rows[self.layout.first :]
        } - {""}
        own = IBAN.search("  ".join(" ".join(row) for _at, row in self.others))
        return Statement(
            account=re.sub(r"\s", "", own[0]) if own else "".join(sorted(accounts)[:1]),
            currency=self.currency,
            opening=opening,
            closing=closing,
            lines=lines,
            known=known,
        )


def _in_order(pairs):
    """Oldest first; within a day, the order in which the balances follow each other."""
    turned = pairs[::-1]
    newest_first = pairs and pairs[0][0].date > pairs[-1][0].date
    choices = (turned, pairs) if newest_first else (pairs, turned)
    choices = [sorted(each, key=lambda pair: pair[0].date) for each in choices]
    return min(choices, key=_breaks)


def _breaks(pairs):
    return sum(
        1
        for (_before, old), (line, new) in zip(pairs, pairs[1:], strict=False)
        if old is not None and new is not None and old + line.amount != new
    )


def _told(rows, lines):
    """Opening, closing and known balances that stand above or below the lines."""
    opening = closing = None
    known = []
    for _at, row in rows:
        found = TOLD.search(" ".join(filter(None, row)))
        if not found or not lines:
            continue
        at, balance = day(found[1]), amount(found[2], ",")
        if at is None or balance is None:
            continue
        if at >= lines[-1].date:
            closing = balance
            known.append((at, balance))
        elif at < lines[0].date:
            opening = balance
            known.append((at, balance))
    return opening, closing, tuple(known)
