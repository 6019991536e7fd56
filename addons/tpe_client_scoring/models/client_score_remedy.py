from odoo import models


class ClientScoreRemedy(models.Model):
    """What would make a customer pay, before he is refused."""

    _inherit = "tpe.client.score"
