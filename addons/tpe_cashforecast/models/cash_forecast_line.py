from odoo import fields, models

from .cash_source import CATEGORIES


class CashForecastLine(models.Model):
    """A thing that brings or takes money: of the current forecast only."""

    _name = "tpe.cash.forecast.line"
    _description = "Line of a Cash Forecast"
    _inherit = "tpe.dunning.rows"
    _order = "expected_on, id"

    forecast_id = fields.Many2one(
        "tpe.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    key = fields.Char(help="Names the same thing in the forecast of another day.")
    source = fields.Char()
    category = fields.Selection(CATEGORIES, required=True)
    name = fields.Char(string="What")
    partner_id = fields.Many2one("res.partner")
    res_model = fields.Char(string="Model of the document")
    res_id = fields.Many2oneReference(string="Document", model_field="res_model")
    due_on = fields.Date(string="Due")
    expected_on = fields.Date(
        string="Expected", help="To be read: the weeks add up chances, not these days."
    )
    note = fields.Char(string="Why then")
    amount = fields.Monetary()
    week_01 = fields.Monetary(string="W1")
    week_02 = fields.Monetary(string="W2")
    week_03 = fields.Monetary(string="W3")
    week_04 = fields.Monetary(string="W4")
    week_05 = fields.Monetary(string="W5")
    week_06 = fields.Monetary(string="W6")
    week_07 = fields.Monetary(string="W7")
    week_08 = fields.Monetary(string="W8")
    week_09 = fields.Monetary(string="W9")
    week_10 = fields.Monetary(string="W10")
    week_11 = fields.Monetary(string="W11")
    week_12 = fields.Monetary(string="W12")
    week_13 = fields.Monetary(string="W13")
    later = fields.Monetary(help="Expected after the 13 weeks.")
    never = fields.Monetary(help="Expected never to be paid.")

    def action_open(self):
        """Open the document this line comes from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
