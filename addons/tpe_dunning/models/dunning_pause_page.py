from odoo import fields, models


class DunningPausePage(models.Model):
    _inherit = "tpe.dunning.pause"

    is_from_page = fields.Boolean(
        string="From the customer's page", readonly=True, copy=False
    )
