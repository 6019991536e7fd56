from odoo import models
from odoo.tools import SQL


class ProductMargin(models.Model):
    _inherit = "tpe.product.margin"

    _depends = {"account.move": ["tpe_past_import_id", "tpe_past_untaxed"]}

    def _lines(self) -> SQL:
        """Override: invoices of the past count without taxes, where that is known.

        Their cost is not: the grid's usual rate applies, or it stays unknown.
        """
        return SQL(
            """
            SELECT sold.id, sold.move_id, sold.company_id, sold.currency_id,
                   sold.partner_id, sold.product_id, sold.invoice_date,
                   past.revenue, sold.cost, past.revenue - sold.cost AS margin,
                   CASE WHEN sold.cost_source = 'unknown'
                        THEN past.revenue ELSE 0 END AS unknown_revenue,
                   sold.cost_source
              FROM (%s) sold
              JOIN account_move move ON move.id = sold.move_id
        CROSS JOIN LATERAL (
                SELECT CASE WHEN move.tpe_past_import_id IS NULL THEN sold.revenue
                            ELSE move.tpe_past_untaxed END AS revenue) past
             WHERE move.tpe_past_import_id IS NULL
                OR move.tpe_past_untaxed <> 0
            """,
            super()._lines(),
        )
