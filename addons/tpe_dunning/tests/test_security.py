from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestSecurity(DunningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "tpe_manager",
            "tpe_base.group_tpe_manager",
            company_id=cls.company.id,
        )
        cls.assistant = new_test_user(
            cls.env,
            "tpe_assistant",
            "tpe_base.group_tpe_assistant",
            company_id=cls.company.id,
        )
        cls.accountant = new_test_user(
            cls.env,
            "tpe_accountant",
            "account.group_account_readonly",
            company_id=cls.company.id,
        )
        cls.employee = new_test_user(
            cls.env, "tpe_employee", "base.group_user", company_id=cls.company.id
        )

    def test_an_assistant_sends_but_does_not_forge(self):
        self._invoice(40)
        reminder = self._plan().with_user(self.assistant)
        with self.assertRaises(AccessError):
            reminder.write({"state": "sent"})
        with self.assertRaises(AccessError):
            reminder.line_ids.write({"amount_residual": 1})
        reminder.action_send()
        self.assertEqual(reminder.state, "queued")

    def test_only_a_manager_approves_a_formal_notice(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        reminder = self._plan()
        with self.assertRaises(AccessError):
            reminder.with_user(self.assistant).action_send()
        reminder.with_user(self.manager).action_send()
        self.assertEqual(reminder.approved_by_id, self.manager)

    def test_only_a_manager_starts_and_stops(self):
        with self.assertRaises(AccessError):
            self.company.with_user(self.assistant)._dunning_start()
        with self.assertRaises(AccessError):
            self.company.with_user(self.assistant).action_dunning_stop()
        with self.assertRaises(AccessError):
            self.env["tpe.dunning.start"].with_user(self.assistant).action_open()

    def test_the_assistant_of_the_start_shows_then_starts_and_stops(self):
        self._invoice(40, amount=123)
        self.company.tpe_dunning_started_on = False
        starter = self.env["tpe.dunning.start"].with_user(self.manager)
        wizard = starter.browse(starter.action_open()["res_id"])
        self.assertEqual(wizard.leaving_count, 1)
        self.assertIn("123", wizard.summary)
        self.assertFalse(self.company.tpe_dunning_started_on)
        wizard.action_start_now()
        self.assertEqual(self.company.tpe_dunning_started_by_id, self.manager)
        self.assertEqual(self._open().state, "queued")
        wizard.action_stop()
        self.assertFalse(self.company.tpe_dunning_started_on)
        self.assertEqual(self._open().state, "planned")

    def test_an_accountant_reads_and_does_not_act(self):
        self._invoice(40)
        reminder = self._plan().with_user(self.accountant)
        self.assertEqual(reminder.amount_net, 100.0)
        with self.assertRaises(AccessError):
            reminder.action_send()

    def test_an_employee_sees_nothing(self):
        self._invoice(40)
        with self.assertRaises(AccessError):
            self._plan().with_user(self.employee).read(["amount_net"])

    def test_another_company_is_invisible_and_untouched(self):
        other = self.env["res.company"].create({"name": "Other firm"})
        self._invoice(40)
        reminder = self._plan()
        stranger = new_test_user(
            self.env,
            "tpe_stranger",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        reminders = self.reminders.with_user(stranger)
        self.assertFalse(reminders.search([]))
        with self.assertRaises(AccessError):
            reminders.browse(reminder.id).action_send()
        with self.assertRaises(AccessError):
            self.company.with_user(stranger).action_dunning_stop()
        self.assertFalse(self.env["tpe.dunning.decision"]._cases(other))

    def test_sending_before_the_start_is_refused_with_the_way_out(self):
        self.company.tpe_dunning_started_on = False
        self._invoice(40)
        with self.assertRaisesRegex(UserError, "Start the reminders"):
            self._plan().action_send()

    def test_evidence_is_not_deleted(self):
        invoice = self._invoice(40)
        reminder = self._delivered(invoice, 1, days_ago=5)
        with self.assertRaisesRegex(UserError, "kept as evidence"):
            reminder.sudo().unlink()

    def test_the_same_step_cannot_be_recorded_twice(self):
        invoice = self._invoice(40)
        self._delivered(invoice, 1, days_ago=5)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._delivered(invoice, 1, days_ago=3)
            self.env.flush_all()
