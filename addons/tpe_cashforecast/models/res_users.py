from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    tpe_cash_monday_mail = fields.Boolean(
        string="Monday e-mail on the cash",
        default=True,
        help="Where the company sends it, and to its managers only.",
    )
    tpe_is_manager = fields.Boolean(compute="_compute_tpe_is_manager")

    def _compute_tpe_is_manager(self):
        for user in self:
            user.tpe_is_manager = user.has_group("tpe_base.group_tpe_manager")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "tpe_cash_monday_mail", "tpe_is_manager"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "tpe_cash_monday_mail"]
