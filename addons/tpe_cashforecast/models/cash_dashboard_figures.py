from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from .cash_kpi import MONTHS
from .cash_ledger import KINDS

CYCLE = ("stock", "customers", "suppliers", "taxes")
WITHIN_A_YEAR = ("cash", *CYCLE, "other_assets", "other_debts")


class CashDashboardFigures(models.AbstractModel):
    """The tiles on top and the figures of the month, each with its definition."""

    _inherit = "tpe.cash.dashboard"

    def _tiles(self, forecast, company):
        figures = forecast.figures
        goal = company.tpe_cash_cover_goal
        cover = forecast._cover_days()
        aside = self._vat_set_aside(company)
        bank = figures["bank"]["value"]
        return [
            self._card(
                "cash",
                self.env._("Cash"),
                self._euros(forecast.opening),
                self.env._("last bank entry: %s", self._day(bank))
                if bank
                else self.env._("no bank entry yet"),
                self.env._("What bank and till hold according to the books."),
                self._ledger_lines(company, ("cash",)),
            ),
            self._card(
                "yours",
                self.env._("Yours to spend"),
                None if aside is None else self._euros(forecast.opening - aside),
                ""
                if aside is None
                else self.env._("%s of VAT set aside", self._euros(aside)),
                self.env._(
                    "The cash, less the VAT that customers paid you and that you owe to "
                    "the State."
                ),
                self._ledger_lines(
                    company, ("taxes",), ("account_id.code", "=like", "445%")
                ),
            ),
            self._card(
                "cover",
                self.env._("Cover"),
                None if cover is None else self._days(cover),
                self._goal_words(cover, goal),
                self.env._(
                    "How many days the cash of today pays what goes out in the forecast, "
                    "if nothing more comes in."
                ),
                self._window(
                    "tpe.cash.forecast.line",
                    [("forecast_id", "=", forecast.id), ("amount", "<", 0)],
                    ("list", "pivot", "kanban"),
                ),
                warn=cover is not None and cover < goal,
            ),
            self._low_point_tile(
                company,
                forecast.low_point,
                forecast.low_point_on,
                forecast.threshold,
                forecast,
            ),
        ]

    def _goal_words(self, cover, goal):
        if cover is None:
            return ""
        if cover < goal:
            return self.env._("under the goal of %s", goal)
        return self.env._("goal of %s reached", goal)

    def _low_point_tile(self, company, amount, day, threshold, forecast=None):
        under = amount < threshold
        words = (
            self.env._("under your threshold of %s", self._euros(threshold))
            if under
            else self.env._("above your threshold of %s", self._euros(threshold))
        )
        return self._card(
            "low_point",
            self.env._("Low point"),
            self.env._(
                "%(amount)s on %(day)s", amount=self._euros(amount), day=self._day(day)
            ),
            words,
            self.env._(
                "The lowest balance expected at the end of one of the 13 weeks to come. "
                "The threshold is the balance you want to stay above: menu Cash, Goals and "
                "threshold."
            ),
            forecast
            and self._window(
                "tpe.cash.forecast.line",
                [("forecast_id", "=", forecast.id)],
                ("list", "pivot", "kanban"),
            ),
            warn=under,
        )

    def _figure_cards(self, forecast, company, today):
        """The block « this month »."""
        figures = forecast.figures
        return [
            self._revenue_card(figures["revenue"], company, today),
            self._margin_card("gross", figures["gross"], company, today),
            self._margin_card("net", figures["net"], company, today),
            *self._receivable_cards(figures, company, today),
            self._requirement_card(figures["requirement"], company, today),
            self._liquidity_card(figures["liquidity"], company, today),
            self._reserve_card(figures["fixed"], forecast, company, today),
        ]

    def _trend(self, figure, words, digits=0):
        """« (−3 on last month) »: how much it moved, in its own unit."""
        value, before = figure["value"], figure["before"]
        if value is None or before is None:
            return ""
        moved = round(value - before, digits)
        if not moved:
            return self.env._("as last month")
        sign = "+" if moved > 0 else "−"
        return self.env._("%(moved)s on last month", moved=f"{sign}{words(abs(moved))}")

    def _said(self, figure, words):
        return None if figure["value"] is None else words(figure["value"])

    def _results_lines(self, company, parts, first, last):
        return self._ledger_lines(
            company,
            parts,
            ("date", ">=", first),
            ("date", "<=", last),
            search_default_group_by_account=1,
        )

    def _revenue_card(self, figure, company, today):
        budget = self._budget_of(company, today.replace(day=1), "revenue")
        detail = self._trend(figure, self._euros)
        if budget:
            detail = self.env._("budget of the month: %s", self._euros(budget))
        return self._card(
            "revenue",
            self.env._("Revenue of the month"),
            self._said(figure, self._euros),
            detail,
            self.env._(
                "What was invoiced since the first of the month, without tax. Compared "
                "with the same days of last month, or with the budget when there is one."
            ),
            self._results_lines(company, ("revenue",), today.replace(day=1), today),
        )

    def _margin_card(self, code, figure, company, today):
        month = today.replace(day=1)
        labels = {
            "gross": self.env._("Gross margin"),
            "net": self.env._("Net margin"),
        }
        definitions = {
            "gross": self.env._(
                "Of 100 invoiced without tax, what is left once purchases are paid, over "
                "the last 12 full months."
            ),
            "net": self.env._(
                "Of 100 invoiced without tax, what is left once everything is paid, "
                "salaries and taxes too, over the last 12 full months."
            ),
        }
        return self._card(
            code,
            labels[code],
            self._said(figure, self._percent),
            self._trend(figure, self._points, 1),
            definitions[code],
            self._results_lines(
                company,
                ("revenue", "purchases") if code == "gross" else dict(KINDS),
                month - relativedelta(months=MONTHS),
                month - timedelta(1),
            ),
        )

    def _points(self, value):
        return self.env._("%s pt", self._number(value, 1))

    def _receivable_cards(self, figures, company, today):
        late = figures["overdue"]
        is_open = [("company_id", "=", company.id), ("is_open", "=", True)]
        return [
            self._card(
                "dso",
                self.env._("Customers’ average delay (DSO)"),
                self._said(figures["dso"], self._days),
                self._trend(figures["dso"], self._days),
                self.env._(
                    "What customers owe, in days of the turnover of the last 12 months, "
                    "tax included. Tax credits and other debtors do not count."
                ),
                self._window(
                    "tpe.receivable.settlement", is_open, ("list", "pivot", "kanban")
                ),
            ),
            self._card(
                "overdue",
                self.env._("Overdue"),
                self._said(late, self._percent),
                self.env._(
                    "%(late)s of %(open)s",
                    late=self._euros(late["late"]),
                    open=self._euros(late["open"]),
                ),
                self.env._("The part of what customers owe whose due date has passed."),
                self._window(
                    "tpe.receivable.settlement",
                    [*is_open, ("due_date", "<", today)],
                    ("list", "pivot", "kanban"),
                ),
            ),
        ]

    def _requirement_card(self, figure, company, today):
        return self._card(
            "requirement",
            self.env._("Working capital requirement"),
            self._said(figure, self._euros),
            self._trend(figure, self._euros),
            self.env._(
                "What the business ties up: stocks and what customers owe, less what you "
                "owe to suppliers, to the State and for salaries. The smaller, the more "
                "cash you keep."
            ),
            self._ledger_lines(
                company,
                CYCLE,
                ("date", "<=", today),
                search_default_group_by_account=1,
            ),
        )

    def _liquidity_card(self, figure, company, today):
        return self._card(
            "liquidity",
            self.env._("Liquidity"),
            self._said(figure, lambda value: self._number(value, 2)),
            self._trend(figure, lambda value: self._number(value, 2), 2),
            self.env._(
                "What you own that becomes cash within a year, for 1 that you owe within "
                "a year. Under 1, debts fall due faster than cash comes in."
            ),
            self._ledger_lines(
                company,
                WITHIN_A_YEAR,
                ("date", "<=", today),
                search_default_group_by_account=1,
            ),
        )
