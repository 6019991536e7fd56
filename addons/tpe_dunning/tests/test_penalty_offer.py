from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import TODAY
from .penalty_common import PenaltyCommon

DEADLINE = TODAY + timedelta(5)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPenaltyOffer(PenaltyCommon):
    """« Pay within 5 days and we waive the penalties »."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tpe_dunning.ir_cron_penalty_offers")

    def _offered(self, invoice=None, until=None):
        self.invoice = invoice or self._late()
        penalty = self._claimed(self.invoice).with_user(self.manager)
        wizard = self.env["tpe.dunning.penalty.offer"].with_user(self.manager)
        wizard = wizard.browse(penalty.action_offer()["res_id"])
        self.assertEqual(wizard.until, DEADLINE)
        if until:
            wizard.until = until
        self.action = wizard.action_confirm()
        return penalty

    def _cron_on(self, day, penalty):
        with freeze_time(day):
            self._run_cron()
        penalty.invalidate_recordset()

    def test_paid_in_time_is_waived_by_itself(self):
        penalty = self._offered()
        self.assertTrue(penalty.offer_running)
        self.assertEqual(penalty.state, "claimed")
        self._register_payment(self.invoice, payment_date=DEADLINE)
        self._cron_on(DEADLINE, penalty)
        self.assertEqual((penalty.state, penalty.offer_outcome), ("waived", "kept"))
        self.assertIn("Paid in time", penalty.waive_reason)
        self.assertEqual(penalty.amount_waived, penalty.amount_total)

    def test_a_payment_seen_later_counts_for_its_own_day(self):
        penalty = self._offered()
        self._register_payment(self.invoice, payment_date=DEADLINE)
        self._cron_on(DEADLINE + timedelta(12), penalty)
        self.assertEqual(penalty.state, "waived")

    def test_paid_a_day_late_stays_claimed(self):
        penalty = self._offered()
        self._register_payment(self.invoice, payment_date=DEADLINE + timedelta(1))
        self._cron_on(DEADLINE + timedelta(1), penalty)
        self.assertEqual((penalty.state, penalty.offer_outcome), ("claimed", "missed"))
        self.assertEqual(penalty.amount_waived, 0)

    def test_paid_in_part_stays_claimed(self):
        penalty = self._offered()
        self._register_payment(self.invoice, payment_date=TODAY, amount=1199.99)
        self._cron_on(DEADLINE + timedelta(1), penalty)
        self.assertEqual((penalty.state, penalty.offer_outcome), ("claimed", False))
        with freeze_time(DEADLINE + timedelta(1)):
            self.assertFalse(penalty.offer_running)

    def test_without_an_offer_nothing_is_waived(self):
        penalty = self._claimed(self._late())
        self._register_payment(penalty.move_id, payment_date=TODAY)
        self._cron_on(TODAY, penalty)
        self.assertEqual(penalty.state, "claimed")

    def test_an_offer_withdrawn_waives_nothing(self):
        penalty = self._offered()
        penalty.action_withdraw_offer()
        self._register_payment(self.invoice, payment_date=TODAY)
        self._cron_on(TODAY, penalty)
        self.assertEqual(penalty.state, "claimed")

    def test_an_invoice_is_never_waived_by_the_cron_once_penalties_are_invoiced(self):
        penalty = self._offered()
        penalty.action_invoice()
        self._register_payment(self.invoice, payment_date=TODAY)
        self._cron_on(TODAY, penalty)
        self.assertEqual((penalty.state, penalty.amount_waived), ("invoiced", 0))

    def test_no_offer_for_the_past_nor_for_a_paid_invoice(self):
        with self.assertRaisesRegex(UserError, "is past"):
            self._offered(until=TODAY - timedelta(1))
        with self.assertRaisesRegex(UserError, "nothing is left to offer"):
            self._offered(self._late(paid=date(2025, 9, 15)))

    def test_the_message_is_read_by_a_person_then_sent(self):
        contact = self.customer.create(
            {
                "name": "Accounts",
                "type": "invoice",
                "parent_id": self.customer.id,
                "email": "accounts@example.com",
                "lang": "en_US",
            }
        )
        penalty = self._offered()
        template = self.env.ref("tpe_dunning.mail_template_penalty_offer")
        found = template._generate_template(penalty.ids, ["partner_to"])
        self.assertEqual(found[penalty.id]["partner_ids"], contact.ids)
        self.assertEqual(self.action["res_model"], "mail.compose.message")
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(self.manager)
            .with_context(**self.action["context"])
        ).save()
        self.assertEqual(composer.partner_ids, contact)
        self.assertIn("pay by 04/05/2026", composer.subject)
        for words in ("162.42", "waive", "1,200.00", "12.15"):
            self.assertIn(words, composer.body)
        composer.with_context(mail_notify_force_send=False).action_send_mail()
        message = penalty.message_ids[:1]
        self.assertEqual(message.partner_ids, contact)
        self.assertIn("162.42", message.body)

    def test_the_message_speaks_the_language_of_the_customer(self):
        penalty = self._offered()
        self.assertEqual(self.customer.lang, "fr_FR")
        template = self.env.ref("tpe_dunning.mail_template_penalty_offer")
        french = template.with_context(lang="fr_FR")
        french.body_html = '<p>Bonjour <t t-out="object.move_id.name"/></p>'
        rendered = template._generate_template(penalty.ids, ("body_html",))
        self.assertIn("Bonjour", rendered[penalty.id]["body_html"])

    def test_an_offer_by_phone_writes_to_nobody(self):
        penalty = self._claimed(self._late()).with_user(self.manager)
        wizard = self.env["tpe.dunning.penalty.offer"].with_user(self.manager)
        wizard = wizard.browse(penalty.action_offer()["res_id"])
        self.assertEqual(
            wizard.action_confirm_silently()["type"], "ir.actions.act_window_close"
        )
        self.assertTrue(penalty.offer_running)

    def test_offers_of_another_company_stay_its_own(self):
        penalty = self._offered()
        other = self.env["res.users"].browse(self.stranger.id)
        other.company_ids = [Command.link(self.other.id)]
        self.assertFalse(penalty.with_user(other).search([]))
