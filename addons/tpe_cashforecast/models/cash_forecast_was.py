import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from .cash_forecast_remember import SETTLED
from .cash_forecast_track import WEEKS_JUDGED

WEEK = timedelta(7)
# A firm that begins has no past to speak of; its first weeks teach nothing yet.
ENOUGH, FIRST = timedelta(56), timedelta(28)
_logger = logging.getLogger(__name__)


class CashForecastWas(models.Model):
    """The forecasts of past Mondays, computed afterwards from the books.

    They let the first page say how right the method is.  Each is marked: nobody had it
    before his eyes on that Monday.
    """

    _inherit = "tpe.cash.forecast"

    is_rebuilt = fields.Boolean(
        string="Computed afterwards",
        readonly=True,
        help="Not a forecast made on that day: computed later from what the books hold "
        "with an earlier date.",
    )

    @api.model
    def _each_morning(self, company):
        super()._each_morning(company)
        if not self._lacks_a_past(company):
            return
        try:
            with self.env.cr.savepoint():
                self._rebuild_history(company)
        except Exception:
            # The forecast of today is worth more than those of the past.
            _logger.exception("Past forecasts of company %s failed", company.id)
            self.env.invalidate_all()

    @api.model
    def _lacks_a_past(self, company):
        """Whether no Monday before today is kept, and the bank is known for long."""
        today = company._dunning_today()
        since = self._bank_since(company)
        return bool(
            since
            and today - since >= ENOUGH
            and not self.sudo().search_count(
                [
                    ("company_id", "=", company.id),
                    ("is_kept", "=", True),
                    ("date", "<", today),
                ],
                limit=1,
            )
        )

    @api.model
    def _rebuild_history(self, company, weeks=WEEKS_JUDGED):
        """Keep the forecasts of the last Mondays as the books of those days tell them.

        A model of payments is learnt for each: once for a firm, not for a page.
        """
        lang = company.partner_id.lang or self.env.lang
        machine = self.sudo().with_context(lang=lang)
        machine._take_turn(company)
        today, since = company._dunning_today(), machine._bank_since(company)
        monday = today - timedelta(today.weekday())
        kept = set(
            machine.search([("company_id", "=", company.id), ("is_kept", "=", True)])
            .mapped("date")
        )  # fmt: skip
        rebuilt = machine.browse()
        for back in range(weeks, 0, -1):
            day = monday - back * WEEK
            if since and day - since >= FIRST and day not in kept:
                rebuilt += machine._rebuild(company, day)
        return self.browse(rebuilt.ids)

    def _rebuild(self, company, day):
        books = self._books(company)._replace(today=day, as_was=True)
        with disabling_gc():
            opening, flows, weeks, words = self._build(books)
        words = [
            self.env._(
                "Computed afterwards from the books: from what is dated before this day, "
                "with the recurring expenses known now. Drafts, orders, quotes, "
                "expense reports, promises and disputes of that day are left out."
            ),
            *words,
        ]
        built = opening, flows, weeks, words
        forecast = self._write(books, built, is_kept=True, is_rebuilt=True)
        forecast._explain()
        if day + SETTLED <= company._dunning_today():
            forecast.detail = False
        return forecast

    def _bank_since(self, company):
        """First day of the books of the bank."""
        self.env.flush_all()
        [[day]] = self.env.execute_query(
            SQL(
                """
                SELECT min(line.date)
                  FROM account_move_line line
                  JOIN account_journal journal ON journal.id = line.journal_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND journal.type = 'bank'
                """,
                company.id,
            )
        )
        return day

    @api.model
    def _track_record(self, company):
        record = super()._track_record(company)
        if record["enough"] and record["rebuilt"]:
            record["words"] += " " + self.env._(
                "%(rebuilt)s of these weeks were computed afterwards from the books.",
                **record,
            )
        return record
