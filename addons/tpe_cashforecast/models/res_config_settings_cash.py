from odoo import fields, models


class ResConfigSettingsCash(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_cash_typed_balance = fields.Monetary(
        related="company_id.tpe_cash_typed_balance", readonly=False
    )
    tpe_cash_typed_on = fields.Date(
        related="company_id.tpe_cash_typed_on", readonly=False
    )
