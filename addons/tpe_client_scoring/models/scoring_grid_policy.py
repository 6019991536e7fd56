from odoo import api, fields, models


class ScoringGrid(models.Model):
    _inherit = "tpe.scoring.grid"

    policy_c_id = fields.Many2one(
        "tpe.dunning.policy",
        string="Reminder policy of class C",
        domain="[('company_id', 'in', (False, company_id))]",
        tracking=True,
        help="Empty: the score changes nothing to the reminders. A policy chosen on the "
        "customer, by a tag or on the invoice wins.",
    )
    policy_d_id = fields.Many2one(
        "tpe.dunning.policy",
        string="Reminder policy of class D",
        domain="[('company_id', 'in', (False, company_id))]",
        tracking=True,
    )

    @api.model
    def action_open_mine(self):
        """The grid of the current company."""
        grid = self.env.company._scoring_grid().sudo(False)
        grid.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Scoring grid"),
            "res_model": self._name,
            "res_id": grid.id,
            "views": [[False, "form"]],
        }
