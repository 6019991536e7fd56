from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from .common import NOW, TODAY, QuoteCase

LOGGER = "odoo.addons.tpe_quote.models.sale_order_chase"


@tagged("post_install", "-at_install")
class TestChase(QuoteCase):
    """What leaves, when, once; and what it brings."""

    def test_first_step_leaves_on_its_day(self):
        order = self.quote(0)
        with self.at(3):
            self.assertFalse(self.run_cron())
        with self.at(4):
            mails = self.run_cron()
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertIn(order.name, mails.subject)
        chase = order.tpe_chase_ids
        self.assertEqual(chase.step_id, self.steps[0])
        self.assertEqual((chase.channel, chase.done_on), ("email", date(2026, 6, 5)))
        self.assertFalse(chase.user_id)

    def test_second_run_sends_nothing(self):
        order = self.quote(4)
        self.assertEqual(len(self.run_cron()), 1)
        self.assertFalse(self.run_cron())
        self.assertEqual(len(order.tpe_chase_ids), 1)

    def test_three_steps_then_nothing(self):
        order = self.quote(0)
        sent = {}
        for day in range(0, 40):
            with self.at(day):
                before = len(order.tpe_chase_ids)
                self.run_cron()
                if len(order.tpe_chase_ids) > before:
                    sent[day] = order.tpe_chase_ids.sorted("id")[-1].channel
        # Day 20 of a Monday 1 June is Sunday 21: the call is asked for on the Monday.
        # Day 4 is a Friday, day 10 a Thursday. Validity: 30 days after 1 June.
        self.assertEqual(sent, {4: "email", 10: "email", 21: "phone"})

    def test_late_steps_keep_three_days_between_them(self):
        order = self.quote(15)
        self.run_cron()
        self.assertEqual(self.due(order).next_on, TODAY + timedelta(days=3))

    def test_call_becomes_an_activity_of_the_salesperson(self):
        order = self.quote(25)
        self.steps[:2].active = False
        self.assertFalse(self.run_cron())
        activity = order.activity_ids
        self.assertEqual(activity.user_id, self.seller)
        self.assertIn("Last call", activity.summary)
        self.assertEqual(order.tpe_chase_ids.channel, "phone")

    def test_without_address_a_call_is_asked_for(self):
        self.customer.email = False
        order = self.quote(4)
        self.assertFalse(self.run_cron())
        self.assertEqual(order.tpe_chase_ids.channel, "phone")
        self.assertEqual(order.activity_ids.user_id, self.seller)

    def test_nothing_leaves_at_night_nor_on_sunday(self):
        order = self.quote(10)
        with freeze_time(NOW + timedelta(hours=14)):
            self.run_cron()
        with self.at(6):
            self.run_cron()
        self.assertFalse(order.tpe_chase_ids)

    def test_answer_between_the_choice_and_the_sending(self):
        order = self.quote(5)
        chosen = self.env["sale.order"]._tpe_due_now()
        self.assertIn(order, chosen)
        order.message_post(
            author_id=self.customer.id, message_type="email", body="Oui."
        )
        order._tpe_chase_by_itself()
        self.assertFalse(order.tpe_chase_ids)

    def test_failure_is_seen_by_a_person_and_the_others_leave(self):
        broken, fine = self.quote(6), self.quote(5)
        send = type(broken)._tpe_send_step

        def fail(order, step):
            if order == broken:
                raise ValueError("Le modèle est illisible.")
            return send(order, step)

        with (
            patch.object(type(broken), "_tpe_send_step", fail),
            mute_logger(LOGGER),
        ):
            mails = self.run_cron()
        self.assertEqual(len(mails), 1)
        self.assertTrue(fine.tpe_chase_ids)
        self.assertIn("illisible", broken.activity_ids.note)
        self.assertEqual(self.due(broken).reason, "failed")
        self.assertFalse(self.run_cron())

    def test_after_a_failure_the_same_step_leaves(self):
        order = self.quote(5)
        self.chased(order, self.steps[0], failure="Le modèle est illisible.")
        order.with_user(self.seller).action_tpe_chase_resume()
        self.assertEqual(self.due(order).step_id, self.steps[0])
        self.assertEqual(self.due(order).chased, 0)
        self.env.cr.execute(
            "UPDATE tpe_quote_chase SET create_date = %s WHERE order_id = %s",
            [NOW - timedelta(hours=1), order.id],
        )
        self.assertEqual(len(self.run_cron()), 1)

    def test_after_a_failure_it_may_be_done_by_hand_the_same_day(self):
        order = self.quote(5)
        self.chased(order, self.steps[0], failure="Le modèle est illisible.")
        with self.mock_mail_gateway():
            order.with_user(self.seller).action_tpe_chase()
        self.assertFalse(order.tpe_chase_ids.sorted("id")[-1].failure)

    def test_quote_that_somebody_writes_waits_for_the_next_run(self):
        order = self.quote(5)

        def busy(*args):
            raise SerializationFailure

        with patch.object(type(order), "_tpe_send_step", busy):
            self.run_cron()
        self.assertFalse(order.tpe_chase_ids or order.activity_ids)
        self.assertEqual(len(self.run_cron()), 1)

    def test_noted_before_it_leaves(self):
        order, seen = self.quote(5), []
        send = type(order)._tpe_send_step

        def look(quote, step):
            seen.append(quote.tpe_chase_ids.step_id)
            return send(quote, step)

        with patch.object(type(order), "_tpe_send_step", look):
            self.run_cron()
        self.assertEqual(seen, [self.steps[0]])
        self.assertTrue(order.tpe_chase_ids.message_id)

    def test_a_step_is_done_once_a_day(self):
        order = self.quote(5)
        self.chased(order, self.steps[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.chased(order, self.steps[0])

    def test_who_wants_no_email_is_called(self):
        self.env["mail.blacklist"]._add(self.customer.email)
        order = self.quote(5)
        self.assertFalse(self.run_cron())
        self.assertEqual(order.tpe_chase_ids.channel, "phone")
        self.assertIn("wants no e-mail", order.activity_ids.note)

    def test_message_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.ref("tpe_quote.mail_template_reminder").with_context(
            lang="fr_FR"
        ).subject = "Votre devis {{ object.name }}"
        self.customer.lang = "fr_FR"
        order = self.quote(5)
        self.assertEqual(self.run_cron().subject, f"Votre devis {order.name}")

    def test_call_speaks_the_language_of_the_salesperson(self):
        order = self.quote(5)
        self.customer.email = False
        said = []
        with patch.object(
            type(order),
            "activity_schedule",
            lambda quote, *args, **values: said.append(quote.env.lang),
        ):
            self.env["res.lang"]._activate_lang("fr_FR")
            self.seller.lang = "fr_FR"
            self.run_cron()
        self.assertEqual(said, ["fr_FR"])

    def test_message_has_the_button_to_the_quote(self):
        order = self.quote(5)
        mail = self.run_cron()
        self.assertIn(order.access_token, mail.body_html)
        self.assertIn(f"res_id={order.id}", mail.body_html)
        self.assertEqual(mail.author_id, self.seller.partner_id)

    def test_message_is_signed_and_answered_to_whoever_follows_the_quote(self):
        self.seller.signature = "<p>Vincent Deur, 01 02 03 04 05</p>"
        self.quote(5)
        mail = self.run_cron()
        self.assertIn("Vincent Deur, 01 02 03 04 05", mail.body_html)
        self.assertIn(self.seller.email, mail.email_from)

    def test_nobody_who_left_writes_or_signs(self):
        self.seller.signature = "<p>Vincent Deur, 01 02 03 04 05</p>"
        self.quote(5)
        self.seller.active = False
        mail = self.run_cron()
        self.assertIn("bonjour@morin.example", mail.email_from)
        self.assertNotIn("Vincent", mail.body_html)
        self.assertIn("Charpente Morin", mail.body_html.partition("Kind regards")[2])

    def test_address_that_is_none_is_a_call(self):
        self.customer.email = "à demander"
        order = self.quote(5)
        self.assertFalse(self.run_cron())
        self.assertEqual(order.tpe_chase_ids.channel, "phone")

    def test_customer_who_is_archived_is_a_call(self):
        """Core tells archived people nothing, and says nothing of it."""
        order = self.quote(5)
        self.customer.active = False
        self.assertFalse(self.run_cron())
        self.assertEqual(order.tpe_chase_ids.channel, "phone")
        self.assertIn("archived", order.activity_ids.note)

    def _refuse(self, error):
        """The mail server answers this."""

        def send(mail, **_values):
            try:
                raise error
            except Exception:  # as core does
                raise MailDeliveryException("Mail delivery failed")  # noqa: B904

        with (
            patch.object(type(self.env["mail.mail"]), "send", send),
            mute_logger("odoo.addons.tpe_quote.models.quote_chase_leave"),
        ):
            self.run_cron()

    def test_killed_while_it_leaves(self):
        """What was committed says « unknown »; core’s queue has nothing to send."""
        order = self.quote(5)
        with patch.object(
            type(self.env["tpe.quote.chase"]), "_leave_after_commit", lambda chase: None
        ):
            self.run_cron()
        mails = order.tpe_chase_ids._mails()
        self.assertEqual(mails.state, "exception")
        self.assertEqual(self.due(order).reason, "unknown")
        with self.mock_mail_gateway():
            self.env["mail.mail"].sudo().process_email_queue()
        told = [mail["email_to"] for mail in self._mails]
        self.assertNotIn(self.customer.email_formatted, sum(told, []))
        self.assertEqual(mails.state, "exception")
        # A person says to go on: the step that may have arrived is not done again.
        with self.at(1):
            order.with_user(self.seller).action_tpe_chase_resume()
            self.assertFalse(self.due(order).reason)
            self.assertEqual(self.due(order).step_id, self.steps[1])

    def test_refused_by_the_server_is_done_again(self):
        order = self.quote(5)
        self._refuse(SMTPRecipientsRefused({"contact": (550, b"unknown")}))
        self.assertEqual(self.due(order).reason, "failed")
        self.assertIn("did not leave", order.activity_ids.summary)
        self.assertEqual(order.activity_ids.user_id, self.seller)
        with self.at(1):
            order.with_user(self.seller).action_tpe_chase_resume()
            self.assertEqual(len(self.run_cron()), 1)
        self.assertEqual(order.tpe_chase_ids.step_id, self.steps[0])

    def test_line_cut_while_it_leaves(self):
        order = self.quote(5)
        self._refuse(TimeoutError("timed out"))
        self.assertEqual(self.due(order).reason, "unknown")
        self.assertFalse(order.tpe_chase_ids.failure)
        self.assertIn("arrive?", order.activity_ids.summary)

    def test_bounce_of_a_colleague_holds_nothing(self):
        order = self.quote(5)
        colleague = self.env["res.partner"].create(
            {"name": "Comptable", "email": "compta@garagedulac.example"}
        )
        order.message_subscribe(colleague.ids)
        self.run_cron()
        told = order.tpe_chase_ids.message_id.notification_ids
        self.assertEqual(told.res_partner_id, self.customer | colleague)
        theirs = told.filtered(lambda one: one.res_partner_id == colleague)
        theirs.notification_status = "bounce"
        self.assertFalse(self.due(order).reason)

    def test_company_that_did_not_start_is_left_alone(self):
        other = self.env["res.company"].create(
            {"name": "Autre", "country_id": self.env.ref("base.fr").id}
        )
        self.env.user.company_ids += other
        order = self.quote(0)
        with freeze_time(NOW - timedelta(days=5)):
            theirs = (
                self.env["sale.order"]
                .with_context(allowed_company_ids=other.ids)
                .create({"partner_id": self.customer.id, "company_id": other.id})
            )
            theirs.action_quotation_sent()
        self.assertFalse(self.run_cron())
        other.tpe_quote_started_on = TODAY
        self.assertEqual(len(self.run_cron()), 1)
        self.assertEqual(theirs.sudo().tpe_chase_ids.step_id.company_id, other)
        self.assertFalse(order.tpe_chase_ids)

    def test_each_company_has_its_hours(self):
        other = self.env["res.company"].create(
            {"name": "Autre", "country_id": self.env.ref("base.fr").id}
        )
        self.env.user.company_ids += other
        other.write({"tpe_quote_started_on": TODAY, "tpe_dunning_from": 15})
        self.quote(5)
        with freeze_time(NOW - timedelta(days=5)):
            theirs = (
                self.env["sale.order"]
                .with_context(allowed_company_ids=other.ids)
                .create({"partner_id": self.customer.id, "company_id": other.id})
            )
            theirs.action_quotation_sent()
        self.assertEqual(len(self.run_cron()), 1)
        self.assertFalse(theirs.sudo().tpe_chase_ids)

    def test_stopped_nothing_leaves(self):
        order = self.quote(5)
        self.env["tpe.quote.due"].with_user(self.manager).action_stop_chasing()
        self.assertFalse(self.run_cron())
        self.assertFalse(order.tpe_chase_ids)

    def test_quote_of_the_web_shop_is_a_manager_s(self):
        order = self.quote(25, user_id=False, team_id=False)
        robot = self.env.ref("base.user_root")
        order.sudo().env.cr.execute(
            "UPDATE sale_order SET create_uid = %s WHERE id = %s", [robot.id, order.id]
        )
        order.invalidate_recordset()
        self.assertEqual(order.with_user(robot)._tpe_salesperson(), self.manager)

    def test_bounce_holds(self):
        order = self.quote(5)
        self.run_cron()
        notified = order.tpe_chase_ids.message_id.notification_ids
        self.assertEqual(notified.res_partner_id, self.customer)
        notified.notification_status = "bounce"
        self.assertEqual(self.due(order).reason, "failed")

    def test_by_hand_before_its_day_and_once_a_day(self):
        order = self.quote(1)
        with self.mock_mail_gateway():
            order.with_user(self.seller).action_tpe_chase()
        self.assertEqual(order.tpe_chase_ids.user_id, self.seller)
        with self.assertRaisesRegex(UserError, "chased today already"):
            order.with_user(self.seller).action_tpe_chase()

    def test_by_hand_only_a_quote_that_waits(self):
        order = self.quote(1)
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "sent and is not signed"):
            order.with_user(self.seller).action_tpe_chase()

    def test_conversion_belongs_to_the_last_step(self):
        order = self.quote(0)
        for day in (4, 10):
            with self.at(day):
                self.run_cron()
        first, second = order.tpe_chase_ids.sorted("done_on")
        self.assertTrue(first.decided)
        self.assertFalse(second.decided)
        order.action_confirm()
        self.assertEqual((first.converted, second.converted), (0, 100))
        self.assertTrue(second.decided)

    def test_share_signed_by_step_and_channel(self):
        # Three quotes reminded by e-mail: one signed, one refused, one still waiting.
        signed, refused, waiting = (self.quote(4) for _index in range(3))
        self.run_cron()
        signed.action_confirm()
        refused._action_cancel()
        self.assertTrue(waiting.tpe_chase_ids)
        rows = self.env["tpe.quote.chase"]._read_group(
            [("decided", "=", True), ("step_id", "=", self.steps[0].id)],
            ["step_id", "channel"],
            ["converted:avg", "__count"],
        )
        self.assertEqual(rows, [(self.steps[0], "email", 50.0, 2)])

    def test_silence_counts_once_the_quote_is_over(self):
        signed, silent = self.quote(4), self.quote(4, validity_date=TODAY)
        self.run_cron()
        signed.action_confirm()
        decided = [("decided", "=", True)]
        chases = self.env["tpe.quote.chase"]
        self.assertEqual(chases.search(decided).order_id, signed)
        self.assertEqual(chases.search([("decided", "=", False)]).order_id, silent)
        with self.at(1):
            self.assertEqual(chases.search(decided).order_id, signed | silent)
            self.assertTrue(silent.tpe_chase_ids.decided)
        self.assertEqual(silent.tpe_chase_ids.converted, 0)

    def test_message_that_did_not_leave_brought_nothing(self):
        order = self.quote(5)
        failed = self.chased(order, self.steps[0], failure="Le modèle est illisible.")
        order.action_confirm()
        self.assertEqual(failed.converted, 0)
        self.assertFalse(failed.decided)

    def test_failure_does_not_take_a_signature_from_the_step_before(self):
        order = self.quote(12)
        first = self.chased(order, self.steps[0], days_ago=8)
        self.chased(order, self.steps[1], failure="Le modèle est illisible.")
        order.action_confirm()
        self.assertEqual(first.converted, 100)

    def test_by_hand_no_further_than_the_last_step(self):
        order = self.quote(30)
        self.chased(order, self.steps[2], days_ago=5)
        self.assertEqual(self.due(order).reason, "finished")
        with self.assertRaisesRegex(UserError, "All the steps"):
            order.with_user(self.seller).action_tpe_chase()
