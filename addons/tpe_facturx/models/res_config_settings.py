from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    tpe_vat_franchise = fields.Boolean(
        related="company_id.tpe_vat_franchise", readonly=False
    )
    tpe_vat_on_debits = fields.Boolean(
        related="company_id.tpe_vat_on_debits", readonly=False
    )
    tpe_note_recovery = fields.Text(
        related="company_id.tpe_note_recovery", readonly=False
    )
    tpe_note_penalty = fields.Text(
        related="company_id.tpe_note_penalty", readonly=False
    )
    tpe_note_discount = fields.Text(
        related="company_id.tpe_note_discount", readonly=False
    )
