from odoo import api, models
from odoo.tools import SQL

from .cash_source_bank import Payment
from .cash_source_claim import SIDES
from .cash_source_timing import Said

# What the dates of the books still tell of a past day.  Of the drafts, the orders, the
# quotes, the expense reports and the promises of that day only today's state is left.
SOURCES = (
    *("receivable", "payable", "bank", "expected_sales", "expected_purchases"),
    *("recurring", "tax", "loan"),
)


class CashSourceWas(models.AbstractModel):
    """The sources on a past day, from what is dated before it."""

    _inherit = "tpe.cash.source"

    @api.model
    def _found(self, books):
        if not books.as_was:
            return super()._found(books)
        found = {
            name: getattr(self, f"_found_{name}")(books)
            for name in self._sources()
            if name in SOURCES
        }
        return self._counted_once(books, found)

    def _left(self, books):
        """Lines dated before that day, and what was left of them on its morning.

        A line is settled on the later of the two days that its matching brings together.
        """
        return SQL(
            """
            SELECT line.*, line.balance - COALESCE(sum(met.amount), 0) AS was_left,
                   line.amount_currency - COALESCE(sum(met.currency), 0)
                   AS was_left_currency
              FROM account_move_line line
         LEFT JOIN LATERAL (
                   SELECT part.amount, part.debit_amount_currency AS currency
                     FROM account_partial_reconcile part
                    WHERE part.debit_move_id = line.id AND part.max_date < %(day)s
                UNION ALL
                   SELECT -part.amount, -part.credit_amount_currency
                     FROM account_partial_reconcile part
                    WHERE part.credit_move_id = line.id AND part.max_date < %(day)s
                   ) met ON TRUE
             WHERE line.company_id = %(company)s
               AND line.parent_state = 'posted'
               AND line.date < %(day)s
               AND (line.reconciled IS NOT TRUE OR EXISTS (
                   SELECT FROM account_partial_reconcile part
                    WHERE line.id IN (part.debit_move_id, part.credit_move_id)
                      AND part.max_date >= %(day)s))
          GROUP BY line.id
            """,
            day=books.today,
            company=books.company.id,
        )

    def _read_claim_rows(self, books, side):
        if not books.as_was:
            return super()._read_claim_rows(books, side)
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.move_id,
                       COALESCE(partner.commercial_partner_id, line.partner_id),
                       COALESCE(line.move_name, move.name),
                       COALESCE(line.invoice_date, line.date),
                       COALESCE(line.date_maturity, line.date),
                       CASE WHEN line.currency_id = line.company_currency_id
                            THEN line.was_left ELSE line.was_left_currency END,
                       line.currency_id,
                       FALSE,
                       line.account_id = ANY(ARRAY(
                           SELECT id FROM account_account
                            WHERE code_store ->> %(root)s LIKE '416%%')),
                       line.discount_date, line.discount_amount_currency,
                       move.move_type IN ('in_refund', 'out_refund')
                  FROM (%(left)s) line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = %(type)s AND non_trade IS NOT TRUE))
              ORDER BY 6, line.id
                """,
                left=self._left(books),
                root=str(books.company.root_id.id),
                type=SIDES[side],
            )
        )

    def _read_outstanding(self, books):
        if not books.as_was:
            return super()._read_outstanding(books)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT payment.id, COALESCE(payment.name, line.move_name), payment.date,
                       partner.commercial_partner_id, sum(line.was_left)
                  FROM (%s) line
                  JOIN account_payment payment ON payment.move_id = line.move_id
                   AND payment.outstanding_account_id = line.account_id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN res_partner partner ON partner.id = payment.partner_id
                 WHERE account.account_type <> 'asset_cash'
              GROUP BY payment.id, line.move_name, partner.commercial_partner_id
                HAVING sum(line.was_left) <> 0
              ORDER BY payment.date, payment.id
                """,
                self._left(books),
            )
        )
        return [Payment(*row[:4], books.cents(row[4]), False, []) for row in rows]

    def _read_without_entry(self, books):
        return [] if books.as_was else super()._read_without_entry(books)

    def _dated_later(self, books):
        return () if books.as_was else super()._dated_later(books)

    def _card(self, books):
        return () if books.as_was else super()._card(books)

    def _read_unmatched(self, books):
        return [] if books.as_was else super()._read_unmatched(books)

    def _read_said(self, books):
        return Said([], {}, set()) if books.as_was else super()._read_said(books)

    @api.model
    def _sales_ahead(self, books):
        return [] if books.as_was else super()._sales_ahead(books)

    @api.model
    def _purchases_ahead(self, books):
        return [] if books.as_was else super()._purchases_ahead(books)
