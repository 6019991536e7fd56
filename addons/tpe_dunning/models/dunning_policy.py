from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.tpe_base.models.res_partner import PROFILES

from ..tools import ladder


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

    def _steps(self):
        """Return ``(levels, records)``: the ladder, and ``{rank: tpe.dunning.level}``.

        Both are empty without a policy: then nobody is reminded.
        """
        records = self.level_ids.filtered(lambda level: int(level.rank) in ladder.RANKS)
        steps = [
            ladder.Level(
                rank=int(record.rank),
                delay=record.delay,
                origin=record.origin,
                gap=record.gap,
            )
            for record in records.sorted("rank")
        ]
        return steps, {int(record.rank): record for record in records}

    @api.model
    def _ladders(self, company):
        """``{policy id: (steps, {rank: (rank, level id, stream)})}`` of a company."""
        ladders = {}
        usable = [("company_id", "in", (False, company.id))]
        for policy in self.sudo().search(usable):
            steps, records = policy._steps()
            ladders[policy.id] = (
                steps,
                {
                    rank: (
                        rank,
                        level.id,
                        "approval" if level.needs_approval else "auto",
                    )
                    for rank, level in records.items()
                },
            )
        return ladders

    @api.model
    def _chosen(self, company, partner=None):
        """``{customer id: policy id}`` where it is not the one of the company."""
        return {
            **self._by_profile(company, partner),
            **self._by_score(company, partner),
            **self._by_category(company, partner),
            **self._by_customer(company, partner),
        }

    def _by_customer(self, company, partner):
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT id, (tpe_dunning_policy_id ->> %(company)s)::int
                      FROM res_partner
                     WHERE tpe_dunning_policy_id ->> %(company)s IS NOT NULL
                       AND %(customer)s
                    """,
                    company=str(company.id),
                    customer=_is(SQL("id"), partner),
                )
            )
        )

    def _by_category(self, company, partner):
        """By a tag of the customer, or by one above it."""
        worn = SQL(
            """
            SELECT worn.partner_id, asked.tpe_dunning_policy_id
              FROM res_partner_category_tpe_dunning_policy_rel asked
              JOIN res_partner_category above
                ON above.id = asked.res_partner_category_id
              JOIN res_partner_category tag
                ON tag.parent_path LIKE above.parent_path || '%%'
              JOIN res_partner_res_partner_category_rel worn
                ON worn.category_id = tag.id
            """
        )
        return self._by_criterion("category_ids", worn, company, partner)

    def _by_profile(self, company, partner):
        """By the legal profile of the customer."""
        same = SQL(
            """
            SELECT partner.id, policy.id
              FROM res_partner partner
              JOIN tpe_dunning_policy policy ON policy.profile = partner.tpe_profile
            """
        )
        return self._by_criterion("profile", same, company, partner)

    def _by_criterion(self, field, matches, company, partner):
        """The first policy that asks for ``field`` and is in ``matches``.

        ``matches``: statement of ``(customer, policy)``.
        """
        asking = self.sudo().search(
            [(field, "!=", False), ("company_id", "in", (False, company.id))]
        )
        if not asking:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (match.customer) match.customer, policy.id
                      FROM (%(matches)s) AS match (customer, policy)
                      JOIN tpe_dunning_policy policy ON policy.id = match.policy
                     WHERE policy.id IN %(policies)s AND %(customer)s
                  ORDER BY match.customer, policy.sequence, policy.id
                    """,
                    matches=matches,
                    policies=asking._ids,
                    customer=_is(SQL("match.customer"), partner),
                )
            )
        )

    @api.model
    def _by_score(self, company, partner):
        """Seam for the score of a customer: ``{customer id: policy id}``."""
        return {}


def _is(column, partner):
    """Condition on the customers, or none."""
    return SQL("%s = ANY(%s)", column, partner.ids) if partner else SQL("TRUE")
