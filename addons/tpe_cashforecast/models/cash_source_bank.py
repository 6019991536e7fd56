from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Date
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..tools.flow import Flow, Found, on_day

STALE_DAYS = 3


class Money(NamedTuple):
    """What is in the bank and in the till, and what says so."""

    cents: int
    last_on: Date  # last movement of the bank, None without any
    typed: bool  # the owner's figure is newer than the bank


class CashSourceBank(models.AbstractModel):
    """The money of today, and what the books know that the bank does not yet."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "bank"]

    @api.model
    def _opening(self, books) -> int:
        """Money in the bank and in the till now, in cents."""
        return self._money(books).cents

    @api.model
    def _money(self, books) -> Money:
        return books.once("money", lambda: self._read_money(books))

    def _read_money(self, books):
        company, today = books.company, books.today
        typed_on = not books.as_was and company.tpe_cash_typed_on
        if typed_on and typed_on > today:
            typed_on = False
        [[balance, since, last_on]] = self.env.execute_query(
            SQL(
                """
                SELECT sum(line.balance),
                       sum(line.balance) FILTER (WHERE line.date > %(typed_on)s),
                       max(line.date) FILTER (WHERE journal.type = 'bank')
                  FROM account_move_line line
                  JOIN account_journal journal ON journal.id = line.journal_id
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.date <= %(today)s
                   AND %(known)s
                   AND line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_cash'))
                """,
                company=company.id,
                today=today,
                known=books.known(SQL("line.date")),
                typed_on=typed_on or today,
            )
        )
        if typed_on and (not last_on or typed_on > last_on):
            figure = company.tpe_cash_typed_balance + float(since or 0.0)
            return Money(books.cents(figure), last_on, True)
        return Money(books.cents(balance), last_on, False)

    @api.model
    def _found_bank(self, books):
        """Week 1: what was registered and is not on the bank; later: what is dated so."""
        flows = [
            *self._registered(books),
            *self._dated_later(books),
            *self._card(books),
        ]
        return Found(flows, words=list(self._bank_words(books)))

    def _bank_words(self, books):
        money, company = self._money(books), books.company
        if money.typed:
            yield self.env._(
                "Cash at the beginning: %(amount)s, typed on %(date)s; payments "
                "registered before that day are taken as being in it.",
                amount=company.currency_id.format(company.tpe_cash_typed_balance),
                date=format_date(self.env, company.tpe_cash_typed_on),
            )
        elif not money.last_on:
            yield self.env._("No movement of a bank is in the books yet.")
        else:
            age = (books.today - money.last_on).days
            text = self.env._("The bank is known until %(date)s.")
            if age > STALE_DAYS:
                text = self.env._(
                    "The bank is known until %(date)s, %(days)s days ago."
                )
            yield text % {"date": format_date(self.env, money.last_on), "days": age}

    def _registered(self, books):
        """Payments whose money is on an outstanding account, or that have no entry."""
        money = self._money(books)
        for payment in [*self._outstanding(books), *self._without_entry(books)]:
            on_bank = money.typed and payment.date <= books.company.tpe_cash_typed_on
            if payment.is_paid and money.last_on and payment.date <= money.last_on:
                on_bank = True  # a person said that it arrived
            if on_bank:
                continue
            yield Flow(
                key=f"account.payment,{payment.id}",
                source="bank",
                category="customers" if payment.cents > 0 else "suppliers",
                label=payment.name,
                cents=payment.cents,
                **on_day(payment.cents, payment.date, books.today),
                due=payment.date,
                partner_id=payment.partner_id,
                record=("account.payment", payment.id),
                note=self.env._("registered, not on the bank yet"),
            )

    @api.model
    def _outstanding(self, books):
        return books.once("outstanding", lambda: self._read_outstanding(books))

    def _read_outstanding(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT payment.id, COALESCE(payment.name, move.name), payment.date,
                       partner.commercial_partner_id, sum(line.amount_residual),
                       FALSE, ARRAY[]::integer[]
                  FROM account_payment payment
                  JOIN account_move move ON move.id = payment.move_id
                  JOIN account_move_line line ON line.move_id = move.id
                   AND line.account_id = payment.outstanding_account_id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN res_partner partner ON partner.id = payment.partner_id
                 WHERE payment.company_id = %s
                   AND payment.is_matched IS NOT TRUE
                   AND move.state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND account.account_type <> 'asset_cash'
              GROUP BY payment.id, move.name, partner.commercial_partner_id
                HAVING sum(line.amount_residual) <> 0
              ORDER BY payment.date, payment.id
                """,
                books.company.id,
            )
        )
        return [Payment(*row[:4], books.cents(row[4]), *row[5:]) for row in rows]

    @api.model
    def _without_entry(self, books):
        """Payments of Odoo 19 that have no entry: their invoices stay open in the books."""
        return books.once("without_entry", lambda: self._read_without_entry(books))

    def _read_without_entry(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT payment.id, COALESCE(payment.name, payment.memo), payment.date,
                       partner.commercial_partner_id,
                       CASE WHEN payment.payment_type = 'outbound'
                            THEN -payment.amount ELSE payment.amount END,
                       payment.state = 'paid',
                       ARRAY_AGG(invoice.id) FILTER (WHERE invoice.id IS NOT NULL),
                       payment.currency_id
                  FROM account_payment payment
             LEFT JOIN account_move__account_payment link
                    ON link.payment_id = payment.id
             LEFT JOIN account_move invoice ON invoice.id = link.invoice_id
             LEFT JOIN res_partner partner ON partner.id = payment.partner_id
                 WHERE payment.company_id = %s
                   AND payment.move_id IS NULL
                   AND payment.state IN ('in_process', 'paid')
              GROUP BY payment.id, partner.commercial_partner_id
                -- Once its invoices are matched with the bank it is told by them.
                HAVING count(invoice.id) FILTER (WHERE invoice.amount_residual <> 0) > 0
                    OR (count(invoice.id) = 0 AND payment.state = 'in_process')
              ORDER BY payment.date, payment.id
                """,
                books.company.id,
            )
        )
        return [
            Payment(
                *row[:4],
                books.cents(row[4] * books.rate(row[7])),
                row[5],
                row[6] or [],
            )
            for row in rows
        ]

    def _dated_later(self, books):
        """Entries that a person dated after today: the invoice is paid, the money is not."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id, move.name, move.date, move.commercial_partner_id,
                       sum(line.balance)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.date > %s
                   AND line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_cash'))
              GROUP BY move.id
                HAVING sum(line.balance) <> 0
              ORDER BY move.date, move.id
                """,
                books.company.id,
                books.today,
            )
        )
        for move_id, name, day, partner_id, amount in rows:
            cents = books.cents(amount)
            yield Flow(
                key=f"account.move,{move_id}",
                source="bank",
                category="other_in" if cents > 0 else "other_out",
                label=name,
                cents=cents,
                **on_day(cents, day, books.today),
                due=day,
                partner_id=partner_id,
                record=("account.move", move_id),
                note=self.env._("entered in the bank journal at a later date"),
            )

    def _card(self, books):
        """What was bought by card: the bank takes it at the end of the month."""
        [[amount]] = self.env.execute_query(
            SQL(
                """
                SELECT sum(line.balance)
                  FROM account_move_line line
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = 'liability_credit_card'))
                """,
                books.company.id,
            )
        )
        cents = books.cents(amount)
        if cents:
            day = (books.today.replace(day=1) + timedelta(31)).replace(day=1)
            day -= timedelta(1)
            yield Flow(
                key="card",
                source="bank",
                category="other_out",
                label=self.env._("Card payments not debited yet"),
                cents=cents,
                **on_day(cents, day, books.today),
                due=day,
            )


class Payment(NamedTuple):
    """A payment that was registered; ``is_paid``: said to be on the bank."""

    id: int
    name: str
    date: Date
    partner_id: int
    cents: int
    is_paid: bool
    move_ids: list
