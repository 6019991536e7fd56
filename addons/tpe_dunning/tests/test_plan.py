from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestPlan(DunningCommon):
    def test_one_message_for_all_the_invoices_of_a_customer(self):
        self._invoice(40, amount=100)
        self._invoice(50, amount=200)
        reminder = self._plan()
        self.assertRecordValues(
            reminder,
            [{"rank": "1", "state": "planned", "amount_net": 300.0, "days_late": 20}],
        )
        self.assertEqual(len(reminder.line_ids), 2)

    def test_planning_again_changes_nothing(self):
        self._invoice(40)
        first = self._plan()
        lines = first.line_ids
        self.assertEqual(self._plan(), first)
        self.assertEqual(first.line_ids, lines)

    def test_a_new_late_invoice_joins_the_prepared_message(self):
        self._invoice(40, amount=100)
        reminder = self._plan()
        self._invoice(41, amount=50)
        self.assertEqual(self._plan(), reminder)
        self.assertEqual(reminder.amount_net, 150.0)

    def test_paid_meanwhile_is_cancelled_with_the_reason(self):
        invoice = self._invoice(40)
        reminder = self._plan()
        self._pay(invoice)
        self.assertFalse(self._plan())
        self.assertEqual(
            (reminder.state, reminder.note), ("cancelled", "Paid in the meantime.")
        )

    def test_blocked_meanwhile_is_cancelled_with_the_reason(self):
        invoice = self._invoice(40)
        reminder = self._plan()
        invoice.action_toggle_block_payment()
        self._plan()
        self.assertEqual(reminder.note, "Payment blocked on the invoice.")

    def test_what_comes_back_is_prepared_again(self):
        invoice = self._invoice(40)
        first = self._plan()
        invoice.no_followup = True
        self._plan()
        self.assertEqual(first.state, "cancelled")
        invoice.no_followup = False
        self.assertEqual(self._plan().amount_net, 100.0)

    def test_a_formal_notice_waits_for_a_person(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        self.assertEqual(self._plan().state, "to_approve")

    def test_a_further_step_brings_its_own_words(self):
        old = self._invoice(44, amount=10, term=10)
        self._delivered(old, 1, days_ago=20)
        self._invoice(30, amount=20, term=10)
        reminder = self._plan()
        self.assertEqual(reminder.rank, "1")
        with freeze_time(TODAY + timedelta(1)):
            self.assertEqual(self._plan(), reminder)
            self.assertEqual(reminder.rank, "2")
            self.assertIn("deuxième relance", reminder.preview_subject)

    def test_without_a_policy_nobody_is_reminded(self):
        self._invoice(40)
        reminder = self._plan()
        self.env["tpe.dunning.policy"].search([]).active = False
        self.assertFalse(self._plan())
        self.assertEqual(reminder.state, "cancelled")

    def test_a_failed_message_holds_its_invoices_until_a_person_acts(self):
        self._invoice(40)
        reminder = self._plan()
        reminder.sudo().state = "failed"
        self.assertFalse(self._plan())
        reminder.action_retry()
        self.assertEqual(reminder.state, "cancelled")
        self.assertEqual(self._open().state, "planned")
