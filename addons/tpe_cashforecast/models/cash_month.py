from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..tools import kpi
from .cash_budget import COMES_IN
from .cash_ledger import KINDS

MONTHS = 12


class CashMonth(models.AbstractModel):
    """A month once it is over, for the accountant: result, variances, leaks."""

    _name = "tpe.cash.month"
    _description = "Month-End Page"
    _inherit = "tpe.cash.card"

    @api.model
    def action_page(self, month=None):
        """What the page shows of a month, ``2026-03``; by default the last full one."""
        self._check_reader()
        company = self.env.company
        today = company._dunning_today()
        first = today.replace(day=1) - relativedelta(months=1)
        if month:
            first = fields.Date.to_date(f"{month}-01")
        last = first + relativedelta(day=31)
        ledger = self.env["tpe.cash.ledger"].sudo()
        results = ledger._results(company, first - relativedelta(months=MONTHS), last)
        parts = results.get(first, ({}, {}))[0]
        before = results.get(first - relativedelta(months=1), ({}, {}))[0]
        year = [
            results[start][0]
            for back in range(MONTHS)
            if (start := first - relativedelta(months=back)) in results
        ]
        entries = ledger._largest(company, first, last)
        return {
            "company": company.name,
            "month": f"{first:%Y-%m}",
            "title": format_date(self.env, first, date_format="LLLL y"),
            "months": self._months(today),
            "is_over": last < today,
            "empty": not results,
            "can_mark": self.env.user.has_group("tpe_base.group_tpe_manager"),
            "figures": self._figures(company, first, last, parts, year, entries),
            "rows": self._rows(company, first, last, parts, before),
            "entries": self._entries(entries),
            "leaks": self._leak_rows(ledger._leaks(company, last)),
        }

    @api.model
    def action_mark(self, move_id, mark):
        """Say that an entry will not come back, or that it will."""
        self.env.user._tpe_check_manager()
        move = self.env["account.move"].browse(move_id)
        move.check_access("read")
        if move.company_id != self.env.company:
            raise AccessError(self.env._("This company is not one of yours."))
        # A posted entry of a closed month takes no other change than this mark.
        move.sudo().tpe_one_off = bool(mark)

    def _months(self, today):
        first = today.replace(day=1)
        months = [first - relativedelta(months=back) for back in range(2 * MONTHS)]
        return [
            {
                "code": f"{month:%Y-%m}",
                "label": format_date(self.env, month, date_format="LLLL y"),
            }
            for month in months
        ]

    def _figures(self, company, first, last, parts, year, entries):
        known = bool(parts)
        one_offs = sum(float(amount) for _move, amount, marked in entries if marked)
        enough = len(year) >= 3
        total = kpi.added(year)
        margin = kpi.gross_margin(total)
        even = (
            kpi.break_even(kpi.fixed_costs(total) / len(year), margin)
            if enough
            else None
        )
        revenue = parts.get("revenue", 0.0)
        return [
            self._card(
                "result",
                self.env._("Result of the month"),
                self._euros(kpi.result(parts)) if known else None,
                self.env._("%s of revenue", self._euros(revenue)),
                self.env._("All income less all charges of the month, without tax."),
                self._lines(company, dict(KINDS), first, last),
            ),
            self._card(
                "ebitda",
                self.env._("Adjusted EBITDA"),
                self._euros(kpi.operating_profit(parts, one_offs)) if known else None,
                self.env._("%s will not come back", self._euros(one_offs))
                if one_offs
                else self.env._("nothing left out"),
                self.env._(
                    "What the business itself earns: before interest, depreciation and "
                    "income tax, and without what you marked as « will not come back »."
                ),
                self._lines(company, kpi.OPERATING, first, last),
            ),
            self._card(
                "break_even",
                self.env._("Break-even a month"),
                None if even is None else self._euros(even),
                "" if even is None else self._reached(revenue - even),
                self.env._(
                    "The revenue from which money is made: fixed costs of a month, "
                    "divided by what 100 of revenue leave once purchases are paid. Both "
                    "over the last 12 months."
                ),
                self._lines(
                    company,
                    kpi.FIXED,
                    first - relativedelta(months=MONTHS - 1),
                    last,
                ),
            ),
        ]

    def _reached(self, more):
        if more >= 0:
            return self.env._("%s above it this month", self._euros(more))
        return self.env._("%s under it this month", self._euros(-more))

    def _lines(self, company, parts, first, last):
        return self._ledger_lines(
            company,
            parts,
            ("date", ">=", first),
            ("date", "<=", last),
            search_default_group_by_account=1,
        )

    def _rows(self, company, first, last, parts, before):
        """Each part of the result, against the budget and the month before."""
        budgets = {
            budget.kind: budget.amount
            for budget in self.env["tpe.cash.budget"].search(
                [("company_id", "=", company.id), ("month", "=", first)]
            )
        }
        labels = dict(
            self.env["tpe.cash.budget"]._fields["kind"]._description_selection(self.env)
        )
        return [
            self._row(
                kind,
                labels[kind],
                parts.get(kind, 0.0),
                before.get(kind, 0.0),
                budgets.get(kind),
                self._lines(company, (kind,), first, last),
            )
            for kind, _label in KINDS
            if kind in parts or kind in before or kind in budgets
        ]

    def _row(self, kind, label, made, before, budget, action):
        """Charges are shown positive; a variance is positive when it is good."""
        sign = 1 if kind in COMES_IN else -1
        variance = None if budget is None else made - sign * budget
        return {
            "code": kind,
            "label": label,
            "made": self._euros(sign * made),
            "budget": "–" if budget is None else self._euros(budget),
            "variance": "–" if variance is None else self._signed(variance),
            "bad": variance is not None and round(variance) < 0,
            "before": self._euros(sign * before),
            "change": self._signed(sign * (made - before)),
            "action": {**action, "name": label},
        }

    def _signed(self, amount):
        rounded = round(amount)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
        return f"{sign}{self._euros(abs(rounded))}"

    def _entries(self, entries):
        moves = self.env["account.move"].browse(move_id for move_id, *_rest in entries)
        return [
            {
                "id": move.id,
                "name": move.name,
                "partner": move.sudo().partner_id.display_name
                or move.ref
                or move.journal_id.name,
                "amount": self._euros(abs(amount)),
                "marked": marked,
            }
            for move, (_id, amount, marked) in zip(moves, entries, strict=True)
        ]

    def _leak_rows(self, leaks):
        partners = self.env["res.partner"].browse(leak[0] for leak in leaks)
        return [
            {
                "id": partner.id,
                "name": partner.display_name,
                "before": self._euros(before),
                "now": self._euros(now),
                "year": self._euros(12 * (now - before)),
            }
            for partner, (_id, before, now) in zip(partners, leaks, strict=True)
        ]
