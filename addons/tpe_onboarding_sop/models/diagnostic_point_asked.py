from odoo import api, models

from .diagnostic_point import NAMED

# Which point a question is about, and from how many points its answer says « done ».
QUESTIONS = {
    NAMED: ("platform", 60),
    "einv_flows": ("flows", 100),
    "einv_team": ("team", 100),
    "einv_tests": ("tested", 100),
}


class DiagnosticPoint(models.Model):
    """The questions of a diagnostic about a point: an answer says it, and is proposed."""

    _inherit = "tpe.diagnostic.point"

    @api.model
    def _hear(self, company, key, choice, note):
        """Keep for the point what is answered of it, by who may speak for the firm."""
        code, least = QUESTIONS.get(key, ("", 0))
        if not code or not choice or not self.has_access("write"):
            return
        values = {"said": "yes" if choice.points >= least else "no"}
        name = (note or "").strip()
        if key == NAMED and values["said"] == "yes" and name:
            values["platform"] = name
        self._of(company, code).with_company(company).write(values)

    @api.model
    def _proposal(self, company, question, heard):
        """``{choice, words, name}`` of what is known already; nothing for who may not say it.

        Of the answers that say so, the one with the fewest points: a person confirms it.
        What one of ``heard``, who answer beside, said of it is theirs.
        """
        code, least = QUESTIONS.get(question.key, ("", 0))
        if not code or not self.has_access("write"):
            return {}
        point = self._of(company, code)
        if point.said_by_id in heard:
            return {}
        today = self.env["tpe.sop"]._today(company)
        done, words = self.env["tpe.diagnostic"]._einvoicing_read(point, company, today)
        if not done and not point.said:
            return {}
        choices = question.choice_ids.filtered(
            lambda choice: (choice.points >= least) == bool(done)
        )
        return {
            "choice": choices.sorted("points")[:1].id,
            "words": words if done else point._told(),
            "name": point.platform or "",
        }
