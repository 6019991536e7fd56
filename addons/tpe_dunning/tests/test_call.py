from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import TODAY, DunningCommon
from .test_send import SENDING_LOGS


@tagged("-at_install", "post_install")
class TestCall(DunningCommon):
    def setUp(self):
        super().setUp()
        self.customer.phone = "04 72 00 00 00"
        self.level = self.env["tpe.dunning.level"].search([("rank", "=", "1")])
        self.level.channel = "phone"
        self.invoice = self._invoice(40)
        self.reminder = self._plan()
        self.assistant = new_test_user(
            self.env,
            "caller",
            groups="tpe_base.group_tpe_assistant",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def _call(self, outcome, **values):
        call = self.env["tpe.dunning.call"].with_user(self.assistant)
        call = call.create(
            {"reminder_id": self.reminder.id, "outcome": outcome, **values}
        )
        call.action_done()
        self.env.invalidate_all()
        return call

    def test_a_promise_completes_the_step_and_is_kept(self):
        self._call("promised", date="2026-04-10", text="Madame Roche, by transfer")
        self.assertEqual(self.reminder.state, "sent")
        self.assertEqual(self.invoice.tpe_dunning_stage, "friendly")
        promise = self.env["tpe.dunning.promise"].search([])
        self.assertEqual(
            (promise.date, promise.source, promise.text, promise.move_ids),
            (date(2026, 4, 10), "phone", "Madame Roche, by transfer", self.invoice),
        )
        self.assertIn("Madame Roche", self.reminder.body)
        self.assertEqual(self.reminder.evidence_state, "unchanged")
        notes = " ".join(self.invoice.message_ids.mapped("body"))
        self.assertIn("on the telephone", notes)

    def test_a_dispute(self):
        self._call("disputed", reason="quality", text="Scratched")
        dispute = self.env["tpe.dunning.dispute"].search([])
        self.assertEqual((dispute.reason, dispute.text), ("quality", "Scratched"))

    def test_pays_now_leaves_five_days(self):
        self._call("will_pay")
        pause = self.env["tpe.dunning.pause"].search([])
        self.assertEqual(pause.until, TODAY + timedelta(5))

    def test_no_answer_completes_nothing_and_is_for_tomorrow(self):
        call = self._call("no_answer")
        self.assertEqual(call.date, TODAY + timedelta(1))
        self.assertEqual(
            (self.reminder.state, self.reminder.call_count), ("planned", 1)
        )
        self.assertEqual(self.invoice.tpe_dunning_stage, "none")
        [again] = self.reminder.activity_ids
        self.assertEqual(again.date_deadline, TODAY + timedelta(1))
        self._call("no_answer")
        self.assertEqual(self.reminder.call_count, 2)
        self.assertEqual(len(self.reminder.activity_ids), 1)

    def test_a_wrong_number_is_work_for_somebody(self):
        self._call("wrong_number")
        self.assertEqual(self.reminder.state, "planned")
        self.assertIn("number", self.reminder.activity_ids.summary)

    def test_other_takes_words(self):
        with self.assertRaisesRegex(UserError, "words"):
            self._call("other")
        self._call("other", text="Is on holiday")
        self.assertEqual(self.reminder.state, "sent")

    def test_a_call_about_a_message_by_mail_completes_nothing(self):
        self.reminder.sudo().channel = "email"
        self._call("other", text="Asks for a copy")
        self.assertEqual(
            (self.reminder.state, self.reminder.call_count), ("planned", 1)
        )

    def test_a_formal_notice_is_not_given_by_telephone(self):
        self.reminder.sudo().stream = "approval"
        self._call("other", text="Spoke")
        self.assertEqual(self.reminder.state, "planned")

    def test_what_was_said_before_is_in_view(self):
        self._call("no_answer")
        self.customer.name = "A <script>"
        call = self.env["tpe.dunning.call"].create(
            {"reminder_id": self.reminder.id, "outcome": "other"}
        )
        self.assertIn("Calls: 1", call.exchanges)
        self.assertEqual(call.phone, "04 72 00 00 00")

    def test_calls_are_asked_of_the_one_in_charge_and_forgotten_when_paid(self):
        self.company.tpe_dunning_user_id = self.assistant
        self.reminder.sudo().activity_ids.unlink()
        self._plan()
        self.env.invalidate_all()
        [asked] = self.reminder.activity_ids
        self.assertEqual(asked.user_id, self.assistant)
        self._pay(self.invoice)
        self._plan()
        self.assertEqual(self.reminder.state, "cancelled")
        self.assertFalse(self.reminder.activity_ids)

    def test_who_started_is_in_charge_when_nobody_is_chosen(self):
        self.company.tpe_dunning_started_by_id = self.assistant
        self.assertEqual(self.company._dunning_user(), self.assistant)

    def test_no_number_is_seen_before(self):
        self.assertFalse(self.reminder.address_problem)
        self.customer.phone = False
        self.reminder.invalidate_recordset()
        self.assertEqual(self.reminder.address_problem, "No telephone number")


@tagged("-at_install", "post_install")
class TestSms(DunningCommon):
    def setUp(self):
        super().setUp()
        self.customer.phone = "04 72 00 00 00"
        self.level = self.env["tpe.dunning.level"].search([("rank", "=", "1")])
        self.level.channel = "sms"
        self.invoice = self._invoice(40)
        self.reminder = self._plan()

    def _run_with(self, answer):
        """Through the scheduler; ``answer`` is what the provider says of each SMS."""
        from odoo.addons.sms.tools.sms_api import SmsApi

        self.sent = []

        def send(api, messages, delivery_reports_url=False):
            self.sent += messages
            if isinstance(answer, Exception):
                raise answer
            return [
                {"uuid": number["uuid"], "state": answer}
                for message in messages
                for number in message["numbers"]
            ]

        with patch.object(SmsApi, "_send_sms_batch", send):
            self._run_cron()
            self._run_cron()
            self._run_cron(self.env.ref("sms.ir_cron_sms_scheduler_action"))
        self.env.invalidate_all()

    @mute_logger(*SENDING_LOGS)
    def test_who_refuses_sms_gets_none(self):
        self.env["phone.blacklist"].create({"number": "+33472000000"})
        self.reminder.invalidate_recordset()
        self.assertEqual(self.reminder.address_problem, "Asked not to be written to")
        self._run_with("success")
        self.assertFalse(self.sent)
        self.assertEqual(self.reminder.state, "failed")
        self.assertEqual(self.reminder.note, "+33472000000 asked for no SMS.")

    def test_who_refuses_sms_while_it_is_about_to_leave_gets_none(self):
        self.reminder.action_send()
        leaving = self.reminder.sudo()
        self.assertIn(leaving, leaving._prepare_to_leave())
        leaving.state = "sending"
        self.assertTrue(leaving._look_again())
        self.env["phone.blacklist"].create({"number": "+33472000000"})
        self.assertFalse(leaving._look_again())
        self.assertEqual(leaving.state, "queued")

    def test_it_leaves_once_with_the_amount_and_the_link(self):
        self._run_with("success")
        [message] = self.sent
        self.assertEqual(message["numbers"][0]["number"], "+33472000000")
        self.assertIn("100,00", message["content"])
        self.assertIn("/tpe/pay/", message["content"])
        self.assertEqual(self.reminder.state, "sent")
        self.assertEqual(self.reminder.email_to, "+33472000000")
        self.assertEqual(self.invoice.tpe_dunning_stage, "friendly")
        self.assertEqual(self.reminder.evidence_state, "unchanged")

    def test_the_text_of_the_level_cannot_read_anything_else(self):
        self.level.sms_text = "{company.env} {amount} {secret}"
        self._run_with("success")
        self.assertIn("{company.env}", self.sent[0]["content"])
        self.assertIn("{secret}", self.sent[0]["content"])

    @mute_logger(*SENDING_LOGS)
    def test_a_refusal_fails_and_is_not_repeated(self):
        self._run_with("insufficient_credit")
        self.assertEqual(len(self.sent), 1)
        self.assertEqual(self.reminder.state, "failed")
        self.assertEqual(self.invoice.tpe_dunning_stage, "none")

    @mute_logger(*SENDING_LOGS, "odoo.addons.sms.models.sms_sms")
    def test_a_broken_call_is_unknown_and_never_repeated(self):
        self._run_with(ConnectionError("cut"))
        self.assertEqual(len(self.sent), 1)
        self.assertEqual(self.reminder.state, "sending")

    @mute_logger(*SENDING_LOGS)
    def test_no_number(self):
        self.customer.phone = False
        self._run_with("success")
        self.assertFalse(self.sent)
        self.assertIn("No telephone number", self.reminder.note)

    @mute_logger(*SENDING_LOGS)
    def test_not_installed(self):
        registry = type(self.env)
        contains = registry.__contains__
        with patch.object(
            registry,
            "__contains__",
            lambda env, name: name != "sms.sms" and contains(env, name),
        ):
            self._run_cron()
        self.assertEqual(
            (self.reminder.state, self.reminder.note),
            ("failed", "SMS is not installed."),
        )
