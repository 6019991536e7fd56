from odoo import fields, models

from .cash_source import CATEGORIES

CAUSES = [
    ("foreseen", "As foreseen"),
    ("late", "Later than expected"),
    ("early", "Earlier than expected"),
    ("changed", "Amount changed"),
    ("not_invoiced", "Not invoiced"),
    ("unforeseen", "Unforeseen"),
]


class CashVariance(models.Model):
    """What a week brought or took beside what its Monday foresaw, and why."""

    _name = "tpe.cash.variance"
    _description = "Actual against Forecast"
    _inherit = "tpe.dunning.rows"
    _order = "start desc, category, id"

    forecast_id = fields.Many2one(
        "tpe.cash.forecast",
        string="Forecast of",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    start = fields.Date(string="Week of", required=True, readonly=True)
    category = fields.Selection(CATEGORIES, required=True, readonly=True)
    cause = fields.Selection(
        CAUSES,
        required=True,
        readonly=True,
        help="Later: foreseen in the week, not there yet. Earlier: more came than the "
        "chances said. Amount changed: a credit note, or another amount. Not invoiced: a "
        "sale that was foreseen and is not invoiced. Unforeseen: nobody knew on Monday.",
    )
    name = fields.Char(string="What", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    res_model = fields.Char(string="Model of the document", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    expected = fields.Monetary(string="Forecast", readonly=True)
    actual = fields.Monetary(readonly=True)
    difference = fields.Monetary(
        readonly=True, help="Summed: what happened less what was foreseen."
    )

    def action_open(self):
        """Open the document this line is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
