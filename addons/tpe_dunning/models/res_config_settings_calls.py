from odoo import fields, models


class ResConfigSettingsCalls(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_dunning_user_id = fields.Many2one(
        related="company_id.tpe_dunning_user_id", readonly=False
    )
