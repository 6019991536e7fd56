from odoo import api, fields, models
from odoo.tools import format_date


class AccountMove(models.Model):
    """A refused or disputed invoice holds its reminders, by core's own flag."""

    _inherit = "account.move"

    tpe_facturx_status_ids = fields.One2many(
        "tpe.facturx.status", "move_id", string="Internal follow-up"
    )
    tpe_facturx_status_id = fields.Many2one(
        "tpe.facturx.status",
        string="Last status (not transmitted)",
        compute="_compute_tpe_facturx_status_id",
    )
    # Set by us: whoever set « no follow-up » before keeps it when we take ours back.
    tpe_facturx_held = fields.Boolean(copy=False, readonly=True)

    @api.depends("tpe_facturx_status_ids.withdrawn", "tpe_facturx_status_ids.date")
    def _compute_tpe_facturx_status_id(self):
        for move in self:
            move.tpe_facturx_status_id = move.tpe_facturx_status_ids.filtered(
                lambda status: not status.withdrawn
            )[:1]

    def _facturx_follow(self):
        """Hold or free the reminders of these invoices after their last status."""
        for move in self:
            statuses = move.tpe_facturx_status_ids.sorted(
                lambda status: (status.date, status.id), reverse=True
            )
            last = statuses.filtered(
                lambda status: not status.withdrawn and status.code_id.effect != "none"
            )[:1]
            hold = last.code_id.effect == "hold"
            if hold and not move.tpe_facturx_held and not move.no_followup:
                move.write({"no_followup": True, "tpe_facturx_held": True})
                move.message_post(
                    body=self.env._(
                        "Reminders held: « %(status)s » on %(date)s, %(reason)s (%(label)s).",
                        status=last.code_id.name,
                        date=format_date(self.env, last.date),
                        reason=last.reason or "",
                        label=last.label,
                    )
                )
            elif not hold and move.tpe_facturx_held:
                move.write({"no_followup": False, "tpe_facturx_held": False})
                move.message_post(body=self.env._("Reminders free again."))

    def _post(self, soft=True):
        """Due lines are made anew when terms change: the hold is set on them again."""
        posted = super()._post(soft)
        held = posted.filtered("tpe_facturx_held")
        held.filtered(lambda move: not move.no_followup).no_followup = True
        return posted
