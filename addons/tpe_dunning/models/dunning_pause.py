from odoo import api, fields, models
from odoo.tools.misc import format_date


class DunningPause(models.Model):
    """No reminder to a customer until a day, with the reason."""

    _name = "tpe.dunning.pause"
    _inherit = "tpe.dunning.guarded"
    _description = "Pause of the Reminders"
    _order = "until desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    until = fields.Date(required=True, help="Reminders go on the day after.")
    reason = fields.Char(required=True)

    @api.depends("partner_id", "until")
    def _compute_display_name(self):
        for pause in self:
            pause.display_name = self.env._(
                "%(customer)s until %(date)s",
                customer=pause.partner_id.display_name or "",
                date=format_date(self.env, pause.until) if pause.until else "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        pauses = super().create(vals_list)
        pauses._follow_in_reminders()
        return pauses

    def write(self, vals):
        done = super().write(vals)
        self._follow_in_reminders()
        return done

    def unlink(self):
        paused = [(pause.company_id, pause.partner_id) for pause in self]
        done = super().unlink()
        for company, partner in paused:
            self.env["tpe.dunning.reminder"]._plan(
                company, partner.commercial_partner_id
            )
        return done

    def _follow_in_reminders(self):
        for pause in self:
            self.env["tpe.dunning.reminder"]._plan(
                pause.company_id, pause.partner_id.commercial_partner_id
            )
