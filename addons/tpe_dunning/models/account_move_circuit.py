from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

# 48 hours, in calendar days: what a weekend adds is a delay too.
GOAL_DAYS = 2


class AccountMoveCircuit(models.Model):
    """How long it takes from the service to the invoice."""

    _inherit = "account.move"

    tpe_days_to_invoice = fields.Integer(
        string="Days from service to invoice",
        compute="_compute_tpe_days_to_invoice",
        store=True,
        aggregator="avg",
        help="From the delivery date to the invoice date; 0 when it was invoiced before. "
        "The goal is 2 days. Counts only where the delivery date is known.",
    )

    def _auto_init(self):
        self._add_days_to_invoice()
        return super()._auto_init()

    @api.model
    def _add_days_to_invoice(self):
        """Fill the new column of a ledger of any size with one statement."""
        cr = self.env.cr
        if column_exists(cr, "account_move", "tpe_days_to_invoice"):
            return
        create_column(cr, "account_move", "tpe_days_to_invoice", "int4")
        cr.execute(
            """UPDATE account_move
                  SET tpe_days_to_invoice = GREATEST(invoice_date - delivery_date, 0)
                WHERE move_type = 'out_invoice'
                  AND delivery_date IS NOT NULL AND invoice_date IS NOT NULL"""
        )

    @api.depends("move_type", "delivery_date", "invoice_date")
    def _compute_tpe_days_to_invoice(self):
        for move in self:
            known = (
                move.move_type == "out_invoice"
                and move.delivery_date
                and move.invoice_date
            )
            days = (move.invoice_date - move.delivery_date).days if known else 0
            move.tpe_days_to_invoice = max(days, 0)

    @api.depends("move_type")
    def _compute_show_delivery_date(self):
        """Override of `account`, which asks for it only where it is already filled."""
        result = super()._compute_show_delivery_date()
        for move in self.filtered(lambda move: move.is_sale_document()):
            move.show_delivery_date = True
        return result
