from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.gc import disabling_gc

from ..tools.cover import days_of_cover
from ..tools.flow import Week, curve
from ..tools.scenario import Scenario, applied, band_of
from .cash_source import Books


class CashForecast(models.Model):
    """The cash of a company for thirteen weeks, as it was foreseen one day.

    Written by the machine only.  One of each company is the current one and has its
    detail; one of each Monday is kept with its totals.
    """

    _name = "tpe.cash.forecast"
    _description = "Cash Forecast"
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="Foreseen on",
        required=True,
        readonly=True,
        help="First day of week 1; what happened until the day before is known.",
    )
    is_current = fields.Boolean(string="Current", readonly=True)
    is_kept = fields.Boolean(
        string="Kept",
        readonly=True,
        help="That of a Monday: the forecast is judged by it.",
    )
    opening = fields.Monetary(string="Cash at the beginning", readonly=True)
    threshold = fields.Monetary(readonly=True)
    low_point = fields.Monetary(readonly=True, help="Lowest balance of the 13 weeks.")
    low_point_on = fields.Date(string="Low point on", readonly=True)
    words = fields.Text(string="How it was found", readonly=True)
    week_ids = fields.One2many("tpe.cash.forecast.week", "forecast_id", readonly=True)
    total_ids = fields.One2many("tpe.cash.forecast.total", "forecast_id", readonly=True)
    line_ids = fields.One2many("tpe.cash.forecast.line", "forecast_id", readonly=True)

    _one_current = models.UniqueIndex("(company_id) WHERE is_current")
    _one_a_monday = models.UniqueIndex("(company_id, date) WHERE is_kept")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for forecast in self:
            forecast.display_name = format_date(self.env, forecast.date)

    def _cover_days(self):
        """Days that the cash of today pays what goes out; None when nothing does."""
        self.ensure_one()
        books = self._books(self.company_id)
        names = ("opening", "cash_in", "cash_out", "closing", "low", "high")
        weeks = [
            Week(
                week.number,
                week.start,
                week.end,
                *(books.cents(week[name]) for name in names),
            )
            for week in self.week_ids
        ]
        return days_of_cover(books.cents(self.opening), weeks)

    @api.model
    def _books(self, company, scenario=None):
        return Books(company, company._dunning_today(), scenario or Scenario(), {})

    @api.model
    def _build(self, books):
        """``(opening, flows, weeks, words)`` of the forecast of `Books`, in cents."""
        return self._as_seen(books, *self._look(books))

    @api.model
    def _look(self, books):
        """``(opening, {source: Found})``: of the scenario, only ``days_late`` matters."""
        source = self.env["tpe.cash.source"].sudo().with_company(books.company)
        self.env.flush_all()
        # Compiling the statements takes longer than running them.
        self.env.cr.execute("SET LOCAL jit = off")
        with disabling_gc():
            return source._opening(books), source._found(books)

    @api.model
    def _as_seen(self, books, opening, found):
        """`_build` from what was found."""
        label = self.env._("Caution: 9 times out of 10 it is no worse")
        if books.scenario.kind == "optimistic":
            label = self.env._("Luck: 9 times out of 10 it is no better")
        flows = applied(books.scenario, found, label)
        weeks = curve(opening, flows, band_of(books.scenario, found), books.today)
        words = [sentence for one in found.values() for sentence in one.words]
        return opening, flows, weeks, words
