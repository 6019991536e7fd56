from odoo import api, models

from ..tools.credit_line import overdraft_cost
from ..tools.flow import Flow, curve


class CashForecastCredit(models.Model):
    """The cost of the days below zero: one more flow, counted from the others."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _build(self, books):
        opening, flows, weeks, words = super()._build(books)
        rate = books.company.tpe_credit_rate
        if not rate or all(week.closing >= 0 for week in weeks):
            return opening, flows, weeks, words
        charges, later = overdraft_cost(
            [week.closing for week in weeks], [week.start for week in weeks], rate
        )
        cents = sum(charges) + later
        if not cents:
            return opening, flows, weeks, words
        first = next((w.start for w, c in zip(weeks, charges, strict=True) if c), None)
        cost = Flow(
            key="overdraft",
            source="loan",
            category="loan",
            label=self.env._("Interest on the overdraft"),
            cents=cents,
            weeks=charges,
            later=later,
            day=first,
            note=self.env._("%s %% a year on the balances below zero", f"{rate:g}"),
        )
        band = [(week.closing - week.low, week.high - week.closing) for week in weeks]
        flows = [*flows, cost]
        weeks = curve(opening, flows, band, books.today)
        return opening, flows, weeks, [*words, *self._credit_words(books, weeks)]

    def _credit_words(self, books, weeks):
        """Whether the bank has agreed to go so low."""
        lowest = min(weeks, key=lambda week: week.closing)
        agreed = books.company.tpe_credit_line
        if books.money(-lowest.closing) <= agreed:
            return []
        money = books.company.currency_id.format
        return [
            self.env._(
                "the balance falls to %(balance)s, below the authorised overdraft of "
                "%(agreed)s",
                balance=money(books.money(lowest.closing)),
                agreed=money(agreed),
            )
        ]
