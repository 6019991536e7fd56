from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from ..tools.diagnostic import Measure, Unit
from .diagnostic_measure import LEAST, LEAST_CUSTOMERS

# A customer of each week who skips three of them is no dormant customer.
SILENT = 90


class DiagnosticMeasureCustomers(models.AbstractModel):
    """What customers leave and what they cost, as their scores of today say."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        grid = year.company._scoring_grid()
        if not grid.last_run_on:
            # A firm that was just set up: the night has not computed anything yet.
            self.env["tpe.client.score"]._refresh(year.company)
        own = [("company_id", "=", year.company.id), ("is_current", "=", True)]
        return [
            *super()._found(year),
            self._toxic_share(year, own),
            self._dormant(year, grid),
            self._late_cost(year, own),
            self._margin_known(year),
        ]

    def _nothing_sold(self):
        return self.env._("Nothing was sold, once the credit notes are taken off.")

    def _toxic_share(self, year, own):
        """Whose margin is known and negative, or with whom the verdict is to part."""
        [[scored, sales, toxic, toxic_sales, lost]] = self._rows(
            """
            SELECT count(*), sum(sales), count(*) FILTER (WHERE toxic),
                   sum(sales) FILTER (WHERE toxic),
                   -sum(euros_per_month) FILTER (WHERE loses)
              FROM (
                SELECT *, loses OR final_verdict = 'part' AS toxic
                  FROM (
                    SELECT GREATEST(revenue_month, 0) AS sales, euros_per_month,
                           final_verdict, margin_status,
                           margin_status <> 'unknown' AND euros_per_month < 0 AS loses
                      FROM tpe_client_score
                     WHERE company_id = %(company)s AND is_current
                  ) score
                 WHERE margin_status <> 'unknown' OR final_verdict <> 'unknown'
              ) scored
            """,
            company=year.company.id,
        )
        if scored < LEAST_CUSTOMERS:
            return self._too_few(
                "toxic_share",
                Unit.PERCENT,
                self.env._("Customers with a score"),
                scored,
                LEAST_CUSTOMERS,
            )
        if not sales:
            return self._unknown("toxic_share", Unit.PERCENT, self._nothing_sold())
        lost = 12 * float(lost or 0)
        proof = self.env._(
            "Customers that cost money, or are to be parted with: %(toxic)s of the "
            "%(scored)s with a score. They make %(part)s of the %(sales)s sold to them "
            "all a month.",
            toxic=toxic,
            scored=scored,
            part=self._euros(toxic_sales or 0),
            sales=self._euros(sales),
        )
        domain = [
            *own,
            *("|", ("final_verdict", "=", "part")),
            *("&", ("margin_status", "!=", "unknown"), ("euros_per_month", "<", 0)),
        ]
        return Measure(
            "toxic_share",
            100 * float(toxic_sales or 0) / float(sales),
            Unit.PERCENT,
            toxic,
            proof,
            self._window("tpe.client.score", domain) if toxic else None,
            lost or None,
        )

    def _dormant(self, year, grid):
        """Silent for three times their own rhythm, and for three months at least.

        Who was not invoiced once in the months of the scores is gone, not dormant.
        """
        [[judged, dormant, left]] = self._rows(
            """
            SELECT count(*), array_agg(partner_id) FILTER (WHERE dormant),
                   12 * sum(GREATEST(euros_per_month, 0)) FILTER (
                       WHERE dormant AND margin_status <> 'unknown')
              FROM (
                SELECT score.partner_id, score.euros_per_month, score.margin_status,
                       score.recurrence_status = 'toxic'
                       AND score.last_invoice_on <= %(silent)s AS dormant
                  FROM tpe_client_score score
                  JOIN res_partner partner
                    ON partner.id = score.partner_id AND partner.active
                 WHERE score.company_id = %(company)s
                   AND score.is_current
                   AND score.recurrence_count >= %(least)s
                   AND score.own_gap > 0
                   AND score.last_invoice_on > %(gone)s
              ) judged
            """,
            company=year.company.id,
            least=grid.min_experiences,
            silent=year.today - timedelta(SILENT),
            gone=year.today - relativedelta(months=grid.window_months),
        )
        dormant = dormant or []
        if judged < LEAST_CUSTOMERS and not dormant:
            return self._too_few(
                "dormant_customers",
                Unit.NUMBER,
                self.env._("Customers invoiced often enough to have a rhythm"),
                judged,
                LEAST_CUSTOMERS,
            )
        return Measure(
            "dormant_customers",
            float(len(dormant)),
            Unit.NUMBER,
            len(dormant),
            self.env._(
                "%(dormant)s of the %(judged)s customers who have a rhythm: silent for "
                "%(times)s times their usual gap, and for %(days)s days at least.",
                dormant=len(dormant),
                judged=judged,
                times=self._one_digit(grid.recurrence_toxic),
                days=SILENT,
            ),
            self._records("res.partner", dormant),
            float(left) if left else None,
        )

    def _late_cost(self, year, own):
        """What the days beyond the term and the reminders cost, brought to a year."""
        [[judged, cost, count, days, reminding]] = self._rows(
            """
            SELECT COALESCE(sum(delay_count), 0),
                   sum(12 * (COALESCE(late_cost, 0) + COALESCE(reminder_cost, 0))
                       / GREATEST(months, 1)),
                   count(*) FILTER (WHERE late_cost > 0 OR reminder_cost > 0),
                   sum(12 * late_cost / GREATEST(months, 1)),
                   sum(12 * reminder_cost / GREATEST(months, 1))
              FROM tpe_client_score
             WHERE company_id = %(company)s AND is_current
            """,
            company=year.company.id,
        )
        if judged < LEAST:
            return self._too_few(
                "late_cost",
                Unit.MONEY,
                self.env._("Invoices paid, or late"),
                judged,
                LEAST,
            )
        cost = float(cost or 0)
        domain = [*own, "|", ("late_cost", ">", 0), ("reminder_cost", ">", 0)]
        return Measure(
            "late_cost",
            cost,
            Unit.MONEY,
            count,
            self.env._(
                "A year of late payments: %(days)s of financing, at your rate, for the "
                "days beyond the due dates, and %(reminding)s of time to chase, on "
                "%(count)s customers.",
                days=self._euros(float(days or 0)),
                reminding=self._euros(float(reminding or 0)),
                count=count,
            ),
            self._window("tpe.client.score", domain) if count else None,
            cost or None,
        )

    def _margin_known(self, year):
        [[sales, unknown, usual, lines]] = self._rows(
            """
            SELECT sum(revenue), sum(unknown_revenue),
                   sum(revenue) FILTER (WHERE cost_source = 'rate'),
                   count(*) FILTER (WHERE cost_source = 'unknown')
              FROM tpe_product_margin
             WHERE company_id = %(company)s
               AND invoice_date > %(since)s
               AND invoice_date <= %(today)s
            """,
            company=year.company.id,
            since=year.since,
            today=year.today,
        )
        sales = float(sales or 0)
        if year.invoices < LEAST:
            return self._too_few(
                "margin_known", Unit.PERCENT, self._of_year(), year.invoices, LEAST
            )
        if sales <= 0:
            return self._unknown("margin_known", Unit.PERCENT, self._nothing_sold())
        known = sales - float(unknown or 0)
        domain = [
            ("company_id", "=", year.company.id),
            ("cost_source", "=", "unknown"),
            ("invoice_date", ">", year.since),
            ("invoice_date", "<=", year.today),
        ]
        return Measure(
            "margin_known",
            min(max(100 * known / sales, 0.0), 100.0),
            Unit.PERCENT,
            lines,
            self.env._(
                "%(known)s of the %(sales)s sold in twelve months have a known cost, "
                "%(usual)s of it by your usual rate; %(lines)s invoice lines have none.",
                known=self._euros(known),
                sales=self._euros(sales),
                usual=self._euros(float(usual or 0)),
                lines=lines,
            ),
            self._window("tpe.product.margin", domain, ("list", "pivot"))
            if lines
            else None,
        )
