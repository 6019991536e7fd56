from odoo import Command
from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestInstalment(DunningCommon):
    """Which instalment of an invoice was asked for, and stays asked for."""

    def _in_parts(self, *days):
        share = 100 / len(days)
        term = self.env["account.payment.term"].create(
            {
                "name": "In parts",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": late}
                    )
                    for late in days
                ],
            }
        )
        return self._invoice(60, amount=1000, invoice_payment_term_id=term.id)

    def test_the_message_says_which_instalment_is_due(self):
        self._in_parts(10, 40, 70, 100)
        reminder = self._plan().with_context(lang="en_US")
        self.assertEqual(reminder.line_ids.mapped("instalment"), ["1/4", "2/4"])
        table = " ".join(reminder.invoice_table.split())
        self.assertIn("instalment 1/4", table)
        self.assertIn("instalment 2/4", table)

    def test_an_invoice_with_one_due_date_has_no_instalment(self):
        self._invoice(40)
        reminder = self._plan().with_context(lang="en_US")
        self.assertFalse(reminder.line_ids.instalment)
        self.assertNotIn("instalment", reminder.invoice_table)

    def test_it_survives_the_due_line(self):
        invoice = self._in_parts(10, 100)
        reminder = self._plan()
        reminder.sudo().state = "sent"
        facts = reminder._evidence_facts()
        self.assertEqual(facts["lines"][0][0], f"{invoice.name} 1/2")
        invoice.button_draft()
        invoice.with_context(force_delete=True).unlink()
        reminder.invalidate_recordset()
        self.assertFalse(reminder.line_ids.move_line_id)
        self.assertEqual(reminder.line_ids.instalment, "1/2")
        self.assertEqual(reminder._evidence_facts()["lines"], facts["lines"])

    def test_the_seal_covers_the_instalment(self):
        self._in_parts(10, 100)
        reminder = self._plan().sudo()
        before = reminder._evidence_facts()["lines"]
        reminder.line_ids.instalment = "2/2"
        self.assertNotEqual(before, reminder._evidence_facts()["lines"])
