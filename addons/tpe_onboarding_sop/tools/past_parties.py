"""Who each line of a file of the past is about.

>>> from .past_types import At
>>> from .past_verdict import Books
>>> from datetime import date
>>> parties = Parties(Books(today=date(2026, 3, 31), currency="EUR"))
>>> parties.customer(Customer(At("", 2), "Bâti Sud", "C-1"))
>>> party, alone = parties._who("C-1")
>>> party.customer.name, alone
('Bâti Sud', False)
>>> parties._who("Menuiserie Nord")[1]
True
"""

from collections import defaultdict

from .past_match import called, choose, cleaned, keys, two
from .past_types import Customer
from .past_verdict import OK, REFUSED, WARNING, Party, Verdict

# What no index of the database holds.
MOST_NUMBER, MOST_NAME = 100, 300


class Parties:
    """Customers of the file, each found in the books or new, with their verdicts."""

    def __init__(self, books):
        self.books = books
        self.verdicts = []
        self.parties, self.listed = [], []
        self.by_key = defaultdict(set)
        self.sirens = {}
        self.named = {}
        self.held = {}  # {partner id: the party of the list who is he}

    def say(self, at, subject, verdict, code="", detail=(), name="", **more):
        self.verdicts.append(Verdict(at, subject, verdict, code, detail, name, **more))

    def customer(self, told):
        if len(told.name) > MOST_NAME or len(told.ref) > MOST_NUMBER:
            self.say(told.at, "customer", REFUSED, "long", (), told.name[:MOST_NAME])
            return
        customer, wrong = cleaned(told)
        wanted = keys(customer)
        same, by = choose(wanted, self.by_key, self.sirens)
        same = {one for one in same if not two(one.customer, customer, by)}
        if same:
            party = next(iter(same))
            if len(same) == 1:
                # Invoices may name him by this code.
                self._call(party, wanted)
            self.say(told.at, "customer", WARNING, "same_customer", (), told.name,
                     party=party)  # fmt: skip
            return
        found, by = choose(wanted, self.books.partners, self.books.sirens)
        if len(found) > 1:
            self.say(told.at, "customer", REFUSED, "several", (len(found),), told.name)
            return
        partner = next(iter(found), None)
        other = self.held.get(partner)
        if other and two(other.customer, customer, by):
            self.say(told.at, "customer", REFUSED, "shared", (other.customer.ref,),
                     told.name)  # fmt: skip
            return
        party = self._party(customer, partner, by)
        self.listed.append(party)
        if partner:
            self.held.setdefault(partner, party)
        if wrong:
            self.say(told.at, "customer", WARNING, "wrong_" + wrong[0], (), told.name,
                     party=party)  # fmt: skip
        else:
            self.say(told.at, "customer", OK, f"by_{by}" if by else "new_customer", (),
                     told.name, party=party)  # fmt: skip

    def _party(self, customer, partner, by):
        party = Party(customer, partner, by)
        self.parties.append(party)
        self._call(party, keys(customer))
        return party

    def _call(self, party, found):
        for key in found:
            self.by_key[key].add(party)
            if key[0] == "siren":
                self.sirens[party] = key[1]

    def _who(self, text):
        """``(Party, whether he is new and only a name)``; None when several may be he."""
        if text in self.named:
            return self.named[text], False
        wanted = called(text)
        found, _by = choose(wanted, self.by_key, {})
        alone = False
        if not found:
            partners, by = choose(wanted, self.books.partners, {})
            if len(partners) <= 1:
                partner = next(iter(partners), None)
                found = {self._party(Customer(None, text), partner, by)}
                alone = partner is None
        self.named[text] = next(iter(found)) if len(found) == 1 else None
        return self.named[text], alone
