from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

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

    def test_another_customer_s_word_does_not_stop(self):
        other = self.env["res.partner"].create({"name": "Un autre"})
        order = self.quote(5)
        order.message_post(author_id=other.id, message_type="email", body="Et moi ?")
        self.assertFalse(self.due(order).reason)

    def test_a_trace_in_his_name_does_not_stop(self):
        """« Quotation viewed by customer » is no answer."""
        order = self.quote(5)
        order.message_post(
            author_id=self.customer.id, message_type="notification", body="Lu."
        )
        self.assertFalse(self.due(order).reason)

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

    def test_nor_what_was_said_before_an_older_quote_left(self):
        """Quotes sent before the addon came have a day of sending and no moment."""
        order = self.quote(2)
        order.tpe_chase_resumed_on = False
        self.said(order, "Un devis ?", hours_ago=72)
        self.assertFalse(self.due(order).reason)
        self.said(order, "Trop cher.", hours_ago=24)
        self.assertEqual(self.due(order).reason, "replied")

    def test_go_on_after_a_reply(self):
        order = self.quote(5)
        message = order.message_post(
            author_id=self.customer.id, message_type="email", body="Je réfléchis."
        )
        message.date = NOW - timedelta(hours=1)
        order.with_user(self.seller).action_tpe_chase_resume()
        self.assertFalse(self.due(order).reason)
        with self.at(1):
            self.said(order, "Non, merci.")
            self.assertEqual(self.due(order).reason, "replied")

    def test_expired_on_the_day_after_its_last(self):
        last_day = self.quote(5, validity_date=TODAY)
        over = self.quote(5, validity_date=TODAY - timedelta(days=1))
        self.assertFalse(self.due(last_day).reason)
        self.assertEqual(self.due(over).reason, "expired")
        # In Paris this is half past midnight of the next day.
        with freeze_time("2026-06-01 22:30:00"):
            self.assertEqual(self.due(last_day).reason, "expired")

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

    def test_quote_sent_long_before_a_late_start_waits_too(self):
        """Sending is no decision to chase, though it notes its moment."""
        self.company.tpe_quote_started_on = TODAY
        order = self.quote(31)
        self.assertTrue(order.tpe_chase_resumed_on)
        self.assertEqual(self.due(order).reason, "old")

    def test_off_until_a_manager_starts(self):
        self.company.tpe_quote_started_on = False
        order = self.quote(5)
        self.assertEqual(self.due(order).reason, "off")
        self.env["tpe.quote.due"].with_user(self.manager).action_start_chasing()
        self.assertEqual(self.company.tpe_quote_started_on, TODAY)
        self.assertFalse(self.due(order).reason)

    def test_sent_again_counts_anew(self):
        order = self.quote(30)
        self.chased(order, self.steps[0], days_ago=26)
        self.assertEqual(self.due(order).step_id, self.steps[1])
        order._action_cancel()
        order.action_draft()
        order.action_quotation_sent()
        self.assertEqual(order.tpe_sent_on, TODAY)
        self.assertEqual(self.due(order).step_id, self.steps[0])
        self.assertEqual(self.due(order).chased, 0)

    def test_sent_again_by_email_counts_anew(self):
        """Core leaves the state « sent »; the answer was to the quote of before."""
        order = self.quote(5)
        self.said(order, "Ajoutez une prise.", hours_ago=2)
        self.assertEqual(self.due(order).reason, "replied")
        order.with_context(mark_so_as_sent=True).message_post(body="Voici.")
        self.assertEqual(order.tpe_sent_on, TODAY)
        self.assertFalse(self.due(order).reason)
        self.assertEqual(self.due(order).next_on, TODAY + timedelta(days=4))

    def test_other_messages_send_nothing_again(self):
        order = self.quote(5)
        order.message_post(body="Noté.")
        self.assertEqual(order.tpe_sent_on, TODAY - timedelta(days=5))

    def test_imported_as_sent(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "state": "sent",
                "date_order": NOW - timedelta(days=9),
            }
        )
        self.assertEqual(order.tpe_sent_on, date(2026, 5, 23))
        self.assertEqual(self.due(order).step_id, self.steps[0])

    def test_day_of_sending_of_older_quotes(self):
        # Without a trace in the chatter, the day of the quote: 1 June less nine days.
        order = self.quote(5, date_order=NOW - timedelta(days=9))
        self.flush_tracking()
        order.message_ids.sudo().tracking_value_ids.unlink()
        order.tpe_sent_on = False
        order._tpe_find_sent_on()
        self.assertEqual(order.tpe_sent_on, date(2026, 5, 23))
        # The chatter says the seventh day before.
        state = self.env["ir.model.fields"]._get("sale.order", "state")
        traced = order.message_post(body="Envoyé", message_type="notification")
        traced.date = NOW - timedelta(days=7)
        self.env["mail.tracking.value"].create(
            {"mail_message_id": traced.id, "field_id": state.id}
        )
        order.tpe_sent_on = False
        self.env.flush_all()
        order._tpe_find_sent_on()
        self.assertEqual(order.tpe_sent_on, date(2026, 5, 25))

    def test_signed_and_waiting_for_its_deposit(self):
        order = self.quote(5)
        order.signed_on = NOW
        self.assertEqual(self.due(order).reason, "signed")

    def test_payment_on_its_way(self):
        """A customer who chose to pay by transfer is not asked whether he likes it."""
        order, tried = self.quote(5), self.quote(5)
        for quote, state in ((order, "pending"), (tried, "cancel")):
            self.env["payment.transaction"].create(
                {
                    "provider_id": self.env.ref("payment.payment_provider_transfer").id,
                    "payment_method_id": self.env["payment.method"]
                    .with_context(active_test=False)
                    .search([], limit=1)
                    .id,
                    "reference": f"virement-{state}",
                    "amount": 120,
                    "currency_id": self.env.ref("base.EUR").id,
                    "partner_id": self.customer.id,
                    "state": state,
                    "sale_order_ids": [Command.link(quote.id)],
                }
            )
        self.assertEqual(self.due(order).reason, "signed")
        self.assertFalse(self.due(tried).reason)

    def test_who_disputes_an_invoice_is_not_asked_for_an_order(self):
        workshop = self.env["res.partner"].create(
            {"name": "Atelier", "parent_id": self.customer.id}
        )
        order = self.quote(5, partner_id=workshop.id)
        self._dispute(self.company)
        self.assertEqual(self.due(order).reason, "disputed")
        self.env.cr.execute("UPDATE tpe_dunning_dispute SET state = 'accepted'")
        self.assertFalse(self.due(order).reason)

    def test_dispute_with_another_company_or_customer_holds_nothing(self):
        order = self.quote(5)
        other = self.env["res.company"].create({"name": "Autre"})
        self.env.user.company_ids += other
        self._dispute(other)
        self._dispute(
            self.company, self.env["res.partner"].create({"name": "Un autre"})
        )
        self.assertFalse(self.due(order).reason)

    def _dispute(self, company, partner=None):
        """The dispute alone: which invoices it is about is not the question here."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO tpe_dunning_dispute (company_id, partner_id, state, reason,
                                                 source, opened_on, follow_up_on)
                     VALUES (%s, %s, 'open', 'quality', 'phone', %s, %s)
                """,
                company.id,
                (partner or self.customer).id,
                TODAY,
                TODAY,
            )
        )

    def test_steps_of_another_company_are_not_ours(self):
        other = self.env["res.company"].create({"name": "Autre"})
        self.env["tpe.quote.step"].sudo().create(
            {
                "company_id": other.id,
                "name": "Le lendemain",
                "days": 1,
                "channel": "phone",
            }
        )
        self.assertEqual(self.due(self.quote(5)).step_id, self.steps[0])

    def test_a_company_has_its_steps_without_the_messages(self):
        """Somebody deleted a shipped message: companies are still created."""
        self.env["tpe.quote.step"].sudo().search([]).unlink()
        self.env.ref("tpe_quote.mail_template_value").sudo().unlink()
        company = self.env["res.company"].create({"name": "Nouvelle"})
        steps = self.env["tpe.quote.step"].sudo().search(
            [("company_id", "=", company.id)]
        )  # fmt: skip
        self.assertEqual(steps.mapped("days"), [4, 20])

    def test_a_company_that_has_steps_keeps_them(self):
        self.steps[0].days = 5
        self.company._create_quote_steps()
        steps = self.env["tpe.quote.step"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(steps, self.steps)
