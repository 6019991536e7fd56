from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class BankDays(NamedTuple):
    """How far a bank account is known here, and matched."""

    last: object
    matched: object
    to_match: int
    first: object


class AccountJournal(models.Model):
    """Until when the bank is known: one figure, for reminders and for the screens."""

    _inherit = "account.journal"

    def _tpe_bank_days(self, companies, today):
        """``{journal id: BankDays}`` of the bank accounts; a till says nothing of them."""
        self.env["account.bank.statement.line"].flush_model(
            ["journal_id", "company_id", "is_reconciled"]
        )
        self.env["account.move"].flush_model(["date", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.journal_id, max(move.date),
                       max(move.date) FILTER (WHERE line.is_reconciled),
                       count(*) FILTER (
                           WHERE line.is_reconciled IS NOT TRUE
                             AND move.state = 'posted'),
                       min(move.date)
                  FROM account_bank_statement_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal
                    ON journal.id = line.journal_id AND journal.type = 'bank'
                 WHERE line.company_id = ANY(%(companies)s) AND move.date <= %(today)s
              GROUP BY line.journal_id
                """,
                companies=companies.ids,
                today=today,
            )
        )
        return {journal: BankDays(*days) for journal, *days in rows}
