from odoo import fields, models

from .res_partner import PROFILES


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    tpe_profile = fields.Selection(
        PROFILES,
        string="Legal profile",
        help="Customers with this tag have this legal profile, unless it is chosen on "
        "the customer. Two tags that disagree count for nothing.",
    )
