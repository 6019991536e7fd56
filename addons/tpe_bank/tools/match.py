"""Which open due lines, which account, a bank line stands for, and how surely.

Sure means that a person may accept it without looking: two signs of a different kind agree
(an amount and a number, an amount and a payer) and nothing else open fits as well. An
amount alone is never sure.

Pure: no Odoo, no clock.

>>> from datetime import date
>>> may, june = date(2026, 5, 1), date(2026, 6, 1)
>>> dues = [
...     Due(1, 120_00, june, may, partner=7, number="FAC/2026/00012", move=1),
...     Due(2, 120_00, june, may, partner=8, number="FAC/2026/00013", move=2),
... ]
>>> parties = [Party(7, "Plomberie Chaboud"), Party(8, "Garage de la Plaine")]
>>> def ask(label, amount=120_00):
...     [found] = propose([BankLine(9, june, amount, label)], dues, parties).values()
...     return [(p.kind, p.sure, p.taken, [r.code for r in p.reasons]) for p in found[:1]]
>>> ask("VIR SEPA /REF FAC 2026 0013")
[('invoice', True, ((2, 12000),), ['amount', 'number'])]
>>> ask("VIR CHABOUD PLOMBERIE")
[('invoice', True, ((1, 12000),), ['amount', 'name'])]
>>> ask("VIR SEPA RECU")
[('invoice', False, ((1, 12000),), ['amount', 'rivals'])]
>>> ask("VIR FAC/2026/00012", 50_00)
[('partial', True, ((1, 5000),), ['number', 'partial'])]
"""

from dataclasses import replace
from datetime import timedelta

from .label import memory_key
from .match_candidates import candidates
from .match_index import Index
from .match_types import BankLine, Due, Flow, Memory, Own, Party, Proposal, Reason

__all__ = [
    "BankLine",
    "Due",
    "Flow",
    "Memory",
    "Own",
    "Party",
    "Proposal",
    "Reason",
    "learn",
    "propose",
]
TWICE = timedelta(10)
SHOWN = 6  # proposals of a line
CLAIMED = 30  # what a proposal loses when a sure one has taken its invoice


def propose(
    lines,
    dues,
    parties=(),
    memories=(),
    own=Own(),  # noqa: B008
) -> dict[int, list[Proposal]]:
    """Proposals of each line, best first; no due line is taken twice by sure ones.

    Lines that name a document choose first, so that a payment without a number cannot
    take the invoice that the next line names. The others follow in the order of the days.
    """
    index = Index(dues, parties, memories, own)
    found: dict[int, list[Proposal]] = {}
    taken: set[int] = set()
    ordered = sorted(lines, key=lambda line: (line.day, line.id))
    twice = _again([*own.recent, *ordered])
    for numbered in (True, False):
        for line in ordered:
            if line.id in found or (numbered and not index.numbered(line)):
                continue
            options = candidates(line, index, own, taken, line.id in twice)
            first = options[0] if options else None
            if first and first.sure:
                if numbered and not _names(first):
                    continue
                taken.update(due for due, _amount in first.taken)
                taken.update([-first.mirror] if first.mirror else ())
            elif numbered:
                continue
            found[line.id] = options
    return {line.id: _shown(found[line.id], taken) for line in lines}


def learn(line: BankLine, partner: int = 0, account: int = 0) -> Memory | None:
    """What to remember of a choice, if the label says anything that will come back.

    >>> from datetime import date
    >>> learn(BankLine(1, date(2026, 3, 5), -9_90, "FRAIS TENUE DE COMPTE 03/26"),
    ...     account=6278)
    Memory(key='FRAIS TENUE', incoming=False, partner=0, account=6278)
    >>> learn(BankLine(1, date(2026, 3, 5), 9_90, "REMISE CHEQUE 12"), partner=3) is None
    True
    """
    key = memory_key(line.label)
    if not key or not (partner or account):
        return None
    return Memory(key, line.amount > 0, partner, 0 if partner else account)


def _again(lines) -> set[int]:
    """Lines that repeat the label and the amount of one a few days before."""
    last, found = {}, set()
    for line in sorted(lines, key=lambda line: (line.day, line.id)):
        key = (memory_key(line.label), line.amount)
        if key[0] and key in last and line.day - last[key] <= TWICE:
            found.add(line.id)
        last[key] = line.day
    return found


def _names(proposal):
    return any(reason.code in ("number", "reference") for reason in proposal.reasons)


def _shown(options, taken):
    """The best ones; what a sure proposal of another line takes goes down."""
    if options and options[0].sure:
        return options[:SHOWN]
    kept = []
    for option in options:
        if any(due in taken for due, _amount in option.taken):
            option = replace(
                option,
                score=max(option.score - CLAIMED, 1),
                sure=False,
                reasons=(*option.reasons, Reason("claimed")),
            )
        kept.append(option)
    return sorted(kept, key=lambda option: -option.score)[:SHOWN]
