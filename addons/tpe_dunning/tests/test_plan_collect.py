from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from .common import DunningCommon

SEND = "odoo.addons.payment.models.payment_transaction.PaymentTransaction"
SEND += "._send_payment_request"


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPlanCollect(DunningCommon, AccountPaymentCommon):
    """Core's test provider takes no money: what it answers is given here."""

    def _running(self, **values):
        invoice = self._invoice(60, amount=300)
        plan = self.env["tpe.dunning.plan"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "move_ids": invoice.ids,
                "token_id": self._create_token(partner_id=self.customer.id).id,
                "line_ids": [
                    Command.create({"date": "2026-03-31", "amount": 100}),
                    Command.create({"date": "2026-04-30", "amount": 200}),
                ],
                **values,
            }
        )
        plan.action_start()
        return plan, invoice

    def _collect(self, answer):
        """Run the plan, then the debits; ``answer`` is what the provider does."""
        calls = []

        def send(transaction):
            calls.append(transaction.amount)
            answer(transaction)

        cron = self.env.ref("tpe_dunning.ir_cron_dunning_collect")
        with patch(SEND, send):
            for _twice in range(2):
                self.reminders._plan(self.company)
                self._run_cron(cron)
        return calls

    def test_a_part_is_debited_once_on_its_day(self):
        plan, invoice = self._running()
        calls = self._collect(lambda transaction: transaction._set_done())
        self.assertEqual(calls, [100.0])
        part = plan.line_ids[0]
        self.assertEqual(part.collect_state, "started")
        self.assertEqual(part.transaction_id.operation, "offline")
        part.transaction_id._post_process()
        self.assertEqual(invoice.amount_residual, 200)
        self.reminders._plan(self.company)
        self.assertEqual(plan.line_ids.mapped("state"), ["kept", "open"])

    def test_what_was_paid_before_is_not_debited(self):
        _plan, invoice = self._running()
        self._pay(invoice, 60)
        self.assertEqual(self._collect(lambda tx: tx._set_done()), [40.0])

    def test_a_refusal_is_somebodys_work_and_is_not_tried_again(self):
        plan, _invoice = self._running()
        calls = self._collect(lambda tx: tx._set_error("No money"))
        self.assertEqual(calls, [100.0])
        self.assertEqual(plan.line_ids[0].collect_state, "failed")
        self.assertIn("refused", plan.activity_ids.mapped("summary")[-1])

    @mute_logger("odoo.addons.tpe_dunning.models.dunning_collect")
    def test_a_cut_in_the_middle_is_not_tried_again(self):
        plan, _invoice = self._running()

        def cut(transaction):
            raise ConnectionError("cut")

        self.assertEqual(self._collect(cut), [100.0])
        self.assertEqual(plan.line_ids[0].collect_state, "failed")

    def test_without_a_payment_method_nothing_is_debited(self):
        self._running(token_id=False)
        self.assertEqual(self._collect(lambda tx: tx._set_done()), [])

    def test_the_payment_method_of_somebody_else_is_refused(self):
        stranger = self._customer("Stranger")
        token = self._create_token(partner_id=stranger.id)
        with self.assertRaises(ValidationError):
            self._running(token_id=token.id)
