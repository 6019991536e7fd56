from collections import Counter, defaultdict
from decimal import Decimal
from functools import partial

from odoo import models
from odoo.tools import SQL

from ..tools.past_match import keys, siren_of
from ..tools.past_types import Customer, key_of
from ..tools.past_verdict import Books, Known


class PastImport(models.Model):
    """What the books know that a file of the past may repeat: a few statements."""

    _inherit = "tpe.past.import"

    def _books(self, past) -> Books:
        self.ensure_one()
        # The statements below name no field: nothing else would flush for them.
        self.env.flush_all()
        company = self.company_id
        partners, sirens = self._known_partners()
        invoices = self._known_invoices(past)
        ours = [each.move for found in invoices.values() for each in found if each.ours]
        days = {one.opened for one in past.invoices if one.opened}
        days |= {one.date for one in past.settlements if one.opened}
        owed = self._known_owed() if days else {}
        ours += [each.move for found in owed.values() for _day, each in found]
        closed = max(company.user_fiscalyear_lock_date, company.user_hard_lock_date)
        return Books(
            today=company._dunning_today(),
            currency=company.currency_id.name,
            term_days=self.term_days,
            locked=max(closed, company.user_sale_lock_date),
            locked_money=closed,
            partners=partners,
            sirens=sirens,
            invoices=invoices,
            settled=self._known_settlements(ours),
            credits=self._known_credits(),
            carried=self._known_carried(days),
            owed=owed,
        )

    def _known_partners(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, name, ref, vat, company_registry, email
                  FROM res_partner
                 WHERE parent_id IS NULL AND active AND name IS NOT NULL
                   AND (company_id IS NULL OR company_id = %s)
                   AND id NOT IN (SELECT partner_id FROM res_company)
                """,
                self.company_id.id,
            )
        )
        found, sirens = defaultdict(set), {}
        for partner_id, *told in rows:
            name, ref, vat, registry, email = (each or "" for each in told)
            customer = Customer(None, name, ref, vat, registry, email)
            for key in keys(customer):
                found[key].add(partner_id)
            if siren := siren_of(registry, vat):
                sirens[partner_id] = siren
        return found, sirens

    def _known_invoices(self, past):
        numbers = {key_of(one.number) for one in (*past.invoices, *past.settlements)}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, name, ref, commercial_partner_id,
                       amount_total_signed, amount_residual_signed,
                       tpe_past_import_id IS NOT NULL
                  FROM account_move
                 WHERE company_id = %s
                   AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND state <> 'cancel'
                """,
                self.company_id.id,
            )
        )
        currency, found = self.currency_id, defaultdict(list)
        for move_id, name, ref, partner_id, amount, rest, ours in rows:
            named = {key_of(text) for text in (name, ref) if text and text != "/"}
            for key in named & numbers:
                found[key].append(
                    Known(
                        move_id,
                        partner_id,
                        _exact(amount, currency),
                        _exact(rest, currency),
                        ours,
                    )
                )
        return found

    def _known_settlements(self, moves):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT due.move_id, paid.date, part.amount
                  FROM account_partial_reconcile part
                  JOIN account_move_line due ON due.id = part.debit_move_id
                  JOIN account_move_line paid ON paid.id = part.credit_move_id
                 WHERE due.move_id = ANY(%s)
                """,
                moves,
            )
        )
        return Counter(
            (move_id, day, _exact(amount, self.currency_id))
            for move_id, day, amount in rows
        )

    def _known_credits(self):
        """What earlier files brought and settles nothing yet: entries and credit notes."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.partner_id, -line.balance, line.id,
                       CASE WHEN move.move_type = 'entry' THEN line.date END, move.name
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE move.company_id = %s
                   AND move.tpe_past_import_id IS NOT NULL
                   AND move.move_type IN ('entry', 'out_refund')
                   AND line.partner_id IS NOT NULL
                   AND line.amount_residual = line.balance
                   AND line.balance < 0
                """,
                self.company_id.id,
            )
        )
        found = defaultdict(list)
        for partner_id, amount, line_id, day, name in rows:
            key = (partner_id, day or key_of(name), _exact(amount, self.currency_id))
            found[key].append(line_id)
        return found

    def _known_carried(self, days):
        """What earlier files leave due by each customer before these days."""
        found = {}
        for day in days:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT line.partner_id, sum(line.balance)
                      FROM account_move_line line
                      JOIN account_move move ON move.id = line.move_id
                     WHERE move.company_id = %s
                       AND move.tpe_past_import_id IS NOT NULL
                       AND move.date < %s
                       AND line.partner_id IS NOT NULL
                       AND line.account_id = ANY(ARRAY(
                           SELECT id FROM account_account
                            WHERE account_type = 'asset_receivable'))
                  GROUP BY line.partner_id
                    """,
                    self.company_id.id,
                    day,
                )
            )
            for partner_id, balance in rows:
                found[partner_id, day] = _exact(balance, self.currency_id)
        return found

    def _known_owed(self):
        """``{partner: [(day, invoice)]}`` of earlier files, oldest first."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id, invoice_date, id,
                       amount_total_signed, amount_residual_signed
                  FROM account_move
                 WHERE company_id = %s
                   AND tpe_past_import_id IS NOT NULL
                   AND move_type = 'out_invoice'
              ORDER BY invoice_date, id
                """,
                self.company_id.id,
            )
        )
        exact, found = partial(_exact, currency=self.currency_id), defaultdict(list)
        for partner_id, day, move_id, amount, rest in rows:
            known = Known(move_id, partner_id, exact(amount), exact(rest), True)
            found[partner_id].append((day, known))
        return found

    def _opening(self):
        """What is open on customers in general entries: an opening entry, most often."""
        [[amount]] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(sum(line.amount_residual), 0)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal ON journal.id = line.journal_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND journal.type = 'general'
                   AND move.move_type = 'entry'
                   AND move.tpe_past_import_id IS NULL
                   AND line.account_id = ANY(ARRAY(
                       SELECT id FROM account_account
                        WHERE account_type = 'asset_receivable'))
                """,
                self.company_id.id,
            )
        )
        return amount


def _exact(amount, currency):
    return Decimal(f"{amount or 0:.{currency.decimal_places}f}")
