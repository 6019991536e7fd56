"""The verdict on each line of a file, against what is in the books.

>>> from datetime import date
>>> from decimal import Decimal
>>> from .past_types import At, Invoice, Past, Settlement
>>> books = Books(today=date(2026, 3, 31), currency="EUR")
>>> past = Past("csv", invoices=(
...     Invoice(At("", 2), "F-1", "Bâti Sud", date(2026, 1, 5), Decimal(120)),
...     Invoice(At("", 3), "F-2", "Bâti Sud", date(2026, 4, 5), Decimal(10)),
... ), settlements=(
...     Settlement(At("", 4), "F-1", date(2026, 3, 1), Decimal(50)),
...     Settlement(At("", 5), "F-9", date(2026, 3, 1), Decimal(50)),
... ))
>>> judged = judge(past, books)
>>> [f"{one.at.line} {one.verdict} {one.code}" for one in judged.verdicts]
['2 warning only_a_name', '3 refused future', '4 ok ', '5 refused unknown']
>>> [(str(one.invoice.amount), str(one.open)) for one in judged.documents]
[('120', '70')]
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

from .past_carried import Carried, Carrying
from .past_parties import MOST_NAME, MOST_NUMBER
from .past_types import CREDIT_NOTE, Customer, Past, key_of
from .past_verdict import (
    KNOWN,
    OK,
    REFUSED,
    WARNING,
    Books,
    Document,
    Judged,
    Known,
    Part,
    Party,
)


def judge(past: Past, books: Books) -> Judged:
    """Every line judged; what is refused, or known already, is in no other list."""
    judge_ = _Judge(books)
    for problem in past.problems:
        verdict = REFUSED if problem.stops else WARNING
        judge_.say(problem.at, problem.subject, verdict, problem.kind,
                   (problem.detail,), problem.name)  # fmt: skip
    for customer in past.customers:
        judge_.customer(customer)
    paid = defaultdict(Decimal)
    for settlement in past.settlements:
        paid[key_of(settlement.number)] += settlement.amount
    judge_.add_openings(past)
    for invoice in past.invoices:
        judge_.invoice(invoice, paid[key_of(invoice.number)])
    for settlement in past.settlements:
        judge_.settlement(settlement)
    used = {one.party for one in [*judge_.documents, *judge_.parts]}
    listed = set(judge_.listed)
    return Judged(
        sorted(judge_.verdicts, key=lambda one: (one.at.sheet, one.at.line)),
        [party for party in judge_.parties if party in used or party in listed],
        judge_.documents,
        judge_.parts,
    )


# What a typing error makes of a year.
OLDEST, LONGEST = date(1990, 1, 1), timedelta(3653)


def _names(currency):
    """
    >>> _names("EUR"), _names("CHF")
    (('EUR', '€', 'EURO', 'EUROS'), ('CHF',))
    """
    return (currency, *(("€", "EURO", "EUROS") if currency == "EUR" else ()))


class _Judge(Carrying):
    def __init__(self, books):
        super().__init__(books)
        self.documents, self.parts = [], []
        self.numbers = {}  # {number: Document, Known or None when it was refused}
        self.left = {}  # {move id: what is open of it}
        self.settled = Counter(books.settled)
        self.credits = {key: [*lines] for key, lines in books.credits.items()}

    # --- Invoices -----------------------------------------------------------------------

    def invoice(self, told, paid):
        party, alone = self._who(told.customer)
        due = told.due or told.date + timedelta(self.books.term_days)
        code, detail = self._fault(told, party, due, paid)
        verdict = REFUSED
        key = key_of(told.number)
        if not code:
            code, detail, verdict = self._in_books(told, party, key)
        document = None
        if not code:
            document = Document(told, party, due, told.amount - paid)
            self.documents.append(document)
            self.numbers[key] = document
            verdict, code, detail = self._remark(told, alone)
        elif verdict == REFUSED:
            self.numbers.setdefault(key, None)
        self.say(told.at, "invoice", verdict, code, detail, told.number, party=party,
                 day=told.date, due=due, amount=told.amount, document=document)  # fmt: skip

    def _remark(self, told, alone):
        if told.foreign:
            return WARNING, "foreign", (told.foreign, told.amount)
        if told.note:
            return WARNING, told.note, ()
        if alone:
            return WARNING, "only_a_name", ()
        if not told.due:
            return WARNING, "term", ()
        return OK, "", ()

    def _fault(self, told, party, due, paid):
        """``(code, detail)`` of what is wrong with the line itself."""
        books = self.books
        if party is None:
            return "several_named", (told.customer,)
        if len(told.number) > MOST_NUMBER or len(told.customer) > MOST_NAME:
            return "long", ()
        if told.currency and told.currency not in _names(books.currency):
            return "currency", (told.currency, books.currency)
        if told.date > books.today:
            return "future", (told.date,)
        if told.date < OLDEST or due > told.date + LONGEST:
            return "far", (told.date, due)
        if told.date <= books.locked:
            return "locked", (told.date, books.locked)
        if due < told.date:
            return "due", (due, told.date)
        if key_of(told.number) in self.numbers:
            return "twice", ()
        return self._fault_of_amounts(told, paid)

    def _fault_of_amounts(self, told, paid):
        if not told.amount:
            return "zero", ()
        if told.untaxed is not None and abs(told.untaxed) > abs(told.amount):
            return "untaxed", (told.untaxed, told.amount)
        if told.amount < 0:
            used = paid or (told.open is not None and told.open != told.amount)
            return ("credit_used", ()) if used else ("", ())
        if told.open is not None and not 0 <= told.open <= told.amount:
            return "open", (told.open, told.amount)
        if paid > told.amount:
            return "over", (paid, told.amount)
        if told.open is not None and told.amount - told.open != paid:
            return "gap", (told.amount - told.open, paid)
        return "", ()

    def _in_books(self, told, party, key):
        """``(code, detail, verdict)`` when the books hold an invoice of this number."""
        known = self.books.invoices.get(key, ())
        same = [
            one
            for one in known
            if one.partner == party.partner and one.amount == told.amount
        ]
        if not same and told.opened:
            found = self.carried_invoice(told, party, key)
            if found:
                return found
        if not known:
            return "", (), OK
        if not same:
            return "other", (known[0].amount,), REFUSED
        self.numbers[key] = same[0]
        self.left.setdefault(same[0].move, same[0].open)
        return "there", (), KNOWN

    # --- Settlements --------------------------------------------------------------------

    def settlement(self, told):
        code, detail, verdict, party = self._settled(told)
        self.say(told.at, "settlement", verdict, code, detail, told.number or told.ref,
                 party=party, day=told.date, amount=told.amount)  # fmt: skip

    def _settled(self, told):
        """``(code, detail, verdict, party)``, and the part to write."""
        books, key = self.books, key_of(told.number)
        if found := self._settled_at_once(told):
            return found
        if not key:
            return self._credit(told)
        if key not in self.numbers and (known := books.invoices.get(key)):
            self.numbers[key] = known[0]
            self.left.setdefault(known[0].move, known[0].open)
        target = self.numbers.get(key)
        if isinstance(target, Carried):
            return self.carried_paid(told, target)
        if isinstance(target, Known):
            return self._of_known(told, target)
        if target is None:
            code = "its_invoice" if key in self.numbers else "unknown"
            return code, (told.number,), REFUSED, None
        credit = self._free_credit(told, target.party.partner)
        self.parts.append(Part(told, target.party, document=target, credit=credit))
        if told.date < target.invoice.date:
            return "early", (target.invoice.date,), WARNING, target.party
        return "", (), OK, target.party

    def _settled_at_once(self, told):
        """What needs no look at its invoice: a fault, or what earlier files brought."""
        books = self.books
        if told.amount <= 0:
            return "not_positive", (), REFUSED, None
        if told.date > books.today:
            return "future", (told.date,), REFUSED, None
        if told.opened and (found := self.carried_credit(told)):
            return found
        locked = books.locked if told.kind == CREDIT_NOTE else books.locked_money
        return (
            ("locked", (told.date, locked), REFUSED, None)
            if told.date <= locked
            else ()
        )

    def _of_known(self, told, known):
        """Of an invoice that is in the books: what a file of the past brought goes on."""
        party = Party(Customer(None, ""), known.partner)
        seen = (known.move, told.date, told.amount)
        if not known.ours:
            return "kept_here", (), KNOWN, party
        if self.settled[seen]:
            self.settled[seen] -= 1
            return "there", (), KNOWN, party
        if told.amount > self.left[known.move]:
            return "more", (self.left[known.move],), REFUSED, party
        self.left[known.move] -= told.amount
        credit = self._free_credit(told, known.partner)
        self.parts.append(Part(told, party, move=known.move, credit=credit))
        return "", (), OK, party

    def _free_credit(self, told, partner):
        """The line of an earlier file that nothing had settled yet, and this file did."""
        name = told.date if told.kind != CREDIT_NOTE else key_of(told.ref)
        lines = self.credits.get((partner, name, told.amount))
        return lines.pop() if partner and lines else None

    def _credit(self, told):
        """Money of a customer that settles nothing yet."""
        party, alone = self._who(told.customer)
        if party is None:
            return "several_named", (told.customer,), REFUSED, None
        seen = self.credits.get((party.partner, told.date, told.amount))
        if party.partner and seen:
            seen.pop()
            return "there", (), KNOWN, party
        self.parts.append(Part(told, party))
        return ("only_a_name" if alone else "credit"), (), WARNING, party
