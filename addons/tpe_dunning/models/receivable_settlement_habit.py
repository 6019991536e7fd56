from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

HABIT_MONTHS = 24
FEWEST_PAYMENTS = 3


class Habit(NamedTuple):
    """How late a customer usually pays: days after the due date, negative when early."""

    days: int
    payments: int


class ReceivableSettlementHabit(models.Model):
    _inherit = "tpe.receivable.settlement"

    @api.model
    def _habits(self, company, partners) -> dict[int, Habit]:
        """``{commercial partner id: Habit}``, the median of what they paid in two years.

        Who paid fewer than three times has no habit yet, and is left out.
        """
        self.env.flush_all()
        since = company._dunning_today() - relativedelta(months=HABIT_MONTHS)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id,
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY days_late),
                       count(*)
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s
                   AND partner_id = ANY(%s)
                   AND kind = 'payment'
                   AND settlement_date >= %s
              GROUP BY partner_id
                HAVING count(*) >= %s
                """,
                company.id,
                partners.ids,
                since,
                FEWEST_PAYMENTS,
            )
        )
        return {partner: Habit(*facts) for partner, *facts in rows}
