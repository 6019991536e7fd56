from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tpe_cash_threshold = fields.Monetary(
        string="Cash threshold",
        help="The balance the firm wants to stay above.",
    )
    tpe_credit_line = fields.Monetary(
        string="Authorised overdraft",
        help="How far below zero the bank agrees to go: overdraft or credit line.",
    )
    tpe_credit_rate = fields.Float(
        string="Rate of the overdraft (% a year)", digits=(6, 3)
    )

    _tpe_credit = models.Constraint(
        "CHECK (tpe_credit_line >= 0 AND tpe_credit_rate >= 0)",
        "The overdraft and its rate are typed without a sign.",
    )
