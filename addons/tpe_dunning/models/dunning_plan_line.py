from odoo import fields, models


class DunningPlanLine(models.Model):
    _name = "tpe.dunning.plan.line"
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
