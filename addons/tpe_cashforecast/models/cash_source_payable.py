from odoo import api, models
from odoo.tools import SQL

from ..tools.flow import Flow, Found, on_day


class CashSourcePayable(models.AbstractModel):
    """What the firm owes to its suppliers, on the due date."""

    _inherit = "tpe.cash.source"

    @api.model
    def _found_payable(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.move_id, move.commercial_partner_id, move.name,
                       COALESCE(line.date_maturity, line.date), line.amount_residual
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual <> 0
                   AND account.account_type = 'liability_payable'
                   AND account.non_trade IS NOT TRUE
              ORDER BY 5, line.id
                """,
                books.company.id,
            )
        )
        return Found(
            [
                Flow(
                    key=f"account.move.line,{line_id}",
                    source="payable",
                    category="suppliers",
                    label=name,
                    cents=books.cents(amount),
                    **on_day(books.cents(amount), due, books.today),
                    due=due,
                    partner_id=partner_id,
                    record=("account.move", move_id),
                )
                for line_id, move_id, partner_id, name, due, amount in rows
            ]
        )
