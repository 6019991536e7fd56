from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools import kpi

LARGEST = 8
# A leak is small: above, somebody looks at the bill.
SMALL, MONTHS = 200, 12
# A salary is nobody's business: of payroll, the total is enough.
LISTED = tuple(kind for kind in kpi.OPERATING if kind != "payroll")


class CashLedgerMonth(models.AbstractModel):
    """What the month-end page asks the books."""

    _inherit = "tpe.cash.ledger"

    @api.model
    def _largest(self, company, first, last):
        """``[(entry, charge, is one-off)]``: the marked ones, then the largest."""
        self.env["account.move"].flush_model(["tpe_one_off"])
        return self.env.execute_query(
            SQL(
                """
                SELECT part.move_id, part.amount, part.one_off
                  FROM (SELECT line.move_id, COALESCE(move.tpe_one_off, FALSE) AS one_off,
                               -sum(line.balance) AS amount
                          FROM account_move_line line
                          JOIN account_move move ON move.id = line.move_id
                          JOIN account_account account ON account.id = line.account_id
                         WHERE line.company_id = %(company)s
                           AND line.parent_state = 'posted'
                           AND line.date BETWEEN %(first)s AND %(last)s
                           AND %(kind)s IN %(kinds)s
                      GROUP BY 1, 2) part
                 WHERE part.one_off OR part.amount < 0
              ORDER BY part.one_off DESC, part.amount, part.move_id
                 LIMIT GREATEST(
                     %(limit)s, (SELECT count(*) FROM account_move
                                  WHERE company_id = %(company)s AND tpe_one_off
                                    AND date BETWEEN %(first)s AND %(last)s))
                """,
                company=company.id,
                first=first,
                last=last,
                kind=self._kind(company),
                kinds=LISTED,
                limit=LARGEST,
            )
        )

    @api.model
    def _leaks(self, company, last):
        """``[(supplier, a month before, a month now)]``, the costliest first.

        Suppliers billed each month, for little, and for more than before.
        """
        end = last.replace(day=1)
        months = [
            end - relativedelta(months=back) for back in range(MONTHS - 1, -1, -1)
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id, date_trunc('month', date)::date,
                       -sum(amount_untaxed_signed)
                  FROM account_move
                 WHERE company_id = %s
                   AND state = 'posted'
                   AND move_type IN ('in_invoice', 'in_refund')
                   AND date BETWEEN %s AND %s
                   AND commercial_partner_id IS NOT NULL
              GROUP BY 1, 2
                """,
                company.id,
                months[0],
                last,
            )
        )
        spent = defaultdict(dict)
        for partner_id, month, amount in rows:
            spent[partner_id][month] = float(amount)
        leaks = []
        for partner_id, by_month in spent.items():
            known = [
                by_month.get(month, 0.0) for month in months if month >= min(by_month)
            ]
            if min(known) > 0 and max(known) <= SMALL and kpi.growing(known):
                before = sum(known[:-3]) / len(known[:-3])
                leaks.append((partner_id, before, sum(known[-3:]) / 3))
        return sorted(leaks, key=lambda leak: (leak[1] - leak[2], leak[0]))[:LARGEST]
