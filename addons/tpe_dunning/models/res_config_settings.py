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
    tpe_dunning_days = fields.Selection(
        related="company_id.tpe_dunning_days", readonly=False
    )
    tpe_dunning_from = fields.Float(
        related="company_id.tpe_dunning_from", readonly=False
    )
    tpe_dunning_until = fields.Float(
        related="company_id.tpe_dunning_until", readonly=False
    )
    tpe_dunning_min_days = fields.Integer(
        related="company_id.tpe_dunning_min_days", readonly=False
    )
    tpe_dunning_min_amount = fields.Monetary(
        related="company_id.tpe_dunning_min_amount",
        readonly=False,
    )
    tpe_dunning_august_amount = fields.Monetary(
        related="company_id.tpe_dunning_august_amount",
        readonly=False,
    )
    tpe_dunning_bank_days = fields.Integer(
        related="company_id.tpe_dunning_bank_days", readonly=False
    )
    tpe_dunning_ignore_before = fields.Date(
        related="company_id.tpe_dunning_ignore_before", readonly=False
    )
    tpe_reminder_minutes = fields.Integer(
        related="company_id.tpe_reminder_minutes", readonly=False
    )
