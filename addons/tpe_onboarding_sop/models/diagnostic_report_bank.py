from odoo import models

from .diagnostic_report_plan import LONG, clipped

BANK_KEYS = (
    "cash_cover",
    "dso",
    "overdue_share",
    "dependency",
    "margin_known",
    "forecast_used",
    "bank_fresh",
    "invoice_late_48h",
)
# Its proof names a customer.
NAMED = "dependency"
BANK_AXES = ("customers", "cash", "processes", "einvoicing")
BANK_ACTIONS = 8


class DiagnosticReportBank(models.Model):
    """The page for the banker."""

    _inherit = "tpe.diagnostic"

    def _bank_page(self):
        """One page for the banker: what the books said, how the firm is run, decisions.

        No customer is named and nothing that the owner said of his life is in it.
        """
        self.ensure_one()
        report = self._report()
        rows = {
            row["key"]: row
            for axis in self._scores()["axes"]
            for row in axis["answers"]
        }
        siren = "".join(filter(str.isdigit, self.company_id.company_registry or ""))[:9]
        return {
            "day": report["day"],
            "firm": report["firm"],
            "siren": f"{siren[:3]} {siren[3:6]} {siren[6:]}" if len(siren) == 9 else "",
            "figures": [
                {
                    "label": rows[key]["asked"],
                    "value": rows[key]["said"],
                    "proof": self._bank_proof(rows[key]),
                }
                for key in BANK_KEYS
                if key in rows and rows[key]["known"]
            ],
            "axes": [axis for axis in report["axes"] if axis["axis"] in BANK_AXES],
            "actions": [
                action for phase in report["phases"] for action in phase["actions"]
            ][:BANK_ACTIONS],
        }

    def _bank_proof(self, row):
        """Where a figure comes from; what the firm says is not given for its books."""
        if row["corrected"]:
            return self.env._(
                "Corrected by the firm; the books said %s.", row["measured"] or "–"
            )
        return "" if row["key"] == NAMED else clipped(row["proof"], LONG)
