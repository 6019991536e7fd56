from odoo import api, models

MOST = 5  # alerts shown at once


class CashDashboardParts(models.AbstractModel):
    """What the other parts tell the dashboard."""

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _track_record_words(self, company):
        """One sentence on how good past forecasts were."""
        return self.env["tpe.cash.forecast"].sudo()._track_record(company)["words"]

    @api.model
    def _vat_set_aside(self, company):
        """VAT collected that belongs to the State, in company currency."""
        books = self.env["tpe.cash.forecast"]._books(company)
        cents, _day = self.env["tpe.cash.source"].sudo()._vat_set_aside(books)
        return books.money(cents)

    @api.model
    def _raised(self, company):
        """``[{"words", "action"}]`` of the alerts that were raised."""
        alerts = self.env["tpe.cash.alert"].search(
            [("company_id", "=", company.id), ("state", "=", "open")], limit=MOST
        )
        return [
            {
                "code": alert.kind,
                "words": alert.name,
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": alert._name,
                    "res_id": alert.id,
                    "views": [[False, "form"]],
                },
            }
            for alert in alerts
        ]
