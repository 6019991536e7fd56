from odoo import models

# Screens of others that do the same: Odoo Enterprise's, and OCA's.
OTHER_SCREENS = ("account_accountant", "account_reconcile_oca")


class IrUiMenu(models.Model):
    """Two screens for one job confuse: ours gives way."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        if other_screen(self.env):
            hidden.append(self.env.ref("tpe_bank.menu_bank_match").id)
        return hidden


def other_screen(env):
    """Whether another addon's screen matches bank lines here."""
    return any(name in env.registry._init_modules for name in OTHER_SCREENS)
