from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_legal_form = fields.Char(related="company_id.tpe_legal_form", readonly=False)
    tpe_share_capital = fields.Monetary(
        related="company_id.tpe_share_capital",
        readonly=False,
    )
    tpe_rcs_city = fields.Char(related="company_id.tpe_rcs_city", readonly=False)
    tpe_signer_name = fields.Char(related="company_id.tpe_signer_name", readonly=False)
    tpe_signer_role = fields.Char(related="company_id.tpe_signer_role", readonly=False)
