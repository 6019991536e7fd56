from typing import NamedTuple

from markupsafe import Markup

from odoo import models
from odoo.tools import SQL

# A step is over when it took half as long again as expected.
OVERRUN = 1.5


class Worst(NamedTuple):
    """A step, and how often it went wrong."""

    name: str
    count: int
    done: int


class ReviewFacts(NamedTuple):
    """What happened with a procedure since its last review."""

    runs: int
    slow: list
    wrong: list


class Sop(models.Model):
    """The review that writes itself: what the runs say since the last one."""

    _inherit = "tpe.sop"

    def _review_facts(self):
        """``{procedure id: ReviewFacts}``, in one statement for all of them."""
        if not self:
            return {}
        self.env.flush_all()
        facts = {}
        for sop, runs, name, done, slow, wrong in self.env.execute_query(
            SQL(
                """
                SELECT run.sop_id, count(DISTINCT run.id), step.name,
                       count(*) FILTER (WHERE line.state != 'todo'),
                       count(*) FILTER (WHERE line.state != 'todo'
                         AND step.minutes > 0
                         AND line.seconds > step.minutes * 60 * %(overrun)s),
                       count(*) FILTER (WHERE line.had_problem)
                  FROM tpe_sop_run run
                  JOIN tpe_sop sop ON sop.id = run.sop_id
                  JOIN tpe_sop_run_step line ON line.run_id = run.id
                  JOIN tpe_sop_step step ON step.id = line.step_id
                 WHERE run.sop_id = ANY(%(ids)s)
                   AND run.started_on >= COALESCE(sop.last_review_on, sop.create_date)
                   AND run.state != 'cancelled'
              GROUP BY run.sop_id, step.key, step.name
              ORDER BY run.sop_id, min(line.sequence)
                """,
                ids=self.ids,
                overrun=OVERRUN,
            )
        ):
            known = facts.setdefault(sop, ReviewFacts(0, [], []))
            facts[sop] = known._replace(runs=max(known.runs, runs))
            if slow:
                known.slow.append(Worst(name, slow, done))
            if wrong:
                known.wrong.append(Worst(name, wrong, done))
        return facts

    def _review_words(self, facts):
        """The note of the activity: runs, slow steps, errors, who did not read it."""
        self.ensure_one()
        env = self.env
        unread = self.version_id.unread_user_ids.mapped("name")
        parts = [env._("Runs since the last review: %s", facts.runs if facts else 0)]
        if facts:
            parts += [
                env._(
                    "« %(step)s » took half as long again as expected: %(count)s of "
                    "%(done)s times",
                    **worst._asdict() | {"step": worst.name},
                )
                for worst in facts.slow
            ]
            parts += [
                env._(
                    "« %(step)s » met a problem: %(count)s of %(done)s times",
                    **worst._asdict() | {"step": worst.name},
                )
                for worst in facts.wrong
            ]
        if unread:
            parts.append(env._("Not read by: %s", ", ".join(unread)))
        return Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>") % part for part in parts
        )
