from collections import defaultdict
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..tools.score import Facts

SALES = ("out_invoice", "out_refund", "out_receipt")
DAYS_A_MONTH = 365.25 / 12


class Window(NamedTuple):
    """The company looked at, over which days; the facts are those known on ``end``."""

    company: models.Model
    grid: models.Model
    start: date  # excluded
    end: date

    @property
    def months(self):
        return self.grid.window_months


class Customer(NamedTuple):
    """What is judged, and what is only shown."""

    facts: Facts
    term_days: float
    late_amount: float
    disputed: float
    estimated: float  # revenue
    first: date
    last: date
    cac: float


class ScoringFacts(models.AbstractModel):
    """What the books know of each customer: a few statements for a company."""

    _name = "tpe.scoring.facts"
    _description = "Facts About Customers"

    def _window(self, company, day=None) -> Window:
        grid = company._scoring_grid()
        end = day or company._dunning_today()
        start = end - relativedelta(months=grid.window_months)
        return Window(company, grid, start, end)

    def _customers(self, window) -> dict[int, Customer]:
        """``{commercial partner: what is known}``, for whoever was invoiced by ``end``."""
        # The statements below name no field: nothing else would flush for them.
        self.env.flush_all()
        found = defaultdict(dict)
        for statement in (
            self._payments(window),
            self._disputed(window),
            self._sales(window),
            *self._traces(window),
            self._answers(window),
        ):
            for row in self._rows(statement):
                found[row.pop("partner_id")].update(row)
        return {
            row.pop("partner_id"): self._customer(window, row, found)
            for row in self._rows(self._rhythm(window))
        }

    def _rows(self, statement):
        cr = self.env.cr
        cr.execute(statement)
        names = [column.name for column in cr.description]
        return [dict(zip(names, row, strict=True)) for row in cr.fetchall()]

    def _customer(self, window, rhythm, found):
        partner = rhythm["key"]
        row = found.get(partner, {})
        first, last = rhythm["first"], rhythm["last"]
        since = (window.end - max(first, window.start)).days
        months = min(window.months, max(1, round(since / DAYS_A_MONTH)))
        shown = {
            name: row.pop(name, 0) or 0
            for name in ("term_days", "late_amount", "disputed", "estimated", "cac")
        }
        facts = Facts(
            **{name: value for name, value in row.items() if value is not None},
            months=months,
            invoice_days=rhythm["days"],
            own_gap=rhythm["gap"],
            current_gap=(window.end - last).days,
        )
        return Customer(facts, **shown, first=first, last=last)

    # --- Payments ---------------------------------------------------------------------

    def _payments(self, window) -> SQL:
        """Euros times days of what was paid since the start, and of what is late.

        Facts come from the one home of payment facts.  A credit note is no payment; what
        is neither due nor paid yet says nothing.
        """
        return SQL(
            """
            SELECT partner_id,
                   COUNT(DISTINCT move_id) AS invoices_judged,
                   SUM(amount)::float AS paid_amount,
                   SUM(amount * (day - issue_date))::float AS paid_days,
                   SUM(amount * (day - due_date))::float AS beyond_days,
                   SUM(amount * (due_date - issue_date))::float AS term_days,
                   SUM(amount * GREATEST(
                       0, day - GREATEST(due_date, %(start)s)))::float AS late_days,
                   SUM(amount) FILTER (WHERE is_late)::float AS late_amount
              FROM (%(settled)s UNION ALL %(open)s) fact
          GROUP BY partner_id
            """,
            start=window.start,
            settled=self._settled(window),
            open=self._late(window),
        )

    def _settled(self, window) -> SQL:
        """Paid within the window; what was paid after its end was late on that day."""
        return SQL(
            """
            SELECT partner_id, move_id, issue_date, due_date, amount,
                   LEAST(settlement_date, %(end)s) AS day,
                   settlement_date > %(end)s AS is_late
              FROM tpe_receivable_settlement
             WHERE company_id = %(company)s
               AND NOT is_open
               AND kind <> 'credit_note'
               AND issue_date <= %(end)s
               AND settlement_date > %(start)s
               AND (settlement_date <= %(end)s OR due_date < %(end)s)
            """,
            **self._days(window),
        )

    def _late(self, window) -> SQL:
        return SQL(
            """
            SELECT open.partner_id, open.move_id, open.issue_date, open.due_date,
                   open.amount, %(end)s AS day, TRUE AS is_late
              FROM tpe_receivable_settlement open
              JOIN account_move_line line ON line.id = open.move_line_id
             WHERE open.company_id = %(company)s
               AND open.is_open
               AND open.due_date < %(end)s
               AND NOT %(disputed)s
            """,
            disputed=self._is_disputed(window),
            **self._days(window),
        )

    def _disputed(self, window) -> SQL:
        return SQL(
            """
            SELECT open.partner_id, SUM(open.amount)::float AS disputed
              FROM tpe_receivable_settlement open
              JOIN account_move_line line ON line.id = open.move_line_id
             WHERE open.company_id = %(company)s
               AND open.is_open
               AND open.issue_date <= %(end)s
               AND %(disputed)s
          GROUP BY open.partner_id
            """,
            disputed=self._is_disputed(window),
            **self._days(window),
        )

    def _is_disputed(self, window) -> SQL:
        """Marked « no follow-up », or under a dispute that was open on the last day."""
        return SQL(
            """(line.no_followup IS TRUE OR open.move_id IN (
                SELECT rel.move_id
                  FROM tpe_dunning_dispute_move_rel rel
                  JOIN tpe_dunning_dispute dispute ON dispute.id = rel.dispute_id
                 WHERE dispute.company_id = %(company)s
                   AND dispute.opened_on <= %(end)s
                   AND (dispute.state = 'open' OR dispute.closed_on > %(end)s)))""",
            **self._days(window),
        )

    # --- Sales ------------------------------------------------------------------------

    def _sales(self, window) -> SQL:
        """Revenue excluding taxes and frozen costs, in company currency.

        A line whose cost was unknown takes the rate the owner gives since: estimated.
        """
        rate = window.grid.cost_rate / 100
        return SQL(
            """
            SELECT partner_id,
                   SUM(revenue)::float AS revenue,
                   SUM(cost + CASE WHEN cost_source = 'unknown'
                                   THEN revenue * %(rate)s ELSE 0 END)::float AS cost,
                   COUNT(*) AS lines,
                   SUM(CASE WHEN %(rate)s = 0 THEN unknown_revenue
                            ELSE 0 END)::float AS unknown_revenue,
                   SUM(CASE WHEN cost_source = 'estimated'
                             OR cost_source = 'unknown' AND %(rate)s > 0
                            THEN revenue ELSE 0 END)::float AS estimated
              FROM tpe_product_margin
             WHERE company_id = %(company)s
               AND invoice_date > %(start)s
               AND invoice_date <= %(end)s
          GROUP BY partner_id
            """,
            rate=rate,
            **self._days(window),
        )

    def _rhythm(self, window) -> SQL:
        """First and last invoice, and the median of the days between two."""
        return SQL(
            """
            SELECT partner_id, partner_id AS key,
                   MIN(day) AS first, MAX(day) AS last, COUNT(*) AS days,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS gap
              FROM (
                SELECT partner_id, day,
                       day - LAG(day) OVER (PARTITION BY partner_id ORDER BY day) AS gap
                  FROM (
                    SELECT DISTINCT commercial_partner_id AS partner_id,
                           COALESCE(invoice_date, date) AS day
                      FROM account_move
                     WHERE company_id = %(company)s
                       AND state = 'posted'
                       AND move_type IN ('out_invoice', 'out_receipt')
                       AND commercial_partner_id IS NOT NULL
                       AND COALESCE(invoice_date, date) <= %(end)s
                  ) days
              ) gaps
          GROUP BY partner_id
            """,
            **self._days(window),
        )

    def _answers(self, window) -> SQL:
        return SQL(
            """
            SELECT partner.commercial_partner_id AS partner_id,
                   MAX(alignment) AS alignment,
                   MAX(ideal_customer) AS ideal_customer,
                   BOOL_OR(COALESCE(recommends, FALSE)) AS recommends,
                   BOOL_OR(COALESCE(one_shot, FALSE)) AS one_shot,
                   MAX(CASE WHEN has_manual_hours
                            THEN COALESCE(manual_hours, 0) END)::float AS manual_hours,
                   SUM(acquisition_cost)::float AS cac
              FROM tpe_client_profile profile
              JOIN res_partner partner ON partner.id = profile.partner_id
             WHERE profile.company_id = %(company)s
          GROUP BY partner.commercial_partner_id
            """,
            **self._days(window),
        )

    def _days(self, window):
        return {
            "company": window.company.id,
            "start": window.start,
            "end": window.end,
        }
