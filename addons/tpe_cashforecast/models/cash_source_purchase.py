from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .cash_source_ahead import Coming

ABANDONED_DAYS = 365


class CashSourcePurchase(models.AbstractModel):
    """Purchase orders to be billed, and expenses to reimburse, when installed."""

    _inherit = "tpe.cash.source"

    @api.model
    def _purchases_ahead(self, books):
        ahead = list(super()._purchases_ahead(books))
        if "purchase.order" in self.env:
            ahead += self._purchase_orders_ahead(books)
        if "hr.expense" in self.env:
            ahead += self._expenses_ahead(books)
        return ahead

    def _purchase_orders_ahead(self, books):
        note = self.env._("ordered, not billed yet")
        for order_id, name, partner_id, day, term, currency, amount, paid in books.once(
            "purchase_orders", lambda: self._read_purchase_orders(books)
        ):
            cents = books.cents(paid) - books.cents(amount * books.rate(currency))
            issued = max(day, books.today)
            if cents < 0:
                yield Coming(
                    source="purchase",
                    key=f"purchase.order,{order_id}",
                    category="purchases",
                    label=name,
                    partner_id=partner_id,
                    issued=issued,
                    parts=self._due_parts(books, term, issued, cents),
                    record=("purchase.order", order_id),
                    note=note,
                )

    def _read_purchase_orders(self, books):
        """What is still to be billed, tax included; a draft bill counts as billed.

        Last, the deposits billed that no bill has taken off yet, in company currency.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT buy.id, buy.name, partner.commercial_partner_id,
                       max(COALESCE(line.date_planned, buy.date_order))::date,
                       buy.payment_term_id, buy.currency_id,
                       sum(line.price_total / line.product_qty
                           * GREATEST(line.product_qty - line.qty_invoiced, 0)),
                       (SELECT sum(CASE WHEN move.move_type = 'in_refund' THEN -1 ELSE 1 END
                                   * billed.price_total
                                   / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1))
                          FROM purchase_order_line deposit
                          JOIN account_move_line billed
                            ON billed.purchase_line_id = deposit.id
                          JOIN account_move move ON move.id = billed.move_id
                         WHERE deposit.order_id = buy.id
                           AND deposit.is_downpayment
                           AND move.state <> 'cancel')
                  FROM purchase_order buy
                  JOIN res_partner partner ON partner.id = buy.partner_id
                  JOIN purchase_order_line line ON line.order_id = buy.id
                   AND line.display_type IS NULL AND line.product_qty > 0
                 WHERE buy.company_id = %s
                   AND buy.state = 'purchase'
                   AND COALESCE(line.date_planned, buy.date_order) >= %s
              GROUP BY buy.id, partner.commercial_partner_id
              ORDER BY buy.id
                """,
                books.company.id,
                books.today - timedelta(ABANDONED_DAYS),
            )
        )

    def _expenses_ahead(self, books):
        """One line for all: what each person spent is nobody's business here."""
        [[number, amount]] = self.env.execute_query(
            SQL(
                """
                SELECT count(*), sum(total_amount)
                  FROM hr_expense
                 WHERE company_id = %s
                   AND state = 'approved'
                   AND payment_mode = 'own_account'
                """,
                books.company.id,
            )
        )
        cents = -books.cents(amount)
        if cents:
            yield Coming(
                source="expense",
                key="hr.expense",
                category="expense",
                label=self.env._("Expenses to reimburse: %s", number),
                partner_id=None,
                issued=books.today,
                parts=[(books.today, cents)],
                record=None,
                note=self.env._("approved"),
            )

    @api.model
    def _expense_moves(self, books):
        """Entries of the books that reimburse somebody."""
        if "hr.expense" not in self.env:
            return frozenset()
        return books.once("expense_moves", lambda: self._read_expense_moves(books))

    def _read_expense_moves(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account_move_id FROM hr_expense
                 WHERE company_id = %s AND account_move_id IS NOT NULL
                   AND payment_mode = 'own_account'
                """,
                books.company.id,
            )
        )
        return frozenset(move_id for [move_id] in rows)
