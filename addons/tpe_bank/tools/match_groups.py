"""Several due lines paid together. Pure: no Odoo, no clock.

>>> from datetime import date
>>> from .match_types import Due
>>> may, june = date(2026, 5, 1), date(2026, 6, 1)
>>> pool = [Due(1, 100, june, may), Due(2, 50, june, may), Due(3, 70, date(2026, 7, 1), may)]
>>> [([due.id for due in chosen], code) for chosen, code in _natural(pool, 150, 1)]
[([1, 2], 'same_month'), ([1, 2], 'oldest')]
>>> [code for _chosen, code in _natural(pool, 220, 1)]
['everything', 'oldest']
"""

from itertools import accumulate

from .match_index import NAMED, STRONG
from .match_types import Proposal, Reason
from .subset import subsets

POOL = 24  # due lines of a payer that are tried together
SURE_POOL, SURE_SIZE = 12, 3  # where a chance sum is not to be feared


def groups(clues):
    """Sets of two due lines or more that make up the amount, each once."""
    seen = set()
    for taken, reasons, score, sure in (*_numbered(clues), *_of_payers(clues)):
        ids = frozenset(due.id for due in taken)
        if len(ids) < 2 or ids in seen:
            continue
        seen.add(ids)
        taken = sorted(taken, key=lambda due: (due.day, due.id))
        partners = {due.partner for due in taken}
        yield Proposal(
            line=clues.line.id,
            kind="group",
            score=score,
            sure=sure and not clues.contradicted(ids),
            taken=tuple((due.id, due.amount) for due in taken),
            partner=next(iter(partners)) if len(partners) == 1 else 0,
            reasons=(Reason("sum", str(len(ids))), *reasons),
        )


def _numbered(clues):
    """The documents that the label names, with the credit notes of whoever owes them."""
    line = clues.line
    named = [
        clues.index.dues[number]
        for number, sign in clues.numbered.items()
        if sign.level >= NAMED and number not in clues.taken
    ]
    named = [due for due in named if due.currency == line.currency]
    if not named:
        return
    partners = {due.partner for due in named}
    pointed = all(
        clues.what(due).level == STRONG or clues.who(due).level for due in named
    )
    reasons = tuple(reason for due in named[:4] for reason in clues.what(due).reasons)
    total = sum(due.amount for due in named)
    if total == line.amount:
        yield named, reasons, 96, pointed
        return
    if len(partners) != 1:
        return
    # Some numbers were cut off, or a credit note was taken.
    ids = {due.id for due in named}
    others = [due for due in clues.open_of(partners.pop()) if due.id not in ids]
    missing = line.amount - total
    for due in others:
        if due.amount == missing:
            sure = pointed and sum(d.amount == missing for d in others) == 1
            yield [*named, due], (*reasons, Reason("more")), 85, sure
    found, complete = subsets([due.amount for due in others[:POOL]], missing, most=4)
    for places in found:
        chosen = [others[place] for place in places]
        yield [*named, *chosen], (*reasons, Reason("more")), 70, False


def _of_payers(clues):
    """Everything due, everything due by a day, what falls due on a day, a chance sum."""
    amount = clues.line.amount
    way = 1 if amount > 0 else -1
    for partner, sign in clues.payers.items():
        if sign.level < NAMED:
            continue
        pool = clues.open_of(partner)
        clear = not (clues.unknown_number() or clues.again or clues.deposit())
        found = list(_natural(pool, amount, way))
        sets = {frozenset(due.id for due in chosen) for chosen, _code in found}
        for chosen, code in found:
            sure = clear and len(sets) == 1 and not _twins(chosen, pool)
            yield chosen, (*sign.reasons, Reason(code)), 88, sure
        if found or not pool:
            continue
        tried = pool[:POOL]
        places, complete = subsets([due.amount for due in tried], amount)
        for one in places:
            unique = complete and len(places) == 1 and len(pool) <= SURE_POOL
            sure = clear and unique and len(one) <= SURE_SIZE and amount % 1000 != 0
            yield [tried[place] for place in one], sign.reasons, 60, sure


def _twins(chosen, pool):
    """Another due line of the same amount would do as well as one of those chosen."""
    amounts = {due.amount for due in chosen}
    moves = {due.move for due in chosen}
    return any(due.amount in amounts and due.move not in moves for due in pool)


def _natural(pool, amount, way):
    """Sets that a firm pays at once."""
    if len(pool) > 1 and sum(due.amount for due in pool) == amount:
        yield pool, "everything"
    owed = [due for due in pool if due.amount * way > 0]
    if len(owed) < len(pool) and sum(due.amount for due in owed) == amount:
        yield owed, "everything"
    days = {}
    for due in owed:
        days.setdefault((due.day.year, due.day.month), []).append(due)
    for chosen in days.values():
        if len(chosen) > 1 and sum(due.amount for due in chosen) == amount:
            yield chosen, "same_month"
    for place, total in enumerate(accumulate(due.amount for due in owed), start=1):
        if place > 1 and total == amount:
            yield owed[:place], "oldest"
