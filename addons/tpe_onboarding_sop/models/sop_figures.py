from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools.figures import StepFigure, dependence


class RunFigure(NamedTuple):
    """Runs of a procedure over the period; seconds are those of the timed ones."""

    done: int = 0
    dated: int = 0
    on_time: int = 0
    seconds: int = 0
    timed: int = 0
    days: float | None = None


class SopFigures(models.AbstractModel):
    """What the runs say, counted in one pass over the steps and one over the runs."""

    _name = "tpe.sop.figures"
    _description = "Figures of Procedures"
    _inherit = "tpe.cash.card"

    @api.model
    def _steps(self, sops, company, since):
        """A `StepFigure` for each step of the version in use of ``sops``.

        Results are gathered by the number of the step of today, which its key leads to.
        The median sorts the few results of a step: asked for in the same breath as the
        counts, it would have the database sort all the results of the firm.
        A step that was taken out leads nowhere: kept as such, because the database would
        otherwise believe that few steps are left, and look up each result one by one.
        """
        self.env.flush_all()
        # The results of a year are gathered in memory, not in files of 4 MB.
        self.env.cr.execute("SET LOCAL work_mem = '32MB'")
        rows = self.env.execute_query(
            SQL(
                """
                WITH step AS MATERIALIZED (
                  SELECT ever.id AS ever_id, now.id AS now_id
                    FROM tpe_sop sop
                    JOIN tpe_sop_version version ON version.sop_id = sop.id
                    JOIN tpe_sop_step ever ON ever.version_id = version.id
               LEFT JOIN tpe_sop_step now ON now.version_id = sop.version_id
                                         AND now.key = ever.key
                   WHERE sop.id = ANY(%(sops)s)
                ), happened AS (
                  SELECT step.now_id, COUNT(*) AS times,
                         ARRAY_AGG(line.seconds) FILTER (WHERE line.seconds > 0)
                           AS seconds,
                         COUNT(*) FILTER (WHERE line.had_problem) AS errors,
                         COUNT(*) FILTER (WHERE line.state = 'skipped') AS left_out
                    FROM tpe_sop_run_step line
                    JOIN tpe_sop_run run ON run.id = line.run_id
                    JOIN step ON step.ever_id = line.step_id
                             AND step.now_id IS NOT NULL
                   WHERE run.company_id = %(company)s
                     AND run.state != 'cancelled'
                     AND line.state != 'todo'
                     AND line.finished_on >= %(since)s
                   GROUP BY step.now_id
                )
                SELECT now.id, now.name, sop.id, COALESCE(now.minutes, 0),
                       COALESCE(happened.times - happened.left_out, 0),
                       CASE WHEN happened.seconds IS NOT NULL THEN (
                         SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY one)
                           FROM UNNEST(happened.seconds) one) END,
                       COALESCE(happened.errors, 0),
                       COALESCE(happened.left_out, 0)
                  FROM tpe_sop sop
                  JOIN tpe_sop_step now ON now.version_id = sop.version_id
             LEFT JOIN happened ON happened.now_id = now.id
                 WHERE sop.id = ANY(%(sops)s)
                 ORDER BY sop.id, now.sequence, now.id
                """,
                company=company.id,
                sops=sops.ids,
                since=since,
            )
        )
        return [StepFigure(*row) for row in rows]

    @api.model
    def _runs(self, sops, company, since):
        """``{procedure: RunFigure}`` of the runs finished in the period."""
        self.env.flush_all()
        zone = company.partner_id.tz or "Europe/Paris"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT run.sop_id, COUNT(*), COUNT(run.due_on),
                       COUNT(*) FILTER (
                         WHERE (run.finished_on AT TIME ZONE 'UTC'
                                AT TIME ZONE %(zone)s)::date <= run.due_on
                       ),
                       COALESCE(SUM(run.seconds), 0),
                       COUNT(*) FILTER (WHERE run.seconds > 0),
                       PERCENTILE_CONT(0.5) WITHIN GROUP (
                         ORDER BY EXTRACT(EPOCH FROM run.finished_on - run.started_on)
                       ) / 86400
                  FROM tpe_sop_run run
                 WHERE run.company_id = %(company)s AND run.state = 'done'
                   AND run.finished_on >= %(since)s
                   AND run.sop_id = ANY(%(sops)s)
                 GROUP BY run.sop_id
                """,
                company=company.id,
                sops=sops.ids,
                since=since,
                zone=zone,
            )
        )
        return {row[0]: RunFigure(*row[1:]) for row in rows}

    @api.model
    def _roles_of_steps(self, sops):
        """``{procedure: roles of the steps of its version in use}``, an empty role too."""
        found = defaultdict(set)
        for version, role in (
            self.env["tpe.sop.step"]
            .sudo()
            ._read_group(
                [("version_id", "in", sops.version_id.ids)], ["version_id", "role_id"]
            )
        ):
            found[version.sop_id.id].add(role.id)
        return found

    @api.model
    def _people_of_roles(self, company):
        """``{role: who may act for it}``; nobody for a step without a role."""
        found = defaultdict(frozenset)
        for role in self.env["tpe.sop.role"].sudo().search([("active", "=", True)]):
            found[role.id] = frozenset(role._holders(company).ids)
        return found

    @api.model
    def _dependence(self, roles, people):
        """On how few people the procedures in use rest."""
        return dependence(
            {sop: [people[role] for role in own] for sop, own in roles.items()}
        )

    @api.model
    def _unread(self, sops, roles, people):
        """``{procedure: how many of those who have to read it have not}``."""
        signed = defaultdict(set)
        for sign in (
            self.env["tpe.sop.signoff"]
            .sudo()
            .search_fetch(
                [("version_id", "in", sops.version_id.ids)], ["version_id", "user_id"]
            )
        ):
            signed[sign.version_id.id].add(sign.user_id.id)
        missing = {}
        for sop in sops.sudo().filtered("version_id"):
            told = set((sop.consulted_ids | sop.informed_ids).ids)
            readers = set(sop.owner_id.ids)
            for role in roles[sop.id] | told:
                readers |= people[role]
            if sop.group_ids:
                users = self.env["res.users"].browse(readers)
                readers = set(users.filtered(sop._is_open_to).ids)
            missing[sop.id] = len(readers - signed[sop.version_id.id])
        return missing
