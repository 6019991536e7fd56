"""What the label of a bank line says, before any amount.

Pure: no Odoo, no clock.

>>> from datetime import date
>>> from .match_types import Own, Party
>>> may, june = date(2026, 5, 1), date(2026, 6, 1)
>>> one = Due(1, 100_00, june, may, partner=7, number="FAC/2026/00012")
>>> index = Index([one], [Party(7, "Plomberie Chaboud")], [], Own())
>>> line = BankLine(9, june, 100_00, "VIR PLOMBERIE CHABOUD FAC/2026/00011")
>>> clues = Clues(line, index, set(), "", {}, index.payers(line, ""), [], False)
>>> clues.who(one).level, clues.what(one).level, clues.plausible(one)
(2, 0, True)
>>> clues.unknown_number(), clues.deposit()
(True, False)
"""

from dataclasses import dataclass
from datetime import timedelta

from .label import NOISE, name_words, numbers, plain
from .match_index import NAMED, Index, Sign
from .match_types import BankLine, Due, Reason

EARLY = timedelta(3)  # an invoice may be dated a little after the money
STALE = timedelta(730)
NOTHING = Sign(0, ())
DEPOSIT = frozenset(("ACOMPTE", "ACOMPTES", "ARRHES", "AVANCE", "DEVIS", "DEPOT"))


@dataclass(slots=True)
class Clues:
    """What the label of a line says, before any amount."""

    line: BankLine
    index: Index
    taken: set
    key: str
    numbered: dict  # due -> Sign
    payers: dict  # partner -> Sign
    known: list
    again: bool  # the same payment was seen a few days before

    def who(self, due: Due) -> Sign:
        """How the label points to the one who owes, or to the account it is owed on."""
        sign = self.payers.get(due.partner, NOTHING) if due.partner else NOTHING
        for code, prefixes in self.known:
            if due.account.startswith(prefixes) and sign.level < NAMED:
                sign = Sign(NAMED, (Reason("known", code),))
        return sign

    def what(self, due: Due) -> Sign:
        """How the label points to the document."""
        return self.numbered.get(due.id, NOTHING)

    def points_to(self, due: Due) -> bool:
        """Anything in the label speaks of this due line."""
        return due.id in self.numbered or bool(self.who(due).level)

    def plausible(self, due: Due) -> bool:
        """Neither money before the invoice nor years after it."""
        return due.issued - EARLY <= self.line.day <= due.day + STALE

    def open_of(self, partner: int) -> list[Due]:
        """What the line could pay of a partner's, oldest first, credit notes included."""
        mine = (
            due
            for due in self.index.of_partner.get(partner, ())
            if due.currency == self.line.currency
            and due.id not in self.taken
            and self.plausible(due)
        )
        return sorted(mine, key=lambda due: (due.day, due.id))

    def named_documents(self) -> list[Due]:
        """Due lines that the label names, the money going the right way."""
        named = (
            self.index.dues[number]
            for number, sign in self.numbered.items()
            if sign.level >= NAMED
        )
        return [due for due in named if due.amount * self.line.amount > 0]

    def contradicted(self, taken: set[int]) -> bool:
        """The label names a document that is not among ``taken``."""
        moves = {self.index.dues[one].move for one in taken}
        return any(
            due.id not in taken and due.move not in moves
            for due in self.named_documents()
        )

    def stranger(self) -> bool:
        """The label holds a name, whoever that is."""
        return any(
            len(word) > 2
            and word.isalpha()
            and word not in NOISE | self.index.own_words
            for word in name_words(self.line.label)
        )

    def deposit(self) -> bool:
        """The label speaks of money paid before any invoice."""
        return not DEPOSIT.isdisjoint(plain(self.line.label).split())

    def other_payer(self, due: Due) -> bool:
        """The label speaks of somebody else than the one who owes."""
        return any(
            sign.level >= NAMED and partner != due.partner
            for partner, sign in self.payers.items()
        )

    def unknown_number(self) -> bool:
        """The label names an invoice of ours, and none that is open has this number."""
        said = numbers(self.line.label)
        if self.line.amount < 0 or not (said.full or said.invoices):
            return False
        return not any(sign.level >= NAMED for sign in self.numbered.values())
