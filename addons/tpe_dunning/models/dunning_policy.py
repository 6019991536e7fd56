from odoo import api, fields, models

from ..tools import ladder


class DunningPolicy(models.Model):
    _name = "tpe.dunning.policy"
    _description = "Reminder Policy"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to share this policy between companies."
    )
    level_ids = fields.One2many("tpe.dunning.level", "policy_id", copy=True)
    company_count = fields.Integer(
        string="Companies that use it", compute="_compute_company_count"
    )

    @api.depends_context("allowed_company_ids")
    def _compute_company_count(self):
        used = self.env.companies.mapped("tpe_dunning_policy_id").ids
        for policy in self:
            policy.company_count = used.count(policy.id)

    def action_use(self):
        """Make this policy the one of the current company."""
        self.ensure_one()
        self.env.company.tpe_dunning_policy_id = self
        return True

    def _steps(self):
        """Return ``(levels, records)``: the ladder, and ``{rank: tpe.dunning.level}``."""
        self.ensure_one()
        records = self.level_ids.sorted("rank")
        steps = [
            ladder.Level(
                rank=int(record.rank),
                delay=record.delay,
                origin=record.origin,
                gap=record.gap,
            )
            for record in records
        ]
        return steps, {int(record.rank): record for record in records}
