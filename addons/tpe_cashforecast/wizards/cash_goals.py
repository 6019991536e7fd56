from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.res_company import BASES, UNITS

GOALS = (
    "tpe_cash_threshold",
    "tpe_cash_cover_goal",
    "tpe_cash_reserve_months",
    "tpe_credit_line",
    "tpe_credit_rate",
    "tpe_cash_typed_balance",
    "tpe_cash_typed_on",
    "tpe_cash_monday_mail",
    "tpe_pay_within_law",
    "tpe_advance_fee",
    "tpe_advance_unit",
    "tpe_advance_base",
    "tpe_advance_share",
    "tpe_advance_near",
    "tpe_chase_days",
    "tpe_chase_chance",
)


class CashGoals(models.TransientModel):
    """What the owner aims at: the settings of Odoo ask for an administrator."""

    _name = "tpe.cash.goals"
    _description = "Cash Goals"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tpe_cash_threshold = fields.Monetary(string="Cash threshold")
    tpe_cash_cover_goal = fields.Integer(string="Days of cover to aim at")
    tpe_cash_reserve_months = fields.Float(
        string="Months of fixed costs in reserve", digits=(4, 1)
    )
    tpe_credit_line = fields.Monetary(string="Authorised overdraft")
    tpe_credit_rate = fields.Float(
        string="Rate of the overdraft (% a year)", digits=(6, 3)
    )
    tpe_cash_typed_balance = fields.Monetary(string="Balance typed by hand")
    tpe_cash_typed_on = fields.Date(string="Typed for")
    tpe_cash_monday_mail = fields.Boolean(string="Monday e-mail to the managers")
    tpe_pay_within_law = fields.Boolean(string="Propose dates up to the legal maximum")
    tpe_advance_fee = fields.Float(string="Fee of an advance (%)", digits=(5, 2))
    tpe_advance_unit = fields.Selection(UNITS, string="Fee taken", required=True)
    tpe_advance_base = fields.Selection(BASES, string="Fee on", required=True)
    tpe_advance_share = fields.Float(string="Share advanced (%)", digits=(5, 2))
    tpe_advance_near = fields.Integer(
        string="No advance when the payment is nearer than (days)"
    )
    tpe_chase_days = fields.Integer(string="A call brings a payment sooner by (days)")
    tpe_chase_chance = fields.Float(
        string="Chance that a call works (%)", digits=(5, 2)
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        company = self.env.company.sudo()
        return values | {name: company[name] for name in GOALS if name in fields_list}

    def action_apply(self):
        """Write them to the company of this page."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
        self.company_id.sudo().write({name: self[name] for name in GOALS})
        return {"type": "ir.actions.client", "tag": "tpe_cashforecast.dashboard"}
