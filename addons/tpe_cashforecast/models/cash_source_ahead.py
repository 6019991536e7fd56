from typing import NamedTuple

from odoo import api, models
from odoo.fields import Date

from ..tools.flow import Flow, Found, on_day, spread
from ..tools.payment_timing import Settlement


class Coming(NamedTuple):
    """What will be invoiced, or billed: not in the books yet."""

    source: str
    key: str
    category: str
    label: str
    partner_id: int
    issued: Date
    parts: list  # [(due, cents)]
    record: tuple
    chance: float = 1.0
    note: str = ""

    @property
    def cents(self):
        return sum(cents for _due, cents in self.parts)


class CashSourceAhead(models.AbstractModel):
    """Drafts, orders and quotes: invoices to come, and when their money will."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "sales_ahead", "purchases_ahead"]

    @api.model
    def _sales_ahead(self, books) -> list:
        """`Coming` sales: seam for addons that know of more."""
        return []

    @api.model
    def _purchases_ahead(self, books) -> list:
        """`Coming` purchases: seam for addons that know of more."""
        return []

    @api.model
    def _ahead_words(self, books) -> list:
        """How they were found."""
        return []

    @api.model
    def _found_sales_ahead(self, books):
        comings = self._sales_ahead(books)
        items, shares = [], []
        for coming in comings:
            for due, cents in coming.parts:
                items.append(
                    Settlement(
                        str(coming.partner_id),
                        *(coming.issued, due, books.money(cents), None),
                    )
                )
                shares.append(coming.chance)
        outlook = self._timing(books).outlook(
            items, late=books.scenario.days_late, shares=shares
        )
        flows, at = [], 0
        for coming in comings:
            amounts = [(None, cents) for _due, cents in coming.parts]
            flows.append(_flow(coming, self._of_parts(outlook, at, amounts)))
            at += len(amounts)
        band = [
            (
                books.cents(week.cumulative - week.cumulative_low),
                books.cents(week.cumulative_high - week.cumulative),
            )
            for week in outlook.weeks
        ]
        return Found(flows, band, self._ahead_words(books))

    @api.model
    def _found_purchases_ahead(self, books):
        flows = []
        for coming in self._purchases_ahead(books):
            found = [on_day(cents, due, books.today) for due, cents in coming.parts]
            flows.append(
                _flow(
                    coming,
                    {
                        "weeks": tuple(
                            map(sum, zip(*(one["weeks"] for one in found), strict=True))
                        ),
                        "later": sum(one["later"] for one in found),
                        "day": max(one["day"] for one in found),
                    },
                )
            )
        return Found(flows)

    @api.model
    def _due_parts(self, books, term_id, issued, cents):
        """``[(due, cents)]`` of what is issued then with these payment terms."""
        term = self.env["account.payment.term"].browse(term_id)
        if not term.exists() or not cents:
            return [(issued, cents)]
        lines = books.once(
            ("term", term_id, issued),
            lambda: term._compute_terms(
                *(issued, books.company.currency_id, books.company, 0.0, 0.0, 1),
                *(1000.0, 1000.0),
            )["line_ids"],
        )
        shares = spread(cents, [max(line["company_amount"], 0.0) for line in lines])
        return [
            (line["date"], share) for line, share in zip(lines, shares, strict=True)
        ]


def _flow(coming, when):
    return Flow(
        key=coming.key,
        source=coming.source,
        category=coming.category,
        label=coming.label,
        cents=coming.cents,
        **when,
        due=max(due for due, _cents in coming.parts),
        partner_id=coming.partner_id,
        record=coming.record,
        note=coming.note,
    )
