from odoo import fields, models


class ResConfigSettingsCredit(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_credit_line = fields.Monetary(
        related="company_id.tpe_credit_line",
        readonly=False,
    )
    tpe_credit_rate = fields.Float(related="company_id.tpe_credit_rate", readonly=False)
