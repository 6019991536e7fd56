from odoo import api, models

from ..tools.diagnostic import (
    Readiness,
    axis_score,
    mean,
    overall_score,
    readiness,
    spread,
)

# « Yes » of all, or of most: one « in part » of two people does not make it.
MET = 80


class Diagnostic(models.Model):
    """Scores, made of the answers alone: never of the books as they are now."""

    _inherit = "tpe.diagnostic"

    def _scores(self):
        """``{"axes", "lowest", "overall", "readiness"}``.

        An axis is ``{axis, label, score, band, text, spread, answers}``, a score being
        None where not enough is known; each answer says its points and its weight.
        """
        self.ensure_one()
        rows = self._answer_rows()
        labels = self.env["tpe.diagnostic.question"]._fields["axis"]
        axes = [
            self._axis(code, label, rows)
            for code, label in labels._description_selection(self.env)
        ]
        known = [axis for axis in axes if axis["score"] is not None]
        lowest = min(known, key=lambda axis: axis["score"], default=None)
        score = overall_score(axis["score"] for axis in axes)
        return {
            "axes": axes,
            "lowest": lowest and lowest["axis"],
            "overall": {"score": score, **self._band("overall", score)},
            "readiness": self._readiness(rows),
        }

    def _answer_rows(self):
        """One row a question, in order, with what each person said."""
        diagnostic = self.sudo()
        answers = diagnostic.answer_ids.grouped("question_id")
        questions = diagnostic.answer_ids.question_id
        if diagnostic.state == "open":
            questions |= diagnostic._questions()
        return [
            self._answer_row(question, answers.get(question))
            for question in questions.sorted(lambda one: (one.sequence, one.id))
        ]

    def _answer_row(self, question, answers):
        """What is kept of a question; the question itself while nobody answered."""
        if not answers:
            kept = {**question._frozen(), "said": self.env._("No answer")}
            first, books = self.env["tpe.diagnostic.answer"], False
        else:
            first = answers[0]
            kept = {name: first[name] for name in question._frozen()}
            kept["said"] = ", ".join(dict.fromkeys(answers.mapped("said")))
            books = not first.respondent_id
        del kept["question_id"]
        scores = [answer._score() for answer in answers or ()]
        return {
            **kept,
            "key": question.key,
            "points": mean(scores),
            "spread": spread(scores),
            "known": any(answer._is_known() for answer in answers or ()),
            "computed": books,
            "measured": question._words(first.value if first.known else None)
            if books
            else "",
            "corrected": first.corrected,
            "reason": first.reason or "",
            "corrected_by": first.corrected_by_id.name or "",
            "proof": first.proof or "",
            "action": first.action or False,
            "euros": first.euros if books else 0.0,
            "voices": [
                {
                    "user_id": answer.respondent_id.user_id.id,
                    "name": answer.respondent_id.user_id.name,
                    "said": answer.said,
                    "points": answer._score(),
                    "note": answer.note or "",
                }
                for answer in answers or ()
                if answer.respondent_id
            ],
        }

    def _axis(self, code, label, rows):
        rows = [
            row for row in rows if row["axis"] == code and row["role"] == "question"
        ]
        scored = [row for row in rows if row["scored"]]
        score = axis_score((row["points"], row["weight"]) for row in scored)
        return {
            "axis": code,
            "label": label,
            "score": score,
            **self._band(code, score),
            "spread": _disagreement(scored),
            "answers": rows,
        }

    @api.model
    def _band(self, axis, score):
        """Name and text of a score, as it is shown: rounded."""
        if score is None:
            return {
                "band": self.env._("Not enough data"),
                "text": self.env._(
                    "Less than half of it is known: a score would be a guess."
                ),
            }
        bands = self.env["tpe.diagnostic.band"].sudo()
        found = bands.search(
            [("axis", "=", axis), ("lower", "<=", round(score))],
            order="lower desc",
            limit=1,
        )
        return {"band": found.name or "", "text": found.text or ""}

    def _readiness(self, rows):
        """Whether to bring everything into one tool: what is there, what calls for it."""
        found = {
            role: [
                {
                    "key": row["key"],
                    "question": row["asked"],
                    "said": row["said"],
                    "met": None if row["points"] is None else row["points"] >= MET,
                }
                for row in rows
                if row["role"] == role
            ]
            for role in ("prerequisite", "signal")
        }
        verdict = readiness(
            *(
                [one["met"] for one in found[role]]
                for role in ("prerequisite", "signal")
            )
        )
        title, text = self._readiness_words()[verdict]
        return {
            "verdict": verdict.value,
            "title": title,
            "text": text,
            "prerequisites": found["prerequisite"],
            "signals": found["signal"],
        }

    @api.model
    def _readiness_words(self):
        return {
            Readiness.UNKNOWN: (
                self.env._("Centralise? Not enough answers"),
                self.env._("Answer the last questions to know."),
            ),
            Readiness.READY: (
                self.env._("Centralise: now"),
                self.env._(
                    "It is time, and all that is needed is there. Choose the day you "
                    "switch."
                ),
            ),
            Readiness.PREPARE: (
                self.env._("Centralise: prepare first"),
                self.env._(
                    "The signals are there. Complete what is missing below before you "
                    "switch, or the disorder moves house with you."
                ),
            ),
            Readiness.COULD: (
                self.env._("Centralise: when you want"),
                self.env._("You are ready and nothing presses: choose a quiet month."),
            ),
            Readiness.WAIT: (
                self.env._("Centralise: not now"),
                self.env._(
                    "What you have is enough for today. Look again in three months."
                ),
            ),
        }


def _disagreement(rows):
    """How far apart people are over an axis: between the means of each one's points."""
    people = {}
    for row in rows:
        for voice in row["voices"]:
            people.setdefault(voice["user_id"], []).append(
                (voice["points"], row["weight"])
            )
    return spread(axis_score(answers) for answers in people.values())
