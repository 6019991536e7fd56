from odoo import models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    """Who decides: one question and one refusal, for all the addons."""

    _inherit = "res.users"

    def _tpe_check_manager(self):
        """Refuse whoever is no manager: a button that is hidden can still be called."""
        self.ensure_one()
        if not self.has_group("tpe_base.group_tpe_manager"):
            raise AccessError(self.env._("Only a manager can do this."))
