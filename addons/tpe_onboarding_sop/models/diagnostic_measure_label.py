from odoo import api, models


class DiagnosticMeasureLabel(models.AbstractModel):
    """What each figure is called: on its window, in a table, in a report."""

    _inherit = "tpe.diagnostic.measure"

    @api.model
    def _labels(self) -> dict:
        return {
            **super()._labels(),
            "dso": self.env._("Days that customers take (DSO)"),
            "overdue_share": self.env._("Overdue part of what is owed"),
            "dependency": self.env._("Part of the first customer"),
            "toxic_share": self.env._("Sales to customers who cost money"),
            "margin_known": self.env._("Sales whose cost is known"),
            "cash_cover": self.env._("Days of cover of the cash"),
            "forecast_used": self.env._("Forecast in use"),
            "invoice_late_48h": self.env._("Invoices long after the delivery"),
            "quotes_unchased": self.env._("Quotes never chased"),
            "dormant_customers": self.env._("Dormant customers"),
            "duplicate_partners": self.env._("Records typed twice"),
            "missing_siren": self.env._("Firms without a right SIREN"),
            "procedures_active": self.env._("Procedures that are followed"),
            "bus_factor": self.env._("Absences that stop the firm"),
            "two_factor": self.env._("Accounts with a second factor"),
            "double_entry": self.env._("Bills entered twice"),
            "reminders_on": self.env._("Reminders that leave by themselves"),
            "bank_fresh": self.env._("Days since the bank is matched"),
            "late_cost": self.env._("Cost of late payments"),
            "stale_quotes_euros": self.env._("Quotes left without an answer"),
        }
