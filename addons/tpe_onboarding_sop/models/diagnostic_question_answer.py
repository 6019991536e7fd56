from odoo import models

from ..tools.diagnostic import score_of


class DiagnosticQuestion(models.Model):
    """What an answer to a question is worth, and how it reads."""

    _inherit = "tpe.diagnostic.question"

    def _points(self, value=None, choice=None):
        """From 0 to 100; 0 also stands for nothing known or nothing given."""
        self.ensure_one()
        if self.kind == "choice":
            return choice.points if choice else 0.0
        if value is None or not self.scored:
            return 0.0
        return score_of(value, self.worst, self.best)

    def _words(self, value):
        """A number in its unit, as a person reads it."""
        card = self.env["tpe.cash.card"]
        if value is None:
            return self.env._("Not enough data")
        number = card._number(value, 1 if value % 1 else 0)
        return {
            "days": lambda: card._days(value),
            "percent": lambda: card._percent(value),
            "hours": lambda: self.env._("%s h a week", number),
            "money": lambda: card._euros(value),
            "yes_no": lambda: self.env._("Yes") if value else self.env._("No"),
            "number": lambda: number,
        }[self.unit]()

    def _frozen(self):
        """The question as an answer keeps it."""
        return {
            "question_id": self.id,
            "axis": self.axis,
            "role": self.role,
            "asked": self.text,
            "scored": self.scored,
            "weight": self.weight,
        }

    def _is_possible(self, value):
        """A number somebody typed; a week has 168 hours, a share ends at 100 %."""
        most = {"percent": 100, "hours": 168, "yes_no": 1}.get(self.unit, 10**9)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return 0 <= value <= most and (self.unit != "yes_no" or value in (0, 1))
