from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DunningCommon
from .smtp_server import hang_up, html, smtp_server

SENDING_LOGS = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.tpe_dunning.models.dunning_reminder_send",
    "odoo.addons.base.models.ir_mail_server",
)


@tagged("-at_install", "post_install")
class TestSend(DunningCommon):
    """Through the scheduled action, to a real SMTP server."""

    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))

    def _sent_to(self, partner):
        return self.mailbox.to(partner.email)

    def test_one_message_with_all_that_is_late(self):
        first = self._invoice(40, amount=100)
        second = self._invoice(50, amount=1234.56)
        self._pay(second, 234.56)
        self._run_cron()
        [message] = self._sent_to(self.customer)
        text = html(message)
        self.assertIn(first.name, text)
        self.assertIn(second.name, text)
        amount = text.replace("\u202f", " ").replace("\xa0", " ")
        self.assertIn("1 000,00", amount)
        self.assertIn("1 100,00", amount)
        self.assertIn("Bonjour", text)

    def test_running_again_sends_nothing(self):
        self._invoice(40)
        self._run_cron()
        self._run_cron()
        self.assertEqual(len(self._sent_to(self.customer)), 1)

    def test_english_customer_reads_english(self):
        self.customer.lang = "en_US"
        self._invoice(40)
        self._run_cron()
        [message] = self._sent_to(self.customer)
        self.assertIn("Hello,", html(message))
        self.assertIn("Payment reminder", message["Subject"])

    def test_a_formal_notice_is_listed_and_not_mailed(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        self._run_cron()
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self._open().state, "to_approve")
        self.assertEqual(invoice.tpe_dunning_stage, "firm")

    def test_an_approved_formal_notice_leaves_with_who_approved_it(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        reminder = self._plan()
        reminder.action_send()
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_dunning_send"))
        [message] = self._sent_to(self.customer)
        self.assertIn("MISE EN DEMEURE", message["Subject"])
        self.assertEqual(reminder.approved_by_id, self.env.user)
        self.assertEqual(invoice.tpe_dunning_stage, "formal")

    def test_paid_between_the_plan_and_the_sending(self):
        invoice = self._invoice(40)
        reminder = self._plan()
        reminder.action_send()
        self._pay(invoice)
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_dunning_send"))
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(
            (reminder.state, reminder.note), ("cancelled", "Paid in the meantime.")
        )

    def test_the_amount_is_read_again_when_it_leaves(self):
        invoice = self._invoice(40, amount=100)
        reminder = self._plan()
        reminder.action_send()
        self._pay(invoice, 60)
        self._run_cron(self.env.ref("tpe_dunning.ir_cron_dunning_send"))
        [message] = self._sent_to(self.customer)
        self.assertIn("40,00", html(message))
        self.assertEqual(reminder.amount_net, 40.0)

    def test_a_company_that_did_not_start_prepares_and_sends_nothing(self):
        self.company.tpe_dunning_started_on = False
        self._invoice(40)
        self._run_cron()
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(self._open().state, "planned")

    def test_stopping_keeps_back_what_was_queued(self):
        self._invoice(40)
        reminder = self._plan()
        reminder.action_send()
        self.company.action_dunning_stop()
        self._run_cron()
        self.assertFalse(self.mailbox.messages)
        self.assertEqual(reminder.state, "planned")

    def test_what_left_is_seen_on_the_invoice(self):
        invoice = self._invoice(40)
        self._run_cron()
        self.assertEqual(invoice.tpe_dunning_stage, "friendly")
        self.assertEqual(invoice.tpe_reminder_count, 1)
        self.assertIn(self.customer.email, invoice.message_ids[0].body)

    def test_the_invoicing_contact_receives_it(self):
        contact = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "parent_id": self.customer.id,
                "type": "invoice",
                "email": "accounts@example.com",
                "lang": "en_US",
            }
        )
        self._invoice(40)
        self._run_cron()
        self.assertFalse(self._sent_to(self.customer))
        [message] = self._sent_to(contact)
        self.assertIn("Hello,", html(message))

    def test_no_address_is_work_for_a_person_and_the_others_go(self):
        self._invoice(40)
        nobody = self._customer("No Mail", email=False)
        self._invoice(40, amount=900, partner=nobody)
        self._run_cron()
        failed = self.reminders.search([("partner_id", "=", nobody.id)])
        self.assertEqual(failed.state, "failed")
        self.assertIn("No e-mail address", failed.note)
        self.assertEqual(len(self._sent_to(self.customer)), 1)

    def test_an_archived_customer_gets_nothing(self):
        self._invoice(40)
        self.customer.active = False
        self._run_cron()
        self.assertFalse(self.mailbox.messages)

    def test_a_blacklisted_customer_gets_nothing(self):
        self._invoice(40)
        self.env["mail.blacklist"]._add(self.customer.email)
        self._run_cron()
        self.assertFalse(self.mailbox.messages)

    @mute_logger(*SENDING_LOGS)
    def test_a_refused_address_fails_and_is_not_a_delivered_step(self):
        invoice = self._invoice(40)
        self.mailbox.answers[self.customer.email] = "550 unknown here"
        self._run_cron()
        reminder = self.reminders.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(reminder.state, "failed")
        self.assertIn("550", reminder.note)
        self.assertEqual(invoice.tpe_dunning_stage, "none")

    @mute_logger(*SENDING_LOGS)
    def test_a_cut_line_is_never_sent_again_by_itself(self):
        invoice = self._invoice(40)
        self.mailbox.answers[self.customer.email] = hang_up
        self._run_cron()
        reminder = self.reminders.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(reminder.state, "sending")
        self.mailbox.answers.clear()
        self._run_cron()
        self._run_cron(self.env.ref("mail.ir_cron_mail_scheduler_action"))
        self.assertEqual(len(self._sent_to(self.customer)), 1)
        reminder.action_was_received()
        self.assertEqual(invoice.tpe_dunning_stage, "friendly")

    @mute_logger(*SENDING_LOGS)
    def test_a_broken_template_stops_its_message_only(self):
        policy = self.env.ref("tpe_dunning.policy_default")
        invoice = self._invoice(60)
        self._delivered(invoice, 1, days_ago=20)
        other = self._customer("Other")
        self._invoice(40, partner=other)
        template = policy.level_ids[1].mail_template_id
        broken = "<p><t t-out='object.no_such_field'/></p>"
        # Past the check of the form, as an upgrade that removes a field would leave it.
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = jsonb_build_object("
            "'en_US', %s::text, 'fr_FR', %s::text) WHERE id = %s",
            [broken, broken, template.id],
        )
        template.invalidate_recordset()
        self._run_cron()
        self.assertEqual(len(self._sent_to(other)), 1)
        self.assertFalse(self._sent_to(self.customer))
        failed = self.reminders.search([("state", "=", "failed")])
        self.assertEqual(failed.partner_id, self.customer)

    def test_a_large_backlog_is_sent_in_several_batches(self):
        customers = [self._customer(f"Customer {n}") for n in range(5)]
        for customer in customers:
            self._invoice(40, partner=customer)
        with self.enter_registry_test_mode():
            self.cron.code = "model._cron_dunning(batch_size=2)"
            self.assertIs(self.cron.method_direct_trigger(), True)
        self.assertEqual(
            [len(self._sent_to(customer)) for customer in customers], [1] * 5
        )
