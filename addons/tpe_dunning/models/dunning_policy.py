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
    in_use = fields.Boolean(
        string="Used by this company",
        compute="_compute_in_use",
        help="The policy the reminders of the current company follow.",
    )

    @api.depends_context("company")
    def _compute_in_use(self):
        used = self.env.company._dunning_policy()
        for policy in self:
            policy.in_use = policy._origin == used

    def action_use(self):
        """Make this policy the one of the current company."""
        self.ensure_one()
        self.env.company.tpe_dunning_policy_id = self
        return True

    def _steps(self):
        """Return ``(levels, records)``: the ladder, and ``{rank: tpe.dunning.level}``.

        Both are empty without a policy: then nobody is reminded.
        """
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
