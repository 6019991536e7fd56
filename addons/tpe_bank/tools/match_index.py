"""What is open, found by amount, number, reference, name and bank account.

Pure: no Odoo, no clock. Built once for all the lines of a pass.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from .label import name_words, number_key, numbers, plain, squeezed
from .match_types import BankLine, Due, Reason

REFERENCE = 8  # signs that a reference has at least
STRONG, NAMED, HINTED = 3, 2, 1

# A label's words that say which account, whoever writes them: code, words of which one
# must stand in it, beginnings of account codes in the French chart.
KNOWN = (
    ("urssaf", ("URSSAF", "COTISATIONS SOCIALES"), ("431",)),
    ("vat", ("TVA", "TVA1", "CA3", "CA12"), ("4455",)),
    ("withholding", ("PAS", "PASDSN"), ("4421",)),
    ("income_tax", ("ACOMPTE IS", "SOLDE IS", "IMPOT SOC"), ("444",)),
    ("business_tax", ("CFE", "CVAE"), ("447", "635")),
    ("salary", ("SALAIRE", "SALAIRES", "PAIE", "PAIES"), ("421",)),
    ("pension", ("RETRAITE", "PREVOYANCE", "AGIRC", "ARRCO", "PROBTP"), ("437",)),
    ("holidays", ("CONGES PAYES",), ("437", "438")),
    ("dividend", ("DIVIDENDE", "DIVIDENDES"), ("457",)),
    ("loan", ("ECHEANCE PRET", "ECH PRET", "REMBT PRET"), ("164",)),
    (
        "bank_fee",
        ("FRAIS", "COMMISSION", "COMMISSIONS", "COTISATION CARTE", "AGIOS", "TENUE"),
        ("627",),
    ),
    ("transfer", ("VIR INTERNE", "VIREMENT INTERNE", "LIVRET"), ("58", "517")),
)


@dataclass(slots=True)
class Sign:
    """How surely a label speaks of somebody, and by what."""

    level: int
    reasons: tuple[Reason, ...]


class Index:
    """Open due lines and who they belong to."""

    def __init__(self, dues, parties, memories, own):
        self.dues: dict[int, Due] = {due.id: due for due in dues}
        self.own_words = frozenset(name_words(own.name)) if own.name else frozenset()
        self.own_ibans = frozenset(squeezed(iban) for iban in own.ibans)
        self.names = {party.id: party.name for party in parties}
        self._by_amount = defaultdict(list)
        self._by_key = defaultdict(list)
        self._by_rank = defaultdict(list)
        self._by_reference = defaultdict(list)
        self.of_partner = defaultdict(list)
        for due in dues:
            self._add(due)
        self._add_parties(parties)
        self._remember(memories)

    def _add(self, due):
        self._by_amount[due.currency, due.amount].append(due)
        if key := number_key(due.number):
            self._by_key[key].append(due)
            self._by_rank[key.rpartition("/")[2]].append(due)
        for text in {due.number, due.reference}:
            text = squeezed(text)
            if len(text) >= REFERENCE and not text.isalpha():
                self._by_reference[text[-REFERENCE:]].append((text, due))
        if due.partner:
            self.of_partner[due.partner].append(due)

    def _add_parties(self, parties):
        self._ibans = defaultdict(set)
        self._words = {}
        self._with_word = defaultdict(set)
        self._spelt = defaultdict(set)
        for party in parties:
            for iban in party.ibans:
                self._ibans[squeezed(iban)].add(party.id)
            words = set(name_words(party.name))
            self._words[party.id] = words
            for word in words:
                self._with_word[word].add(party.id)
        for word in self._with_word:
            for spelling in _spellings(word):
                self._spelt[spelling].add(word)
        self._number = max(len(self._words), 2)

    def _remember(self, memories):
        self._payers, self._accounts = defaultdict(set), defaultdict(set)
        for memory in memories:
            kept = self._payers if memory.partner else self._accounts
            kept[memory.key, memory.incoming].add(memory.partner or memory.account)

    # --- Looking up -------------------------------------------------------------------

    def of_amount(self, line: BankLine, amount: int | None = None):
        """Due lines of exactly this amount."""
        wanted = line.amount if amount is None else amount
        return self._by_amount.get((line.currency, wanted), ())

    def numbered(self, line: BankLine):
        """Due lines whose number or reference the label holds: id -> Sign."""
        found = {}
        said = numbers(line.label)
        for level, index, keys in (
            (HINTED, self._by_rank, said.ranks),
            (NAMED, self._by_rank, said.said),
            (STRONG, self._by_key, said.full),
        ):
            for key in sorted(keys):
                for due in index.get(key, ()):
                    # A number of four figures is nearly a name.
                    if level == NAMED and key not in said.ranks and len(key) < 4:
                        self._sign(found, due, HINTED, "number")
                    else:
                        self._sign(found, due, level, "number")
        text = squeezed(line.label)
        for end in range(REFERENCE, len(text) + 1):
            for reference, due in self._by_reference.get(
                text[end - REFERENCE : end], ()
            ):
                whole = text.endswith(reference, 0, end)
                if whole and not text[end : end + 1].isdigit():
                    self._sign(found, due, STRONG, "reference")
        return found

    @staticmethod
    def _sign(found, due, level, code):
        if due.id not in found or found[due.id].level < level:
            found[due.id] = Sign(level, (Reason(code, due.number),))

    def payers(self, line: BankLine, key: str):
        """Who the line may come from or go to: partner -> Sign."""
        found = {}
        for partner, share, alone in self._named(line):
            name = self.names.get(partner, "")
            if share >= 0.75:
                found[partner] = Sign(NAMED, (Reason("name", name),))
            elif share >= 0.4 or alone:
                level = HINTED if alone else 0
                found[partner] = Sign(level, (Reason("name_part", name),))
        remembered = self._payers.get((key, line.amount > 0), ())
        if len(remembered) == 1:
            for partner in remembered:
                reason = Reason("remembered", self.names.get(partner, ""))
                found[partner] = Sign(STRONG, (reason,))
        for iban in _ibans_of(line):
            for partner in self._ibans.get(iban, ()):
                found[partner] = Sign(STRONG, (Reason("iban", iban[-4:]),))
        if line.partner:
            name = self.names.get(line.partner, "")
            found = {line.partner: Sign(STRONG, (Reason("partner", name),))}
        return found

    def account_of(self, line: BankLine, key: str) -> int:
        """The account that a person chose for this label, if always the same."""
        remembered = self._accounts.get((key, line.amount > 0), ())
        return next(iter(remembered)) if len(remembered) == 1 else 0

    def _named(self, line):
        """(partner, share of his name in the label, by a word nobody else has)."""
        text = f"{line.label} {line.name}" if line.name else line.label
        words = [w for w in name_words(text) if w not in self.own_words]
        read = {}
        for place, word in enumerate(words):
            for known in self._meant(word, last=place == len(words) - 1):
                for partner in self._with_word[known]:
                    read.setdefault(partner, set()).add(known)
        for partner, found in read.items():
            total = sum(map(self._weight, self._words[partner]))
            share = sum(map(self._weight, found)) / total
            rare = any(len(w) > 5 and len(self._with_word[w]) == 1 for w in found)
            # One short or common word is nobody's name.
            if len(found) == 1 and not rare:
                share = min(share, 0.5)
            yield partner, share, rare

    def _meant(self, word, last):
        """Known words that ``word`` may stand for: itself, a slip, a cut end."""
        if word in self._with_word:
            return {word}
        meant = set()
        for spelling in _spellings(word):
            meant |= self._spelt.get(spelling, set())
        if not meant and len(word) > 4:
            meant = {w for w in self._beginning(word) if w.startswith(word)}
        return meant

    def _beginning(self, word):
        if not hasattr(self, "_cut"):
            self._cut = defaultdict(set)
            for known in self._with_word:
                self._cut[known[:4]].add(known)
        return self._cut.get(word[:4], ())

    def _weight(self, word):
        return 1 + math.log(self._number / len(self._with_word[word]))


def known_labels(line: BankLine) -> list[tuple[str, tuple[str, ...]]]:
    """What any French firm calls so: codes with the beginnings of their accounts.

    >>> from datetime import date
    >>> known_labels(BankLine(1, date(2026, 3, 5), -1200, "PRLV URSSAF RHONE ALPES"))
    [('urssaf', ('431',))]
    >>> known_labels(BankLine(1, date(2026, 3, 5), 1200, "VIR PASCAL"))
    []
    """
    text = f" {plain(line.label)} "
    return [
        (code, prefixes)
        for code, words, prefixes in KNOWN
        if any(f" {word} " in text for word in words)
    ]


def _spellings(word):
    """The word and, when long enough, what is left of it without one of its letters."""
    if len(word) < 6 or word.isdigit():
        return {word}
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def _ibans_of(line):
    """The account of the other side, as given apart or written in the label."""
    found = {squeezed(line.iban)} if line.iban else set()
    text = plain(line.label)
    if "IBAN" in text or "FR76" in text:
        glued = squeezed(text.replace("IBAN", " "))
        start = glued.find("FR76")
        if start >= 0:
            found.add(glued[start : start + 27])
    return found
