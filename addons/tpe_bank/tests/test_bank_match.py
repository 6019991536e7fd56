from odoo.tests import tagged

from .match_common import MatchCommon


@tagged("-at_install", "post_install")
class TestBankMatch(MatchCommon):
    """From the proposal to the books, and back."""

    def test_a_number_and_an_amount_pay_the_invoice(self):
        invoice = self._invoice(self.ann, 120)
        line = self._line(120, f"VIR SEPA /REF {invoice.name}")
        row = self._shown(line)
        self.assertTrue(row["sure"])
        self.assertIn(invoice.name, row["proposals"][0]["title"])
        page = self._accept(line)
        self.assertEqual(page["lines"], [])
        self.assertTrue(line.is_reconciled)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(line.partner_id, self.ann)
        suspense = self.bank.suspense_account_id
        self.assertNotIn(suspense, line.move_id.line_ids.account_id)

    def test_undo_leaves_the_books_as_before(self):
        invoice = self._invoice(self.ann, 120)
        line = self._line(120, f"VIR SEPA /REF {invoice.name}")
        before = self._books()
        self._accept(line)
        self.assertNotEqual(self._books(), before)
        self.match.action_undo(self.bank.id, line.id)
        self.assertEqual(self._books(), before)
        self.assertFalse(self.env["tpe.bank.label"].search([]))
