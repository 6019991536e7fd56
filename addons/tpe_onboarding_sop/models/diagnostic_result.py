from odoo import api, fields, models

from .diagnostic_action import PHASES

HURTS = 3


class Diagnostic(models.Model):
    """The result as the page shows it: the lowest axis first, then what to do."""

    _inherit = "tpe.diagnostic"

    result = fields.Char(
        string="Score",
        compute="_compute_result",
        groups="tpe_base.group_tpe_manager,account.group_account_readonly",
    )

    def _compute_result(self):
        for diagnostic in self:
            overall = diagnostic._scores()["overall"]
            diagnostic.result = (
                f"{self._score_words(overall['score'])} / 100, {overall['band']}"
                if overall["score"] is not None
                else overall["band"]
            )

    def action_result(self):
        """``{axes, lowest, overall, readiness, hurts, phases}`` and who it is of.

        `_euros` refuses who does not read the figures of the firm.
        """
        self.ensure_one()
        found = self._scores()
        axes = [self._axis_page(axis) for axis in found["axes"]]
        return {
            "id": self.id,
            "name": self.name,
            "day": self.day.isoformat(),
            "state": self.state,
            "company": self.company_id.name,
            "people": self.sudo().respondent_ids.user_id.mapped("name"),
            "axes": axes,
            "lowest": next(
                (axis for axis in axes if axis["axis"] == found["lowest"]), False
            ),
            "overall": {
                **found["overall"],
                "words": self._score_words(found["overall"]["score"]),
            },
            "readiness": found["readiness"],
            "hurts": self._hurts(),
            "phases": self._phases(),
        }

    @api.model
    def _score_words(self, score):
        """A score as it is read: a whole number, or a dash."""
        if score is None:
            return "–"
        return self.env["tpe.cash.card"]._number(score)

    def _axis_page(self, axis):
        known = sum(
            row["weight"]
            for row in axis["answers"]
            if row["scored"] and row["points"] is not None
        )
        return {
            **axis,
            "words": self._score_words(axis["score"]),
            "answers": [
                {
                    **row,
                    "points_words": self._score_words(row["points"]),
                    # What it brings to the score of the axis.
                    "part": self._score_words(
                        row["points"] * row["weight"] / known
                        if row["scored"] and row["points"] is not None
                        else None
                    ),
                }
                for row in axis["answers"]
            ],
        }

    def _hurts(self):
        """The largest sums over twelve months, with how they are made."""
        card = self.env["tpe.cash.card"]
        rows = [row for row in self._euros() if row["euros"]]
        rows.sort(key=lambda row: -row["euros"])
        return [{**row, "words": card._euros(row["euros"])} for row in rows[:HURTS]]

    def _phases(self):
        """The plan in three columns."""
        card = self.env["tpe.cash.card"]
        cards = self._cards()
        for one in cards:
            one["euros_words"] = card._euros(one["euros"]) if one["euros"] else ""
        labels = self.env["tpe.diagnostic.action"]._fields["phase"]
        words = dict(labels._description_selection(self.env))
        return [
            {
                "code": phase,
                "label": words[phase],
                "cards": [one for one in cards if one["phase"] == phase],
            }
            for phase, _label in PHASES
        ]
