from odoo import api, fields, models
from odoo.exceptions import UserError


class SopStart(models.TransientModel):
    """Who follows which procedure, for when, about what."""

    _name = "tpe.sop.start"
    _description = "Start of a Procedure"

    sop_id = fields.Many2one(
        "tpe.sop",
        string="Procedure",
        required=True,
        domain="[('version_id', '!=', False)]",
    )
    res_model = fields.Char(readonly=True)
    res_ids = fields.Json(readonly=True)
    about = fields.Char(compute="_compute_about")
    responsible_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    due_on = fields.Date()
    objective = fields.Text(related="sop_id.version_id.objective")
    minutes = fields.Integer(related="sop_id.version_id.minutes")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        model = self.env.context.get("active_model")
        # From a procedure itself the run stands on its own.
        if model and not self.env.context.get("default_sop_id"):
            values["res_model"] = model
            values["res_ids"] = self.env.context.get("active_ids", [])
        return values

    @api.depends("res_model", "res_ids")
    def _compute_about(self):
        for wizard in self:
            names = wizard._records().mapped("display_name") if wizard.res_model else []
            wizard.about = ", ".join(names[:5]) + ("…" if len(names) > 5 else "")

    def _records(self):
        records = self.env[self.res_model].browse(self.res_ids or []).exists()
        records.check_access("read")
        if "message_ids" not in records._fields:
            raise UserError(
                self.env._("A procedure is started on a record that can be discussed.")
            )
        return records

    def action_start(self):
        """Start, then show the steps, or the list when there are several."""
        self.ensure_one()
        runs = self.env["tpe.sop.run"]
        for record in self._records() if self.res_model else [None]:
            runs |= runs._start(self.sop_id, record, self.responsible_id, self.due_on)
        if len(runs) == 1:
            return runs.action_follow()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_onboarding_sop.sop_run_action"
        )
        return action | {"domain": [("id", "in", runs.ids)], "context": {}}
