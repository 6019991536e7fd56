from odoo import api, models


class CashDashboardMonday(models.AbstractModel):
    """The page in an e-mail: the same words, five lines of them."""

    _inherit = "tpe.cash.dashboard"

    @api.model
    def _monday_summary(self):
        """HTML for the current user and company, from the forecast of this morning."""
        self._check_reader()
        company = self.env.company
        forecast = self.env["tpe.cash.forecast"].search(
            [("company_id", "=", company.id), ("is_current", "=", True)]
        )
        if not forecast:
            return False
        today = company._dunning_today()
        shown = ("cash", "low_point", "cover")
        tiles = {tile["code"]: tile for tile in self._tiles(forecast, company)}
        return self.env["ir.qweb"]._render(
            "tpe_cashforecast.monday_summary",
            {
                "tiles": [tiles[code] for code in shown],
                "things": self._things(forecast, company, today),
                "alerts": self._raised(company),
                "track_record": self._track_record_words(company),
            },
        )
