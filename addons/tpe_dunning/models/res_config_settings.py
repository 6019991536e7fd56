from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_dunning_policy_id = fields.Many2one(
        related="company_id.tpe_dunning_policy_id", readonly=False
    )
    tpe_contract_rate = fields.Float(
        related="company_id.tpe_contract_rate", readonly=False
    )
    tpe_contract_rate_too_low = fields.Boolean(
        related="company_id.tpe_contract_rate_too_low"
    )
    tpe_reminder_minutes = fields.Integer(
        related="company_id.tpe_reminder_minutes", readonly=False
    )
