from odoo import fields, models


class ResCompanyGoal(models.Model):
    _inherit = "res.company"

    tpe_cash_cover_goal = fields.Integer(
        string="Days of cover to aim at",
        default=30,
        help="How many days the cash should last if nothing more came in.",
    )
    tpe_cash_reserve_months = fields.Float(
        string="Months of fixed costs in reserve",
        default=1.0,
        digits=(4, 1),
        help="One to two months are prudent.",
    )

    _tpe_cash_reserve_months_check = models.Constraint(
        "CHECK (tpe_cash_reserve_months BETWEEN 0 AND 24)",
        "A reserve is between 0 and 24 months of fixed costs.",
    )
