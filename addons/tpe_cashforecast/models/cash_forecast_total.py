from odoo import fields, models

from .cash_source import CATEGORIES


class CashForecastTotal(models.Model):
    """What a category brings or takes in a week of a forecast."""

    _name = "tpe.cash.forecast.total"
    _description = "Category in a Week of a Cash Forecast"
    _order = "forecast_id, number, category"
    _rec_name = "category"

    forecast_id = fields.Many2one(
        "tpe.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="forecast_id.company_id", store=True)
    currency_id = fields.Many2one(related="forecast_id.currency_id")
    number = fields.Integer(string="Week", required=True)
    category = fields.Selection(CATEGORIES, required=True)
    amount = fields.Monetary()
