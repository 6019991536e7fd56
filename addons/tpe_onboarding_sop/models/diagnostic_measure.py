from odoo import api, models


class DiagnosticMeasure(models.AbstractModel):
    """What the books answer to a diagnostic, in one pass over the company."""

    _name = "tpe.diagnostic.measure"
    _description = "Figures of a Diagnostic"
    _inherit = "tpe.cash.card"

    @api.model
    def _measures(self, company, today) -> dict:
        """``{key: Measure}`` (``tools/diagnostic.py``) for the books of ``company``.

        Each file that inherits adds its own.  Raises AccessError for who may not read
        the figures of the firm.
        """
        self._check_reader()
        return {}
