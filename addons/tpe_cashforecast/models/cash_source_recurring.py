from datetime import timedelta

from odoo import api, models

from ..tools.flow import WEEKS, Flow, Found, on_day

# A day may be brought forward by so much.
LONGEST_WEEKEND = timedelta(4)


class CashSourceRecurring(models.AbstractModel):
    """Rent, subscriptions, salaries, grants: what has no document yet."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "recurring"]

    @api.model
    def _found_recurring(self, books):
        lang = books.company.partner_id.lang or self.env.lang
        recurring = self._recurring(books).with_context(lang=lang)
        until = books.today + timedelta(7 * WEEKS - 1)
        flows = [
            Flow(
                key=f"tpe.cash.recurring,{flow.id},{expected.day}",
                source="recurring",
                category=flow.category,
                label=flow.name,
                cents=expected.cents,
                **on_day(expected.cents, expected.paid_on, books.today),
                due=expected.day,
                partner_id=flow.partner_id.id or None,
                record=("tpe.cash.recurring", flow.id),
                note=expected.note,
            )
            for flow, found in recurring._upcoming(
                books, until + LONGEST_WEEKEND
            ).items()
            for expected in found
            if not expected.document and expected.paid_on <= until
        ]
        return Found(flows)

    @api.model
    def _recurring(self, books):
        return books.once(
            "recurring",
            lambda: self.env["tpe.cash.recurring"].search(
                [("company_id", "=", books.company.id), ("is_proposed", "=", False)]
            ),
        )

    @api.model
    def _recurring_partners(self, books):
        """Ids of the suppliers whose bills recurring flows foresee."""
        flows = self._recurring(books).filtered(
            lambda flow: flow.direction == "out" and flow.periodicity != "once"
        )
        return frozenset(flows.partner_id.commercial_partner_id.ids)
