from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tpe_cash_threshold = fields.Monetary(
        string="Cash threshold",
        help="The balance the firm wants to stay above.",
    )
