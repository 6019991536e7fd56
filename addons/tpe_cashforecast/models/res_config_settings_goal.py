from odoo import fields, models


class ResConfigSettingsGoal(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_cash_threshold = fields.Monetary(
        related="company_id.tpe_cash_threshold",
        readonly=False,
    )
    tpe_cash_cover_goal = fields.Integer(
        related="company_id.tpe_cash_cover_goal", readonly=False
    )
    tpe_cash_reserve_months = fields.Float(
        related="company_id.tpe_cash_reserve_months", readonly=False
    )
