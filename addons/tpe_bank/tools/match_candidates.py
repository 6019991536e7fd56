"""What one bank line may be: whole, several, part, less a fee or a discount, an account.

Pure: no Odoo, no clock.
"""

from dataclasses import dataclass
from datetime import timedelta

from .label import NOISE, memory_key, name_words, numbers, plain, squeezed
from .match_groups import groups
from .match_index import HINTED, NAMED, STRONG, Index, Sign, known_labels
from .match_types import BankLine, Due, Proposal, Reason

EARLY = timedelta(3)  # an invoice may be dated a little after the money
STALE = timedelta(730)
FEE = 30_00  # most that a bank keeps on a transfer
PART = 90  # percent: less than this of an invoice is a part, not a slip
NEAR = timedelta(5)  # between the two sides of an internal transfer
CROWD = 20
NOTHING = Sign(0, ())
DEPOSIT = frozenset(["ACOMPTE", "ACOMPTES", "ARRHES", "AVANCE", "DEVIS", "DEPOT"])


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


def candidates(line, index, own, taken, again=False) -> list[Proposal]:
    """Everything that the line may be, best first; at most the first is sure.

    ``again``: as much came with the same label a few days before, a double perhaps.
    """
    key = memory_key(line.label)
    clues = Clues(
        line=line,
        index=index,
        taken=taken,
        key=key,
        numbered=index.numbered(line),
        payers=index.payers(line, key),
        known=_known(line, own),
        again=again,
    )
    found = [*_whole(clues), *groups(clues), *_less(clues)]
    found += [*_transfers(clues, own), *_accounts(clues), *_on_account(clues)]
    # The same order in each process: the screen names a proposal by what it takes.
    found.sort(key=lambda one: (-one.sure, -one.score, one.taken, one.partner))
    return _only_one_sure(found)


def _known(line, own):
    """What the label says, with the firm's own account of internal transfers."""
    return [
        (
            code,
            (*prefixes, own.transfer)
            if code == "transfer" and own.transfer
            else prefixes,
        )
        for code, prefixes in known_labels(line)
    ]


def _only_one_sure(found):
    """Two sure readings of different documents: none of them is."""
    sure = [option for option in found if option.sure]
    if len({option.taken or option.account for option in sure}) < 2:
        return found[:1] + [_unsure(option) for option in found[1:]]
    whole = [option for option in sure if option.kind == "invoice"]
    if len(whole) == 1 and whole[0] is found[0]:
        return found[:1] + [_unsure(option) for option in found[1:]]
    return [_unsure(option) for option in found]


def _unsure(option):
    if not option.sure:
        return option
    return Proposal(
        *(
            option.line,
            option.kind,
            option.score - 10,
            False,
            option.taken,
            option.rest,
        ),
        *(option.partner, option.account, option.prefixes, option.mirror),
        option.reasons,
    )


# --- One due line, exactly ------------------------------------------------------------


def _whole(clues):
    """Due lines of exactly the amount."""
    line = clues.line
    same = [due for due in clues.index.of_amount(line) if due.id not in clues.taken]
    crowd = len(same) > CROWD
    if crowd:
        # Equal round amounts by the hundred: those with a sign, else a few.
        same = [due for due in same if clues.points_to(due)] or same[:3]
    same.sort(key=lambda due: (due.day, due.id))
    # Instalments of one invoice: the first that falls due stands for them.
    first = {}
    for due in same:
        first.setdefault(due.move or -due.id, due)
    weighed = [
        (clues.what(due), clues.who(due), due)
        for due in first.values()
        if clues.plausible(due) or clues.what(due).level == STRONG
    ]
    for what, who, due in weighed:
        alone = _alone(what, who, due, weighed)
        score = 40 + (0, 12, 25, 40)[what.level] + (0, 10, 25, 35)[who.level]
        score += 4 if alone else 0
        reasons = [Reason("amount"), *what.reasons, *who.reasons]
        if len(weighed) > 1 and not alone:
            reasons.append(Reason("rivals", str(len(weighed) - 1)))
        shared = crowd or any(other.partner != due.partner for _w, _p, other in weighed)
        lone = len(weighed) == 1 and not crowd
        sure = alone and _enough(clues, (what, who), due, shared=shared, lone=lone)
        yield Proposal(
            line=line.id,
            kind="invoice",
            score=min(score, 99),
            sure=sure,
            taken=((due.id, line.amount),),
            partner=due.partner,
            reasons=tuple(reasons),
        )


def _alone(what, who, due, weighed):
    """No other due line of this amount is as well pointed to."""
    return not any(
        other is not due and sign.level >= what.level and payer.level >= who.level
        for sign, payer, other in weighed
    ) and not any(
        # The number says one, the payer says another who owes as much.
        other is not due and payer.level >= NAMED > who.level
        for _sign, payer, other in weighed
    )


def _enough(clues, signs, due, shared, lone):
    """Two signs of different kinds, and none against.

    ``shared``: somebody else owes as much; ``lone``: nothing else open is of this amount.
    """
    what, who = signs
    if not clues.plausible(due) or clues.contradicted({due.id}):
        return False
    if what.level == STRONG:
        # Somebody unknown pays what several owe: the number may be mistyped.
        return bool(who.level) or not (shared and clues.stranger())
    if clues.unknown_number() or clues.again or clues.deposit():
        return False
    if who.level >= NAMED:
        return True
    if what.level and who.level:
        return True
    return lone and (what.level == NAMED or who.level == HINTED)


# --- One due line, less something -----------------------------------------------------


def _less(clues):
    """Part of a due line, or the whole of it less a fee or a discount, or too much."""
    line = clues.line
    named = clues.named_documents()
    # A number may be mistyped: somebody's invoice of this very amount speaks against it.
    exact = any(clues.who(due).level for due in clues.index.of_amount(line))
    lone = named[0].id if len(named) == 1 else 0
    for due in _near(clues, named):
        if due.id in clues.taken or due.amount * line.amount <= 0:
            continue
        if due.currency != line.currency:
            # The bank's euros against an invoice in dollars: the number alone says so.
            if clues.what(due).level == STRONG:
                reasons = (*clues.what(due).reasons, Reason("currency", due.currency))
                yield _single(clues, due, "foreign", due.amount, 45, reasons)
        elif due.amount != line.amount:
            yield from _short(clues, due, due.id == lone, exact)


def _near(clues, named):
    """The documents named, and of each payer the oldest and those a fee away."""
    pool = {due.id: due for due in named}
    line = clues.line
    for partner, sign in clues.payers.items():
        if sign.level >= NAMED:
            mine = clues.open_of(partner)
            pool.update((due.id, due) for due in mine[:6])
            away = (due for due in mine if abs(due.amount - line.amount) <= FEE)
            pool.update((due.id, due) for due in away)
    return pool.values()


def _short(clues, due, lone, exact):
    """Readings of a line that is not exactly what is due."""
    line = clues.line
    owed, paid = abs(due.amount), abs(line.amount)
    what, who = clues.what(due), clues.who(due)
    score = (0, 12, 25, 40)[what.level] + (0, 8, 18, 25)[who.level]
    signs = (*what.reasons, *who.reasons)
    if due.discounted == line.amount and line.day <= due.discount_until:
        sure = (lone and what.level == STRONG) or who.level >= NAMED
        sure = sure and not clues.again and not clues.contradicted({due.id})
        reasons = (Reason("discount"), *signs)
        yield _single(clues, due, "discount", due.amount, score + 35, reasons, sure)
    elif owed < paid:
        if what.level >= NAMED:
            yield _single(
                clues, due, "over", due.amount, score, (*signs, Reason("over"))
            )
    elif owed - paid <= FEE and 20 * (owed - paid) <= owed:
        reasons = (Reason("fee"), *signs)
        yield _single(clues, due, "fee", due.amount, score + 20, reasons)
        reasons = (*signs, Reason("partial"))
        yield _single(clues, due, "partial", line.amount, score, reasons)
    else:
        sure = (
            lone
            and not exact
            and 100 * paid < PART * owed
            and _said_in_part(clues, due, what, who)
        )
        reasons = (*signs, Reason("partial"))
        yield _single(clues, due, "partial", line.amount, score + 10, reasons, sure)


def _said_in_part(clues, due, what, who):
    """The label names the document, and nothing it says speaks against a part of it."""
    named = what.level == STRONG or (what.level == NAMED and who.level >= NAMED)
    against = clues.again or clues.other_payer(due) or not clues.plausible(due)
    return named and not against


def _single(clues, due, kind, amount, score, reasons, sure=False):
    return Proposal(
        line=clues.line.id,
        kind=kind,
        score=max(1, min(score, 95)),
        sure=sure,
        taken=((due.id, amount),),
        rest=clues.line.amount - amount,
        partner=due.partner,
        reasons=tuple(reasons),
    )


# --- No due line ----------------------------------------------------------------------


def _transfers(clues, own):
    """Money that the firm moves between its banks."""
    line = clues.line
    said = any(code == "transfer" for code, _prefixes in clues.known)
    iban = squeezed(line.iban) in clues.index.own_ibans if line.iban else False
    iban = iban or any(i in squeezed(line.label) for i in clues.index.own_ibans)
    mirrors = [
        other
        for other in own.elsewhere
        if other.amount == -line.amount
        and other.currency == line.currency
        and abs(other.day - line.day) <= NEAR
        and -other.id not in clues.taken
    ]
    if not (said or iban or mirrors):
        return
    reasons = [Reason("own_iban")] if iban else []
    reasons += [Reason("known", "transfer")] if said else []
    reasons += [Reason("mirror")] if mirrors else []
    yield Proposal(
        line=line.id,
        kind="transfer",
        score=25 + 20 * said + 30 * iban + 25 * bool(mirrors),
        sure=(said or iban) and len(mirrors) == 1,
        rest=line.amount,
        mirror=mirrors[0].id if mirrors else 0,
        reasons=tuple(reasons),
    )


def _accounts(clues):
    """The account that was chosen for this label, or that its words say."""
    line = clues.line
    if account := clues.index.account_of(line, clues.key):
        yield Proposal(
            line=line.id,
            kind="account",
            score=80,
            sure=not clues.named_documents(),
            rest=line.amount,
            account=account,
            reasons=(Reason("remembered_account"),),
        )
    for code, prefixes in clues.known:
        if code != "transfer":
            yield Proposal(
                line=line.id,
                kind="account",
                score=35,
                rest=line.amount,
                prefixes=prefixes,
                reasons=(Reason("known", code),),
            )


def _on_account(clues):
    """Somebody's money, set against nothing yet."""
    for partner, sign in clues.payers.items():
        if sign.level:
            yield Proposal(
                line=clues.line.id,
                kind="partner",
                score=(0, 8, 15, 20)[sign.level],
                rest=clues.line.amount,
                partner=partner,
                reasons=(*sign.reasons, Reason("on_account")),
            )
