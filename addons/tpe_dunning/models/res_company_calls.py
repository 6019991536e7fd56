from odoo import fields, models


class ResCompanyCalls(models.Model):
    """Who is asked to call, and to find addresses."""

    _inherit = "res.company"

    tpe_dunning_user_id = fields.Many2one(
        "res.users",
        string="In charge of the reminders",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Is asked to make the calls and to find the addresses. Empty: who started "
        "the reminders.",
    )

    def _dunning_user(self):
        """Who does what the machine cannot do for this company."""
        self.ensure_one()
        company = self.sudo()
        chosen = company.tpe_dunning_user_id or company.tpe_dunning_started_by_id
        return chosen.filtered("active") or self.env.user
