from odoo import models


class DunningAccess(models.Model):
    _inherit = "tpe.dunning.access"

    def _document(self, move_id):
        """Override: an invoice of the past has no file here."""
        move = super()._document(move_id)
        return move if not move or move._tpe_shows_document() else move.browse()
