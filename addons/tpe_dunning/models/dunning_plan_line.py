from odoo import api, fields, models


class DunningPlanLine(models.Model):
    _name = "tpe.dunning.plan.line"
    _inherit = "tpe.dunning.guarded"
    _description = "Instalment of a Payment Plan"
    _order = "plan_id, date, id"

    plan_id = fields.Many2one(
        "tpe.dunning.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [("open", "Waiting"), ("kept", "Kept"), ("broken", "Broken")],
        default="open",
        required=True,
        readonly=True,
    )

    _positive = models.Constraint("CHECK (amount > 0)", "A part is above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_may_set(lines._agreed_fields())
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._check_may_set(self._agreed_fields())

    def _settled_fields(self):
        """A part stays in its plan, and as it was agreed once it was."""
        return {"plan_id"} | self._agreed_fields()

    def _agreed_fields(self):
        agreed = self.plan_id.filtered(lambda plan: plan.state != "draft")
        return {"date", "amount"} if agreed else set()
