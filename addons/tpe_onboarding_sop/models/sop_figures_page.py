from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError

from ..tools.figures import LEAST, to_rewrite

MONTHS = 12
SHOWN = 10


class SopFiguresPage(models.AbstractModel):
    """The figures as a page: one call, each number with its meaning and its records."""

    _inherit = "tpe.sop.figures"

    @api.model
    def action_figures(self):
        """The page of the current company.

        Returns ``{"empty", "cards", "rewrite", "procedures", "least"}``.  Managers see
        all the procedures, an owner his own.
        """
        company = self.env.company
        sops = self._readable()
        today = self.env["tpe.sop"]._today(company)
        since = today - relativedelta(months=MONTHS)
        steps = self._steps(sops, company, since)
        runs = self._runs(sops, company, since)
        return {
            "company": company.name,
            "empty": not sops,
            "least": LEAST,
            "cards": self._cards_of(sops, runs, company, today),
            "rewrite": [
                self._step_row(step, sops, company, since)
                for step in to_rewrite(steps)[:SHOWN]
            ],
            "procedures": self._procedure_rows(sops, steps, runs, company, since),
        }

    def _readable(self):
        """Procedures in use whose figures the reader may see."""
        domain = [("version_id", "!=", False)]
        user = self.env.user
        if not user.has_group("tpe_base.group_tpe_manager"):
            domain.append(("owner_id", "=", user.id))
        sops = self.env["tpe.sop"].search(domain)
        if not sops and not user.has_group("tpe_base.group_tpe_manager"):
            raise AccessError(
                self.env._(
                    "Figures are read by managers, and by the owner of a procedure for "
                    "his own."
                )
            )
        return sops

    def _step_row(self, step, sops, company, since):
        return {
            "id": step.step,
            "name": step.name,
            "procedure": sops.browse(step.procedure).name,
            "times": step.times,
            "errors": self._percent(100 * step.error_rate),
            "rate": round(100 * step.error_rate),
            "median": self._minutes(step.median),
            "expected": self._minutes(step.expected_minutes * 60 or None),
            "overrun": step.overrun and round(step.overrun, 2),
            "action": self._window(
                "tpe.sop.run.step",
                [
                    (
                        "step_id.key",
                        "=",
                        self.env["tpe.sop.step"].browse(step.step).key,
                    ),
                    ("run_id.sop_id", "=", step.procedure),
                    ("run_id.company_id", "=", company.id),
                    ("had_problem", "=", True),
                    ("finished_on", ">=", since),
                ]
                if step.errors
                else [
                    ("run_id.sop_id", "=", step.procedure),
                    ("run_id.company_id", "=", company.id),
                    ("finished_on", ">=", since),
                ],
                ("list", "graph", "pivot"),
            ),
        }

    def _minutes(self, seconds):
        if seconds is None:
            return "–"
        return self.env._(
            "%s min", self._number(seconds / 60, 0 if seconds >= 60 else 1)
        )

    def _procedure_rows(self, sops, steps, runs, company, since):
        """Procedures that were followed, the most followed first."""
        expected, median = {}, {}
        for step in steps:
            of = step.procedure
            expected[of] = expected.get(of, 0) + step.expected_minutes * 60
            if step.median is not None:
                median[of] = median.get(of, 0) + step.median
        followed = sops.filtered(lambda sop: sop.id in runs)
        rows = []
        for sop in followed.sorted(lambda sop: -runs[sop.id].done)[:SHOWN]:
            run = runs[sop.id]
            rows.append(
                {
                    "id": sop.id,
                    "name": sop.name,
                    "done": run.done,
                    "on_time": self._percent(100 * run.on_time / run.dated)
                    if run.dated
                    else "–",
                    "expected": expected.get(sop.id, 0),
                    "median": median.get(sop.id, 0),
                    "expected_words": self._minutes(expected.get(sop.id)),
                    "median_words": self._minutes(median.get(sop.id)),
                    "action": self._window(
                        "tpe.sop.run",
                        [("sop_id", "=", sop.id), ("company_id", "=", company.id)],
                        ("list", "kanban", "pivot", "graph", "form"),
                    ),
                }
            )
        return rows
