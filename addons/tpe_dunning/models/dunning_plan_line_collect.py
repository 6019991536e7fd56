from odoo import models


class DunningPlanLineCollect(models.Model):
    _name = "tpe.dunning.plan.line"
    _inherit = ["tpe.dunning.plan.line", "tpe.dunning.collect"]

    def _collect_domain(self):
        return [*super()._collect_domain(), ("plan_id.state", "=", "running")]

    def _debit_order(self):
        plan = self.plan_id
        moves = plan.move_ids.filtered(lambda move: move.amount_residual > 0)
        return plan.token_id, moves, plan._left_of(self)

    def _who_is_told(self):
        return (
            self.plan_id,
            self.plan_id.create_uid,
            self.env._("The direct debit of a part was refused"),
        )
