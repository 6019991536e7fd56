from odoo import api, fields, models

from odoo.addons.tpe_base.models.res_partner import PROFILES


class DunningPolicy(models.Model):
    """Which messages, when. The closest choice wins: the invoice's, then the customer's,
    then one made for his tag, score or profile, then the company's."""

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
    category_ids = fields.Many2many(
        "res.partner.category",
        string="Customers tagged",
        help="Customers with one of these tags, or with a tag below one of them, follow "
        "this policy unless another one is chosen on them or on the invoice.",
    )
    profile = fields.Selection(
        PROFILES,
        string="Customers who are",
        help="Every customer of this legal profile, unless a tag or a person says "
        "otherwise.",
    )
    level_ids = fields.One2many("tpe.dunning.level", "policy_id")
    all_level_ids = fields.One2many(
        "tpe.dunning.level",
        "policy_id",
        string="All steps",
        context={"active_test": False},
        copy=True,
        help="Those that are switched off included.",
    )
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
        self.env.company._check_dunning_manager()
        self.env.company.sudo().tpe_dunning_policy_id = self
        return True
