from odoo import fields, models


class ResConfigSettingsLaw(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_print_legal_mention = fields.Boolean(
        related="company_id.tpe_print_legal_mention", readonly=False
    )
    tpe_legal_mention_example = fields.Text(
        related="company_id.tpe_legal_mention_example"
    )
    tpe_limitation_warning_months = fields.Integer(
        related="company_id.tpe_limitation_warning_months", readonly=False
    )
