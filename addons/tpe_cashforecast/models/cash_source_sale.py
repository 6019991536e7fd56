from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..tools.conversion import Conversion
from .cash_source_ahead import Coming

HABIT_DAYS = 730
ABANDONED_DAYS = 180  # an order or a quote without news for so long is left out
FEWEST_ORDERS = 5
# Days from order to invoice before the firm has its own: a starting value, to be confirmed.
USUAL_LAG = 14


class CashSourceSale(models.AbstractModel):
    """Confirmed orders and quotes, when sales are installed."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sales_ahead(self, books):
        ahead = super()._sales_ahead(books)
        if "sale.order" not in self.env:
            return ahead
        return [*ahead, *self._orders_ahead(books)]

    @api.model
    def _ahead_words(self, books):
        words = list(super()._ahead_words(books))
        if "sale.order" in self.env and any(
            row[4] == "sent" for row in self._orders(books)
        ):
            conversion, _lag = self._sale_habit(books)
            words.append(
                self.env._(
                    "Quotes: %(share)s %% of them become orders, learnt from %(number)s "
                    "quotes.",
                    share=round(100 * conversion.share),
                    number=conversion.learnt_from,
                )
            )
        return words

    def _orders_ahead(self, books):
        conversion, lag = self._sale_habit(books)
        for row in self._orders(books):
            order_id, name, partner_id, day, state, promised_on, term, currency = row[
                :8
            ]
            cents = books.cents(row[8] * books.rate(currency))
            if not cents:
                continue
            chance, note, invoiced = 1.0, self.env._("order to invoice"), day
            if state == "sent":
                age = (books.today - day).days
                chance = conversion.chance(age)
                invoiced = books.today + timedelta(conversion.wait(age))
                note = self.env._("quote: %s chances out of 100", round(100 * chance))
            issued = max(promised_on or invoiced + timedelta(lag), books.today)
            yield Coming(
                source="quote" if state == "sent" else "order",
                key=f"sale.order,{order_id}",
                category="orders",
                label=name,
                partner_id=partner_id,
                issued=issued,
                parts=self._due_parts(books, term, issued, cents),
                record=("sale.order", order_id),
                chance=chance,
                note=note,
            )

    @api.model
    def _orders(self, books):
        return books.once("orders", lambda: self._read_orders(books))

    def _read_orders(self, books):
        """What is still to invoice, tax included; a draft invoice counts as invoiced.

        A deposit comes off the rest until the invoice that deducts it is made.
        """
        return self.env.execute_query(
            SQL(
                """
                SELECT sale.id, sale.name, partner.commercial_partner_id,
                       sale.date_order::date, sale.state, sale.commitment_date::date,
                       sale.payment_term_id, sale.currency_id, left_over.amount
                  FROM sale_order sale
                  JOIN res_partner partner ON partner.id = sale.partner_invoice_id
            CROSS JOIN LATERAL (
                    SELECT sum(
                        CASE WHEN line.is_downpayment THEN -COALESCE((
                             SELECT sum(CASE WHEN move.move_type = 'out_refund'
                                             THEN -item.price_total
                                             ELSE item.price_total END)
                               FROM sale_order_line_invoice_rel link
                               JOIN account_move_line item
                                 ON item.id = link.invoice_line_id
                               JOIN account_move move ON move.id = item.move_id
                              WHERE link.order_line_id = line.id
                                AND move.state <> 'cancel'), 0)
                             WHEN line.product_uom_qty > 0
                             THEN line.price_total / line.product_uom_qty * GREATEST(
                                  GREATEST(line.product_uom_qty, line.qty_delivered)
                                  - line.qty_invoiced, 0)
                             ELSE 0 END) AS amount
                      FROM sale_order_line line
                     WHERE line.order_id = sale.id AND line.display_type IS NULL
                  ) left_over
                 WHERE sale.company_id = %(company)s
                   AND (sale.state = 'sale' OR (sale.state = 'sent'
                        AND COALESCE(sale.validity_date, %(today)s) >= %(today)s))
                   AND COALESCE(sale.commitment_date, sale.date_order) >= %(oldest)s
                   AND left_over.amount > 0
              ORDER BY sale.id
                """,
                company=books.company.id,
                today=books.today,
                oldest=books.today - timedelta(ABANDONED_DAYS),
            )
        )

    @api.model
    def _sale_habit(self, books):
        """How quotes become orders, and the usual days from order to invoice."""
        return books.once("sale_habit", lambda: self._read_sale_habit(books))

    def _read_sale_habit(self, books):
        """Orders made on the day they were written were no quotes.

        Orders entered after the fact say nothing: their quote has no day.
        """
        [[accepted, refused, lag, invoiced]] = self.env.execute_query(
            SQL(
                """
                SELECT ARRAY_AGG(sale.date_order::date - sale.create_date::date)
                       FILTER (WHERE sale.state = 'sale'
                                 AND sale.date_order::date > sale.create_date::date),
                       count(*) FILTER (
                           WHERE sale.date_order::date >= sale.create_date::date
                             AND (sale.state = 'cancel' OR (sale.state = 'sent'
                                  AND (sale.validity_date < %(today)s
                                       OR sale.date_order < %(oldest)s)))),
                       percentile_disc(0.5) WITHIN GROUP (
                           ORDER BY first.day - sale.date_order::date)
                       FILTER (WHERE first.day IS NOT NULL),
                       count(first.day)
                  FROM sale_order sale
             LEFT JOIN LATERAL (
                    SELECT min(item.invoice_date) AS day
                      FROM sale_order_line line
                      JOIN sale_order_line_invoice_rel link
                        ON link.order_line_id = line.id
                      JOIN account_move_line item ON item.id = link.invoice_line_id
                     WHERE line.order_id = sale.id
                       AND item.parent_state = 'posted'
                  ) first ON sale.state = 'sale'
                 WHERE sale.company_id = %(company)s
                   AND sale.date_order >= %(since)s
                """,
                company=books.company.id,
                today=books.today,
                oldest=books.today - timedelta(ABANDONED_DAYS),
                since=books.today - timedelta(HABIT_DAYS),
            )
        )
        lag = USUAL_LAG if invoiced < FEWEST_ORDERS else max(lag, 0)
        return Conversion.learn(accepted or [], refused), lag
