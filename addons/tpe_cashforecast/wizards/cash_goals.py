from odoo import api, fields, models
from odoo.exceptions import AccessError

GOALS = (
    "tpe_cash_threshold",
    "tpe_cash_cover_goal",
    "tpe_cash_reserve_months",
    "tpe_credit_line",
    "tpe_credit_rate",
    "tpe_cash_typed_balance",
    "tpe_cash_typed_on",
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

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        company = self.env.company.sudo()
        return values | {name: company[name] for name in GOALS if name in fields_list}

    def action_apply(self):
        """Write them to the company of this page."""
        self.ensure_one()
        allowed = self.company_id in self.env.companies
        if not allowed or not self.env.user.has_group("tpe_base.group_tpe_manager"):
            raise AccessError(self.env._("Only a manager of the company decides this."))
        self.company_id.sudo().write({name: self[name] for name in GOALS})
        return {"type": "ir.actions.client", "tag": "tpe_cashforecast.dashboard"}
