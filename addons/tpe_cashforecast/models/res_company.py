from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tpe_cash_threshold = fields.Monetary(
        string="Cash threshold",
        help="The balance the firm wants to stay above.",
    )
    tpe_cash_typed_balance = fields.Monetary(
        string="Balance typed by hand",
        help="What the bank shows, while its movements are not in the books.",
    )
    tpe_cash_typed_on = fields.Date(
        string="Typed for",
        help="Evening of the day on which the bank showed it. The forecast begins with it "
        "when it is later than the last movement of the bank in the books.",
    )
