"""A year at the bank of the demo company, with what each line really is.

The invoices and what was paid of them come from the plan of the demo company; the labels
are written as banks, payers and scanners write them. Pure: a day and a seed in, no Odoo.
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import count, groupby
from pathlib import Path
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

sys.path.append(str(Path(__file__).parent.parent / "addons/tpe_bank"))
from tools.match import (  # noqa: E402
    BankLine,
    Due,
    Memory,
    Own,
    Party,
    learn,
    propose,
)

from demo import ledger  # noqa: E402
from demo.partners import AUTHORITIES, CUSTOMERS, SUPPLIERS  # noqa: E402
from demo.world import draws, end_of_month, working_day  # noqa: E402

COMPANY = "Atelier Lumière SARL"
# Months back to the first invoice; the year at the bank is the last one.
HISTORY = 24
RATES = {"20": 1.2, "10": 1.1, "export": 1.0}
# Maintenance contracts: the same price for everybody, every month.
CONTRACT = 180_00
SUBSCRIBERS = (
    *("regie", "perrin", "garage", "canuts", "hotel", "vial", "pharmacie", "dentaire"),
    *("veterinaire", "superette", "fitness", "coiffure", "thermix", "parc"),
)
# Who pays for whom: a holding, a spouse, a trustee. Their names say nothing.
OTHERS = {
    "canuts": "SAS HOLDING BMT",
    "hotel": "GROUPE RIVES HOTELIERES",
    "parc": "CABINET MERCIER GESTION",
    "fabre": "MLLE E NOGUES",
    "vial": "JP VIAL PATRIMOINE",
    "girard": "INDIVISION CHARVET",
}
SHOPS = (
    ("STATION DU PONT BRIGNAIS", "6061", 4, (38, 96)),
    ("PEAGES AUTOROUTE RHONE", "6251", 3, (6, 45)),
    ("BOULANGERIE DU GARON", "6257", 2, (8, 31)),
    ("BRICO PRO GIVORS", "6063", 2, (15, 240)),
    ("PAPETERIE LYON SUD", "6064", 1, (12, 80)),
    ("PARKING PART DIEU", "6251", 2, (4, 22)),
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


@dataclass
class Outcome:
    """What became of the proposals of a year."""

    lines: int = 0
    right: int = 0  # sure, and true
    wrong: int = 0  # sure, and not true
    first: int = 0  # the first proposal is true
    styles: dict = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    errors: list = field(default_factory=list)


def judge(today: date, seed: int, every: int = 7) -> Outcome:
    """Match a year, a week at a time; a person corrects the rest, and it is remembered."""
    books, events = Year(today, seed).make()
    outcome, memories, seen = Outcome(), set(), ()
    for _week, some in groupby(events, key=lambda e: e.line.day.toordinal() // every):
        some = list(some)
        last = some[-1].line.day
        known = [due for due in books.dues.values() if due.issued <= last]
        asked = [event.line for event in some]
        own = Own(COMPANY, recent=seen)
        found = propose(asked, known, books.parties.values(), memories, own)
        seen = (*seen[-60:], *asked)
        before = dict(books.dues)
        for event in some:
            _note(outcome, event, found[event.line.id], before)
            books.settle(event.truth)
            memories |= _learned(before, event)
    return outcome


def _note(outcome, event, proposals, dues):
    best = proposals[0] if proposals else None
    right = bool(best) and _says(best, dues) == _shape(event.truth, dues)
    style = outcome.styles[event.style]
    outcome.lines += 1
    style[0] += 1
    outcome.first += right
    style[3] += right
    if best and best.sure:
        outcome.right += right
        outcome.wrong += not right
        style[1] += right
        style[2] += not right
        if not right:
            outcome.errors.append((event, best))


def _says(proposal, dues):
    """The truth that a proposal claims."""
    if proposal.kind == "transfer":
        return ("account", "58")
    if proposal.kind == "account":
        return ("account", str(proposal.account))
    if proposal.kind == "partner":
        return ("partner", proposal.partner)
    return _shape(("dues", proposal.taken), dues)


def _shape(truth, dues):
    """What each document receives: which of its instalments is the same to everybody."""
    if truth[0] != "dues":
        return truth
    received = defaultdict(int)
    for number, amount in truth[1]:
        received[dues[number].move] += amount
    return ("dues", tuple(sorted(received.items())))


def _learned(dues, event) -> set[Memory]:
    """What a person's choice leaves in memory."""
    kind, value = event.truth
    if kind == "account":
        made = learn(event.line, account=int(value))
    elif kind == "partner":
        made = learn(event.line, partner=value)
    else:
        owners = {dues[number].partner for number, _amount in value}
        made = learn(event.line, partner=owners.pop()) if len(owners) == 1 else None
    return {made} if made else set()


class Year:
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
            ibans = (_iban(number),) if number % 4 == 0 else ()
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
                label, style, more = self._label(customer, names, on)
                self._pays(on, part, label, [(due, part)], f"part: {style}", **more)
            return
        label, style, more = self._label(customer, names, day)
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

    def _label(self, customer, names, day):
        """(label, style, further fields) of a customer's payment."""
        rng, roll = self.rng, self.rng.random()
        who = _bank_name(customer.name)
        more = {}
        if customer.kind == "person" and roll > 0.55:
            cheque = rng.randint(7_400_000, 7_499_999)
            if roll > 0.85:
                return f"REMISE CHEQUE N {cheque}", "cheque", {}
            return f"REMISE CHEQUE N {cheque} {who}", "cheque, name", {}
        if customer.key in OTHERS and roll > 0.75:
            who = OTHERS[customer.key]
            roll = rng.random() * 1.1
            style = "other payer"
        else:
            style = "payer"
            if rng.random() < 0.25:
                who = self._damaged(who)
                style = "payer damaged"
        if self.partner[customer.key] % 4 == 0 and rng.random() < 0.5:
            more["iban"] = _iban(self.partner[customer.key])
        if roll < 0.42:
            text, how = " ".join(names), "number"
        elif roll < 0.68:
            text, how = (
                " ".join(self._abridged(name) for name in names),
                "number changed",
            )
        elif roll < 0.74:
            text, how = " ".join(name[-5:] for name in names), "ranks"
            text = f"{rng.choice(('FAC', 'FACT', 'FACTURE', 'REF'))} {text}"
        elif roll < 0.76 and len(names) == 1:
            wrong = list(names[0])
            place = rng.randint(9, 13)
            wrong[place] = str((int(wrong[place]) + rng.randint(1, 9)) % 10)
            text, how = "".join(wrong), "number wrong"
        else:
            words = ("REGLEMENT", "SOLDE", "TRAVAUX ELECTRICITE", "VIREMENT", "")
            text, how = rng.choice(words), "no number"
        pattern = rng.choice(
            (
                "VIR SEPA RECU /DE {who} /REF {text}",
                "VIR SEPA {who} {text}",
                "VIR INST RECU DE {who} {text} NOTPROVIDED",
                "VIREMENT RECU {who} MOTIF: {text} ID: {id}",
                "VIR {who} {text}",
            )
        )
        label = pattern.format(who=who, text=text, id=f"E2E{rng.randint(10**6, 10**7)}")
        return label.strip(), f"{style}, {how}", more

    def _abridged(self, name):
        """A number as payers type it and scanners read it."""
        _prefix, year, rank = name.split("/")
        return self.rng.choice(
            (
                f"FAC{year}{rank}",
                f"FAC {year} {rank}",
                f"FACT {year}-{int(rank)}",
                f"F{year}/{int(rank)}",
                f"FACTURE NO {year}/{rank}".replace("0", "O", 2),
                f"FAC-{year}-{rank}",
                f"{year}/{rank}",
            )
        )

    def _damaged(self, who):
        """A name cut, abridged or mistyped."""
        rng, words = self.rng, who.split()
        roll = rng.random()
        if roll < 0.35:
            return who[: max(9, len(who) * 2 // 3)].strip()
        if roll < 0.6 and len(words) > 2:
            return " ".join(words[:-1])
        place = rng.randrange(len(who) - 1)
        if roll < 0.8:
            return who[:place] + who[place + 1 :]
        return who[:place] + who[place + 1] + who[place] + who[place + 2 :]

    # --- Suppliers, the State, staff --------------------------------------------------

    def _bills(self):
        rng = self.rng
        month = self.start
        while month <= self.today:
            for place, (key, name, *_address) in enumerate(SUPPLIERS):
                direct = key in ("telecom", "leasing", "assurance", "carburant",
                                 "logiciel", "energie", "publicite")  # fmt: skip
                fixed = key in (
                    "bailleur",
                    "leasing",
                    "assurance",
                    "logiciel",
                    "comptable",
                )
                many = 1 if direct or fixed else rng.randint(0, 2)
                for _ in range(many):
                    self._bill(key, name, month, place, direct, fixed)
            month += relativedelta(months=1)

    def _bill(self, key, name, month, place, direct, fixed):
        rng = self.rng
        issued = month + timedelta(0 if fixed else rng.randint(0, 27))
        if issued > self.today:
            return
        usual = 80_00 + place * 57_35
        amount = -usual if fixed else -round(usual * rng.uniform(0.5, 3))
        number = f"{name[0]}{issued:%y}-{rng.randint(1000, 99999)}"
        wait = 8 if direct else 30
        due = self._due(key, amount, issued + timedelta(wait), issued, number,
                        move=next(self.moves), account="401000")  # fmt: skip
        who, paid = _bank_name(name), working_day(due.day)
        if direct:
            label = f"PRLV SEPA {who} {rng.choice((number, f'{issued:%m/%Y}', ''))}"
        else:
            text = rng.choice((number, number, "FACTURE", f"RELEVE {issued:%m/%Y}"))
            label = f"VIR SEPA EMIS /POUR {who} /REF {text}"
        self._pays(paid, amount, label.strip(), [(due.id, amount)], "supplier")

    def _debts(self):
        rng, month = self.rng, self.start
        while month <= self.today:
            end = end_of_month(month)
            text = f"{month:%m/%Y}"
            for key, account, label, least, most, after, style in (
                ("urssaf", "431000", "PRLV SEPA URSSAF RHONE ALPES {t}",
                 2_900, 3_400, 15, "urssaf"),
                ("retraite", "437300", "PRLV SEPA PROBTP RETRAITE {t} NNE 884512",
                 900, 1_150, 25, "pension"),
                ("conges", "437200", "PRLV SEPA CAISSE CONGES PAYES BATIMENT {t}",
                 1_100, 1_400, 20, "holidays"),
                ("dgfip", "442100", "PRLV SEPA DGFIP PAS {t}", 250, 420, 15, "tax"),
                ("dgfip", "445510", "PRLV SEPA DGFIP TVA1 {t}", 2_000, 6_500, 19, "tax"),
            ):  # fmt: skip
                amount = -rng.randint(least * 100, most * 100)
                due = self._due(key, amount, end + timedelta(after), end,
                                move=next(self.moves), account=account)  # fmt: skip
                self._pays(working_day(due.day), amount, label.format(t=text),
                           [(due.id, amount)], style)  # fmt: skip
            # Salaries are owed to nobody in particular.
            amount = -rng.randint(9_800_00, 10_900_00)
            due = Due(next(self.ids), amount, end, end - timedelta(6), account="421000",
                      move=next(self.moves))  # fmt: skip
            self.books.dues[due.id] = due
            self._pays(working_day(end, -1), amount,
                       f"VIR SALAIRES {text} 6 BENEFICIAIRES", [(due.id, amount)],
                       "salary")  # fmt: skip
            loan = ("account", "164")
            self._add(working_day(month + timedelta(4)), -412_80,
                      f"ECHEANCE PRET 00069 UTILITAIRE {text}", loan, "loan")  # fmt: skip
            fee = f"COTISATION ET FRAIS DE TENUE DE COMPTE {text}"
            self._add(end, -rng.randint(18_00, 32_00), fee, ("account", "6278"), "fee")
            month += relativedelta(months=1)

    def _shops(self):
        rng, month = self.rng, self.start
        while month <= self.today:
            for name, account, often, (least, most) in SHOPS:
                for _ in range(often):
                    on = working_day(month + timedelta(rng.randint(0, 27)))
                    label = f"CB {name} {on:%d/%m} CARTE {rng.randint(6900, 6904)}"
                    amount = -rng.randint(least * 100, most * 100)
                    self._add(on, amount, label, ("account", account), "shop")
            for _ in range(2):
                on = working_day(month + timedelta(rng.randint(0, 27)))
                odd = "".join(rng.choice("BCDFGLMNPRST") + rng.choice("AEIO")
                              for _ in range(4))  # fmt: skip
                self._add(on, -rng.randint(9_00, 300_00), f"CB {odd} {on:%d/%m}",
                          ("account", "6063"), "new shop")  # fmt: skip
            if month.month % 3 == 0:
                amount = rng.choice((-1, 1)) * rng.randint(2, 6) * 1000_00
                way = "VERS" if amount < 0 else "DEPUIS"
                self._add(working_day(month + timedelta(23)), amount,
                          f"VIR INTERNE {way} LIVRET ENTREPRISE", ("account", "58"),
                          "transfer")  # fmt: skip
            if rng.random() < 0.5:
                self._on_account(month)
            month += relativedelta(months=1)

    def _on_account(self, month):
        """A deposit before any invoice, of an amount that others owe too."""
        rng = self.rng
        customer = rng.choice([c for c in CUSTOMERS if c.currency == "EUR"])
        amount = rng.choice((CONTRACT, 500_00, 650_00, 1_000_00))
        on = working_day(month + timedelta(rng.randint(0, 27)))
        label = f"VIR SEPA RECU /DE {_bank_name(customer.name)} /ACOMPTE DEVIS"
        self._add(on, amount, label, ("partner", self.partner[customer.key]), "deposit")


def _bank_name(name):
    """Capitals without accents nor signs, cut as banks cut."""
    bare = unicodedata.normalize("NFKD", name.replace("œ", "oe"))
    kept = "".join(
        c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)
    )
    return " ".join(kept.upper().split())[:35].strip()


def _iban(number):
    return f"FR76{number:05d}{number * 7919:012d}{number % 97:06d}"


def outcomes(today: date, seeds: Iterator[int]) -> list[Outcome]:
    """A year for each seed."""
    return [judge(today, seed) for seed in seeds]


def report(today: date, seeds) -> None:
    """Print what the proposals are worth, by style of label."""
    total = Outcome()
    for seed in seeds:
        found = judge(today, seed)
        print(f"seed {seed}: {found.lines} lines, sure and right "
              f"{found.right / found.lines:.1%}, sure and wrong {found.wrong}, "
              f"first is right {found.first / found.lines:.1%}")  # fmt: skip
        for style, counts in found.styles.items():
            for place, value in enumerate(counts):
                total.styles[style][place] += value
        total.errors += found.errors
    for style, (lines, right, wrong, first) in sorted(total.styles.items()):
        print(
            f"  {style:42} {lines:5} {right / lines:6.0%} {wrong:4} {first / lines:6.0%}"
        )
    for event, best in total.errors[:25]:
        print(event.line.day, event.line.amount, event.line.label, "|", event.truth, "|",
              best.kind, best.taken, [(r.code, r.value) for r in best.reasons])  # fmt: skip


if __name__ == "__main__":
    report(date(2026, 11, 22), range(1, 6))
