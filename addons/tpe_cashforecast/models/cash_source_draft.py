from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..tools.flow import WEEKS
from .cash_source_ahead import Coming

FORGOTTEN_DAYS = 60
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


class Draft(NamedTuple):
    """A draft of the books: ``cents`` of each due date."""

    move_id: int
    name: str
    partner_id: int
    base: Date  # day from which its due dates were counted
    date: Date
    parts: list
    period: str
    until: Date
    anchor: Date
    is_forgotten: bool
    is_sale: bool


class CashSourceDraft(models.AbstractModel):
    """Draft invoices and bills, and the copies that Odoo will make of recurring ones."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sales_ahead(self, books):
        return [*super()._sales_ahead(books), *self._drafts_ahead(books, True)]

    @api.model
    def _purchases_ahead(self, books):
        return [*super()._purchases_ahead(books), *self._drafts_ahead(books, False)]

    @api.model
    def _ahead_words(self, books):
        words = list(super()._ahead_words(books))
        forgotten = sum(draft.is_forgotten for draft in self._drafts(books))
        if forgotten:
            words.append(
                self.env._(
                    "Draft invoices older than %(days)s days, left out: %(number)s.",
                    number=forgotten,
                    days=FORGOTTEN_DAYS,
                )
            )
        return words

    def _drafts_ahead(self, books, is_sale):
        for draft in self._drafts(books):
            if draft.is_sale != is_sale or draft.is_forgotten:
                continue
            yield self._coming_draft(books, draft, draft.date, is_first=True)
            if draft.period not in MONTHS:
                continue
            end = books.today + timedelta(7 * WEEKS)
            for day in _occurrences(draft, end):
                yield self._coming_draft(books, draft, day, is_first=False)

    def _coming_draft(self, books, draft, day, is_first):
        issued = max(draft.base + (day - draft.date), books.today)
        # The due dates of a bill are the supplier's; ours are counted from its posting.
        moved = issued - draft.base if draft.is_sale else day - draft.date
        note = self.env._("draft") if is_first else self.env._("recurring entry")
        if draft.period in MONTHS:
            note = self.env._(
                "recurring entry of %s",
                format_date(self.env, day, date_format="d MMMM"),
            )
        return Coming(
            source="draft",
            key=f"account.move,{draft.move_id}" + ("" if is_first else f",{day}"),
            category=self._draft_category(books, draft),
            label=draft.name or self.env._("Draft"),
            partner_id=draft.partner_id,
            issued=issued,
            parts=[(due + moved, cents) for due, cents in draft.parts],
            record=("account.move", draft.move_id),
            note=note,
        )

    def _draft_category(self, books, draft):
        if draft.is_sale:
            return "customers"
        is_expense = draft.move_id in self._expense_moves(books)
        return "expense" if is_expense else "suppliers"

    @api.model
    def _drafts(self, books):
        return books.once("drafts", lambda: self._read_drafts(books))

    def _read_drafts(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id, account.account_type = 'asset_receivable',
                       NULLIF(COALESCE(NULLIF(move.name, '/'), move.ref), ''),
                       move.commercial_partner_id,
                       COALESCE(move.invoice_date, move.date), move.date,
                       move.auto_post, move.auto_post_until,
                       COALESCE(origin.date, move.date), move.create_date::date,
                       move.currency_id,
                       ARRAY_AGG(COALESCE(line.date_maturity, line.date)
                                 ORDER BY line.id),
                       ARRAY_AGG(line.amount_currency ORDER BY line.id)
                  FROM account_move move
                  JOIN account_move_line line ON line.move_id = move.id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN account_move origin ON origin.id = move.auto_post_origin_id
                 WHERE move.company_id = %s
                   AND move.state = 'draft'
                   AND account.account_type IN ('asset_receivable', 'liability_payable')
                   AND account.non_trade IS NOT TRUE
                   AND (line.display_type = 'payment_term' OR move.auto_post <> 'no')
                   AND line.amount_currency <> 0
              GROUP BY move.id, account.account_type, origin.date
              ORDER BY move.id
                """,
                books.company.id,
            )
        )
        oldest = books.today - timedelta(FORGOTTEN_DAYS)
        drafts = []
        for row in rows:
            move_id, is_sale, name, partner_id, base, date, period, until = row[:8]
            anchor, created, currency, dues, amounts = row[8:]
            rate = books.rate(currency)
            parts = [
                (due, books.cents(amount * rate))
                for due, amount in zip(dues, amounts, strict=True)
            ]
            forgotten = (
                is_sale and period == "no" and max(base, created or base) < oldest
            )
            drafts.append(
                Draft(
                    *(move_id, name, partner_id, base, date, parts, period, until),
                    *(anchor, forgotten, is_sale),
                )
            )
        return drafts


def _occurrences(draft, end):
    """Days of the copies that Odoo makes after a recurring draft, as it counts them."""
    step, anchor = MONTHS[draft.period], draft.anchor
    months = (draft.date.year - anchor.year) * 12 + draft.date.month - anchor.month
    while True:
        months += step
        day = anchor + relativedelta(months=months)
        if day > end or (draft.until and day > draft.until):
            return
        yield day
