from odoo import api, models


class CashForecastTax(models.Model):
    """The calendar follows the books each morning."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _refresh(self, company):
        self.env["tpe.cash.tax"].sudo()._of(company)._refresh_lines()
        return super()._refresh(company)
