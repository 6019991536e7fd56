from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from .common import TODAY, DunningCommon
from .test_plan_collect import SEND


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDebit(DunningCommon, AccountPaymentCommon):
    """A customer debited on the due date: once, and only for what he agreed to."""

    def setUp(self):
        super().setUp()
        self.token = self._create_token(partner_id=self.customer.id)
        self.customer.tpe_debit_token_id = self.token

    def _due(self, amount=100, days_ago=30, **values):
        return self._invoice(days_ago, amount=amount, term=30, **values)

    def _collect(self, answer=lambda transaction: transaction._set_done()):
        calls = []

        def send(transaction):
            calls.append((transaction.amount, transaction.currency_id.name))
            answer(transaction)

        cron = self.env.ref("tpe_dunning.ir_cron_dunning_collect")
        with patch(SEND, send):
            for _twice in range(2):
                self.reminders._plan(self.company)
                self._run_cron(cron)
        return calls

    def _debit(self):
        return self.env["tpe.dunning.debit"].search([])

    def test_it_is_debited_once_on_the_due_date(self):
        invoice = self._due()
        self._invoice(29, amount=50, term=30)
        self.assertEqual(self._collect(), [(100.0, "USD")])
        self.assertEqual(self._debit().collect_state, "started")
        self._debit().transaction_id._post_process()
        self.assertEqual(invoice.amount_residual, 0)
        self._plan()
        self.assertEqual(self._debit().collect_state, "done")

    def test_what_was_due_before_the_choice_is_not_taken(self):
        self._due(days_ago=31)
        self.assertEqual(self._collect(), [])

    def test_nobody_is_debited_who_was_not_chosen(self):
        self.customer.tpe_debit_token_id = False
        self._due()
        self.assertEqual(self._collect(), [])

    def test_reminders_wait_while_it_is_pending(self):
        self._due()
        self.assertEqual(self._collect(lambda tx: tx._set_pending()), [(100.0, "USD")])
        with freeze_time(TODAY + timedelta(1)):
            self._plan()
            reminder = self._open()
            self.assertEqual((reminder.state, reminder.hold), ("held", "debit"))
            self.assertFalse(reminder.can_send)
            self._debit().transaction_id._set_error("No money")
            self._plan()
            self.assertEqual(self._debit().collect_state, "failed")
            self.assertEqual(self._open().state, "planned")

    def test_a_refusal_is_a_call_to_make_and_is_not_tried_again(self):
        invoice = self._due()
        self.assertEqual(
            self._collect(lambda tx: tx._set_error("No money")), [(100.0, "USD")]
        )
        self.assertEqual(self._debit().collect_state, "failed")
        self.assertIn("refused", invoice.activity_ids.mapped("summary")[-1])

    @mute_logger("odoo.addons.tpe_dunning.models.dunning_collect")
    def test_a_cut_in_the_middle_is_not_tried_again(self):
        self._due()

        def cut(transaction):
            raise ConnectionError("cut")

        self.assertEqual(self._collect(cut), [(100.0, "USD")])
        self.assertEqual(self._debit().collect_state, "failed")

    def test_a_provider_that_says_nothing_is_somebodys_work(self):
        invoice = self._due()
        self._collect(lambda tx: None)
        self.assertEqual(self._debit().collect_state, "started")
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = '2026-03-29' WHERE id = %s",
            [self._debit().transaction_id.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._collect(), [])
        self.assertEqual(self._debit().collect_state, "failed")
        self.assertTrue(invoice.activity_ids)

    def test_what_stands_in_the_way(self):
        invoice = self._due()
        self.env["tpe.dunning.promise"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "move_ids": [Command.set(invoice.ids)],
                "date": TODAY + timedelta(5),
            }
        )
        excluded = self._due()
        excluded.no_followup = True
        blocked = self._due()
        blocked.action_toggle_block_payment()
        cashed = self._due()
        cashed.tpe_said_cashed_on = TODAY
        self.assertEqual(self._collect(), [])

    def test_a_credit_note_is_matched_first(self):
        self._due()
        refund = self._invoice(5, amount=30, move_type="out_refund")
        self.assertEqual(self._collect(), [])
        refund.button_draft()
        self.assertEqual(self._collect(), [(100.0, "USD")])

    def test_money_in_the_bank_is_looked_at_first(self):
        self._due()
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": TODAY,
                "payment_ref": "Transfer",
                "amount": 100,
                "partner_id": self.customer.id,
            }
        )
        self.assertEqual(self._collect(), [])

    def test_what_was_asked_is_looked_at_again_before_the_provider_is_called(self):
        invoice = self._due()
        self._plan()
        self.assertEqual(self._debit().collect_state, "asked")
        self._pay(invoice)
        self.assertEqual(self._collect(), [])
        self.assertFalse(self._debit())

    def test_a_part_payment_leaves_the_rest_to_debit(self):
        self._pay(self._due(), 60)
        self.assertEqual(self._collect(), [(40.0, "USD")])

    def test_only_a_manager_chooses(self):
        assistant = new_test_user(
            self.env,
            "debit_assistant",
            "tpe_base.group_tpe_assistant,base.group_partner_manager",
        )
        customer = self.customer.with_user(assistant)
        customer.write({"comment": "He may write to customers."})
        for values in (
            {"tpe_debit_token_id": self.token.id},
            {"tpe_debit_since": "2020-01-01"},
        ):
            with self.assertRaisesRegex(AccessError, "Only a manager"):
                customer.write(values)

    def test_the_payment_method_of_somebody_else_is_refused(self):
        with self.assertRaises(ValidationError):
            self._customer("Stranger").tpe_debit_token_id = self.token
