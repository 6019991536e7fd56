from odoo import api, fields, models


class CashLoanLine(models.Model):
    """A payment of a loan."""

    _name = "tpe.cash.loan.line"
    _description = "Payment of a Loan"
    _order = "loan_id, day, id"

    loan_id = fields.Many2one(
        "tpe.cash.loan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="loan_id.company_id", store=True)
    currency_id = fields.Many2one(related="loan_id.currency_id")
    number = fields.Integer(string="No.")
    day = fields.Date(required=True)
    capital = fields.Monetary()
    interest = fields.Monetary()
    insurance = fields.Monetary()
    amount = fields.Monetary(
        string="Payment", compute="_compute_amount", store=True, readonly=True
    )
    left = fields.Monetary(string="Still owed", help="After this payment.")

    @api.depends("capital", "interest", "insurance")
    def _compute_amount(self):
        for line in self:
            line.amount = line.capital + line.interest + line.insurance
