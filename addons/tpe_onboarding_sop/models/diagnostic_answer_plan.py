from odoo import models


class DiagnosticAnswer(models.Model):
    """An answer as the plan quotes it."""

    _inherit = "tpe.diagnostic.answer"

    def _number(self):
        """The number that counts: the corrected one, if it was."""
        return self.corrected_value if self.corrected else self.value

    def _words(self):
        """What was said, with the figures of the firm."""
        return self.proof or f"{self.asked} {self.said}"
