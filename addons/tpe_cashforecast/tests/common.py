from datetime import timedelta

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
