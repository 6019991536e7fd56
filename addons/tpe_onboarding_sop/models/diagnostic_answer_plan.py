from odoo import models

from ..tools.diagnostic import score_of


class DiagnosticAnswer(models.Model):
    """An answer as the plan reads it."""

    _inherit = "tpe.diagnostic.answer"

    def _plan_score(self):
        """From 0 to 100, or None: not known, or not scored."""
        question = self.question_id
        if not (self._plan_known() and question.scored):
            return None
        if question.kind == "choice":
            return self.choice_id.points if self.choice_id else None
        return score_of(self._read_value(), question.worst, question.best)

    def _plan_known(self):
        return bool(self.known or self.corrected or self.choice_id)

    def _plan_proof(self):
        """What was said, in words: with the figures of the firm."""
        if self.proof:
            return self.proof
        return f"{self.question_id.text} {self.choice_id.text or self._value_words()}"

    def _read_value(self):
        """The number, corrected if it was; None when it is not known."""
        if not self or not (self.known or self.corrected):
            return None
        return self.corrected_value if self.corrected else self.value

    def _value_words(self):
        """The number as a person reads it."""
        page, value = self.env["tpe.cash.card"], self._read_value()
        if value is None:
            return self.env._("Not enough data")
        match self.question_id.unit:
            case "days":
                return page._days(value)
            case "percent":
                return page._percent(value)
            case "money":
                return page._euros(value)
            case "yes_no":
                return self.env._("Yes") if value else self.env._("No")
            case _:
                return page._number(value)
