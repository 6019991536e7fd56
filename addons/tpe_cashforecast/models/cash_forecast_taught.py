from odoo import api, fields, models


class CashForecastTaught(models.Model):
    """What the past taught the current forecast, for those that are made until it changes."""

    _inherit = "tpe.cash.forecast"

    lesson = fields.Json(
        readonly=True, help="What past days taught, and the mark of what they said."
    )

    @api.model
    def _write(self, books, built, **kind):
        if kind.get("is_current"):
            kind["lesson"] = (books.memo or {}).get("lesson")
        return super()._write(books, built, **kind)
