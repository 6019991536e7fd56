from odoo import models


class ClientScoreRefresh(models.Model):
    """Writing the rows: every night what changed, every month a row that is kept."""

    _inherit = "tpe.client.score"

    def _cron_scoring(self):
        pass
