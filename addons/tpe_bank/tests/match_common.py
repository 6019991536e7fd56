from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

TODAY = date(2026, 3, 31)


@freeze_time("2026-03-31 07:00:00")
class MatchCommon(AccountTestInvoicingCommon):
    """A bank, customers, invoices without tax of round amounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.bank = cls.company_data["default_journal_bank"]
        cls.match = cls.env["tpe.bank.match"]
        cls.ann = cls._customer("Plomberie Chaboud")
        cls.bob = cls._customer("Garage Tournesol")

    @classmethod
    def default_env_context(cls):
        return {}

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("tpe_base.group_tpe_manager")

    @classmethod
    def _customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "customer_rank": 1, **values}
        )

    @classmethod
    def _invoice(cls, partner, amount, days_ago=20, move_type="out_invoice", **values):
        issued = TODAY - timedelta(days_ago)
        invoice = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": issued,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def _line(cls, amount, label, days_ago=1, **values):
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.bank.id,
                "date": TODAY - timedelta(days_ago),
                "payment_ref": label,
                "amount": amount,
                **values,
            }
        )

    @staticmethod
    def _due(invoice):
        return invoice.line_ids.filtered(
            lambda line: line.account_type in ("asset_receivable", "liability_payable")
        )

    def _page(self):
        return self.match.action_page(self.bank.id)

    def _shown(self, line):
        """The row of a line on the screen."""
        [row] = [row for row in self._page()["lines"] if row["id"] == line.id]
        return row

    def _accept(self, *lines):
        """Accept the first proposal of each line, as the screen does."""
        rows = {row["id"]: row for row in self._page()["lines"]}
        chosen = [(one.id, rows[one.id]["proposals"][0]["key"]) for one in lines]
        return self.match.action_accept(self.bank.id, chosen)

    def _books(self):
        """Everything that matching may change: balances, residuals, entries, states."""
        self.env.flush_all()
        self.env.cr.execute(
            """
    SELECT 'item', item.move_id, item.account_id, COALESCE(item.partner_id, 0),
           item.balance, item.amount_currency, item.amount_residual,
           item.amount_residual_currency, item.reconciled, item.matching_number,
           item.name
      FROM account_move_line item
     WHERE item.parent_state = 'posted' AND item.company_id = %(company)s
     UNION ALL
    SELECT 'move', id, 0, COALESCE(partner_id, 0), amount_total, 0, amount_residual, 0,
           FALSE, payment_state, name
      FROM account_move WHERE company_id = %(company)s
     UNION ALL
    SELECT 'line', id, 0, COALESCE(partner_id, 0), amount, amount_residual, 0, 0,
           is_reconciled, NULL, payment_ref
      FROM account_bank_statement_line WHERE company_id = %(company)s
     ORDER BY 1, 2, 3, 5
            """,
            {"company": self.company.id},
        )
        return self.env.cr.fetchall()
