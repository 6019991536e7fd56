from dataclasses import replace
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools.flow import Flow
from ..tools.netting import against


class BankLine(NamedTuple):
    """Money that is in the balance, and that nobody has said the origin of."""

    id: int
    partner_id: int
    words: str
    cents: int


class CashSourceUnmatched(models.AbstractModel):
    """Lines of the bank not matched yet: their money is counted, their invoice open.

    What a line pays is no longer expected.  In doubt the worse: money received pays what
    customers owe, money spent is a bill only when its amount and its name say so.
    """

    _inherit = "tpe.cash.source"

    @api.model
    def _counted_once(self, books, found):
        lines = [] if self._money(books).typed else self._unmatched(books)
        if lines and "bank" in found:
            found = self._without_matched(books, found, lines)
        return super()._counted_once(books, found)

    def _without_matched(self, books, found, lines):
        registered = {flow.key: flow for flow in found["bank"].flows}
        open_flows = {
            flow.key: flow
            for side in ("receivable", "payable")
            for flow in (found[side].flows if side in found else ())
        }
        gone, rest = set(), []
        by_cents = {}
        for flow in (*registered.values(), *open_flows.values()):
            by_cents.setdefault(flow.cents, []).append(flow)
        for line in lines:
            same = [
                flow for flow in by_cents.get(line.cents, ()) if flow.key not in gone
            ]
            match = next((flow for flow in same if _is_of(line, flow)), None)
            if match:
                gone.add(match.key)
            elif line.cents > 0:
                rest.append(line)
        found = {
            name: replace(one, flows=[f for f in one.flows if f.key not in gone])
            if name in ("bank", "receivable", "payable")
            else one
            for name, one in found.items()
        }
        return self._without_rest(books, found, rest) if rest else found

    def _without_rest(self, books, found, rest):
        if "receivable" not in found:
            return found
        one = found["receivable"]
        _claims, credits = self._claims(books, "receivable")
        owed = sum(flow.cents for flow in one.flows)
        owed += sum(credit.cents for credit in credits)
        total = min(sum(line.cents for line in rest), max(owed, 0))
        if not total:
            return found
        received = Flow(
            key="unmatched",
            source="receivable",
            category="customers",
            label=self.env._("Received on the bank, not matched with invoices yet"),
            cents=-total,
            **against(-total, one.flows),
        )
        words = self.env._(
            "%(number)s receipts of the bank are not matched yet: taken as the payment of "
            "open invoices, %(amount)s.",
            number=len(rest),
            amount=books.company.currency_id.format(books.money(total)),
        )
        changed = replace(one, flows=[*one.flows, received], words=[*one.words, words])
        return {**found, "receivable": changed}

    @api.model
    def _unmatched(self, books):
        return books.once("unmatched", lambda: self._read_unmatched(books))

    def _read_unmatched(self, books):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.id, partner.commercial_partner_id,
                       concat_ws(' ', entry.payment_ref, entry.partner_name),
                       -sum(line.balance)
                  FROM account_bank_statement_line entry
                  JOIN account_move move ON move.id = entry.move_id
                  JOIN account_journal journal ON journal.id = entry.journal_id
                  JOIN account_move_line line ON line.move_id = move.id
                   AND line.account_id = journal.suspense_account_id
             LEFT JOIN res_partner partner ON partner.id = entry.partner_id
                 WHERE entry.company_id = %s
                   AND entry.is_reconciled IS NOT TRUE
                   AND move.state = 'posted'
                   AND move.date <= %s
              GROUP BY entry.id, partner.commercial_partner_id
              ORDER BY entry.id
                """,
                books.company.id,
                books.today,
            )
        )
        return [BankLine(*row[:3], books.cents(row[3])) for row in rows]


def _is_of(line, flow):
    """Whether an unmatched line of the same amount is the payment of ``flow``."""
    if line.partner_id and flow.partner_id:
        return line.partner_id == flow.partner_id
    if flow.label and flow.label.lower() in (line.words or "").lower():
        return True
    # A registered payment waits for such a line; an invoice of this amount may.
    return flow.source == "bank" or line.cents > 0
