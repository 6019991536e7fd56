from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools import seasonality
from ..tools.flow import NOTHING, WEEKS, Flow, Found, on_day
from ..tools.payment_timing import Settlement

HISTORY_DAYS = 3 * 366


class Past(NamedTuple):
    """What the firm usually invoices, or is billed; ``term``: mean days to the due date."""

    habit: seasonality.Habit
    term: int
    ahead: list  # [(day, cents)] dated today or later, in the books already


class CashSourceExpected(models.AbstractModel):
    """Sales and purchases that nobody wrote down yet, as the firm usually has them.

    What drafts, orders and quotes hold already comes off.
    """

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "expected_sales", "expected_purchases"]

    @api.model
    def _found_expected_sales(self, books):
        past = self._past(books, ("out_invoice", "out_refund", "out_receipt"))
        if not past.habit:
            return Found(
                words=[self.env._("Sales to come: none, under 3 months of invoices.")]
            )
        ahead = [
            (one.issued, one.cents * one.chance) for one in self._sales_ahead(books)
        ]
        issued = self._to_come(books, past, ahead)
        items = [
            Settlement(
                *("", day, day + timedelta(past.term), books.money(cents), None),
            )
            for day, cents in issued
        ]
        outlook = self._timing(books).outlook(items, late=books.scenario.days_late)
        found = [
            (day, cents, self._by_timing(cents, outlook, at))
            for at, (day, cents) in enumerate(issued)
        ]
        return self._to_come_found(
            books,
            past,
            found,
            "expected_sales",
            self.env._("Sales to come, invoiced in %s"),
            self.env._(
                "Sales to come: %(amount)s a month over %(days)s days; what drafts, orders "
                "and quotes hold comes off."
            ),
        )

    @api.model
    def _found_expected_purchases(self, books):
        left_out = self._recurring_partners(books)
        past = self._past(books, ("in_invoice", "in_refund", "in_receipt"), left_out)
        if not past.habit:
            return Found()
        ahead = [
            (one.issued, -one.cents)
            for one in self._purchases_ahead(books)
            if one.partner_id not in left_out
        ]
        found = []
        for day, cents in self._to_come(books, past, ahead):
            due = day + timedelta(past.term)
            found.append((day, -cents, on_day(-cents, due, books.today)))
        return self._to_come_found(
            books,
            past,
            found,
            "expected_purchases",
            self.env._("Purchases to come, billed in %s"),
            self.env._(
                "Purchases to come: %(amount)s a month over %(days)s days; what drafts and "
                "orders hold comes off, and recurring expenses."
            ),
        )

    def _to_come(self, books, past, ahead):
        """``[(day, cents)]`` for each week: the usual amount without what is written.

        A large order of one week is not added to what the next ones usually bring.
        """
        written = [0.0] * WEEKS
        for day, cents in (*past.ahead, *ahead):
            number = max((day - books.today).days, 0) // 7
            if number < WEEKS:
                written[number] += cents
        usual = covered = total = 0.0
        issued = []
        for number in range(WEEKS):
            start = books.today + timedelta(7 * number)
            usual += (
                past.habit.week(start) * 10**books.company.currency_id.decimal_places
            )
            covered += written[number]
            more = round(max(usual - covered - total, 0.0))
            total += more
            if more:
                issued.append((start + timedelta(3), more))
        return issued

    def _to_come_found(self, books, past, found, category, label, words):
        months = defaultdict(list)
        for day, cents, when in found:
            months[day.year, day.month].append((day, cents, when))
        flows, running = [], [0] * WEEKS
        for (year, month), parts in months.items():
            weeks = NOTHING
            for _day, _cents, when in parts:
                weeks = tuple(map(sum, zip(weeks, when["weeks"], strict=True)))
            running = [a + b for a, b in zip(running, weeks, strict=True)]
            flows.append(
                Flow(
                    key=f"{category},{year}-{month:02}",
                    source=category,
                    category=category,
                    label=label % f"{month:02}/{year}",
                    cents=sum(cents for _day, cents, _when in parts),
                    weeks=weeks,
                    later=sum(when["later"] for _day, _cents, when in parts),
                    never=sum(when.get("never", 0) for _day, _cents, when in parts),
                    day=max(when["day"] for _day, _cents, when in parts),
                )
            )
        band, total = [], 0
        for number, cents in enumerate(running, 1):
            total += abs(cents)
            side = round(min(past.habit.band(total, number), total))
            band.append((side, side))
        amount = books.company.currency_id.format(past.habit.daily * 30.4)
        return Found(flows, band, [words % {"amount": amount, "days": past.habit.days}])

    def _past(self, books, types, left_out=frozenset()):
        return books.once(
            ("past", types, left_out), lambda: self._read_past(books, types, left_out)
        )

    def _read_past(self, books, types, left_out):
        sign = 1 if types[0] == "out_invoice" else -1
        rows = self.env.execute_query(
            SQL(
                """
                SELECT invoice_date, sum(amount_total_signed),
                       sum(abs(amount_total_signed)
                           * (COALESCE(invoice_date_due, invoice_date) - invoice_date)),
                       sum(abs(amount_total_signed))
                  FROM account_move
                 WHERE company_id = %s
                   AND state = 'posted'
                   AND move_type IN %s
                   AND invoice_date >= %s
                   AND %s
                   AND commercial_partner_id <> ALL(%s)
              GROUP BY invoice_date
                """,
                books.company.id,
                types,
                books.today - timedelta(HISTORY_DAYS),
                books.known(SQL("invoice_date")),
                list(left_out),
            )
        )
        amounts = [(day, sign * amount) for day, amount, _days, _size in rows]
        size = sum(row[3] for row in rows)
        return Past(
            seasonality.learn(amounts, books.today),
            max(round(sum(row[2] for row in rows) / size), 0) if size else 0,
            [(day, books.cents(a)) for day, a in amounts if day >= books.today],
        )
