from datetime import timedelta

from psycopg2.errors import NotNullViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestAgreement(DunningCommon):
    """Promises, disputes, plans and pauses: from the list, by whom, and for the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant = new_test_user(
            cls.env,
            "agreement_assistant",
            groups="tpe_base.group_tpe_assistant,account.group_account_invoice",
            company_id=cls.company.id,
        )
        cls.accountant = new_test_user(
            cls.env,
            "agreement_accountant",
            groups="account.group_account_readonly,base.group_user",
            company_id=cls.company.id,
        )

    def _dialog(self, action, **values):
        """What the form of a dialog creates once a person saved it."""
        model = self.env[action["res_model"]].with_user(self.assistant)
        return model.with_context(**action["context"]).create(values)

    def test_the_assistant_notes_a_promise_from_the_list(self):
        invoice = self._invoice(40)
        reminder = self._plan().with_user(self.assistant)
        promise = self._dialog(
            reminder.action_promise(), date=TODAY + timedelta(3), text="On the 3rd"
        )
        self.assertEqual(promise.move_ids, invoice)
        self.assertFalse(promise.is_written)
        self.assertEqual(self._open().hold, "promise")
        self.assertIn("On the 3rd", invoice.message_ids[0].body)

    def test_the_assistant_notes_a_dispute_from_the_list(self):
        self._invoice(40)
        reminder = self._plan().with_user(self.assistant)
        self._dialog(reminder.action_dispute(), reason="price", text="Too dear")
        self.assertEqual(self._open().note, "Disputed: Price or quantity")

    def test_a_dispute_has_no_reason_before_a_person_chose_one(self):
        """A form that is left open is saved when the tab is closed, if it is complete."""
        self._invoice(40)
        action = self._plan().with_user(self.assistant).action_dispute()
        with mute_logger("odoo.sql_db"), self.assertRaises(NotNullViolation):
            self._dialog(action, text="")

    def test_the_assistant_leaves_a_step_out(self):
        invoice = self._invoice(60)
        reminder = self._plan()
        action = reminder.with_user(self.assistant).action_leave()
        self._dialog(action, choice="skip", reason="He was on the phone").action_leave()
        self.assertEqual(
            (reminder.state, reminder.note), ("skipped", "He was on the phone")
        )
        self.assertFalse(self._open())
        self.assertEqual(invoice.tpe_dunning_stage, "none")
        [line] = reminder.line_ids
        self.assertEqual((line.rank, line.state, line.sent_on), (1, "skipped", TODAY))

    def test_the_assistant_pauses_a_customer(self):
        self._invoice(40)
        action = self._plan().with_user(self.assistant).action_leave()
        self._dialog(action, choice="pause", reason="Mourning").action_leave()
        self.assertEqual(self._open().note, "Paused until 04/14/2026: Mourning")
        self.env["tpe.dunning.pause"].search([]).with_user(self.assistant).unlink()
        self.assertEqual(self._open().state, "planned")

    def test_the_accountant_reads_and_changes_nothing(self):
        invoice = self._invoice(40)
        promise = self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "move_ids": [Command.set(invoice.ids)],
                "date": TODAY,
            }
        )
        reading = promise.with_user(self.accountant)
        self.assertEqual(reading.state, "open")
        with self.assertRaises(AccessError):
            reading.action_cancel()
        with self.assertRaises(AccessError):
            reading.date = TODAY + timedelta(1)
        with self.assertRaises(AccessError):
            self._open().with_user(self.accountant).action_leave()

    def test_a_promise_is_cancelled_not_erased(self):
        promise = self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "move_ids": [Command.set(self._invoice(40).ids)],
                "date": TODAY,
            }
        )
        with self.assertRaises(AccessError):
            promise.unlink()
        promise.action_cancel()
        self.assertEqual(promise.state, "cancelled")
        self.assertEqual(self._open().state, "planned")

    def test_another_company_sees_none_of_it(self):
        self.env["tpe.dunning.pause"].create(
            {"partner_id": self.customer.id, "until": TODAY, "reason": "Mourning"}
        )
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "agreement_stranger",
            groups="tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for model in ("promise", "dispute", "plan", "pause"):
            found = self.env[f"tpe.dunning.{model}"].with_user(stranger).search([])
            self.assertFalse(found, model)
        hold = self.env["tpe.dunning.hold"]
        self.assertEqual(hold._agreements(other, TODAY), ({}, {}))

    def test_the_forecast_knows_when_a_customer_said_he_would_pay(self):
        promised, disputed, plain = (self._invoice(40) for _ in range(3))
        values = {"partner_id": self.customer.id}
        self.env["tpe.dunning.promise"].create(
            {**values, "move_ids": promised.ids, "date": TODAY + timedelta(9)}
        )
        self.env["tpe.dunning.dispute"].create({**values, "move_ids": disputed.ids})
        self.assertEqual(
            (promised + disputed + plain)._dunning_expected(),
            {promised: TODAY + timedelta(9), disputed: None},
        )

    def test_a_refused_e_invoice_is_not_reminded(self):
        refused, disputed = self._invoice(40), self._invoice(41)
        refused._dunning_e_invoice_status("refused", "Wrong SIREN")
        refused._dunning_e_invoice_status("refused", "Wrong SIREN")
        disputed._dunning_e_invoice_status("in_dispute")
        disputed._dunning_e_invoice_status("deposited")
        self.assertTrue(refused.no_followup)
        self.assertFalse(disputed.no_followup)
        self.assertEqual(refused.tpe_dispute_ids.reason, "refused")
        self._plan()
        self.assertEqual(self._open().mapped("state"), ["held"])

    def test_a_cashed_e_invoice_waits_for_its_money(self):
        invoice = self._invoice(40)
        invoice._dunning_e_invoice_status("cashed")
        other = self._invoice(41, amount=30)
        self._plan()
        held, leaving = self._open().sorted(lambda r: r.state != "held")
        self.assertEqual(held.hold, "cashed")
        self.assertEqual(
            held.note,
            "Said to be cashed on the platform since 03/31/2026: match the payment",
        )
        self.assertEqual(
            (held.line_ids.move_id, leaving.line_ids.move_id), (invoice, other)
        )
        self.assertTrue(held.can_send, "a person who looked may send all the same")
        self._pay(invoice)
        invoice.tpe_said_cashed_on = False
        invoice._dunning_e_invoice_status("cashed")
        self.assertFalse(invoice.tpe_said_cashed_on, "it is paid: nothing to look for")

    def test_what_was_prepared_says_that_it_is_said_to_be_cashed(self):
        invoice = self._invoice(40)
        reminder = self._plan()
        invoice._dunning_e_invoice_status("cashed")
        self._plan()
        self.assertEqual(reminder.state, "cancelled")
        self.assertIn("Said to be cashed", reminder.note)

    def test_the_history_tells_it_all_newest_first(self):
        invoice = self._invoice(60)
        self._delivered(invoice, 1, days_ago=20)
        self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "move_ids": invoice.ids,
                "date": TODAY + timedelta(3),
                "text": "<b>soon</b>",
            }
        )
        history = self._open().history
        self.assertLess(history.index("Promise to Pay"), history.index("Friendly"))
        self.assertIn("&lt;b&gt;soon", history)
