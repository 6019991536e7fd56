from odoo import fields, models


class ResConfigSettings(models.TransientModel):
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
    tpe_cash_monday_mail = fields.Boolean(
        related="company_id.tpe_cash_monday_mail", readonly=False
    )
    tpe_cash_typed_balance = fields.Monetary(
        related="company_id.tpe_cash_typed_balance", readonly=False
    )
    tpe_cash_typed_on = fields.Date(
        related="company_id.tpe_cash_typed_on", readonly=False
    )
    tpe_pay_within_law = fields.Boolean(
        related="company_id.tpe_pay_within_law", readonly=False
    )
    tpe_credit_line = fields.Monetary(
        related="company_id.tpe_credit_line",
        readonly=False,
    )
    tpe_credit_rate = fields.Float(related="company_id.tpe_credit_rate", readonly=False)
    tpe_advance_fee = fields.Float(related="company_id.tpe_advance_fee", readonly=False)
    tpe_advance_unit = fields.Selection(
        related="company_id.tpe_advance_unit", readonly=False
    )
    tpe_advance_base = fields.Selection(
        related="company_id.tpe_advance_base", readonly=False
    )
    tpe_advance_share = fields.Float(
        related="company_id.tpe_advance_share", readonly=False
    )
    tpe_advance_near = fields.Integer(
        related="company_id.tpe_advance_near", readonly=False
    )
    tpe_chase_days = fields.Integer(related="company_id.tpe_chase_days", readonly=False)
    tpe_chase_chance = fields.Float(
        related="company_id.tpe_chase_chance", readonly=False
    )
