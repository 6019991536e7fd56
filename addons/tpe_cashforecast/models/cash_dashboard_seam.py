from odoo import api, models


class CashDashboardSeam(models.AbstractModel):
    """What other parts tell the dashboard: one method for each, None when they do not."""

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _track_record_words(self, company):
        """One sentence on how good past forecasts were."""
        return

    @api.model
    def _vat_set_aside(self, company):
        """VAT collected that belongs to the State, in company currency."""
        books = self.env["tpe.cash.forecast"]._books(company)
        cents, _day = self.env["tpe.cash.source"].sudo()._vat_set_aside(books)
        return books.money(cents)

    @api.model
    def _known_alerts(self, company):
        """``[{"words", "action"}]`` of the alerts that were raised."""
        return

    @api.model
    def _supplier_advice(self, company):
        """``{"words", "button", "action"}``: who can be paid later, and until when."""
        return
