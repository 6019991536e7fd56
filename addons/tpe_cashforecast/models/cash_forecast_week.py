from odoo import fields, models


class CashForecastWeek(models.Model):
    """The balance of a week of a forecast."""

    _name = "tpe.cash.forecast.week"
    _description = "Week of a Cash Forecast"
    _order = "forecast_id, number"
    _rec_name = "start"

    forecast_id = fields.Many2one(
        "tpe.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="forecast_id.company_id", store=True)
    currency_id = fields.Many2one(related="forecast_id.currency_id")
    number = fields.Integer(string="Week", required=True)
    start = fields.Date(string="From", required=True)
    end = fields.Date(string="To", required=True)
    opening = fields.Monetary(string="At the beginning")
    cash_in = fields.Monetary()
    cash_out = fields.Monetary()
    closing = fields.Monetary(string="At the end")
    low = fields.Monetary(help="8 times out of 10 the balance stays between both.")
    high = fields.Monetary()
    claims = fields.Monetary(
        string="From open invoices",
        help="What invoices already made bring in the week.",
    )
    claims_due = fields.Monetary(
        string="From open invoices, by due date",
        help="What it would be, did everybody pay on the due date and the late ones now.",
    )
