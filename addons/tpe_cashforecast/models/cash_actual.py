from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools.variance import Actual, category_of, settled_by


class CashActual(models.AbstractModel):
    """What really happened in the bank and in the till, and what it paid."""

    _name = "tpe.cash.actual"
    _description = "What Happened to the Cash"

    @api.model
    def _actuals(self, books, start, end, keys):
        """`Actual` of what came in and went out from ``start`` to ``end``.

        They add up to the change of the cash accounts.  Money is given to what it pays: a
        payment or an invoice of ``keys`` when it is one of them.
        """
        self.env.flush_all()
        lines = self._opposite(books, start, end)
        settled = self._settled(books, [line[0] for line in lines], keys)
        accounts = self.env["account.account"].browse({line[1] for line in lines})
        codes = {
            account.id: (account.code or "", account.account_type)
            for account in accounts.sudo().with_company(books.company)
        }
        found, moved = [], defaultdict(int)
        transfers = books.company.transfer_account_id.id
        for line_id, account_id, partner_id, amount, label, move_id in lines:
            cents = books.cents(amount)
            if account_id == transfers:
                moved[move_id] += cents
                continue
            for key, part in settled_by(cents, settled.get(line_id, ())):
                code, kind = codes[account_id]
                found.append(
                    Actual(
                        category=category_of(code, kind, part > 0),
                        cents=part,
                        key=key,
                        partner_id=partner_id,
                        label=label or "",
                        record=("account.move", move_id),
                    )
                )
        if on_the_way := sum(moved.values()):
            found.append(
                Actual(
                    category="other_in" if on_the_way > 0 else "other_out",
                    cents=on_the_way,
                    label=self.env._("Between two accounts of the firm"),
                )
            )
        return found

    def _opposite(self, books, start, end):
        """What stands opposite to the cash in its entries, as cash in or out."""
        return self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.account_id, partner.commercial_partner_id,
                       -line.balance, COALESCE(line.name, move.ref, move.name), move.id
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_account account ON account.id = line.account_id
             LEFT JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.balance <> 0
                   AND line.date BETWEEN %(start)s AND %(end)s
                   AND account.account_type <> 'asset_cash'
                   AND EXISTS (
                       SELECT FROM account_move_line cash
                        WHERE cash.move_id = line.move_id
                          AND cash.account_id = ANY(ARRAY(
                              SELECT id FROM account_account
                               WHERE account_type = 'asset_cash')))
              ORDER BY line.date, line.id
                """,
                company=books.company.id,
                start=start,
                end=end,
            )
        )

    def _settled(self, books, line_ids, keys):
        """``{line: [(key, cents)]}``: what lines of the bank were matched with.

        A payment that Monday knew, else the invoices behind it, else the invoices matched
        with the bank itself.
        """
        if not line_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                WITH met AS (
                    SELECT part.debit_move_id AS line_id,
                           part.credit_move_id AS other_id, part.amount
                      FROM account_partial_reconcile part
                     WHERE part.debit_move_id = ANY(%(lines)s)
                     UNION ALL
                    SELECT part.credit_move_id, part.debit_move_id, part.amount
                      FROM account_partial_reconcile part
                     WHERE part.credit_move_id = ANY(%(lines)s)
                ), first AS (
                    SELECT met.line_id, other.id AS other_id, other.move_id,
                           other.payment_id, met.amount,
                           account.account_type IN
                           ('asset_receivable', 'liability_payable') AS is_claim
                      FROM met
                      JOIN account_move_line other ON other.id = met.other_id
                      JOIN account_account account ON account.id = other.account_id
                )
                SELECT line_id, other_id, payment_id, NULL::integer, amount
                  FROM first
                 WHERE is_claim
                 UNION ALL
                SELECT first.line_id, claim.id, first.payment_id, first.other_id,
                       part.amount
                  FROM first
                  JOIN account_move_line term ON term.move_id = first.move_id
                   AND term.id <> first.other_id
                  JOIN account_partial_reconcile part
                    ON term.id IN (part.debit_move_id, part.credit_move_id)
                  JOIN account_move_line claim
                    ON claim.id IN (part.debit_move_id, part.credit_move_id)
                   AND claim.id <> term.id
                 WHERE NOT first.is_claim
                 UNION ALL
                SELECT line_id, NULL, payment_id, other_id, amount
                  FROM first
                 WHERE NOT is_claim AND payment_id IS NOT NULL
              ORDER BY 1, 2 NULLS FIRST
                """,
                lines=line_ids,
            )
        )
        found = defaultdict(list)
        for line_id, claim_id, payment_id, via_id, amount in rows:
            known = payment_id and f"account.payment,{payment_id}" in keys
            if claim_id is None:
                if known:
                    key = f"account.payment,{payment_id}"
                    found[line_id].append((key, books.cents(amount)))
            elif not (via_id and known):
                key = f"account.move.line,{claim_id}"
                found[line_id].append((key, books.cents(amount)))
        return found

    @api.model
    def _credited(self, books, start, end, keys):
        """``{key: cents}`` of what was settled by a credit note or an entry, not money."""
        ids = [
            int(key.split(",")[1]) for key in keys if key.startswith("account.move.")
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mine.id, sum(sign(mine.balance) * side.amount)
                  FROM (
                    SELECT debit_move_id AS mine_id, credit_move_id AS other_id, amount
                      FROM account_partial_reconcile
                     WHERE debit_move_id = ANY(%(ids)s)
                       AND max_date BETWEEN %(start)s AND %(end)s
                     UNION ALL
                    SELECT credit_move_id, debit_move_id, amount
                      FROM account_partial_reconcile
                     WHERE credit_move_id = ANY(%(ids)s)
                       AND max_date BETWEEN %(start)s AND %(end)s
                       ) side
                  JOIN account_move_line mine ON mine.id = side.mine_id
                  JOIN account_move_line other ON other.id = side.other_id
                  JOIN account_journal journal ON journal.id = other.journal_id
                 WHERE other.payment_id IS NULL
                   AND journal.type NOT IN ('bank', 'cash', 'credit')
              GROUP BY mine.id
                """,
                ids=ids,
                start=start,
                end=end,
            )
        )
        return {
            f"account.move.line,{line_id}": books.cents(amount)
            for line_id, amount in rows
        }
