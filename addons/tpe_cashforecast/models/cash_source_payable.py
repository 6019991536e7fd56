from odoo import api, models
from odoo.tools.misc import format_date

from ..tools.flow import NOTHING, Flow, Found, on_day


class CashSourcePayable(models.AbstractModel):
    """What the firm owes to its suppliers: on the due date, or for a discount before."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "payable"]

    @api.model
    def _found_payable(self, books):
        claims, _credits = self._claims(books, "payable")
        expenses = self._expense_moves(books)
        return Found(
            [
                Flow(
                    key=f"account.move.line,{claim.line_id}",
                    source="payable",
                    category="expense" if claim.move_id in expenses else "suppliers",
                    label=claim.name,
                    cents=claim.cents,
                    **self._payment_of(books, claim),
                    due=claim.due,
                    partner_id=claim.partner_id,
                    record=("account.move", claim.move_id),
                )
                for claim in claims
            ]
        )

    def _payment_of(self, books, claim):
        """When a bill is paid, how much of it, and why."""
        if claim.is_blocked:
            return {
                "weeks": NOTHING,
                "later": claim.cents,
                "note": self.env._("payment blocked: no day is known"),
            }
        if claim.discount_on and claim.discount_on >= books.today:
            gain = abs(claim.cents) - abs(claim.discount_cents)
            if claim.discount_cents and gain > 0:
                less = -abs(claim.discount_cents)
                return {
                    **on_day(less, claim.discount_on, books.today),
                    "never": claim.cents - less,
                    "note": self.env._(
                        "%(gain)s less if paid by %(date)s",
                        gain=books.company.currency_id.format(books.money(gain)),
                        date=format_date(
                            self.env, claim.discount_on, date_format="d MMMM"
                        ),
                    ),
                }
        found = on_day(claim.cents, claim.due, books.today)
        if claim.due < books.today:
            found["note"] = self.env._("overdue: taken as paid this week")
        return found
