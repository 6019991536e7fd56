"""A year at the bank of the demo company, with what each line really is.

The invoices and what was paid of them come from the plan of the demo company; the labels
are written as banks, payers and scanners write them. Pure: a day and a seed in, no Odoo.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import count, groupby
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from tools.match import BankLine, Due, Party

from bench.bank_labels import Labels, iban
from bench.bank_spending import CONTRACT, Spending
from demo import ledger
from demo.partners import AUTHORITIES, CUSTOMERS, SUPPLIERS
from demo.world import draws, working_day

# Months back to the first invoice; the year at the bank is the last one.
HISTORY = 24
RATES = {"20": 1.2, "10": 1.1, "export": 1.0}
# Customers with a maintenance contract.
SUBSCRIBERS = (
    *("regie", "perrin", "garage", "canuts", "hotel", "vial", "pharmacie", "dentaire"),
    *("veterinaire", "superette", "fitness", "coiffure", "thermix", "parc"),
)
# Account ids of the truth: the beginnings of the codes themselves.
Truth = tuple


@dataclass
class Event:
    """A line of the bank and what it is."""

    line: BankLine
    truth: Truth
    style: str


@dataclass
class Books:
    """What is open on a day, as the events are matched one after the other."""

    dues: dict[int, Due] = field(default_factory=dict)
    parties: dict[int, Party] = field(default_factory=dict)

    def settle(self, truth) -> None:
        """Take from the due lines what ``truth`` gives them."""
        if truth[0] != "dues":
            return
        for number, amount in truth[1]:
            due = self.dues[number]
            left = due.amount - amount
            if left:
                self.dues[number] = replace(due, amount=left, discounted=0)
            else:
                del self.dues[number]


class Year(Spending):
    """Invoices, bills and debts, then the lines of the bank that pay them."""

    def __init__(self, today: date, seed: int):
        self.today, self.seed = today, seed
        self.start = (today - relativedelta(months=HISTORY)).replace(day=1)
        self.first = today - relativedelta(years=1)
        self.rng = draws("bank", str(seed))
        self.books = Books()
        self.events: list[Event] = []
        self.ids, self.lines, self.moves = count(1), count(1), count(1)
        self.ranks = defaultdict(lambda: count(1))
        self.partner = {}
        self.labels = Labels(self.rng, self.partner)

    def make(self) -> tuple[Books, list[Event]]:
        """The due lines, and the lines of the last year in the order of their days."""
        self._parties()
        self._sales()
        self._bills()
        self._debts()
        self._shops()
        self.events.sort(key=lambda event: (event.line.day, event.line.id))
        for event in [e for e in self.events if e.line.day < self.first]:
            self.books.settle(event.truth)
        return self.books, [e for e in self.events if e.line.day >= self.first]

    def _parties(self):
        named = [(c.key, c.name) for c in CUSTOMERS]
        named += [(s[0], s[1]) for s in SUPPLIERS] + list(AUTHORITIES)
        for number, (key, name) in enumerate(named, start=1):
            self.partner[key] = number
            ibans = (iban(number),) if number % 4 == 0 else ()
            self.books.parties[number] = Party(number, name, ibans)

    def _due(self, key, amount, day, issued, number="", **more):
        due = Due(
            next(self.ids),
            amount,
            day,
            issued,
            self.partner[key],
            number,
            number,
            **more,
        )
        self.books.dues[due.id] = due
        return due

    def _add(self, day, amount, label, truth, style, **more):
        if day > self.today:
            return
        line = BankLine(next(self.lines), day, amount, label[:140], **more)
        self.events.append(Event(line, truth, style))

    def _pays(self, day, amount, label, dues, style, **more):
        truth = ("dues", tuple(sorted(dues)))
        self._add(day, amount, label, truth, style, **more)

    # --- Customers --------------------------------------------------------------------

    def _sales(self):
        with patch.object(ledger, "draws", partial(draws, seed=f"year {self.seed}")):
            planned = ledger.plan(self.today, self.start)
        documents = [(i.date, i.customer, self._total(i), i) for i in planned]
        by_key = {customer.key: customer for customer in CUSTOMERS}
        month = self.start
        while month <= self.today:
            documents += [(month, by_key[key], CONTRACT, None) for key in SUBSCRIBERS]
            month += relativedelta(months=1)
        documents.sort(key=lambda item: (item[0], item[1].key))
        payments = []
        for day, customer, total, invoice in documents:
            number = f"FAC/{day.year}/{next(self.ranks[day.year]):05d}"
            payments += self._invoice(day, customer, total, invoice, number)
        self._receive(payments)

    @staticmethod
    def _total(invoice):
        net = sum(line.price * line.quantity for line in invoice.lines)
        net *= 1 - invoice.customer.discount / 100
        return round(net * RATES[invoice.customer.rate] * 100)

    def _invoice(self, day, customer, total, invoice, number):
        """Due lines of a document; (day, customer, currency, due, amount) of its payments."""
        move, currency = next(self.moves), customer.currency
        shares = ledger.due_dates(customer.term, day)
        amounts = [round(total * share) for _due, share in shares[1:]]
        amounts.insert(0, total - sum(amounts))
        discount = {}
        if customer.key == "chaboud" and len(shares) == 1:
            discount = {"discounted": round(total * 0.98)}
        dues = [
            self._due(customer.key, amount, on, day, number, move=move,
                      currency=currency, account="411000", **discount)
            for (on, _share), amount in zip(shares, amounts, strict=True)
        ]  # fmt: skip
        left = {due.id: due.amount for due in dues}
        if invoice is None:
            chance = self.rng.random()
            on = working_day(dues[-1].day + timedelta(self.rng.randint(-3, 12)))
            paid = [(on, total)] if chance < 0.96 else []
        else:
            for credit in invoice.credits:
                self._credit(customer, credit, total, left, move)
            paid = [
                (p.date, None if p.share is None else round(total * p.share))
                for p in invoice.payments
            ]
        planned = []
        for on, amount in paid:
            rest = sum(left.values()) if amount is None else amount
            for due in dues:
                part = min(rest, left[due.id])
                if part > 0:
                    left[due.id] -= part
                    rest -= part
                    planned.append((on, customer, currency, due, part))
        return planned

    def _credit(self, customer, credit, total, left, move):
        """A credit note: set against its invoice by the office, or left open."""
        amount = round(total * credit.share)
        if credit.open:
            number = f"RFAC/{credit.date.year}/{next(self.ranks[0]):05d}"
            self._due(customer.key, -amount, credit.date, credit.date, number,
                      move=next(self.moves), currency=customer.currency,
                      account="411000")  # fmt: skip
            return
        for number in left:
            part = min(amount, left[number])
            left[number] -= part
            amount -= part
            due = self.books.dues[number]
            if left[number]:
                self.books.dues[number] = replace(due, amount=left[number])

    def _receive(self, payments):
        """Bank lines of what customers pay: alone, together, in two, less a fee."""
        payments.sort(key=lambda p: (p[1].key, p[0]))
        for _key, mine in groupby(payments, key=lambda p: p[1].key):
            mine = list(mine)
            while mine:
                together = [mine.pop(0)]
                while mine and self._joins(together[0], mine[0]):
                    together.append(mine.pop(0))
                self._transfer(together)

    def _joins(self, first, other):
        """A payer settles several invoices at once."""
        near = (other[0] - first[0]).days
        if first[1].key == "belleroche":
            return near == 0
        return near <= 9 and self.rng.random() < 0.3

    def _transfer(self, together):
        day, customer, currency, _due, _amount = together[-1]
        taken = [(due.id, amount) for _day, _c, _cur, due, amount in together]
        total = sum(amount for _due, amount in taken)
        names = [due.number for _day, _c, _cur, due, _amount in together]
        chance = self.rng.random()
        if len(together) == 1 and chance < 0.03 and total > 600_00:
            half = total // 2 if chance < 0.015 else total // 3 // 100 * 100
            [(due, _whole)] = taken
            for on, part in ((day, half), (day + timedelta(21), total - half)):
                label, style, more = self.labels.written(customer, names)
                self._pays(on, part, label, [(due, part)], f"part: {style}", **more)
            return
        label, style, more = self.labels.written(customer, names)
        amount = total
        if customer.kind == "foreign" and chance < 0.5:
            amount -= self.rng.randint(6_00, 14_00)
            style = f"fee: {style}"
        if len(together) > 1:
            style = f"several: {style}"
        self._pays(day, amount, label, taken, style, currency=currency, **more)
        if chance > 0.995 and day > self.first:
            truth = ("partner", self.partner[customer.key])
            again = day + timedelta(4)
            self._add(again, amount, label, truth, "paid twice", currency=currency)
