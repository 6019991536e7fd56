from dataclasses import replace

from odoo import api, models

from ..tools.flow import on_day


class CashSourcePayablePlanned(models.AbstractModel):
    """Bills on the day a person decided, less the discount that day gives."""

    _inherit = "tpe.cash.source"

    @api.model
    def _found_payable(self, books):
        found = super()._found_payable(books)
        if books.as_was:
            return found
        rows = self.env["account.move.line"].search_fetch(
            [
                ("company_id", "=", books.company.id),
                ("tpe_pay_on", "!=", False),
                ("reconciled", "=", False),
                ("parent_state", "=", "posted"),
            ],
            [
                "tpe_pay_on",
                "amount_currency",
                "discount_date",
                "discount_amount_currency",
            ],
        )
        if not rows:
            return found
        decided = {f"account.move.line,{line.id}": line for line in rows}
        return replace(
            found,
            flows=[
                self._as_decided(flow, decided[flow.key], books)
                if flow.key in decided
                else flow
                for flow in found.flows
            ],
        )

    @api.model
    def _as_decided(self, flow, line, books):
        cents = flow.cents + round(
            -flow.cents * line._discount_share_on(line.tpe_pay_on)
        )
        return replace(
            flow,
            cents=cents,
            **on_day(cents, line.tpe_pay_on, books.today),
            never=0,
            note=self.env._("day decided by a person"),
        )
