from odoo import fields, models


class AccountMoveOneOff(models.Model):
    _inherit = "account.move"

    tpe_one_off = fields.Boolean(
        string="Will not come back",
        copy=False,
        help="Left out of the adjusted EBITDA: a claim, a move, a fine…",
    )
