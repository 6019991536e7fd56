from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools.flow import WEEKS, Flow, Found, by_chances
from ..tools.payment_timing import PaymentTiming, Settlement

EVER = 1100  # days after which nothing is expected any more


class CashSourceReceivable(models.AbstractModel):
    """What customers owe, with the chances of being paid in each week."""

    _inherit = "tpe.cash.source"

    @api.model
    def _found_receivable(self, books):
        yesterday = books.today - timedelta(1)
        model = PaymentTiming.fit(self._history(books), yesterday)
        late = books.scenario.days_late
        ends = [yesterday + timedelta(7 * week - late) for week in range(1, WEEKS + 1)]
        flows, items = [], []
        for row in self._open_claims(books):
            line_id, move_id, partner_id, name, issued, due, amount = row
            item = Settlement(str(partner_id), issued, due, amount, None)
            items.append(item)
            chances = [model.payment_probability(item, end) for end in ends]
            ever = model.payment_probability(item, yesterday + timedelta(EVER))
            flows.append(
                Flow(
                    key=f"account.move.line,{line_id}",
                    source="receivable",
                    category="customers",
                    label=name,
                    cents=books.cents(amount),
                    **by_chances(books.cents(amount), chances, max(ever, chances[-1])),
                    day=model.expected_date(item),
                    due=due,
                    partner_id=partner_id,
                    record=("account.move", move_id),
                )
            )
        band = [
            (
                books.cents(week.cumulative - week.cumulative_low),
                books.cents(week.cumulative_high - week.cumulative),
            )
            for week in model.weekly_cash(items)
        ]
        words = [self.env._("learnt from %s invoices", model.learnt_from)]
        return Found(flows, band, words)

    def _history(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, issue_date, due_date, amount, settlement_date
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s AND kind IN ('payment', 'open')
                """,
                books.company.id,
            )
        )
        return [Settlement(str(row[0]), *row[1:]) for row in rows]

    def _open_claims(self, books):
        return self.env.execute_query(
            SQL(
                """
                SELECT fact.move_line_id, fact.move_id, fact.partner_id, move.name,
                       fact.issue_date, fact.due_date, fact.amount
                  FROM tpe_receivable_settlement fact
                  JOIN account_move move ON move.id = fact.move_id
                 WHERE fact.company_id = %s AND fact.is_open
              ORDER BY fact.due_date, fact.move_line_id
                """,
                books.company.id,
            )
        )
