"""One due line, less something: a part, a fee, a discount; or more than is due.

Pure: no Odoo, no clock.

>>> from datetime import date
>>> from .match_candidates import candidates
>>> from .match_index import Index
>>> from .match_types import BankLine, Due, Own
>>> may, june = date(2026, 5, 1), date(2026, 6, 1)
>>> index = Index([Due(1, 100_00, june, may, number="FAC/2026/00012")], [], [], Own())
>>> def kinds(amount):
...     line = BankLine(9, june, amount, "VIR FAC/2026/00012")
...     found = candidates(line, index, Own(), set())
...     return [(one.kind, one.sure, one.rest) for one in found]
>>> kinds(40_00)
[('partial', True, 0)]
>>> kinds(98_00)
[('fee', False, -200), ('partial', False, 0)]
>>> kinds(130_00)
[('over', False, 3000)]
"""

from .match_index import NAMED, STRONG
from .match_types import Proposal, Reason

FEE = 30_00  # most that a bank keeps on a transfer
PART = 90  # percent: less than this of an invoice is a part, not a slip


def less(clues):
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
