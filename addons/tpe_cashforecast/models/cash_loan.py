from odoo import Command, api, fields, models

from ..tools.loan import Terms, schedule

TERMS = {
    *("amount", "rate", "number", "first_day", "method", "every"),
    *("deferred", "is_free", "insurance", "currency_id"),
}


class CashLoan(models.Model):
    """A loan and its payments."""

    _name = "tpe.cash.loan"
    _description = "Loan"
    _order = "first_day desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Lender",
        check_company=True,
        index="btree_not_null",
        help="Its bank entries stand for the payments: nothing is counted twice.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(string="Borrowed", required=True)
    rate = fields.Float(string="Rate a year (%)", digits=(6, 3))
    number = fields.Integer(string="Payments", required=True, default=60)
    first_day = fields.Date(
        string="First payment", required=True, default=fields.Date.context_today
    )
    every = fields.Selection(
        [
            ("monthly", "Every month"),
            ("quarterly", "Every quarter"),
            ("yearly", "Every year"),
        ],
        string="Periodicity",
        required=True,
        default="monthly",
    )
    method = fields.Selection(
        [
            ("annuity", "Constant payments"),
            ("capital", "Constant capital"),
            ("bullet", "All the capital at the end"),
            ("typed", "Typed, as on the bank’s schedule"),
        ],
        string="Schedule",
        required=True,
        default="annuity",
    )
    deferred = fields.Integer(
        string="Deferred payments", help="The first ones, without capital."
    )
    is_free = fields.Boolean(
        string="Interest deferred too",
        help="Nothing is paid meanwhile: the interest is added to the capital.",
    )
    insurance = fields.Monetary(help="With each payment.")
    line_ids = fields.One2many("tpe.cash.loan.line", "loan_id", string="Payments due")
    next_on = fields.Date(string="Next payment", compute="_compute_next")
    next_amount = fields.Monetary(string="Next amount", compute="_compute_next")
    left = fields.Monetary(string="Still owed", compute="_compute_next")

    _terms = models.Constraint(
        "CHECK (amount > 0 AND rate >= 0 AND insurance >= 0 "
        "AND number BETWEEN 1 AND 600 AND deferred >= 0 AND deferred < number)",
        "A loan has an amount, a rate that is not negative, from 1 to 600 payments, and "
        "fewer deferred payments than payments.",
    )

    @api.depends("line_ids.day", "line_ids.amount", "line_ids.left", "amount")
    def _compute_next(self):
        for loan in self:
            company = loan.company_id or self.env.company
            domain = [("day", ">=", company._dunning_today())]
            coming = loan.line_ids.filtered_domain(domain)
            gone = loan.line_ids - coming
            loan.next_on = coming[:1].day
            loan.next_amount = coming[:1].amount
            loan.left = gone[-1:].left if gone else loan.amount

    @api.model_create_multi
    def create(self, vals_list):
        loans = super().create(vals_list)
        loans.filtered(lambda loan: not loan.line_ids)._reschedule()
        return loans

    def write(self, vals):
        done = super().write(vals)
        if TERMS & set(vals):
            self._reschedule()
        return done

    def _reschedule(self):
        """Write the payments anew; those typed by a person are kept."""
        for loan in self.filtered(lambda loan: loan.method != "typed"):
            unit = 10**loan.currency_id.decimal_places
            terms = Terms(
                capital=round(loan.amount * unit),
                rate=loan.rate,
                number=loan.number,
                first=loan.first_day,
                method=loan.method,
                every=loan.every,
                deferred=loan.deferred,
                free=loan.is_free,
                insurance=round(loan.insurance * unit),
            )
            loan.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "number": payment.number,
                            "day": payment.day,
                            "capital": payment.capital / unit,
                            "interest": payment.interest / unit,
                            "insurance": payment.insurance / unit,
                            "left": payment.left / unit,
                        }
                    )
                    for payment in schedule(terms)
                ),
            ]
