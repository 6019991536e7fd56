from collections import defaultdict
from datetime import timedelta

from odoo import api, models

from odoo.addons.tpe_base.tools.working_days import next_working_day

from ..tools.flow import WEEKS, Flow, Found, on_day
from ..tools.recurrence import Occurrence, consumed
from .cash_recurring_debts import BEFORE
from .cash_recurring_upcoming import LATE

REACH = 10  # days between a payment and its bank entry
NEAR = 0.05  # share of the amount by which they may differ


class CashSourceLoan(models.AbstractModel):
    """The payments of loans; the bank entry of the lender stands for one."""

    _inherit = "tpe.cash.source"

    @api.model
    def _sources(self):
        return [*super()._sources(), "loan"]

    @api.model
    def _found_loan(self, books):
        until = books.today + timedelta(7 * WEEKS - 1)
        lines = self.env["tpe.cash.loan.line"].search(
            [
                ("company_id", "=", books.company.id),
                ("loan_id.active", "=", True),
                ("day", ">=", books.today - timedelta(BEFORE)),
                ("day", "<=", until),
            ]
        )
        if not lines:
            return Found()
        amounts = {line: self._loan_amount(books, line) for line in lines}
        paid = self._paid_loans(books, lines, amounts, until)
        flows = []
        for line in lines:
            day, cents = next_working_day(line.day), -books.cents(amounts[line])
            late = (books.today - day).days
            if (
                not cents
                or (line.loan_id.id, line.day) in paid
                or late > 0
                and (late > LATE or not line.loan_id.partner_id)
                or day > until
            ):
                continue
            flows.append(
                Flow(
                    key=f"tpe.cash.loan.line,{line.loan_id.id},{line.day}",
                    source="loan",
                    category="loan",
                    label=line.loan_id.name,
                    cents=cents,
                    **on_day(cents, day, books.today),
                    due=line.day,
                    partner_id=line.loan_id.partner_id.id or None,
                    record=("tpe.cash.loan", line.loan_id.id),
                    note=self.env._("not seen in the books yet") if late > 0 else "",
                )
            )
        return Found(flows)

    def _loan_amount(self, books, line):
        rate = line.currency_id._get_conversion_rate(
            line.currency_id, books.company.currency_id, books.company, books.today
        )
        return line.amount * rate

    def _paid_loans(self, books, lines, amounts, until):
        """``{(loan id, day)}`` of the payments whose bank entry is in the books."""
        partners = lines.loan_id.partner_id.commercial_partner_id
        recurring = self.env["tpe.cash.recurring"]
        documents = recurring._documents(books, set(partners), until)
        expected = defaultdict(list)
        for line in lines:
            expected[line.loan_id.partner_id.commercial_partner_id.id].append(
                Occurrence(line.loan_id.id, line.day, amounts[line], REACH)
            )
        paid = set()
        for partner_id, payments in expected.items():
            # The fees of a bank are not the payment of its loan.
            near = [
                document
                for document in documents.get((partner_id, "out"), ())
                if any(
                    abs(document.amount - each.amount) <= NEAR * each.amount
                    for each in payments
                )
            ]
            paid |= set(consumed(payments, near))
        return paid
