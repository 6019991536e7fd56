from odoo import fields, models


class TpeFacturxStatusAmount(models.Model):
    """What a « collected » status tells of one rate of VAT (amount MEN of the CDAR)."""

    _name = "tpe.facturx.status.amount"
    _description = "Amount collected at a VAT rate"
    _order = "rate desc"

    status_id = fields.Many2one(
        "tpe.facturx.status", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="status_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rate = fields.Float(string="VAT rate (%)", digits=(5, 2))
    amount = fields.Monetary(string="Collected, tax included")
    vat = fields.Monetary(string="VAT in it")
