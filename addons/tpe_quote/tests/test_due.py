from datetime import date, timedelta

from odoo.tests import tagged

from .common import NOW, TODAY, QuoteCase


@tagged("post_install", "-at_install")
class TestDue(QuoteCase):
    """What comes next for a quote, and what holds it."""

    def test_shipped_steps(self):
        self.assertEqual(self.steps.mapped("days"), [4, 10, 20])
        self.assertEqual(self.steps.mapped("channel"), ["email", "email", "phone"])

    def test_first_step_counts_from_the_sending(self):
        order = self.quote(1)
        self.assertEqual(order.tpe_sent_on, date(2026, 5, 31))
        row = self.due(order)
        self.assertEqual(row.step_id, self.steps[0])
        # 31 May and four days.
        self.assertEqual(row.next_on, date(2026, 6, 4))
        self.assertFalse(row.reason)
        self.assertEqual(order.tpe_chase_words, "Reminder on 04/06/2026")

    def test_draft_signed_and_refused_are_not_chased(self):
        draft = self.env["sale.order"].create({"partner_id": self.customer.id})
        signed, refused = self.quote(5), self.quote(5)
        signed.action_confirm()
        refused._action_cancel()
        for order in (draft, signed, refused):
            self.assertFalse(self.due(order), order.state)

    def test_reply_by_email_stops(self):
        order = self.quote(5)
        order.message_post(
            author_id=self.customer.id, message_type="email", body="Trop cher."
        )
        self.assertEqual(self.due(order).reason, "replied")

    def test_reply_of_a_colleague_of_the_customer_stops(self):
        colleague = self.env["res.partner"].create(
            {"name": "Comptable", "parent_id": self.customer.id}
        )
        order = self.quote(5)
        order.message_post(
            author_id=colleague.id, message_type="comment", body="Vu avec le patron."
        )
        self.assertEqual(self.due(order).reason, "replied")

    def test_reply_from_an_unknown_address_stops(self):
        order = self.quote(5)
        order.message_post(
            author_id=False,
            email_from="patron@ailleurs.example",
            message_type="email",
            body="C’est d’accord.",
        )
        self.assertEqual(self.due(order).reason, "replied")

    def test_our_own_note_does_not_stop(self):
        order = self.quote(5)
        order.message_post(
            author_id=self.seller.partner_id.id, message_type="comment", body="Vu."
        )
        self.assertFalse(self.due(order).reason)

    def test_what_was_said_before_the_sending_does_not_stop(self):
        order = self.quote(0)
        message = order.message_post(
            author_id=self.customer.id, message_type="email", body="Un devis ?"
        )
        message.date = NOW - timedelta(days=3)
        self.assertFalse(self.due(order).reason)

    def test_go_on_after_a_reply(self):
        order = self.quote(5)
        message = order.message_post(
            author_id=self.customer.id, message_type="email", body="Je réfléchis."
        )
        message.date = NOW - timedelta(hours=1)
        order.with_user(self.seller).action_tpe_chase_resume()
        self.assertFalse(self.due(order).reason)

    def test_expired_on_the_day_after_its_last(self):
        last_day = self.quote(5, validity_date=TODAY)
        over = self.quote(5, validity_date=TODAY - timedelta(days=1))
        self.assertFalse(self.due(last_day).reason)
        self.assertEqual(self.due(over).reason, "expired")

    def test_held_then_resumed(self):
        order = self.quote(5)
        order.with_user(self.seller).action_tpe_chase_hold()
        self.assertEqual(self.due(order).reason, "hold")
        order.with_user(self.seller).action_tpe_chase_resume()
        self.assertFalse(self.due(order).reason)

    def test_quote_older_than_the_start_waits_for_a_person(self):
        # Started on 2 April: a quote of 2 March is just inside thirty days and one,
        # of 31 days before, is left.
        inside, old = self.quote(90), self.quote(91)
        self.assertFalse(self.due(inside).reason)
        self.assertEqual(self.due(old).reason, "old")
        old.action_tpe_chase_resume()
        self.assertFalse(self.due(old).reason)

    def test_off_until_a_manager_starts(self):
        self.company.tpe_quote_started_on = False
        order = self.quote(5)
        self.assertEqual(self.due(order).reason, "off")
        self.env["tpe.quote.due"].with_user(self.manager).action_start_chasing()
        self.assertEqual(self.company.tpe_quote_started_on, TODAY)
        self.assertFalse(self.due(order).reason)

    def test_sent_again_counts_anew(self):
        order = self.quote(30)
        order._action_cancel()
        order.action_draft()
        order.action_quotation_sent()
        self.assertEqual(order.tpe_sent_on, TODAY)
        self.assertEqual(self.due(order).step_id, self.steps[0])

    def test_day_of_sending_of_older_quotes(self):
        order = self.quote(5)
        order.tpe_sent_on = False
        order.date_order = NOW - timedelta(days=9)
        order._tpe_find_sent_on()
        self.assertTrue(order.tpe_sent_on)
        self.assertLessEqual(order.tpe_sent_on, TODAY)
