from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount, format_date

from odoo.addons.tpe_base.tools.working_days import (
    next_working_day,
    previous_working_day,
)

from ..tools.recurrence import STEPS, indexed, occurrences
from .cash_source import CATEGORIES

KINDS = (
    *("rent", "recurring", "payroll", "social", "vat", "tax", "loan"),
    *("investment", "other_in", "other_out"),
)
DEBTS = {"payroll": "421", "social": "431,437"}
PER_YEAR = {
    "once": 0,
    "weekly": 52,
    "two_weeks": 26,
    "monthly": 12,
    "two_months": 6,
    "quarterly": 4,
    "half_yearly": 2,
    "yearly": 1,
}
SHOWN = 8


class CashRecurring(models.Model):
    """What comes in or goes out at known days, without a document yet.

    The bill, the invoice or the bank entry of the same partner and period stands for
    it when it arrives: see `_upcoming`.
    """

    _name = "tpe.cash.recurring"
    _description = "Recurring Flow"
    _order = "category, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    is_proposed = fields.Boolean(
        string="Proposed",
        readonly=True,
        help="Found in the books: it counts once you accept it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        check_company=True,
        index="btree_not_null",
        help="Its bills and its bank entries stand for this flow when they arrive: "
        "nothing is counted twice.",
    )
    category = fields.Selection(
        [pair for pair in CATEGORIES if pair[0] in KINDS],
        required=True,
        default="recurring",
    )
    direction = fields.Selection(
        [("out", "Goes out"), ("in", "Comes in")],
        compute="_compute_direction",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    amount_mode = fields.Selection(
        [("typed", "Typed"), ("books", "From the books")],
        string="Amount from",
        required=True,
        default="typed",
        help="From the books: the mean of the last three months on the accounts of the "
        "debt; what is owed already is the next payment.",
    )
    debt_accounts = fields.Char(
        string="Accounts of the debt",
        compute="_compute_debt_accounts",
        store=True,
        precompute=True,
        readonly=False,
        help="Beginnings of account codes: 421 for net pay, 431 for URSSAF.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(
        help="Taxes included, as it is paid.  Without a sign: see the direction."
    )
    periodicity = fields.Selection(
        [
            ("once", "Once"),
            ("weekly", "Every week"),
            ("two_weeks", "Every two weeks"),
            ("monthly", "Every month"),
            ("two_months", "Every two months"),
            ("quarterly", "Every quarter"),
            ("half_yearly", "Every half-year"),
            ("yearly", "Every year"),
        ],
        required=True,
        default="monthly",
    )
    first_day = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The days are counted from this one: 31 January, 28 February, 31 March.",
    )
    end_day = fields.Date(string="Until")
    shift = fields.Selection(
        [
            ("next", "The next working day"),
            ("previous", "The working day before"),
            ("none", "That day all the same"),
        ],
        string="On a day off",
        required=True,
        default="next",
        help="Saturdays, Sundays and French public holidays.",
    )
    indexation = fields.Float(
        string="Raised each year (%)", help="At each anniversary of the first day."
    )
    note = fields.Text()
    per_year = fields.Monetary(string="A year", compute="_compute_per_year")
    next_on = fields.Date(string="Next", compute="_compute_preview")
    next_amount = fields.Monetary(string="Next amount", compute="_compute_preview")
    preview = fields.Html(string="Next days", compute="_compute_preview")

    _not_negative = models.Constraint(
        "CHECK (amount >= 0)", "Type the amount without a sign: the direction gives it."
    )
    _ends_after = models.Constraint(
        "CHECK (end_day >= first_day)", "The end comes after the first day."
    )

    @api.depends("category")
    def _compute_direction(self):
        for flow in self:
            flow.direction = "in" if flow.category == "other_in" else "out"

    @api.depends("category", "amount_mode")
    def _compute_debt_accounts(self):
        for flow in self:
            if flow.amount_mode == "typed":
                flow.debt_accounts = False
            elif not flow.debt_accounts:
                flow.debt_accounts = DEBTS.get(flow.category)

    @api.depends("amount", "periodicity")
    def _compute_per_year(self):
        for flow in self:
            flow.per_year = flow.amount * PER_YEAR.get(flow.periodicity, 0)

    @api.constrains("amount_mode", "debt_accounts", "periodicity")
    def _check_debt_accounts(self):
        for flow in self.filtered(lambda flow: flow.amount_mode == "books"):
            if not (flow.debt_accounts or "").strip(", "):
                raise ValidationError(
                    self.env._("Say which accounts hold the debt: 421, for instance.")
                )
            if not (STEPS[flow.periodicity] or (0, 0))[1]:
                raise ValidationError(
                    self.env._("An amount from the books comes back by whole months.")
                )

    @api.depends(
        *("amount", "amount_mode", "debt_accounts", "category", "direction"),
        *("partner_id", "periodicity", "first_day", "end_day", "shift", "indexation"),
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        empty = self.filtered(lambda flow: not (flow.first_day and flow.company_id))
        empty.update({"preview": False, "next_on": False, "next_amount": False})
        for company, flows in (self - empty).grouped("company_id").items():
            books = self.env["tpe.cash.forecast"]._books(company)
            upcoming = flows._upcoming(books, books.today + timedelta(420))
            for flow in flows:
                found = upcoming[flow]
                left = [each for each in found if not each.document]
                flow.next_on = left[0].paid_on if left else False
                flow.next_amount = books.money(abs(left[0].cents)) if left else 0.0
                flow.preview = self._preview(books, found[:SHOWN])

    def _preview(self, books, found):
        """The next days, and what stands for those that are no more expected."""
        rows = Markup().join(
            Markup("<tr><td>%s</td><td class='text-end text-nowrap'>%s</td>"
                   "<td class='text-muted'>%s</td></tr>")
            % (
                format_date(self.env, each.paid_on),
                format_amount(
                    self.env, books.money(each.cents), books.company.currency_id
                ),
                each.note,
            )
            for each in found
        )  # fmt: skip
        return rows and Markup("<table class='table table-sm mb-0'>%s</table>") % rows

    def _days(self, since, until, before=False):
        """``[(day, day it is paid)]``: the first is the key of the occurrence.

        ``before`` too the first one, for what the books show to be older.
        """
        self.ensure_one()
        move = {
            "next": next_working_day,
            "previous": previous_working_day,
            "none": lambda day: day,
        }[self.shift]
        first = self._earlier(since) if before else self.first_day
        days = occurrences(first, self.periodicity, since, until, self.end_day or None)
        return [(day, move(day)) for day in days]

    def _earlier(self, since):
        """The occurrence that was the first one, had it begun before ``since``."""
        days, months = STEPS[self.periodicity] or (0, 0)
        first, back = self.first_day, 0
        while (days or months) and first > since:
            back += 1
            first = self.first_day - relativedelta(
                days=days * back, months=months * back
            )
        return first

    def _amount_on(self, day, rate):
        """What is typed, on ``day``, in company currency; ``rate`` is today's."""
        return indexed(self.amount, self.indexation, self.first_day, day) * rate

    def action_accept(self):
        """Count proposed flows from now on."""
        self.is_proposed = False

    def action_refuse(self):
        """Never propose them again."""
        self.active = False
