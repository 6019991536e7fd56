from odoo import api, fields, models
from odoo.tools import SQL


class ToInvoice(models.Model):
    """What was done for a customer and is not invoiced yet, oldest first.

    Draft invoices whose delivery date is past and, when sales are installed, confirmed
    orders that Odoo says are to be invoiced.
    """

    _name = "tpe.to.invoice"
    _description = "Done and Not Invoiced"
    _auto = False
    _order = "done_on, id"

    name = fields.Char(string="Document", readonly=True)
    source = fields.Selection(
        [("draft", "Draft invoice"), ("order", "Confirmed order")], readonly=True
    )
    res_model = fields.Char(string="Kind of record", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    done_on = fields.Date(
        string="Done on", readonly=True, help="Delivery date, or date of the order."
    )
    age = fields.Integer(string="Days ago", readonly=True, aggregator="max")
    amount = fields.Monetary(
        string="To invoice",
        readonly=True,
        currency_field="currency_id",
        help="Without tax, in the currency of the company.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)

    @property
    def _table_query(self) -> SQL:
        """Built at each reading: sales may be installed later than this addon."""
        # The statement names no field: nothing else would flush for it.
        self.env.flush_all()
        return SQL(
            """SELECT source.*, %s - source.done_on AS age, company.currency_id
                 FROM (%s) AS source
                 JOIN res_company company ON company.id = source.company_id
                WHERE source.done_on < %s""",
            fields.Date.context_today(self),
            SQL(" UNION ALL ").join(self._branches()),
            fields.Date.context_today(self),
        )

    @api.model
    def _branches(self) -> list[SQL]:
        """One statement for each kind of source; their ids never meet."""
        if not self._has_sales():
            return [self._drafts(SQL("FALSE"))]
        ordered = SQL(
            """EXISTS (SELECT FROM account_move_line line
                         JOIN sale_order_line_invoice_rel rel
                           ON rel.invoice_line_id = line.id
                        WHERE line.move_id = move.id)"""
        )
        return [self._drafts(ordered), self._orders()]

    @api.model
    def _has_sales(self) -> bool:
        return "sale.order" in self.env

    @api.model
    def _drafts(self, ordered: SQL) -> SQL:
        """Drafts with a delivery date, or made from an order: condition ``ordered``."""
        return SQL(
            """SELECT 2 * move.id::bigint AS id,
                      COALESCE(NULLIF(move.name, '/'), move.ref, move.invoice_origin)
                          AS name,
                      'draft' AS source, 'account.move' AS res_model, move.id AS res_id,
                      move.company_id, move.commercial_partner_id AS partner_id,
                      COALESCE(move.delivery_date, move.create_date::date) AS done_on,
                      move.amount_untaxed_signed AS amount
                 FROM account_move move
                WHERE move.move_type = 'out_invoice' AND move.state = 'draft'
                  AND (move.delivery_date IS NOT NULL OR %s)""",
            ordered,
        )

    @api.model
    def _orders(self) -> SQL:
        return SQL(
            """SELECT 2 * o.id::bigint + 1 AS id, o.name, 'order' AS source,
                      'sale.order' AS res_model, o.id AS res_id, o.company_id,
                      partner.commercial_partner_id AS partner_id,
                      COALESCE(o.commitment_date, o.date_order)::date AS done_on,
                      (SELECT SUM(line.untaxed_amount_to_invoice)
                         FROM sale_order_line line WHERE line.order_id = o.id)
                          / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount
                 FROM sale_order o
                 JOIN res_partner partner ON partner.id = o.partner_id
                WHERE o.state = 'sale' AND o.invoice_status = 'to invoice'"""
        )

    def action_open_source(self):
        """Open the draft invoice or the order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }
