from odoo import models


class DunningReminder(models.Model):
    _inherit = "tpe.dunning.reminder"

    def _to_attach(self):
        """Override: no PDF is made of an invoice that another software made."""
        return (
            super()._to_attach().filtered(lambda move: not move._is_past_without_file())
        )
