from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .match_common import MatchCommon


@tagged("-at_install", "post_install")
class TestMatchTour(MatchCommon, HttpCase):
    """The five minutes of the morning, in the browser."""

    def test_drop_accept_match_and_undo(self):
        new_test_user(
            self.env,
            "bank_owner",
            groups="tpe_base.group_tpe_manager,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            lang="en_US",
        )
        self.env["account.account"].create(
            {"code": "627000", "name": "Bank fees", "account_type": "expense"}
        )
        perrin = self._customer("Boulangerie Perrin")
        self.bank.name = "Courant"
        paid = [
            self._invoice(self.ann, 100, name="FAC/2026/00071"),
            self._invoice(self.bob, 200, name="FAC/2026/00072"),
        ]
        hand = self._invoice(perrin, 512)
        self.start_tour("/odoo/bank-files", "tpe_bank_match", login="bank_owner")
        self.assertEqual([one.payment_state for one in paid], ["paid", "paid"])
        lines = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.bank.id)], order="amount"
        )
        self.assertEqual(
            [(line.amount, line.is_reconciled) for line in lines],
            [(100, True), (200, True), (500, False)],
        )
        self.assertEqual(hand.amount_residual, 512)
