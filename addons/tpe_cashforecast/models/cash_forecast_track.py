from bisect import bisect_right
from collections import Counter
from datetime import timedelta
from itertools import accumulate

from odoo import api, models
from odoo.tools import SQL

from ..tools.payment_timing import Settlement
from ..tools.track import FEWEST, Judged, error, replayed

WEEKS_JUDGED = 12


class CashForecastTrack(models.Model):
    """How right the forecasts of past Mondays were."""

    _inherit = "tpe.cash.forecast"

    @api.model
    def _track_record(self, company):
        """Hits of the band, errors beside the due dates', and both in words.

        ``weeks`` ended, of which the real balance was ``within`` the band; ``error`` and
        ``error_due``: of the money of open invoices, a share of what came.
        """
        if not self.env.su:
            self.check_access("read")
        self.env.flush_all()
        machine = self.sudo()
        kept = machine.search(
            [
                ("company_id", "=", company.id),
                ("is_kept", "=", True),
                ("date", "<=", company._dunning_today() - timedelta(7)),
            ],
            limit=WEEKS_JUDGED,
            order="date desc",
        )
        first = kept.week_ids.filtered(lambda week: week.number == 1)
        balances = machine._balances(company, first.mapped("end"))
        receipts = machine._judged_receipts(company, first)
        within = sum(
            round(week.low, 2) <= balances[week.end] <= round(week.high, 2)
            for week in first
        )
        record = {
            "weeks": len(first),
            "within": within,
            "rebuilt": len(first.forecast_id.filtered("is_rebuilt")),
            "enough": len(first) >= FEWEST,
            "error": error(receipts),
            "error_due": error(receipts, "due_rule"),
        }
        return {**record, "words": self._track_words(record)}

    def _track_words(self, record):
        if not record["enough"]:
            return self.env._(
                "Not enough weeks yet: %(weeks)s of %(needed)s.",
                weeks=record["weeks"],
                needed=FEWEST,
            )
        words = self.env._(
            "In these %(weeks)s weeks the real balance stayed %(within)s times within "
            "the band.",
            **record,
        )
        if record["error"] is not None:
            words += " " + self.env._(
                "Error on what customers paid: %(ours)s %%, against %(due)s %% with the "
                "due dates alone.",
                ours=round(100 * record["error"]),
                due=round(100 * record["error_due"]),
            )
        return words

    def _balances(self, company, days):
        """``{day: cash of the books on its evening}``."""
        if not days:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.date, sum(line.balance)
                  FROM account_move_line line
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_cash'))
              GROUP BY line.date
              ORDER BY line.date
                """,
                company.id,
            )
        )
        dates = [row[0] for row in rows]
        totals = [0, *accumulate(row[1] for row in rows)]
        return {day: round(float(totals[bisect_right(dates, day)]), 2) for day in days}

    def _judged_receipts(self, company, weeks):
        """`Judged` of what invoices known on each Monday brought in its week."""
        if not weeks:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT settlement_date, issue_date, sum(amount)
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s AND kind = 'payment' AND settlement_date >= %s
              GROUP BY settlement_date, issue_date
                """,
                company.id,
                min(weeks.mapped("start")),
            )
        )
        paid = Counter()
        for week in weeks:
            for settled, issued, amount in rows:
                if week.start <= settled <= week.end and issued < week.start:
                    paid[week] += float(amount)
        return [
            Judged(
                start=week.start,
                expected=week.claims,
                due_rule=week.claims_due,
                actual=paid[week],
                low=week.low,
                high=week.high,
            )
            for week in weeks
        ]

    @api.model
    def _replayed_record(self, company):
        """Before Mondays are kept: the past weeks forecast again from the ledger.

        Of the money of open invoices only, which is all that the books of a past day
        still tell.  Takes a model for each week: not for a page.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, issue_date, due_date, amount, settlement_date
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s AND kind IN ('payment', 'open')
                """,
                company.id,
            )
        )
        history = [
            Settlement(str(row[0]), row[1], row[2], float(row[3]), row[4])
            for row in rows
        ]
        today = company._dunning_today()
        monday = today - timedelta(today.weekday())
        judged = replayed(
            history,
            [monday - timedelta(7 * back) for back in range(WEEKS_JUDGED, 0, -1)],
        )
        return {
            "weeks": len(judged),
            "within": sum(week.within for week in judged),
            "error": error(judged),
            "error_due": error(judged, "due_rule"),
        }
