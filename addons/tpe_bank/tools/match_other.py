"""No due line: a transfer between own banks, an account, money on account.

Pure: no Odoo, no clock.

>>> from datetime import date
>>> from .match_candidates import candidates
>>> from .match_index import Index
>>> from .match_types import BankLine, Memory, Own
>>> index = Index([], [], [Memory("STATION PONT", False, account=606)], Own())
>>> def kinds(label):
...     line = BankLine(9, date(2026, 6, 1), -40_00, label)
...     return [(p.kind, p.sure, p.account, p.prefixes)
...             for p in candidates(line, index, Own(), set())]
>>> kinds("CB STATION DU PONT 01/06")
[('account', True, 606, ())]
>>> kinds("FRAIS TENUE DE COMPTE")
[('account', False, 0, ('627',))]
"""

from datetime import timedelta

from .label import squeezed
from .match_types import Proposal, Reason

NEAR = timedelta(5)  # between the two sides of an internal transfer


def transfers(clues, own):
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


def accounts(clues):
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


def recurring(clues, own):
    """What is known to come back, of this very amount; a person says that it is that."""
    line = clues.line
    for flow in own.flows:
        same = (flow.amount, flow.currency) == (line.amount, line.currency)
        if same and (flow.partner or flow.prefixes):
            yield Proposal(
                line=line.id,
                kind="partner" if flow.partner else "account",
                score=38,
                rest=line.amount,
                partner=flow.partner,
                prefixes=() if flow.partner else flow.prefixes,
                reasons=(Reason("amount"), Reason("recurring", flow.name)),
            )


def on_account(clues):
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
