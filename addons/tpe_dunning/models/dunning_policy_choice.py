from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools import ladder
from .dunning_hold import of_customers


class Usable(NamedTuple):
    """The policies a company may use, with the steps that are switched on."""

    default: int | None  # the one of the company
    ladders: dict  # {policy id: (steps, {rank: (rank, level id, stream)})}
    quiet: dict  # {rank: {policy id: (level id, days)}}: courtesy and thanks
    tagged: list  # ids of those made for a tag
    profiled: list  # ids of those made for a legal profile


class DunningPolicyChoice(models.Model):
    """Which policy a customer is under; read in one statement, it is asked each morning."""

    _inherit = "tpe.dunning.policy"

    @api.model
    def _usable(self, company) -> Usable:
        ladders, quiet = {}, defaultdict(dict)
        marked = {"tagged": [], "profiled": []}
        for policy, tagged, profiled, level, rank, *step, waits in self._levels(
            company
        ):
            if policy not in ladders:
                ladders[policy] = ([], {})
                marked["tagged"] += [policy] if tagged else []
                marked["profiled"] += [policy] if profiled else []
            if level is None:
                continue
            steps, levels = ladders[policy]
            rank = int(rank)
            if rank in ladder.RANKS:
                steps.append(ladder.Level(rank, *step))
                levels[rank] = (rank, level, "approval" if waits else "auto")
            else:
                quiet[rank][policy] = (level, step[0])
        own = company.sudo().tpe_dunning_policy_id.id
        default = own if own in ladders else next(iter(ladders), None)
        return Usable(default, ladders, quiet, **marked)

    def _levels(self, company):
        """Rows of steps, policies in their order; a policy without steps has one row."""
        # The statement names no field: nothing else would flush for it.
        for model in (self, self.env["tpe.dunning.level"]):
            model.flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT policy.id,
                       EXISTS (
                           SELECT FROM res_partner_category_tpe_dunning_policy_rel asked
                            WHERE asked.tpe_dunning_policy_id = policy.id),
                       policy.profile IS NOT NULL,
                       level.id,
                       level.rank,
                       COALESCE(level.delay, 0),
                       level.origin,
                       COALESCE(level.gap, 0),
                       level.needs_approval
                  FROM tpe_dunning_policy policy
             LEFT JOIN tpe_dunning_level level
                    ON level.policy_id = policy.id AND level.active
                 WHERE policy.active
                   AND (policy.company_id IS NULL OR policy.company_id = %s)
              ORDER BY policy.sequence, policy.id, level.rank
                """,
                company.id,
            )
        )

    @api.model
    def _chosen(self, company, partner, usable):
        """``{customer id: policy id}`` where it is not the one of the company."""
        return {
            **self._by_profile(partner, usable),
            **self._by_score(company, partner),
            **self._by_category(partner, usable),
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
                    customer=of_customers(partner, SQL("id")),
                )
            )
        )

    def _by_category(self, partner, usable):
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
        return self._first_of(usable.tagged, worn, partner)

    def _by_profile(self, partner, usable):
        """By the legal profile of the customer."""
        same = SQL(
            """
            SELECT partner.id, policy.id
              FROM res_partner partner
              JOIN tpe_dunning_policy policy ON policy.profile = partner.tpe_profile
            """
        )
        return self._first_of(usable.profiled, same, partner)

    def _first_of(self, policies, matches, partner):
        """The first of ``policies`` that is in ``matches``, for each customer.

        ``matches``: statement of ``(customer, policy)``.
        """
        if not policies:
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
                    policies=tuple(policies),
                    customer=of_customers(partner, SQL("match.customer")),
                )
            )
        )

    @api.model
    def _by_score(self, company, partner):
        """Seam for the score of a customer: ``{customer id: policy id}``."""
        return {}
