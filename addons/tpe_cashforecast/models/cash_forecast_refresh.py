import logging
from collections import Counter

from odoo import api, models
from odoo.exceptions import ConcurrencyError
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
            except Exception:
                _logger.exception("Forecast of company %s failed", company.id)
                self.env.invalidate_all()
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
            machine.search(
                [("company_id", "=", company.id), ("is_current", "=", True)]
            )._drop()
            current = machine._write(books, built, is_current=True)
            current._write_lines(books, built[1])
        kept = [("company_id", "=", company.id), ("is_kept", "=", True)]
        if books.today.weekday() == MONDAY and not machine.search_count(
            [*kept, ("date", "=", books.today)], limit=1
        ):
            machine._write(books, built, is_kept=True)
        return self.browse(current.id)

    def _drop(self):
        """Delete forecasts with their rows, without reading thousands of them."""
        self.env.cr.execute(
            "DELETE FROM tpe_cash_forecast WHERE id = ANY(%s)", [self.ids]
        )
        self.env.invalidate_all(flush=False)

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
        forecast.week_ids.create(
            [
                {
                    "forecast_id": forecast.id,
                    "number": week.number,
                    "start": week.start,
                    "end": week.end,
                    **{
                        name: books.money(getattr(week, name))
                        for name in (
                            *("opening", "cash_in", "cash_out"),
                            *("closing", "low", "high"),
                        )
                    },
                }
                for week in weeks
            ]
        )
        totals = Counter()
        for flow in flows:
            for at, cents in enumerate(flow.weeks, 1):
                if cents:
                    totals[at, flow.category] += cents
        forecast.total_ids.create(
            [
                {
                    "forecast_id": forecast.id,
                    "number": number,
                    "category": category,
                    "amount": books.money(cents),
                }
                for (number, category), cents in totals.items()
            ]
        )
        return forecast

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
