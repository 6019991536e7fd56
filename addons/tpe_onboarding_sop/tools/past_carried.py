"""What the opening entry of a year says of customers whose past came with earlier files.

Two files of two years say the same debts twice: at the end of the first, and in the opening
entry of the second, most often in one sum for each customer.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .past_parties import Parties
from .past_settle import allocate
from .past_types import Customer, key_of
from .past_verdict import KNOWN, OK, REFUSED, Document, Part, Party


@dataclass(frozen=True)
class Carried:
    """Debts of the books, from before ``day``, that an opening entry repeats."""

    partner: int
    day: date


def take_credit(credits, partner, amount):
    """A line of ``credits`` of this customer and amount, once; None when none is left.

    >>> credits = {(7, "AV-1", Decimal(30)): [4]}
    >>> take_credit(credits, 7, Decimal(30)), take_credit(credits, 7, Decimal(30))
    (4, None)
    """
    for (whose, _name, given), lines in credits.items():
        if (whose, given) == (partner, amount) and lines:
            return lines.pop()
    return None


class Carrying(Parties):
    def add_openings(self, past):
        self.openings = past.openings
        self.paid_on = defaultdict(list)
        for key in self.settled:
            self.paid_on[key[1]].append(key)

    def _before(self, customer, party, day):
        """``(what earlier files leave before this day, fault)``; None when nothing."""
        before = self.books.carried.get((party.partner, day)) if party else None
        if before is None:
            return None, None
        said = self.openings[customer, day]
        fault = ("carried_gap", (said, before), REFUSED) if said != before else None
        return before, fault

    def carried_invoice(self, told, party, key):
        """``(code, detail, verdict)``, or None for what no earlier file brought."""
        before, fault = self._before(told.customer, party, told.opened)
        if before is None or fault:
            return fault
        self.numbers[key] = Carried(party.partner, told.opened)
        return "carried", (), KNOWN

    def carried_credit(self, told):
        """``(code, detail, verdict, party)``, or None for what no earlier file brought."""
        party, _alone = self._who(told.customer)
        before, fault = self._before(told.customer, party, told.date)
        if before is None:
            return None
        if fault:
            return *fault, party
        target = self.numbers.get(key_of(told.number)) if told.number else None
        if not isinstance(target, Document):
            return "carried", (), KNOWN, party
        line = take_credit(self.credits, party.partner, told.amount)
        if not line:
            return "credit_there", (), KNOWN, party
        self.parts.append(Part(told, party, document=target, credit=line))
        return "", (), OK, party

    def carried_paid(self, told, target):
        """Of a sum that an opening entry repeats: its invoice, else the oldest."""
        party = Party(Customer(None, ""), target.partner)
        debts = [
            known
            for day, known in self.books.owed.get(target.partner, ())
            if day < target.day
        ]
        rest = told.amount - self._paid_before(told, debts)
        if not rest:
            return "there", (), KNOWN, party
        left = [(one.move, self.left.setdefault(one.move, one.open)) for one in debts]
        left = [(move, owed) for move, owed in left if owed > 0]
        for move, _told, part in allocate(left, [(told, rest)]):
            self.left[move] -= part
            rest -= part
            paid = replace(told, amount=part)
            self.parts.append(Part(paid, party, move=move))
        if rest:
            self.parts.append(Part(replace(told, amount=rest, number=""), party))
        return "", (), OK, party

    def _paid_before(self, told, debts):
        """How much of it an earlier reading of the same year brought already."""
        found = Decimal(0)
        moves = {one.move for one in debts}
        for key in self.paid_on[told.date]:
            move, _day, amount = key
            while move in moves and self.settled[key] and found + amount <= told.amount:
                found += amount
                self.settled[key] -= 1
        return found
