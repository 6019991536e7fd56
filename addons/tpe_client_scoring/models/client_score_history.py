from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL

HISTORY_MONTHS = 12


class ClientScoreHistory(models.Model):
    """The rows of the months: frozen at the end of each, or rebuilt from the books."""

    _inherit = "tpe.client.score"

    @api.model
    def _keep_month(self, company, month):
        """Freeze the current rows as those of ``month``; twice changes nothing."""
        columns = [
            SQL.identifier(name)
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and name not in ("id", "is_current", "month")
        ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tpe_client_score (is_current, month, %(columns)s)
                SELECT FALSE, %(month)s, %(columns)s FROM tpe_client_score
                 WHERE company_id = %(company)s AND is_current
                    ON CONFLICT DO NOTHING
                """,
                columns=SQL(", ").join(columns),
                month=month,
                company=company.id,
            )
        )

    @api.model
    def _rebuild_history(self, company, months=HISTORY_MONTHS):
        """Compute the rows of the months before from the books, as they were then.

        What nobody dated is taken as it is now: answers, « no follow-up », costs.
        """
        first = Date.start_of(company._dunning_today(), "month")
        for back in range(months, 0, -1):
            month = first - relativedelta(months=back)
            end = Date.end_of(month, "month")
            rows = self._computed(company, end)
            known = self.sudo().search_count(
                [("company_id", "=", company.id), ("month", "=", month)], limit=1
            )
            if rows and not known:
                for row in rows.values():
                    row |= self._beside(row["verdict"])
                key = {
                    "company_id": company.id,
                    "is_current": False,
                    "month": month,
                    "computed_on": end,
                }
                self._add_rows(list(rows.items()), key)
