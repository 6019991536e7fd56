import logging
from collections import Counter

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools.gc import disabling_gc

from ..tools.flow import WEEKS

MONDAY = 0
_logger = logging.getLogger(__name__)


class CashForecastRefresh(models.Model):
    """Writing the forecasts: the current one anew, that of a Monday to be kept."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _cron_forecast(self):
        """Each morning, company by company: one that fails does not stop the others."""
        progress = self.env["ir.cron"]._commit_progress
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._each_morning(company)
            except ConcurrencyError:
                # Somebody opened his page: it was written a moment ago.
                self.env.invalidate_all()
            except Exception as error:
                _logger.exception("Forecast of company %s failed", company.id)
                self.env.invalidate_all()
                self.env["tpe.cash.alert"]._failed(company, "forecast", error)
            if not progress(1):
                break

    @api.model
    def _each_morning(self, company):
        """What is written each day for ``company``."""
        self._refresh(company)

    @api.model
    def _refresh(self, company):
        """Write the current forecast of ``company``; return it.  Keep that of a Monday."""
        # It is read by others than those who run it: in the language of the firm.
        lang = company.partner_id.lang or self.env.lang
        machine = self.sudo().with_context(lang=lang)
        books = machine._books(company)
        with disabling_gc():
            built = machine._build(books)
            known = machine.search_fetch(
                Domain("company_id", "=", company.id)
                & (
                    Domain("is_current", "=", True)
                    | Domain("is_kept", "=", True) & Domain("date", "=", books.today)
                ),
                ["is_current"],
            )
            stale = known.filtered("is_current")
            is_kept = bool(known - stale)
            stale._drop()
            current = machine._write(books, built, is_current=True)
            current._write_lines(books, built[1])
        if books.today.weekday() == MONDAY and not is_kept:
            machine._write(books, built, is_kept=True)
        return self.browse(current.id)

    def _drop(self):
        """Delete forecasts with their rows, without reading thousands of them."""
        self.env.cr.execute(
            "DELETE FROM tpe_cash_forecast WHERE id = ANY(%s)", [self.ids]
        )
        # The rows go with them; what is known of the books stays.
        rows = [
            field.comodel_name
            for field in self._fields.values()
            if field.type == "one2many"
        ]
        for name in (self._name, *rows):
            self.env[name].invalidate_model(flush=False)

    def _write(self, books, built, **kind):
        opening, flows, weeks, words = built
        lowest = min(weeks, key=lambda week: week.closing)
        forecast = self.create(
            {
                "company_id": books.company.id,
                "date": books.today,
                "opening": books.money(opening),
                "threshold": books.company.tpe_cash_threshold,
                "low_point": books.money(lowest.closing),
                "low_point_on": lowest.end,
                "words": "\n".join(words),
                **kind,
            }
        )
        # Given, the company is not computed and written afterwards.
        birth = {"forecast_id": forecast.id, "company_id": books.company.id}
        forecast.week_ids.create(
            [{**birth, **week} for week in self._week_values(books, built)]
        )
        totals = Counter()
        for flow in flows:
            for at, cents in enumerate(flow.weeks, 1):
                if cents:
                    totals[at, flow.category] += cents
        forecast.total_ids.create(
            [
                {
                    **birth,
                    "number": number,
                    "category": category,
                    "amount": books.money(cents),
                }
                for (number, category), cents in totals.items()
            ]
        )
        return forecast

    def _week_values(self, books, built):
        """What is written of each week."""
        names = ("opening", "cash_in", "cash_out", "closing", "low", "high")
        return [
            {
                "number": week.number,
                "start": week.start,
                "end": week.end,
                **{name: books.money(getattr(week, name)) for name in names},
            }
            for week in built[2]
        ]

    def _write_lines(self, books, flows):
        rows = self.env["tpe.cash.forecast.line"]
        if not flows:
            return
        birth = rows._birth()
        names = [f"week_{at:02}" for at in range(1, WEEKS + 1)]
        ids = rows._new_ids(len(flows))
        rows._insert_rows(
            [
                {
                    "id": new_id,
                    "forecast_id": self.id,
                    "company_id": self.company_id.id,
                    "key": flow.key,
                    "source": flow.source,
                    "category": flow.category,
                    "name": flow.label,
                    "partner_id": flow.partner_id,
                    "res_model": flow.record and flow.record[0],
                    "res_id": flow.record and flow.record[1],
                    "due_on": flow.due,
                    "expected_on": flow.day,
                    "note": flow.note or None,
                    "amount": books.money(flow.cents),
                    **{
                        name: cents and books.money(cents)
                        for name, cents in zip(names, flow.weeks, strict=True)
                    },
                    "later": books.money(flow.later),
                    "never": books.money(flow.never),
                    **birth,
                }
                for new_id, flow in zip(ids, flows, strict=True)
            ]
        )
        rows.invalidate_model()
