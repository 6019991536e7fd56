from collections import defaultdict
from datetime import date as Date
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.tpe_dunning.models.receivable_settlement_habit import (
    FEWEST_PAYMENTS,
    HABIT_MONTHS,
)

from ..tools.flow import by_chances
from ..tools.payment_backtest import learn
from ..tools.payment_timing import PaymentTiming, Settlement, known_at
from ..tools.payment_view import OPEN, Ledger, Line
from ..tools.payment_words import Words


class History(NamedTuple):
    """How customers paid, what their promises were worth, and their usual days late."""

    ledger: Ledger
    words: Words
    habits: dict  # by customer, as the ledger names it


class Said(NamedTuple):
    """What was agreed with customers: dated amounts of invoices, and disputes."""

    parts: list  # (invoice ids, [(day, amount)], due when agreed, of a plan)
    days: dict  # last day ever promised of each invoice
    disputed: set


class CashSourceTiming(models.AbstractModel):
    """How customers pay, learnt once for all the sources."""

    _inherit = "tpe.cash.source"

    @api.model
    def _timing(self, books) -> PaymentTiming:
        """What happened until yesterday is known."""
        return books.once("timing", lambda: self._learn_timing(books))

    def _learn_timing(self, books):
        history = self._history(books)
        return PaymentTiming(
            books.today - timedelta(1),
            history.ledger,
            self._lesson(books, history.ledger),
            history.words,
        )

    def _lesson(self, books, ledger):
        """What past days teach."""
        return learn(ledger)

    @api.model
    def _habits(self, books) -> dict:
        """``{name in the ledger: usual days late}``, as the payment facts say it."""
        return self._history(books).habits

    def _history(self, books) -> History:
        return books.once("history", lambda: self._read_history(books))

    def _read_history(self, books):
        # Days as ordinals: a large ledger has a hundred thousand rows.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT issue_date - DATE '0001-01-01' + 1,
                       due_date - DATE '0001-01-01' + 1,
                       COALESCE(settlement_date - DATE '0001-01-01' + 1, %s),
                       COALESCE(partner_id::text, 'None'), amount::float8, move_id
                  FROM tpe_receivable_settlement
                 WHERE company_id = %s
                   AND (kind IN ('payment', 'open') OR %s)
                   AND %s
                """,
                OPEN,
                books.company.id,
                # What a credit note settled since was still waited for.
                SQL("settlement_date >= %s", books.today)
                if books.as_was
                else SQL("FALSE"),
                books.known(SQL("issue_date")),
            )
        )
        said, today = self._said(books), books.today.toordinal()
        ledger = Ledger(
            [
                Line(
                    issued, due, settled if settled < today else OPEN, customer, amount
                )
                for issued, due, settled, customer, amount, move_id in sorted(rows)
                if issued < today and amount > 0 and move_id not in said.disputed
            ],
            today - 1,
        )
        return History(
            ledger, self._words_kept(books, rows), self._usual_delays(books, rows)
        )

    def _words_kept(self, books, rows):
        """What promises are worth, from those of the past."""
        said, yesterday = self._said(books), books.today - timedelta(1)
        if not said.days:
            return Words()
        promised = [
            known_at(
                Settlement(
                    customer,
                    Date.fromordinal(issued),
                    Date.fromordinal(due),
                    amount,
                    Date.fromordinal(settled) if settled < OPEN else None,
                    said.days[move_id],
                ),
                yesterday,
            )
            for issued, due, settled, customer, amount, move_id in rows
            if move_id in said.days and issued <= yesterday.toordinal() and amount > 0
        ]
        return Words.learn(promised, yesterday)

    def _usual_delays(self, books, rows):
        since = (books.today - relativedelta(months=HABIT_MONTHS)).toordinal()
        until = books.today.toordinal() if books.as_was else OPEN
        delays = defaultdict(list)
        for _issued, due, settled, customer, _amount, _move_id in rows:
            if since <= settled < until:
                delays[customer].append(settled - due)
        return {
            customer: sorted(days)[(len(days) - 1) // 2]
            for customer, days in delays.items()
            if len(days) >= FEWEST_PAYMENTS
        }

    @api.model
    def _said(self, books) -> Said:
        return books.once("said", lambda: self._read_said(books))

    def _read_said(self, books):
        """Open promises and running plans; of the others only the day, to learn from."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT promise.state = 'open', ARRAY_AGG(link.move_id),
                       ARRAY[promise.date], ARRAY[promise.amount], promise.amount_start,
                       FALSE
                  FROM tpe_dunning_promise promise
                  JOIN tpe_dunning_promise_move_rel link ON link.promise_id = promise.id
                 WHERE promise.company_id = %(company)s
                   AND promise.state <> 'cancelled'
              GROUP BY promise.id
             UNION ALL
                SELECT TRUE,
                       ARRAY(SELECT move_id FROM tpe_dunning_plan_move_rel
                              WHERE plan_id = plan.id),
                       ARRAY_AGG(part.date ORDER BY part.date),
                       ARRAY_AGG(part.amount ORDER BY part.date), plan.amount_start,
                       TRUE
                  FROM tpe_dunning_plan plan
                  JOIN tpe_dunning_plan_line part ON part.plan_id = plan.id
                 WHERE plan.company_id = %(company)s AND plan.state = 'running'
              GROUP BY plan.id
             UNION ALL
                SELECT NULL, ARRAY_AGG(link.move_id), NULL, NULL, NULL, FALSE
                  FROM tpe_dunning_dispute dispute
                  JOIN tpe_dunning_dispute_move_rel link ON link.dispute_id = dispute.id
                 WHERE dispute.company_id = %(company)s AND dispute.state = 'open'
                HAVING count(*) > 0
                """,
                company=books.company.id,
            )
        )
        said = Said([], {}, set())
        for is_open, move_ids, days, amounts, start, is_plan in rows:
            if is_open is None:
                said.disputed.update(move_ids)
                continue
            for move_id in move_ids:
                if not is_plan:
                    said.days[move_id] = max(said.days.get(move_id, days[0]), days[0])
            if is_open:
                parts = [
                    (day, float(amount or start or 0.0))
                    for day, amount in zip(days, amounts, strict=True)
                ]
                said.parts.append((move_ids, parts, float(start or 0.0), is_plan))
        return said

    @api.model
    def _by_timing(self, cents, outlook, at):
        """``weeks``, ``later``, ``never`` and ``day`` of an item of an outlook."""
        chances = outlook.chances[at]
        return {
            **by_chances(cents, chances, max(outlook.ever[at], chances[-1])),
            "day": outlook.days[at],
        }

    @api.model
    def _band_of(self, books, outlook):
        """How much less and how much more the running total of an outlook may be."""
        return [
            (
                books.cents(total.expected - total.low),
                books.cents(total.high - total.expected),
            )
            for total in outlook.totals
        ]
