from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .match_common import MatchCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestMatchGuards(MatchCommon):
    """What the screen never sends, and a call may."""

    def _refused(self, line, due, amount):
        before = self._books()
        part = {"due": due.id, "amount": amount}
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.match.action_match(self.bank.id, line.id, [part])
        self.assertEqual(self._books(), before)

    def test_a_draft_invoice_is_not_paid(self):
        invoice = self._invoice(self.ann, 100)
        invoice.button_draft()
        self._refused(self._line(100, "VIR"), self._due(invoice), 100)

    def test_money_out_does_not_pay_a_customers_invoice(self):
        invoice = self._invoice(self.ann, 100)
        self._refused(self._line(-100, "PRLV"), self._due(invoice), -100)

    def test_the_other_sign_of_a_part_pays_nothing(self):
        """The sum is right, and the invoice would be owed twice."""
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, "VIR")
        before = self._books()
        parts = [
            {"due": self._due(invoice).id, "amount": -100},
            {"partner": self.bob.id, "amount": 200},
        ]
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.match.action_match(self.bank.id, line.id, parts)
        self.assertEqual(self._books(), before)

    def test_the_money_of_another_bank_line_is_no_open_item(self):
        other = self._line(100, "REMISE")
        liquidity = other._seek_for_lines()[0]
        self.assertEqual(liquidity.amount_residual_currency, 100)
        self._refused(self._line(100, "VIR"), liquidity, 100)

    def test_a_search_says_that_there_are_others(self):
        line = self._line(100, "REMISE")
        for rank in range(13):
            invoice = self._invoice(self.ann, 100 + rank)
        found = self.match.action_find(line.id, "Chaboud")
        kinds = [one["type"] for one in found]
        self.assertEqual((kinds.count("due"), kinds.count("more")), (12, 1))
        found = self.match.action_find(line.id, invoice.name)
        self.assertEqual([one["type"] for one in found], ["due"])

    def test_the_card_of_the_bank_leads_to_its_lines(self):
        self.assertFalse(self.bank.tpe_bank_can_match)
        self._line(100, "REMISE")
        self.bank.invalidate_recordset()
        self.assertTrue(self.bank.tpe_bank_can_match)
        action = self.bank.action_tpe_bank_match()
        self.assertEqual(action["params"], {"journal_id": self.bank.id})
        loaded = {*self.env.registry._init_modules, "account_reconcile_oca"}
        with patch.object(self.env.registry, "_init_modules", loaded):
            self.bank.invalidate_recordset()
            self.assertFalse(self.bank.tpe_bank_can_match)

    def test_the_bank_of_another_company_answers_nobody(self):
        theirs = self.setup_other_company()["default_journal_bank"]
        user = new_test_user(
            self.env,
            "assistant",
            groups="tpe_base.group_tpe_assistant",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        match = self.match.with_user(user)
        with self.assertRaises(AccessError):
            match.action_accept(theirs.id, [])
        with self.assertRaises(AccessError):
            match.action_match(theirs.id, self._line(1, "VIR").id, [])
        # Asked for by its number, the page shows a bank of the user's own.
        self.assertEqual(match.action_page(theirs.id)["journal"], self.bank.id)
