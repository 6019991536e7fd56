"""What one bank line may be: each reading of it, best first.

Pure: no Odoo, no clock.

>>> from datetime import date
>>> from .match_index import Index
>>> from .match_types import BankLine, Due, Own
>>> may, june = date(2026, 5, 1), date(2026, 6, 1)
>>> index = Index([Due(1, 100_00, june, may, number="FAC/2026/00012")], [], [], Own())
>>> line = BankLine(9, june, 100_00, "VIR FAC/2026/00012")
>>> [(one.kind, one.sure, one.score) for one in candidates(line, index, Own(), set())]
[('invoice', True, 84)]
>>> candidates(line, index, Own(), taken={1})
[]
"""

from .label import memory_key
from .match_clues import Clues
from .match_groups import groups
from .match_index import HINTED, NAMED, STRONG, known_labels
from .match_less import less
from .match_other import accounts, on_account, recurring, transfers
from .match_types import Proposal, Reason

CROWD = 20


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
    found = [*_whole(clues), *groups(clues), *less(clues)]
    found += [*transfers(clues, own), *accounts(clues)]
    found += [*recurring(clues, own), *on_account(clues)]
    # The same order in each process: the screen names a proposal by what it takes.
    found.sort(key=lambda one: (-one.sure, -one.score, one.taken, one.partner))
    return _only_one_sure(_each_once(found))


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


def _each_once(found):
    """The better of two readings that come to the same."""
    kept = {}
    for one in found:
        what = (one.kind, one.taken, one.partner, one.account, one.prefixes)
        kept.setdefault(what, one)
    return list(kept.values())


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
