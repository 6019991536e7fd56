from odoo import models
from odoo.tools import SQL

from ..tools.diagnostic import Measure, Unit
from .diagnostic_measure import LEAST

# The books keep days: what left on the second day after the delivery is in time.
DAYS = 2


class DiagnosticMeasureInvoicing(models.AbstractModel):
    """How long after the delivery the invoice leaves."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        return [*super()._found(year), self._invoice_late(year)]

    def _invoice_late(self, year):
        [[known, late]] = self._rows(
            """
            SELECT count(delivered),
                   array_agg(id) FILTER (WHERE invoice_date > delivered + %(days)s)
              FROM (
                SELECT move.id, move.invoice_date,
                       COALESCE(move.delivery_date, promised.day) AS delivered
                  FROM account_move move
             LEFT JOIN (%(promised)s) promised ON promised.move_id = move.id
                 WHERE move.company_id = %(company)s
                   AND move.state = 'posted'
                   AND move.move_type = 'out_invoice'
                   AND move.invoice_date > %(since)s
                   AND move.invoice_date <= %(today)s
              ) sold
            """,
            days=DAYS,
            promised=self._promised(year.company.partner_id.tz),
            company=year.company.id,
            since=year.since,
            today=year.today,
        )
        if known < LEAST:
            return self._too_few(
                "invoice_late_48h",
                Unit.PERCENT,
                self.env._(
                    "Invoices of the last twelve months that tell the day of the delivery"
                ),
                known,
                LEAST,
            )
        late = late or []
        return Measure(
            "invoice_late_48h",
            100 * len(late) / known,
            Unit.PERCENT,
            len(late),
            self.env._(
                "Invoices dated more than %(days)s days after the delivery: %(late)s of "
                "the %(known)s that tell its day (the books keep days, not hours).",
                late=len(late),
                known=known,
                days=DAYS,
            ),
            self._records("account.move", late),
        )

    def _promised(self, zone):
        """``move_id, day``: the delivery promised by the orders of an invoice.

        An order is no delivery: without a promised day, its own day says nothing.
        """
        if not self._has("sale.order"):
            return SQL("SELECT NULL::integer AS move_id, NULL::date AS day")
        return SQL(
            """
            SELECT item.move_id,
                   max((sale.commitment_date AT TIME ZONE 'UTC'
                        AT TIME ZONE %(zone)s)::date) AS day
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id
              JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
              JOIN account_move_line item ON item.id = link.invoice_line_id
             WHERE sale.commitment_date IS NOT NULL  -- the others need no join
          GROUP BY item.move_id
            """,
            zone=zone or "Europe/Paris",
        )
