from odoo import api, models


class Diagnostic(models.Model):
    """Before the first diagnostic, the firm is set up."""

    _inherit = "tpe.diagnostic"

    @api.model
    def action_home(self):
        home = super().action_home()
        first = home["can_begin"] and not home["done"] and not home["open"]
        setups = self.env["tpe.setup"]
        return home | {
            "set_up": first and setups._of_or_none(self.env.company)._left_steps() > 0
        }
