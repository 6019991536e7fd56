from odoo import Command
from odoo.tests import tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestCredit(DunningCommon):
    """Credit notes, unmatched payments and other entries are told apart."""

    def _credit_note(self, amount, **values):
        return self._invoice(5, amount=amount, move_type="out_refund", **values)

    def _unmatched(self, amount):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": TODAY,
                "amount": amount,
            }
        )
        payment.action_post()
        return payment

    def _entry(self, amount):
        """A correction in his favour, by a journal of entries."""
        account = self.company_data["default_account_revenue"]
        receivable = self.company_data["default_account_receivable"]
        move = self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": TODAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": self.customer.id,
                            "credit": amount,
                        }
                    ),
                    Command.create({"account_id": account.id, "debit": amount}),
                ],
            }
        )
        move.action_post()

    def _bank_entry(self, amount, **values):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": TODAY,
                "payment_ref": "Transfer",
                "amount": amount,
                "partner_id": self.customer.id,
                **values,
            }
        )

    def test_each_kind_is_deducted_by_its_name(self):
        self._invoice(40, amount=500)
        self._credit_note(30)
        self._unmatched(40)
        self._entry(7)
        reminder = self._plan()
        self.assertEqual(reminder.amount_credit_notes, 30)
        self.assertEqual(reminder.amount_payments, 40)
        self.assertEqual(reminder.amount_other_credits, 7)
        self.assertEqual((reminder.amount_credit, reminder.amount_net), (77, 423))
        table = str(reminder.with_context(lang="en_US").invoice_table)
        for words in (
            "Credit notes, to deduct",
            "Payments received and not matched yet, to deduct",
            "Other entries in your favour, to deduct",
        ):
            self.assertIn(words, table)

    def test_what_covers_a_customer_is_named(self):
        self._invoice(40, amount=100)
        self._credit_note(80)
        self._unmatched(20)
        note = self._plan().note.replace("\xa0", " ")
        self.assertEqual(
            note,
            "Covered by credit notes $ 80.00, unmatched payments $ 20.00: "
            "match them with the invoices",
        )

    def test_a_credit_note_that_becomes_a_payment_is_said_anew(self):
        self._invoice(40, amount=100)
        credit = self._credit_note(30)
        reminder = self._plan()
        credit.button_draft()
        self._unmatched(30)
        self._plan()
        self.assertEqual(reminder.amount_credit_notes, 0)
        self.assertEqual(reminder.amount_payments, 30)

    def test_money_in_the_bank_that_names_him_is_looked_at_first(self):
        self._invoice(40, amount=1500)
        entry = self._bank_entry(1200)
        reminder = self._plan()
        self.assertEqual((reminder.state, reminder.hold), ("held", "unmatched"))
        self.assertEqual(
            reminder.note.replace("\xa0", " "),
            "A bank entry of $ 1,200.00 from him is not matched yet: look at it first",
        )
        self.assertEqual(reminder.amount_net, 1500, "it may be for something else")
        action = reminder.action_open_bank_entries()
        self.assertEqual(action["res_id"], entry.move_id.id)
        self.assertEqual(reminder.bank_entry_count, 1)
        self.assertTrue(reminder.can_send, "a person may send all the same")

    def test_a_bank_entry_of_his_contact_counts(self):
        self._invoice(40)
        contact = self.customer.create({"name": "Desk", "parent_id": self.customer.id})
        self._bank_entry(10, partner_id=contact.id)
        self.assertEqual(self._plan().hold, "unmatched")

    def test_what_names_nobody_leaves_or_is_matched_holds_nothing(self):
        self._invoice(40)
        self._bank_entry(50, partner_id=False)
        self._bank_entry(50, partner_id=self._customer("Somebody else").id)
        self._bank_entry(-50)
        matched = self._bank_entry(10)
        _bank, suspense, _other = matched._seek_for_lines()
        suspense.account_id = self.company_data["default_account_receivable"]
        self.assertTrue(matched.is_reconciled)
        reminder = self._plan()
        self.assertEqual(reminder.state, "planned")
        self.assertEqual(reminder.amount_payments, 10)
        self.assertEqual(reminder.bank_entry_count, 0)

    def test_a_bank_entry_that_comes_to_name_him_changes_the_facts(self):
        self._invoice(40)
        entry = self._bank_entry(50, partner_id=False)
        reminder = self._plan()
        before = reminder._facts_now()
        self.assertEqual(before, reminder._facts_now())
        entry.partner_id = self.customer
        self.assertNotEqual(before, reminder._facts_now())

    def test_no_courtesy_while_his_money_is_looked_for(self):
        policy = self.company._dunning_policy()
        policy = policy.copy()
        self.company.tpe_dunning_policy_id = policy
        policy.with_context(active_test=False).level_ids.filtered(
            lambda level: level.rank == "-1"
        ).active = True
        self._invoice(25, term=30)
        self.assertEqual(self._plan().stream, "courtesy")
        self._bank_entry(10)
        self.assertFalse(self._plan())
