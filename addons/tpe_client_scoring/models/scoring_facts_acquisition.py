from odoo import models
from odoo.tools import SQL


class ScoringFactsAcquisition(models.AbstractModel):
    """What it cost to win a customer, from the analytic accounts the owner chose."""

    _inherit = "tpe.scoring.facts"

    def _acquisition(self, window) -> list[SQL]:
        """Costs booked on the accounts of the plan, for the customer of the account.

        An account of nobody leaves the customer to the line itself.  All the years
        count: a customer is won once.
        """
        plan = window.grid.sudo().acquisition_plan_id
        if not plan:
            return []
        return [
            SQL(
                """
                SELECT partner.commercial_partner_id AS partner_id,
                       GREATEST(0, -SUM(line.amount))::float AS cac
                  FROM account_analytic_line line
                  JOIN account_analytic_account account ON account.id = line.%(column)s
                  JOIN res_partner partner
                    ON partner.id = COALESCE(account.partner_id, line.partner_id)
                 WHERE line.company_id = %(company)s
                   AND line.date <= %(end)s
              GROUP BY partner.commercial_partner_id
                """,
                column=SQL.identifier(plan._column_name()),
                company=window.company.id,
                end=window.end,
            )
        ]
