from odoo import models


class ClientScoreCurrent(models.Model):
    """The row of today, for the screens."""

    _inherit = "tpe.client.score"
