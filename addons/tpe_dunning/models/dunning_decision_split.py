from odoo import models

from .dunning_decision import Case
from .dunning_hold import Hold


class DunningDecisionSplit(models.AbstractModel):
    """Which messages the debts of one customer make, and what holds them back."""

    _inherit = "tpe.dunning.decision"

    def _split(self, now, partner_id, debts):
        """Messages to one customer: what leaves by itself, what waits, what is held.

        Each message lists everything that is late, and completes its own steps only.
        What is promised, disputed or blocked is in none of them.
        """
        cases, streams = [], {}
        free = [debt for debt in debts if debt.hold is None]
        waiting = [debt for debt in debts if debt.hold and debt.rank]
        for debt in free:
            first = streams.get(debt.stream)
            if debt.rank and (first is None or debt.rank > first.rank):
                streams[debt.stream] = debt
        if waiting:
            cases.append(self._waiting(now, partner_id, waiting))
        credits = now.credits.get(partner_id, ())
        credit = sum([credit.amount for credit in credits])
        owed = sum([debt.amount for debt in free]) - credit
        if owed < now.smallest:
            if streams and not now.company.currency_id.is_zero(credit):
                cases.append(self._covered(now, partner_id, free, streams, credits))
            return cases
        for stream in [name for name in ("auto", "approval") if name in streams]:
            first = streams[stream]
            listed = tuple(free) if len(streams) == 1 else self._own(free, stream)
            holds = tuple(self._why_held(now, partner_id, owed, stream))
            cases.append(
                Case(
                    partner_id,
                    first.rank,
                    first.level_id,
                    stream,
                    listed,
                    credits,
                    holds,
                )
            )
        return cases

    def _waiting(self, now, partner_id, debts):
        """What agreements hold back, with each reason once."""
        first = max(debts, key=lambda debt: debt.rank)
        reasons = tuple(dict.fromkeys(debt.hold for debt in debts))
        hold = self.env["tpe.dunning.hold"]
        reasons += hold._unjudged(reasons, now.bank, now.today)
        return Case(
            partner_id, first.rank, first.level_id, "held", tuple(debts), (), reasons
        )

    def _own(self, debts, stream):
        """The same debts, with the steps of this message only."""
        return tuple(
            debt
            if debt.stream == stream
            else debt._replace(rank=0, level_id=None, stream=None)
            for debt in debts
        )

    def _why_held(self, now, partner_id, owed, stream):
        """Reasons that hold the whole customer back today."""
        if partner_id in now.paused:
            yield now.paused[partner_id]
        if partner_id in now.unmatched:
            yield now.unmatched[partner_id]
        if now.bank:
            yield now.bank
        if partner_id in now.too_near:
            yield Hold("spacing", now.too_near[partner_id])
        if stream == "auto":
            if owed < now.least:
                words = now.company.currency_id.format(now.least)
                yield Hold("small", None, words)
            if owed < now.summer:
                yield Hold("august", now.today.replace(day=31))

    def _covered(self, now, partner_id, free, streams, credits):
        """Nothing is asked: what the firm owes, or has not matched, covers it all."""
        first = max(streams.values(), key=lambda debt: debt.rank)
        return Case(
            partner_id,
            first.rank,
            first.level_id,
            "covered",
            tuple(free),
            credits,
            (Hold("covered", None, credits),),
        )
