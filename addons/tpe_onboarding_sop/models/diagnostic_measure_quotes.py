from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..tools.diagnostic import Measure, Unit

# A quote without an answer for a week deserves a call.
CHASE_AFTER = 7
# After a month the customer has looked elsewhere, or forgot.
STALE_AFTER = 30
# Fewer quotes waiting, all of them chased, show no habit.
LEAST_QUOTES = 5
# Messages that a person did not write to a customer.
NOT_SENT = ("email", "notification", "user_notification", "out_of_office")


class Quote(NamedTuple):
    """A quote without an answer; ``amount`` without tax, in company currency."""

    id: int
    sent_on: date
    amount: float
    chased: bool


class DiagnosticMeasureQuotes(models.AbstractModel):
    """Quotes that were sent and left alone."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        found = super()._found(year)
        if not self._has("sale.order"):
            words = self.env._("Quotes are not kept here: Sales is not installed.")
            return [
                *found,
                self._unknown("quotes_unchased", Unit.NUMBER, words),
                self._unknown("stale_quotes_euros", Unit.MONEY, words),
            ]
        quotes = self._waiting_quotes(year)
        return [
            *found,
            self._quotes_unchased(year, quotes),
            self._stale_quotes(year, quotes),
        ]

    def _quotes_unchased(self, year, quotes):
        waiting = _older(quotes, year, CHASE_AFTER)
        alone = [quote for quote in waiting if not quote.chased]
        if len(waiting) < LEAST_QUOTES and not alone:
            return self._too_few_quotes(
                "quotes_unchased", Unit.NUMBER, waiting, CHASE_AFTER
            )
        return Measure(
            "quotes_unchased",
            float(len(alone)),
            Unit.NUMBER,
            len(alone),
            self.env._(
                "Quotes without an answer for %(days)s days: %(waiting)s. Never chased "
                "since they were sent (no message, no call, no activity): %(alone)s, "
                "%(amount)s without tax.",
                alone=len(alone),
                waiting=len(waiting),
                days=CHASE_AFTER,
                amount=self._euros(_total(alone)),
            ),
            self._records("sale.order", [quote.id for quote in alone]),
        )

    def _stale_quotes(self, year, quotes):
        """What they add up to; they cost what as many quotes usually bring."""
        stale = _older(quotes, year, STALE_AFTER)
        waiting = _older(quotes, year, 0)
        if len(waiting) < LEAST_QUOTES and not stale:
            return self._too_few_quotes("stale_quotes_euros", Unit.MONEY, waiting, 0)
        amount = _total(stale)
        books = self.env["tpe.cash.forecast"]._books(year.company)
        habit, _lag = self.env["tpe.cash.source"]._sale_habit(
            books._replace(today=year.today)
        )
        known = habit.learnt_from >= LEAST_QUOTES
        proof = self.env._(
            "%(stale)s quotes sent more than %(days)s days ago wait for an answer: "
            "%(amount)s without tax.",
            stale=len(stale),
            days=STALE_AFTER,
            amount=self._euros(amount),
        )
        if known:
            proof = " ".join(
                (
                    proof,
                    self.env._(
                        "Of your quotes, %(share)s become orders (learnt from %(number)s).",
                        share=self._percent(100 * habit.share),
                        number=habit.learnt_from,
                    ),
                )
            )
        return Measure(
            "stale_quotes_euros",
            amount,
            Unit.MONEY,
            len(stale),
            proof,
            self._records("sale.order", [quote.id for quote in stale]),
            amount * habit.share if known and stale else None,
        )

    def _too_few_quotes(self, key, unit, waiting, days):
        what = (
            self.env._("Quotes without an answer for %s days", days)
            if days
            else self.env._("Quotes without an answer")
        )
        return self._too_few(key, unit, what, len(waiting), LEAST_QUOTES)

    # --- What the quotes are ----------------------------------------------------------

    def _waiting_quotes(self, year) -> list[Quote]:
        """Sent within twelve months, neither accepted nor refused.

        A quote left when the first message did, or when it was marked as sent.
        """
        rows = self._rows(
            """
            WITH quote AS MATERIALIZED (
                SELECT id, partner_id, date_order,
                       amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1) AS amount
                  FROM sale_order
                 WHERE company_id = %(company)s AND state = 'sent'
            ), trace AS MATERIALIZED (
                %(traces)s
            ), sent AS MATERIALIZED (
                SELECT quote.id, quote.amount,
                       COALESCE(min(trace.at) FILTER (WHERE trace.kind <> 'activity'),
                                quote.date_order) AS at
                  FROM quote
             LEFT JOIN trace ON trace.order_id = quote.id
              GROUP BY quote.id, quote.amount, quote.date_order
            )
            SELECT sent.id,
                   (sent.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   sent.amount,
                   EXISTS (SELECT FROM trace
                            WHERE trace.order_id = sent.id
                              AND trace.kind <> 'sent'
                              AND trace.at > sent.at)
              FROM sent
             WHERE (sent.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date > %(since)s
          ORDER BY sent.id
            """,
            company=year.company.id,
            traces=SQL(" UNION ALL ").join(self._quote_traces()),
            zone=year.company.partner_id.tz or "Europe/Paris",
            since=year.since,
        )
        return [
            Quote(one, day, float(amount), chased) for one, day, amount, chased in rows
        ]

    def _quote_traces(self) -> list[SQL]:
        """``order_id, at, kind`` of what people did about each ``quote``.

        ``sent``: it was marked as sent; ``message``: somebody wrote to the customer;
        ``activity``: a call, a visit … that is planned or done.
        """
        return [
            SQL(
                """
                SELECT quote.id AS order_id, message.date AS at,
                       CASE WHEN message.mail_activity_type_id IS NOT NULL
                            THEN 'activity'
                            WHEN message.subtype_id = %(marked)s THEN 'sent'
                            ELSE 'message' END AS kind
                  FROM quote
                  JOIN mail_message message
                    ON message.model = 'sale.order' AND message.res_id = quote.id
             LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
             LEFT JOIN res_partner author ON author.id = message.author_id
                  JOIN res_partner customer ON customer.id = quote.partner_id
                 WHERE message.mail_activity_type_id IS NOT NULL
                    OR message.subtype_id = %(marked)s
                    OR (message.message_type NOT IN %(machine)s
                        AND message.is_internal IS NOT TRUE
                        AND subtype.id IS NOT NULL
                        AND subtype.internal IS NOT TRUE
                        AND author.commercial_partner_id
                            IS DISTINCT FROM customer.commercial_partner_id)
                """,
                marked=self.env.ref("sale.mt_order_sent").id,
                machine=NOT_SENT,
            ),
            SQL(
                """
                SELECT quote.id, activity.create_date, 'activity'
                  FROM quote
                  JOIN mail_activity activity
                    ON activity.res_model = 'sale.order' AND activity.res_id = quote.id
                """
            ),
        ]


def _older(quotes: Iterable[Quote], year, days: int) -> list[Quote]:
    last = year.today - timedelta(days)
    return [quote for quote in quotes if quote.sent_on <= last]


def _total(quotes: Iterable[Quote]) -> float:
    return sum(quote.amount for quote in quotes)
