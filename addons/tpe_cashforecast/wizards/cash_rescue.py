from datetime import timedelta
from math import ceil

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

ROUND = 500  # a bank is asked for a round amount


class CashRescue(models.TransientModel):
    """What would save me: the cheapest mix of measures, with both curves."""

    _name = "tpe.cash.rescue"
    _description = "What Would Save the Cash"
    _inherit = "tpe.cash.page"

    date = fields.Date(string="Foreseen on", readonly=True)
    threshold = fields.Monetary(readonly=True)
    low_before = fields.Monetary(string="Low point", readonly=True)
    low_after = fields.Monetary(string="With these measures", readonly=True)
    low_on = fields.Date(string="Low point on", readonly=True)
    cost = fields.Monetary(readonly=True)
    missing = fields.Monetary(readonly=True)
    state = fields.Selection(
        [("fine", "Nothing to save"), ("saved", "Saved"), ("short", "Not enough")],
        readonly=True,
    )
    words = fields.Text(readonly=True)
    line_ids = fields.One2many("tpe.cash.rescue.line", "rescue_id", readonly=True)
    request_amount = fields.Monetary(string="Amount asked of the bank")
    request_weeks = fields.Integer(string="For so many weeks")
    request_reason = fields.Text(string="What you want to tell the bank")

    def _title(self):
        return self.env._("What would save me?")

    @api.model
    def action_rescue(self):
        """Open the measures of the current company."""
        self.env.user._tpe_check_manager()
        page = self.create({"company_id": self.env.company.id})
        page._fill()
        return page._shown()

    def action_print(self):
        """The page for the banker."""
        self.ensure_one()
        self.env.user._tpe_check_manager()
        report = self.env.ref("tpe_cashforecast.report_banker_action")
        return report.report_action(self)

    def _fill(self):
        """Look for the measures again."""
        self.ensure_one()
        forecasts = self.env["tpe.cash.forecast"]
        forecasts.check_access("read")
        books = forecasts._books(self.company_id)
        if books.company.currency_id.decimal_places != 2:
            raise UserError(self.env._("This page counts in cents."))
        built = forecasts.sudo()._build(books)
        found, facts = forecasts.sudo()._rescue(books, built)
        weeks = built[2]
        lowest = min(weeks, key=lambda week: week.closing)
        rows = self.env["tpe.cash.rescue.line"]
        commands = [
            Command.create(rows._of(self, measure, facts[measure.key], books))
            for measure in found.measures
        ]
        if max(found.drawn):
            commands.append(Command.create(rows._of_credit(self, found, weeks, books)))
        threshold = books.cents(books.company.tpe_cash_threshold)
        state = "short" if found.missing else "saved"
        if lowest.closing >= threshold:
            state = "fine"
        self.write(
            {
                "date": books.today,
                "threshold": books.company.tpe_cash_threshold,
                "low_before": books.money(lowest.closing),
                "low_on": lowest.end,
                "low_after": books.money(min(found.after)),
                "cost": books.money(found.cost),
                "missing": books.money(found.missing),
                "state": state,
                "line_ids": [Command.clear(), *commands],
                "curve": self._drawn(found.before, found.after, weeks, books),
                **self._request(found, threshold, books),
            }
        )
        self.words = self._sentence()

    def _request(self, found, threshold, books):
        """What to ask of a bank: all that is under the threshold without any loan."""
        helped = [
            balance - lent
            for balance, lent in zip(found.after, found.drawn, strict=True)
        ]
        short = [max(0, threshold - balance) for balance in helped]
        amount = books.money(max(short))
        return {
            "request_amount": ceil(amount / ROUND) * ROUND,
            "request_weeks": sum(each > 0 for each in short),
        }

    def _sentence(self):
        facts = {
            "low": self._money(self.low_before),
            "day": format_date(self.env, self.low_on),
            "threshold": self._money(self.threshold),
            "cost": self._money(self.cost),
            "missing": self._money(self.missing),
            "after": self._money(self.low_after),
        }
        if self.state == "fine":
            return self.env._(
                "Nothing to save: the low point is %(low)s on %(day)s, above your "
                "threshold of %(threshold)s.",
                **facts,
            )
        if self.state == "saved":
            return self.env._(
                "The low point would be %(low)s on %(day)s. With these measures it stays "
                "above %(threshold)s, for %(cost)s.",
                **facts,
            )
        return self.env._(
            "The low point would be %(low)s on %(day)s. Nothing here suffices: with "
            "these measures it is %(after)s, %(missing)s short of your threshold.",
            **facts,
        )

    def _request_until(self):
        return self.date + timedelta(7 * self.request_weeks)
