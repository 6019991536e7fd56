from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..tools.match import BankLine, Due, Memory, Party

RECENT = timedelta(15)
# A line nobody has touched: the bank's account, and the suspense account for all of it.
LINES = """
    SELECT line.id, move.date, currency.name,
           CASE WHEN line.foreign_currency_id IS NULL THEN line.amount
                ELSE line.amount_currency END,
           COALESCE(line.payment_ref, ''), COALESCE(line.partner_id, 0),
           COALESCE(line.partner_name, ''), COALESCE(line.account_number, ''),
           line.journal_id
      FROM account_bank_statement_line line
      JOIN account_move move ON move.id = line.move_id AND move.state = 'posted'
      JOIN account_journal journal ON journal.id = line.journal_id
      JOIN res_company company ON company.id = line.company_id
      JOIN res_currency currency ON currency.id = COALESCE(
           line.foreign_currency_id, journal.currency_id, company.currency_id)
"""
UNTOUCHED = """
    line.is_reconciled IS NOT TRUE AND line.amount <> 0
    AND (SELECT COUNT(*) FROM account_move_line item
          WHERE item.move_id = line.move_id) = 2
"""


class TpeBankMatch(models.AbstractModel):
    """What is read, as sets."""

    _inherit = "tpe.bank.match"

    def _scale(self):
        """Minor units of each currency."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        return {
            currency.name: 10**currency.decimal_places
            for currency in currencies.search_fetch([], ["name", "decimal_places"])
        }

    def _fetched_lines(self, where, scale):
        rows = self.env.execute_query(SQL("%s WHERE %s", SQL(LINES), where))
        return [
            BankLine(
                *(number, day, round(amount * scale[currency]), label, currency),
                *(partner, name, iban, journal),
            )
            for number, day, currency, amount, label, partner, name, iban, journal in rows
        ]

    def _read_lines(self, journal, scale):
        where = SQL(
            "line.journal_id = %s AND %s ORDER BY line.internal_index",
            journal.id,
            SQL(UNTOUCHED),
        )
        return self._fetched_lines(where, scale)

    def _read_elsewhere(self, journal, scale):
        """Lines of the firm's other banks: the other side of an internal transfer."""
        where = SQL(
            "line.company_id = %s AND line.journal_id <> %s AND %s",
            journal.company_id.id,
            journal.id,
            SQL(UNTOUCHED),
        )
        return tuple(self._fetched_lines(where, scale))

    def _read_recent(self, journal, first, scale):
        """Lines already matched about the days of those that are not."""
        where = SQL(
            "line.journal_id = %s AND line.is_reconciled AND move.date >= %s",
            journal.id,
            first - RECENT,
        )
        return tuple(self._fetched_lines(where, scale))

    def _read_dues(self, company, scale):
        """Every open journal item that a bank line may settle."""
        companies = self.env["res.company"].search([("id", "child_of", company.id)])
        rows = self.env.execute_query(
            SQL(
                """
    SELECT item.id, item.amount_residual_currency, currency.name,
           COALESCE(item.date_maturity, item.date),
           COALESCE(move.invoice_date, item.date),
           COALESCE(partner.commercial_partner_id, 0),
           CASE WHEN move.move_type LIKE 'out%%' THEN move.name
                WHEN move.move_type LIKE 'in%%' THEN COALESCE(move.ref, move.name)
           END,
           COALESCE(move.payment_reference, payment.memo, ''), item.move_id,
           COALESCE(account.code_store->>%s, ''),
           CASE WHEN item.amount_residual_currency = item.amount_currency
                THEN item.discount_amount_currency END,
           item.discount_date
      FROM account_move_line item
      JOIN account_account account ON account.id = item.account_id
       AND account.reconcile
       AND account.account_type NOT IN ('asset_cash', 'liability_credit_card')
      JOIN account_move move ON move.id = item.move_id
      JOIN res_currency currency ON currency.id = item.currency_id
 LEFT JOIN res_partner partner ON partner.id = item.partner_id
 LEFT JOIN account_payment payment ON payment.id = item.payment_id
     WHERE item.company_id IN %s AND item.parent_state = 'posted'
       AND item.reconciled IS NOT TRUE AND item.amount_residual_currency <> 0
       AND item.account_id NOT IN %s
       AND (item.payment_id IS NULL OR account.account_type
            NOT IN ('asset_receivable', 'liability_payable'))
                """,
                str(company.root_id.id),
                tuple(companies.ids),
                self._suspense_accounts(companies),
            )
        )
        return [
            Due(
                id=number,
                amount=round(amount * scale[currency]),
                day=day,
                issued=issued,
                partner=partner,
                number=name or "",
                reference=reference,
                currency=currency,
                move=move,
                account=code,
                discounted=round((paid_early or 0) * scale[currency]) if until else 0,
                discount_until=until,
            )
            for number, amount, currency, day, issued, partner, name, reference, move, code, paid_early, until in rows  # noqa: E501
        ]

    def _suspense_accounts(self, companies):
        """Accounts on which other bank lines wait."""
        journals = self.env["account.journal"].search_fetch(
            [
                ("company_id", "in", companies.ids),
                ("type", "in", ("bank", "cash", "credit")),
            ],
            ["suspense_account_id"],
        )
        return tuple(journals.suspense_account_id.ids) or (0,)

    def _read_parties(self, company, dues):
        """Customers, suppliers and whoever else owes or is owed, with bank accounts."""
        ids = list({due.partner for due in dues if due.partner})
        rows = self.env.execute_query(
            SQL(
                """
    SELECT partner.id, COALESCE(partner.name, ''), (
           SELECT ARRAY_AGG(bank.sanitized_acc_number) FROM res_partner_bank bank
             JOIN res_partner owner ON owner.id = bank.partner_id
            WHERE owner.commercial_partner_id = partner.id AND bank.active)
      FROM res_partner partner
     WHERE partner.id = ANY(%s) OR partner.id = partner.commercial_partner_id
       AND partner.active AND (partner.customer_rank > 0 OR partner.supplier_rank > 0)
       AND (partner.company_id IS NULL OR partner.company_id = %s)
                """,
                ids,
                company.id,
            )
        )
        return [Party(number, name, tuple(ibans or ())) for number, name, ibans in rows]

    def _read_memories(self, company):
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT key, incoming, COALESCE(partner_id, 0), "
                "COALESCE(account_id, 0) FROM tpe_bank_label "
                "WHERE company_id = %s AND key IS NOT NULL",
                company.id,
            )
        )
        return [Memory(*row) for row in rows]

    def _read_own_ibans(self, company):
        journals = self.env["account.journal"].search(
            [("company_id", "=", company.id), ("bank_acc_number", "!=", False)]
        )
        return tuple(journals.mapped("bank_acc_number"))
