from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .match_common import MatchCommon


@tagged("-at_install", "post_install")
class TestMatchTour(MatchCommon, HttpCase):
    """The five minutes of the morning, in the browser."""

    def test_accept_match_and_undo(self):
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
        paid = [self._invoice(self.ann, 100), self._invoice(self.bob, 200)]
        hand = self._invoice(perrin, 512)
        lines = [
            self._line(invoice.amount_total, f"VIR {invoice.name}") for invoice in paid
        ]
        alone = self._line(500, "REMISE CHEQUE")
        self.start_tour("/odoo/bank-match", "tpe_bank_match", login="bank_owner")
        self.assertEqual([one.payment_state for one in paid], ["paid", "paid"])
        self.assertTrue(all(line.is_reconciled for line in lines))
        self.assertEqual((alone.is_reconciled, hand.amount_residual), (False, 512))
