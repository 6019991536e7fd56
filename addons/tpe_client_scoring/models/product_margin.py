from odoo import fields, models
from odoo.tools import SQL, drop_view_if_exists

from .account_move_line import COST_SOURCES


class ProductMargin(models.Model):
    """What each invoice line brought above its frozen cost: by product or by customer."""

    _name = "tpe.product.margin"
    _description = "Margin of Products and Services"
    _auto = False
    _order = "invoice_date desc, id desc"
    _rec_name = "product_id"

    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    invoice_date = fields.Date(readonly=True)
    revenue = fields.Monetary(
        readonly=True, help="Excluding taxes, in company currency."
    )
    cost = fields.Monetary(readonly=True, help="As frozen when the invoice was posted.")
    margin = fields.Monetary(readonly=True)
    unknown_revenue = fields.Monetary(string="Revenue of unknown cost", readonly=True)
    cost_source = fields.Selection(
        COST_SOURCES, string="Cost known from", readonly=True
    )

    _depends = {
        "account.move": ["commercial_partner_id", "invoice_date", "move_type", "state"],
        "account.move.line": [
            "balance",
            "company_currency_id",
            "company_id",
            "display_type",
            "move_id",
            "parent_state",
            "product_id",
            "tpe_cost",
            "tpe_cost_source",
        ],
    }

    def init(self):
        drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            SQL("CREATE VIEW %s AS (%s)", SQL.identifier(self._table), self._lines())
        )

    def _lines(self) -> SQL:
        """Lines of posted customer documents; those of credit notes are negative."""
        return SQL(
            """
            SELECT line.id,
                   line.move_id,
                   line.company_id,
                   line.company_currency_id AS currency_id,
                   move.commercial_partner_id AS partner_id,
                   line.product_id,
                   COALESCE(move.invoice_date, move.date) AS invoice_date,
                   -line.balance AS revenue,
                   COALESCE(line.tpe_cost, 0) AS cost,
                   -line.balance - COALESCE(line.tpe_cost, 0) AS margin,
                   CASE WHEN COALESCE(line.tpe_cost_source, 'unknown') = 'unknown'
                        THEN -line.balance ELSE 0 END AS unknown_revenue,
                   COALESCE(line.tpe_cost_source, 'unknown') AS cost_source
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
             WHERE line.parent_state = 'posted'
               AND line.display_type = 'product'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
            """
        )
