from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from ..tools.scenario import Scenario


@freeze_time("2026-03-31 07:00:00")
class CashCommon(DunningCommon):
    """A firm with money in the bank, on 31 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forecasts = cls.env["tpe.cash.forecast"]
        cls.bank = cls.company_data["default_journal_bank"]
        cls._money(10_000)

    @classmethod
    def _money(cls, amount, days_ago=30, journal=None):
        """Money that came into the bank from nobody in particular."""
        journal = journal or cls.bank
        entry = cls.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": TODAY - timedelta(days_ago),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": journal.default_account_id.id,
                            "balance": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": cls.company_data[
                                "default_account_revenue"
                            ].id,
                            "balance": -amount,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        return entry

    @classmethod
    def _bill(cls, days_ago, amount=100.0, term=30, partner=None, **values):
        """A posted bill of ``days_ago``, due ``term`` days after its date."""
        issued = TODAY - timedelta(days_ago)
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": (partner or cls.partner_b).id,
                "invoice_date": issued,
                "date": issued,
                "invoice_date_due": issued + timedelta(term),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goods", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        bill.action_post()
        return bill

    def _build(self, **scenario):
        """``(opening, flows, weeks, words)`` of today's forecast."""
        books = self.forecasts._books(self.company, Scenario(**scenario))
        return self.forecasts._build(books)

    def _found(self, **scenario):
        _opening, flows, _weeks, _words = self._build(**scenario)
        return flows

    def _money_foreseen(self, **scenario):
        """All that is or will be there, whenever and however likely."""
        opening, flows, _weeks, _words = self._build(**scenario)
        return opening + sum(flow.cents for flow in flows)

    def _payment(self, invoice, outstanding=True, amount=None):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": TODAY, "journal_id": self.bank.id})
        )
        if amount:
            wizard.amount = amount
        lines = (
            self.bank.inbound_payment_method_line_ids
            | self.bank.outbound_payment_method_line_ids
        )
        account = self.inbound_payment_method_line.payment_account_id
        lines.payment_account_id = account if outstanding else False
        # As where an accounting app matches the bank with the invoices themselves.
        state = "paid" if outstanding else "in_payment"
        moves = self.registry["account.move"]
        with patch.object(moves, "_get_invoice_in_payment_state", lambda self: state):
            payment = wizard._create_payments()
        self.assertEqual(bool(payment.move_id), outstanding)
        return payment

    def _bank_line(self, amount, partner=None, words="transfer"):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": TODAY,
                "amount": amount,
                "payment_ref": words,
                "partner_id": partner and partner.id,
            }
        )

    def _match(self, line, payment):
        """Say that a line of the bank is this payment."""
        _liquidity, suspense, _other = line.with_context(
            skip_account_move_synchronization=True
        )._seek_for_lines()
        waiting = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.outstanding_account_id
        )
        suspense.account_id = waiting.account_id
        (suspense + waiting).reconcile()
        self.assertTrue(payment.is_matched)
