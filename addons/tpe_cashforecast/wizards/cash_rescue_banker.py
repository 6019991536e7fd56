from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from ..tools import curve_svg

MOST = 3  # reasons a banker reads
TRIFLE = 0.01  # of the heaviest one


class CashRescueBanker(models.TransientModel):
    """The page that is put on a banker's desk."""

    _inherit = "tpe.cash.rescue"

    def _banker(self):
        """All that the page says, in the language of its context."""
        self.ensure_one()
        company = self.company_id
        forecasts = self.env["tpe.cash.forecast"]
        forecasts.check_access("read")
        books = forecasts._books(company)
        opening, flows, weeks, words = forecasts.sudo()._build(books)
        lowest = min(weeks, key=lambda week: week.closing)
        return {
            "sales": self._sales_of_a_year(books),
            "opening": self._money(books.money(opening)),
            "low": self._money(books.money(lowest.closing)),
            "low_on": format_date(self.env, lowest.end),
            "low_bound": self._money(books.money(lowest.low)),
            "closing": self._money(books.money(weeks[-1].closing)),
            "closing_on": format_date(self.env, weeks[-1].end),
            "curve": Markup(
                curve_svg.draw(
                    [f"{week.end:%d/%m}" for week in weeks],
                    [books.money(week.closing) for week in weeks],
                    company.tpe_cash_threshold,
                    band=[
                        (books.money(week.low), books.money(week.high))
                        for week in weeks
                    ],
                    on_paper=True,
                )
            ),
            "out": self._heaviest(books, flows, lowest, -1),
            "in": self._heaviest(books, flows, lowest, 1),
            "ourselves": self._what_we_do(),
            "assumptions": words,
            "record": self._track_record(),
        }

    def _sales_of_a_year(self, books):
        """``(amount without tax, customers)`` invoiced in the last twelve months."""
        [[amount, customers]] = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", books.company.id),
                    ("state", "=", "posted"),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("invoice_date", ">", books.today - relativedelta(years=1)),
                    ("invoice_date", "<=", books.today),
                ],
                aggregates=[
                    "amount_untaxed_signed:sum",
                    "commercial_partner_id:count_distinct",
                ],
            )
        )
        return self._money(amount or 0.0), customers

    def _heaviest(self, books, flows, lowest, sign):
        """``[(name, amount)]``: the categories that weigh most, until the low point."""
        labels = dict(
            self.env["tpe.cash.forecast.line"]
            ._fields["category"]
            ._description_selection(self.env)
        )
        totals = {}
        for flow in flows:
            cents = sum(flow.weeks[: lowest.number])
            totals[flow.category] = totals.get(flow.category, 0) + cents
        heavy = sorted(
            (
                (sign * cents, name)
                for name, cents in totals.items()
                if sign * cents > 0
            ),
            reverse=True,
        )[:MOST]
        return [
            (labels.get(name, name), self._money(books.money(cents)))
            for cents, name in heavy
            if cents >= TRIFLE * heavy[0][0]
        ]

    def _what_we_do(self):
        """The measures in hand, without the names of the others."""
        env = self.env
        found = []
        for kind, words in (
            ("chase", env._("Late customers called")),
            ("delay", env._("Bills paid later, by agreement with the suppliers")),
            ("advance", env._("Invoices advanced")),
        ):
            lines = self.line_ids.filtered(lambda line, kind=kind: line.kind == kind)
            if lines:
                amount = self._money(sum(lines.mapped("amount")))
                found.append((words, len(lines), amount))
        return found

    def _track_record(self):
        """How well past forecasts held, in one line: where they are judged."""
        board = self.env["tpe.cash.dashboard"].sudo()
        return board._track_record_words(self.company_id) or ""
