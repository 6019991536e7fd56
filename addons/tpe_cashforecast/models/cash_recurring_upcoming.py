from collections import defaultdict
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..tools.recurrence import Document, Occurrence, consumed, reach
from .cash_recurring_debts import BEFORE, Expected

LATE = 10  # days after which a payment nobody saw is not waited for any more
SEEN = 150  # days back to the oldest document that is read
AUTO_POST = {"monthly": 1, "quarterly": 3, "yearly": 12}


class CashRecurringUpcoming(models.Model):
    """Which occurrences are still to come, and which ones have their document."""

    _inherit = "tpe.cash.recurring"

    def _upcoming(self, books, until):
        """``{flow: [Expected]}`` until a day, in the order of the days; set by set."""
        self.env.flush_all()
        found = {flow: [] for flow in self}
        debts = self._debts(books)
        typed = defaultdict(list)
        for flow in self:
            if flow in debts and debts[flow].known:
                found[flow] = flow._from_debt(books, debts[flow], until)
            else:
                typed[flow.partner_id.commercial_partner_id, flow.direction].append(
                    flow
                )
        documents = self._documents(books, {partner for partner, _way in typed}, until)
        for (partner, way), flows in typed.items():
            stands = documents.get((partner.id, way), ())
            found.update(self._typed(books, flows, stands, until))
        return found

    def _typed(self, books, flows, documents, until):
        """``{flow: [Expected]}`` of the typed flows of one partner."""
        today, company = books.today, books.company
        days, expected = {}, []
        for flow in flows:
            rate = flow.currency_id._get_conversion_rate(
                flow.currency_id, company.currency_id, company, today
            )
            since = today - timedelta(BEFORE)
            days[flow] = [
                (day, paid_on, flow._amount_on(day, rate))
                for day, paid_on in flow._days(
                    since, until, bool(documents) and books.as_was
                )
            ]
            expected += [
                Occurrence(flow._origin.id or 0, day, amount, reach(day, flow.periodicity))
                for day, _paid_on, amount in days[flow]
            ]  # fmt: skip
        stands = consumed(expected, documents)
        found = {}
        for flow in flows:
            sign = 1 if flow.direction == "in" else -1
            found[flow] = []
            for day, paid_on, amount in days[flow]:
                document = stands.get((flow._origin.id or 0, day))
                late = (today - paid_on).days
                if late > 0 and (not flow.partner_id or late > LATE) and not document:
                    continue
                note = flow._note(document, late)
                found[flow].append(
                    Expected(
                        *(day, paid_on, sign * books.cents(amount), note),
                        document and document.record,
                    )
                )
            # What is over and has its document says nothing more about the days to come.
            over = [e for e in found[flow] if e.document and e.paid_on < today]
            found[flow] = over[-1:] + [e for e in found[flow] if e not in over]
        return found

    def _note(self, document, late):
        if document:
            return self.env._("counted with %s", document.name)
        if late > 0:
            return self.env._("not seen in the books yet")
        return ""

    def _documents(self, books, partners, until):
        """``{(partner id, direction): [Document]}`` of bills, invoices, bank entries."""
        ids = [partner.id for partner in partners if partner]
        found = defaultdict(list)
        if not ids:
            return found
        since = books.today - timedelta(SEEN)
        for row in self.env.execute_query(self._query_moves(books, ids, since)):
            move_id, partner_id, way, name, issued, due, amount, repeat, stop = row
            step = AUTO_POST.get(repeat, 0)
            for number in range(40):
                later = relativedelta(months=step * number)
                if number and (
                    not step
                    or issued + later > until
                    or (stop and issued + later > stop)
                ):
                    break
                found[partner_id, way].append(
                    Document(
                        ("account.move", move_id),
                        (due + later, issued + later),
                        amount,
                        name or self.env._("a draft"),
                    )
                )
        self._add_orders(books, ids, found)
        for row in self.env.execute_query(self._query_bank(books, ids, since)):
            line_id, partner_id, way, name, day, amount = row
            name = name or self.env._("a bank entry")
            document = Document(
                ("account.bank.statement.line", line_id), (day,), amount, name
            )
            found[partner_id, way].append(document)
        return found

    def _add_orders(self, books, partner_ids, found):
        """Purchase orders that will be billed are counted as such, where they exist."""
        if "purchase.order" not in self.env or books.as_was:
            return
        rows = self.env.execute_query(
            SQL(
                """
                SELECT bought.id, partner.commercial_partner_id, bought.name,
                       COALESCE(bought.date_planned, bought.date_order)::date,
                       bought.amount_total / COALESCE(NULLIF(bought.currency_rate, 0), 1)
                  FROM purchase_order bought
                  JOIN res_partner partner ON partner.id = bought.partner_id
                 WHERE bought.company_id = %s
                   AND partner.commercial_partner_id IN %s
                   AND bought.state = 'purchase'
                   AND bought.invoice_status <> 'invoiced'
              ORDER BY bought.id
                """,
                books.company.id,
                tuple(partner_ids),
            )
        )
        for order_id, partner_id, name, day, amount in rows:
            found[partner_id, "out"].append(
                Document(("purchase.order", order_id), (day,), float(amount), name)
            )

    def _query_moves(self, books, partner_ids, since):
        return SQL(
            """
            SELECT move.id, move.commercial_partner_id,
                   CASE WHEN move.move_type IN ('out_invoice', 'out_receipt')
                        THEN 'in' ELSE 'out' END,
                   NULLIF(move.name, '/'),
                   COALESCE(move.invoice_date, move.date),
                   COALESCE(move.invoice_date_due, move.invoice_date, move.date),
                   abs(move.amount_total_signed),
                   CASE WHEN move.state = 'draft' THEN move.auto_post END,
                   move.auto_post_until
              FROM account_move move
             WHERE move.company_id = %s
               AND move.commercial_partner_id IN %s
               AND move.state IN ('draft', 'posted')
               AND move.move_type IN
                   ('in_invoice', 'in_receipt', 'out_invoice', 'out_receipt')
               AND COALESCE(move.invoice_date_due, move.invoice_date, move.date) >= %s
               AND %s
          ORDER BY move.id
            """,
            books.company.id,
            tuple(partner_ids),
            since,
            books.known(SQL("COALESCE(move.invoice_date, move.date)")),
        )

    def _query_bank(self, books, partner_ids, since):
        # What pays a bill or an invoice is that document, counted once.
        return SQL(
            """
            SELECT entry.id, partner.commercial_partner_id,
                   CASE WHEN entry.amount > 0 THEN 'in' ELSE 'out' END,
                   entry.payment_ref, move.date, abs(own.balance)
              FROM account_bank_statement_line entry
              JOIN account_move move ON move.id = entry.move_id
              JOIN res_partner partner ON partner.id = entry.partner_id
              JOIN LATERAL (
                   SELECT sum(line.balance) AS balance
                     FROM account_move_line line
                     JOIN account_account account ON account.id = line.account_id
                    WHERE line.move_id = move.id
                      AND account.account_type = 'asset_cash'
                   ) own ON TRUE
             WHERE entry.company_id = %s
               AND partner.commercial_partner_id IN %s
               AND move.state = 'posted'
               AND move.date >= %s
               AND %s
               AND NOT EXISTS (
                   SELECT 1
                     FROM account_move_line line
                     JOIN account_account account ON account.id = line.account_id
                    WHERE line.move_id = move.id
                      AND line.matching_number IS NOT NULL
                      AND account.account_type IN
                          ('asset_receivable', 'liability_payable', 'asset_current')
                      AND account.non_trade IS NOT TRUE
                   )
          ORDER BY entry.id
            """,
            books.company.id,
            tuple(partner_ids),
            since,
            books.known(SQL("move.date")),
        )
