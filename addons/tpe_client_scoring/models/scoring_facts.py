from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..tools.criteria import Facts

SALES = ("out_invoice", "out_refund", "out_receipt")
DAYS_A_MONTH = 365.25 / 12


class Window(NamedTuple):
    """The company looked at, over which days; the facts are those known on ``end``."""

    company: models.Model
    grid: models.Model
    start: date  # excluded
    end: date
    months: int


class Customer(NamedTuple):
    """What is judged, and what is only shown."""

    facts: Facts
    first: date
    last: date
    term_days: float = 0
    late_amount: float = 0
    disputed: float = 0
    estimated: float = 0  # revenue
    cac: float = 0


# Where each figure goes in the list that is filled for a customer: all of `Facts`, then
# what is only shown.
NAMES = Facts._fields + Customer._fields[1:]
PLACES = {name: place for place, name in enumerate(NAMES)}
EMPTY = [
    {**Facts._field_defaults, **Customer._field_defaults}.get(name) for name in NAMES
]


class ScoringFacts(models.AbstractModel):
    """What the books know of each customer: a few statements for a company."""

    _name = "tpe.scoring.facts"
    _description = "Facts About Customers"

    def _window(self, company, day=None) -> Window:
        grid = company._scoring_grid()
        end = day or company._dunning_today()
        start = end - relativedelta(months=grid.window_months)
        return Window(company, grid, start, end, grid.window_months)

    def _customers(self, window) -> dict[int, Customer]:
        """``{commercial partner: what is known}``, for whoever was invoiced by ``end``."""
        # The statements below name no field: nothing else would flush for them.
        self.env.flush_all()
        # All customers are read: compiling a statement takes longer than running it, and
        # so does looking up their rows one by one.  Sorts fit in memory.
        self.env.cr.execute(
            "SET LOCAL jit = off; SET LOCAL enable_nestloop = off; "
            "SET LOCAL work_mem = '64MB'"
        )
        known = {}
        for statement in (
            self._rhythm(window),
            self._payments(window),
            self._sales(window),
            *self._traces(window),
            *self._acquisition(window),
            self._answers(window),
        ):
            self._fill(known, statement)
        self.env.cr.execute("RESET jit; RESET enable_nestloop; RESET work_mem")
        facts = len(Facts._fields)
        return {
            partner: Customer(Facts(*row[:facts]), *row[facts:])
            for partner, row in known.items()
            if row[PLACES["last"]]
        }

    def _fill(self, known, statement):
        """Add to the lists of ``known`` what a statement tells of each customer."""
        rows, names = self._fetched(statement)
        places = [PLACES[name] for name in names[1:]]
        for partner, *values in rows:
            row = known.get(partner)
            if row is None:
                row = known[partner] = EMPTY.copy()
            for place, value in zip(places, values, strict=True):
                if value is not None:
                    row[place] = value

    def _fetched(self, statement):
        cr = self.env.cr
        cr.execute(statement)
        return cr.fetchall(), [column.name for column in cr.description]

    # --- Payments ---------------------------------------------------------------------

    def _payments(self, window) -> SQL:
        """Euros times days of what was paid since the start, and of what is late.

        Facts come from the one home of payment facts.  A credit note is no payment; what
        is neither due nor paid yet says nothing; what is disputed is apart.
        """
        return SQL(
            """
            SELECT partner_id,
                   COUNT(DISTINCT move_id) FILTER (WHERE counts) AS invoices_judged,
                   SUM(amount) FILTER (WHERE counts) AS paid_amount,
                   SUM(amount * (day - issue_date)) FILTER (WHERE counts) AS paid_days,
                   SUM(amount * (day - due_date)) FILTER (WHERE counts) AS beyond_days,
                   SUM(amount * (due_date - issue_date)) FILTER (WHERE counts)
                       AS term_days,
                   SUM(amount * (day - GREATEST(due_date, %(start)s))) FILTER (
                       WHERE counts AND day > GREATEST(due_date, %(start)s))
                       AS late_days,
                   SUM(amount) FILTER (WHERE counts AND is_late) AS late_amount,
                   SUM(amount) FILTER (WHERE is_disputed) AS disputed
              FROM (
                SELECT *, NOT is_disputed AND (NOT is_late OR due_date < %(end)s)
                           AS counts
                  FROM (%(settled)s UNION ALL %(open)s) fact
              ) fact
          GROUP BY partner_id
            """,
            settled=self._settled(window),
            open=self._open(window),
            **self._days(window),
        )

    def _settled(self, window) -> SQL:
        """Paid within the window; what was paid after its end was not paid on that day."""
        return SQL(
            """
            SELECT partner_id, move_id, issue_date, due_date, amount::float,
                   LEAST(settlement_date, %(end)s) AS day,
                   settlement_date > %(end)s AS is_late,
                   FALSE AS is_disputed
              FROM tpe_receivable_settlement
             WHERE company_id = %(company)s
               AND NOT is_open
               AND kind <> 'credit_note'
               AND issue_date <= %(end)s
               AND settlement_date > %(start)s
            """,
            **self._days(window),
        )

    def _open(self, window) -> SQL:
        """Disputed: marked « no follow-up », or in a dispute open on the last day."""
        return SQL(
            """
            SELECT partner_id, move_id, issue_date, due_date, amount::float,
                   %(end)s AS day,
                   TRUE AS is_late,
                   move_line_id IN (
                       SELECT id FROM account_move_line
                        WHERE no_followup
                          AND reconciled IS NOT TRUE
                          AND account_id = ANY(ARRAY(
                              SELECT id FROM account_account
                               WHERE account_type = 'asset_receivable')))
                   OR move_id IN (
                       SELECT rel.move_id
                         FROM tpe_dunning_dispute_move_rel rel
                         JOIN tpe_dunning_dispute dispute
                           ON dispute.id = rel.dispute_id
                        WHERE dispute.company_id = %(company)s
                          AND dispute.opened_on <= %(end)s
                          AND (dispute.state = 'open' OR dispute.closed_on > %(end)s))
                       AS is_disputed
              FROM tpe_receivable_settlement
             WHERE company_id = %(company)s
               AND is_open
               AND issue_date <= %(end)s
            """,
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
        """First and last invoice, and the median of the days between two.

        Invoices of one day are one sale.

        Who is newer than the window is judged over his own months.
        """
        return SQL(
            """
            SELECT partner_id,
                   MIN(day) AS first, MAX(day) AS last,
                   COUNT(*) FILTER (WHERE gap IS NULL OR gap > 0) AS invoice_days,
                   %(end)s - MAX(day) AS current_gap,
                   LEAST(%(months)s, GREATEST(1, ROUND(
                       (%(end)s - GREATEST(MIN(day), %(start)s)) / %(month)s
                   )))::int AS months,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY gap)
                       FILTER (WHERE gap > 0) AS own_gap
              FROM (
                SELECT partner_id, day,
                       day - LAG(day) OVER (PARTITION BY partner_id ORDER BY day) AS gap
                  FROM (
                    SELECT commercial_partner_id AS partner_id,
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
            months=window.months,
            month=DAYS_A_MONTH,
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
                   NULLIF(SUM(acquisition_cost), 0)::float AS cac
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
            "start": SQL("%s::date", window.start),
            "end": SQL("%s::date", window.end),
        }
