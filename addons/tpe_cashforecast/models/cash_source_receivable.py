from odoo import api, models
from odoo.tools.misc import format_date

from ..tools.flow import Flow, Found
from ..tools.netting import allotted
from ..tools.payment_timing import Settlement


class CashSourceReceivable(models.AbstractModel):
    """What customers owe, with the chances of being paid in each week."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "receivable"]

    @api.model
    def _found_receivable(self, books):
        model, said = self._timing(books), self._said(books)
        claims, _credits = self._claims(books, "receivable")
        shares = self._net_shares(books)
        promised = self._promised(books, claims)
        items, places = [], []
        for claim in claims:
            disputed = (
                claim.move_id in said.disputed or claim.is_blocked or claim.is_doubtful
            )
            net = shares.get(claim.partner_id, 1.0)
            parts = promised.get(claim.line_id) or [(None, claim.cents)]
            places.append((len(items), parts))
            for day, cents in parts:
                items.append(
                    Settlement(
                        str(claim.partner_id),
                        *(claim.issued, claim.due, books.money(cents) * net, None),
                        *(day, disputed),
                    )
                )
        outlook = model.outlook(items, late=books.scenario.days_late)
        words = self._receivable_words(books)
        flows = []
        for claim, (first, parts) in zip(claims, places, strict=True):
            flow = Flow(
                key=f"account.move.line,{claim.line_id}",
                source="receivable",
                category="customers",
                label=claim.name,
                cents=claim.cents,
                **self._of_parts(outlook, first, parts),
                due=claim.due,
                partner_id=claim.partner_id,
                record=("account.move", claim.move_id),
                note=words(claim, parts),
            )
            flows.append(flow)
        band = self._band_of(books, outlook)
        return Found(
            flows,
            band,
            [
                self.env._(
                    "When customers pay: learnt from %s invoices.", model.learnt_from
                )
            ],
        )

    def _of_parts(self, outlook, first, parts):
        """Weeks of a claim whose parts are promised for several days."""
        found = self._by_timing(parts[0][1], outlook, first)
        for at, (_day, cents) in enumerate(parts[1:], first + 1):
            more = self._by_timing(cents, outlook, at)
            found = {
                "weeks": tuple(
                    map(sum, zip(found["weeks"], more["weeks"], strict=True))
                ),
                "later": found["later"] + more["later"],
                "never": found["never"] + more["never"],
                "day": max(found["day"], more["day"]),
            }
        return found

    def _net_shares(self, books):
        """Share of what each customer owes that his credits do not cover."""
        claims, credits = self._claims(books, "receivable")
        off, owed = {}, {}
        for credit in credits:
            off[credit.partner_id] = off.get(credit.partner_id, 0) - credit.cents
        if off:
            for claim in claims:
                if claim.partner_id in off:
                    owed[claim.partner_id] = owed.get(claim.partner_id, 0) + claim.cents
        return {
            partner_id: max(1 - off[partner_id] / total, 0.0)
            for partner_id, total in owed.items()
        }

    def _promised(self, books, claims):
        """``{due line: [(day or None, cents)]}`` of those that are promised in parts."""
        said = self._said(books)
        if not said.parts:
            return {}
        left, by_move, found = {}, {}, {}
        for claim in claims:
            left[claim.line_id] = claim.cents
            by_move.setdefault(claim.move_id, []).append(claim)
        # What a plan says of an invoice is more precise than an earlier promise.
        for move_ids, parts, start, _plan in sorted(
            said.parts, key=lambda one: not one[3]
        ):
            lines = [claim for move in move_ids for claim in by_move.get(move, ())]
            lines.sort(key=lambda claim: (claim.due, claim.line_id))
            paid = max(books.cents(start) - sum(claim.cents for claim in lines), 0)
            amounts = [books.cents(amount) for _day, amount in parts]
            done = allotted(amounts, paid)
            for (day, _amount), cents, part in zip(parts, amounts, done, strict=True):
                open_lines = [left[claim.line_id] for claim in lines]
                for claim, taken in zip(
                    lines, allotted(open_lines, cents - part), strict=True
                ):
                    if taken:
                        left[claim.line_id] -= taken
                        found.setdefault(claim.line_id, []).append((day, taken))
        for line_id, parts in found.items():
            if left[line_id]:
                parts.append((None, left[line_id]))
        return found

    def _receivable_words(self, books):
        """Why an invoice is expected then, in words."""
        said, habits, env = self._said(books), self._habits(books), self.env
        days, usual = {}, {}
        late, early = env._("usually late by %s d"), env._("usually early by %s d")
        on_time, unknown = env._("usually on time"), env._("not known well yet")
        disputed, blocked = env._("disputed"), env._("payment blocked")
        doubtful, promise = env._("doubtful"), env._("promise of %s")

        def habit(partner_id):
            if partner_id not in usual:
                number = habits.get(str(partner_id))
                text = unknown
                if number is not None:
                    text = late if number > 0 else early if number < 0 else on_time
                    text = text % abs(number) if number else text
                usual[partner_id] = text
            return usual[partner_id]

        def words(claim, parts):
            if claim.move_id in said.disputed:
                return disputed
            if claim.is_blocked or claim.is_doubtful:
                return blocked if claim.is_blocked else doubtful
            dated = [day for day, _cents in parts if day]
            if not dated:
                return habit(claim.partner_id)
            for day in dated:
                if day not in days:
                    days[day] = promise % format_date(env, day, date_format="d MMMM")
            return ", ".join(days[day] for day in dated)

        return words
