from odoo import fields, models


class DunningPlanLineCollect(models.Model):
    _inherit = "tpe.dunning.plan.line"

    transaction_id = fields.Many2one(
        "payment.transaction", string="Direct debit", readonly=True, copy=False
    )
    collect_state = fields.Selection(
        [("asked", "To debit"), ("started", "Debited"), ("failed", "Refused")],
        string="Debit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
