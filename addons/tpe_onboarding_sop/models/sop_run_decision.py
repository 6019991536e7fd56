from odoo import fields, models


class SopRun(models.Model):
    """What was decided on the way."""

    _inherit = "tpe.sop.run"

    decision_ids = fields.One2many("tpe.sop.decision", "run_id", string="Decisions")

    def action_decide(self):
        """Note a decision, from the page of the run."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "tpe.sop.decision",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_run_id": self.id},
        }
