r"""A FEC into what customers owed and how it was settled, by its lettering.

>>> head = "JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|CompAuxLib|" \
...        "PieceRef|Debit|Credit|EcritureLet"
>>> def entry(journal, number, day, *parts):
...     return [f"{journal}|{number}|{day}|{part}" for part in parts]
>>> file = [head,
...     *entry("VE", 1, 20260201, "411|BATI|Bâti Sud|F-1|120,00||A",
...            "706|||F-1||100,00|", "44571|||F-1||20,00|"),
...     *entry("BQ", 2, 20260310, "512|||VIR|90,00||", "411|BATI|Bâti Sud|VIR||90,00|A")]
>>> past = read([(n, tuple(line.split("|"))) for n, line in enumerate(file, 1)])
>>> [(one.number, one.customer, str(one.amount), str(one.untaxed)) for one in past.invoices]
[('F-1', 'BATI', '120.00', '100.00')]
>>> [(one.number, one.date.day, str(one.amount), one.kind) for one in past.settlements]
[('F-1', 10, '90.00', 'payment')]
"""

from collections import Counter, defaultdict
from decimal import Decimal

from .past_fec_carry import carried
from .past_fec_entries import CUSTOMERS, entries, papers
from .past_fec_groups import Carried, Group, collective
from .past_fec_lines import is_fec, lines, totals
from .past_settle import allocate, without
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
)

__all__ = ["is_fec", "read"]

DOUBTFUL = "416"


def read(rows):
    """The past that these lines hold."""
    found = lines(rows)
    reader = _Reader(found)
    if not reader.customers:
        raise Refused("no_customers", rows[0][0])
    if set(map(collective, reader.customers)) == {True}:
        raise Refused("nobody", rows[0][0])
    for at, _cells in totals(rows):
        reader.warn(at, "total", subject="")
    reader.settle()
    return Past(
        "fec",
        tuple(reader.customers.values()),
        tuple(reader.invoices.values()),
        tuple(reader.settlements),
        tuple(reader.problems),
        reader.openings,
    )


class _Reader:
    def __init__(self, found):
        self.customers, self.invoices = {}, {}
        self.settlements, self.problems = [], []
        self.taken, self.openings = {}, defaultdict(Decimal)
        self.of_line = papers(found)
        self.entries = entries(found, self.of_line)
        self.groups, self.latest, self.booked = [], {}, {}
        owed = [
            line
            for line in sorted(found, key=lambda one: (one.date, one.at))
            if line.account.startswith(CUSTOMERS)
            and line.balance
            and not self._entry(line).closing
        ]
        self.lettered = any(line.letter for line in owed)
        self.repeated, gaps = carried(owed, lambda one: self._entry(one).opening)
        for line in owed:
            self._add(line)
        for line, gap in gaps:
            self._gap(line, gap)
        left = [line.at for line in found if line.account.startswith(DOUBTFUL)]
        if left:
            self.warn(left[0], "doubtful", str(len(left)))

    def _entry(self, line):
        return self.entries[self.of_line[line.at]]

    def warn(self, at, kind, detail="", name="", subject="invoice"):
        self.problems.append(
            Problem(At("", at), subject, kind, detail, name, stops=False)
        )

    def _add(self, line):
        if line.customer not in self.customers and collective(line.customer):
            self.warn(line.at, "nobody", line.name or line.customer, line.piece)
        self.customers.setdefault(
            line.customer,
            Customer(At("", line.at), line.name or line.customer, line.customer),
        )
        entry, group = self._entry(line), self._group(line)
        if line.at in self.repeated:
            group.again += line.balance
            group.since = line.date
            return
        group.balance += line.balance
        if entry.opening:
            self.openings[line.customer, line.date] += line.balance
        if line.balance < 0:
            # An earlier file may hold the credits of an opening entry: they stay whole.
            credits = group.opened if entry.opening else group.credits
            credits.append((line, -line.balance))
        elif entry.opening or entry.is_sale:
            group.debts.append((self._invoice(line, line.balance), line.balance))
        else:
            group.backs.append((line, line.balance, len(group.credits)))

    def _group(self, line):
        """The lines lettered with this one; a letter that balances may begin again.

        Without any letter in the file, all lines of a customer are one.
        """
        if self.lettered and not line.letter:
            group = Group()
            self.groups.append((line.customer, group))
            return group
        key = (line.customer, line.letter)
        known, entry = self.latest.get(key), self._entry(line)
        back = line.balance > 0 and not (entry.opening or entry.is_sale)
        whole = known and 0 in (known.balance, known.balance + known.again)
        if known is None or (
            whole and (known.debts or known.opened or known.credits) and not back
        ):
            known = self.latest[key] = Group()
            self.groups.append((line.customer, known))
        return known

    def _gap(self, line, gap):
        """What an opening entry says more, or less, than the entries before it."""
        self.warn(line.at, "opening_gap", f"{gap:+.2f}".replace(".", ","), line.piece)
        group = Group()
        self.groups.append((line.customer, group))
        if gap > 0:
            group.debts.append((self._invoice(line, gap), gap))
        else:
            group.credits.append((line, -gap))

    def _number(self, line):
        """What the paper of this line is called; two papers never share a name."""
        number = line.piece or line.label or f"{line.at}"
        owner = (self.of_line[line.at], line.customer)
        if self.taken.setdefault(number, owner) != owner:
            number = f"{number} ({' '.join(line.entry)} {line.customer})"
        return number

    def _invoice(self, line, amount, note=""):
        """Number of the invoice of this line; two lines of an entry are one invoice."""
        number = self._number(line)
        known = self.invoices.get(number)
        self.booked[number] = line.date
        self.invoices[number] = Invoice(
            known.at if known else At("", line.at),
            number,
            line.customer,
            min(line.piece_date or line.date, line.date),
            amount + (known.amount if known else 0),
            untaxed=self._sold(line),
            foreign=line.foreign,
            note=note or ("opening" if self._entry(line).opening else ""),
            # What one entry says more than those before it stands alone.
            opened=line.date
            if self._entry(line).opening and line.at not in self.repeated
            else None,
        )
        return number

    def _sold(self, line):
        """The sales of its entry, without tax, when they are all of this paper."""
        entry = self._entry(line)
        alone = len(entry.claims) == 1 and not entry.opening
        return entry.sales if alone and entry.sales else None

    def settle(self):
        """What each group says; then who paid what an opening entry repeats.

        The rest of a credit stays open.
        """
        theirs = defaultdict(Carried)
        for customer, group in self.groups:
            credits, backs = without(group.credits, group.backs)
            unpaid = [
                (self._invoice(line, rest, "debit"), rest) for line, rest in backs
            ]
            debts, credits = self._allocate(
                group.debts + unpaid, group.opened + credits
            )
            own = theirs[customer]
            if group.again > 0:
                own.payments.append((group.since, credits))
            else:
                own.credits += credits
            if group.again < 0:
                own.uses += debts
            else:
                own.debts += debts
        for own in theirs.values():
            self._settle_carried(own)
        matched = [one.at.line for one in self.settlements if one.number]
        if matched and not self.lettered:
            self.warn(min(matched), "unlettered", subject="")

    def _settle_carried(self, own):
        for since, credits in sorted(own.payments, key=lambda one: one[0]):
            before = [each for each in own.debts if self.booked[each[0]] <= since]
            after = [each for each in own.debts if self.booked[each[0]] > since]
            before, credits = self._allocate(before, credits)
            own.debts, own.credits = before + after, own.credits + credits
        _uses, credits = self._allocate(own.uses, own.credits)
        for line, rest in credits:
            self._unused(line, rest)

    def _allocate(self, debts, credits):
        """The rests of both, once the credits settled the debts."""
        owed, given = Counter(), dict(credits)
        for number, amount in debts:
            owed[number] += amount
        for number, line, part in allocate(debts, credits):
            self._settled(line, part, number)
            owed[number] -= part
            given[line] -= part
        return (
            [(number, rest) for number, rest in owed.items() if rest],
            [(line, rest) for line, rest in given.items() if rest],
        )

    def _settled(self, line, amount, number=""):
        self.settlements.append(
            Settlement(
                At("", line.at),
                number,
                line.date,
                amount,
                self._kind(line),
                line.customer,
                line.piece,
                self._entry(line).opening and line.at not in self.repeated,
            )
        )

    def _kind(self, line):
        entry = self._entry(line)
        if entry.opening:
            return OTHER
        if entry.sales < 0:
            return CREDIT_NOTE
        return PAYMENT if entry.money else OTHER

    def _unused(self, line, amount):
        """A credit note that is still open is a document; other credits are not."""
        if self._kind(line) != CREDIT_NOTE:
            self._settled(line, amount)
            return
        number = self._number(line)
        known = self.invoices.get(number)
        self.invoices[number] = Invoice(
            At("", line.at),
            number,
            line.customer,
            line.piece_date or line.date,
            (known.amount if known else 0) - amount,
            untaxed=self._sold(line) if amount == -line.balance else None,
        )
