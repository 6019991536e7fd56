from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureQuotes(Measuring, DunningCommon):
    """Quotes of 100 without tax, sent by a message so many days ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")

    def _quote(self, days_ago=10, amount=100.0, **values):
        quote = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "name": "Works",
                            "product_id": self.product_a.id,
                            "product_uom_qty": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )
        self._write_to(quote, days_ago)
        quote.state = "sent"
        self.env.flush_all()
        # Of the change of state, nothing tells the day here.
        quote.message_ids.sudo().filtered("tracking_value_ids").unlink()
        return quote

    def _write_to(self, quote, days_ago, **values):
        values = {
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "body": "Here is our offer.",
            **values,
        }
        message = quote.message_post(**values)
        return self._dated(message, days_ago)

    def _dated(self, message, days_ago):
        message.sudo().date = fields.Datetime.to_datetime(TODAY - timedelta(days_ago))
        return message

    def _call(self, quote, days_ago):
        call = self.env.ref("mail.mail_activity_data_call")
        activity = quote.activity_schedule(activity_type_id=call.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = %s WHERE id = %s",
            [TODAY - timedelta(days_ago), activity.id],
        )
        activity.invalidate_recordset()
        return activity

    def test_sent_and_left_alone(self):
        alone = self._quote()
        self.assertEqual(self._check("quotes_unchased", 1.0, 1), alone)

    def test_an_answer_of_the_customer_is_no_chasing(self):
        quote = self._quote()
        self._write_to(quote, 5, author_id=self.customer.id)
        self._write_to(quote, 4, message_type="email", author_id=self.customer.id)
        self._check("quotes_unchased", 1.0, 1)

    def test_an_internal_note_is_no_chasing(self):
        self._write_to(self._quote(), 5, subtype_xmlid="mail.mt_note")
        self._check("quotes_unchased", 1.0, 1)

    def test_what_a_machine_wrote_is_no_chasing(self):
        quote = self._quote()
        for kind in ("email", "notification", "user_notification", "out_of_office"):
            self._write_to(quote, 5).sudo().message_type = kind
        self._write_to(quote, 5).sudo().is_internal = True
        self._write_to(quote, 5).sudo().subtype_id = False
        self._check("quotes_unchased", 1.0, 1)

    def test_what_was_done_about_something_else_is_no_chasing(self):
        quote = self._quote()
        self._write_to(quote, 5).sudo().model = "res.partner"
        call = self._call(quote, 5)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET res_model = 'res.partner' WHERE id = %s",
            [call.id],
        )
        call.invalidate_recordset()
        self._check("quotes_unchased", 1.0, 1)

    def test_a_second_message_is_chasing(self):
        self._write_to(self._quote(), 5)
        self._check("quotes_unchased", None, 1)

    def test_a_planned_call_is_chasing(self):
        self._call(self._quote(), 5)
        self._check("quotes_unchased", None, 1)

    def test_what_was_planned_before_the_quote_left_is_no_chasing(self):
        self._call(self._quote(), 12)
        self._check("quotes_unchased", 1.0, 1)

    def test_a_call_that_was_made_is_chasing(self):
        quote = self._quote()
        self._call(quote, 12).action_feedback("He thinks about it.")
        done = quote.message_ids.filtered("mail_activity_type_id")
        self._dated(done, 5)
        self._check("quotes_unchased", None, 1)

    def test_marked_as_sent_by_hand(self):
        quote = self._quote(days_ago=2)
        quote.message_ids.sudo().unlink()
        quote.date_order = TODAY - timedelta(20)
        # Nothing tells the day: that of the quote.
        self._check("quotes_unchased", 1.0, 1)
        marked = quote.message_post(
            body="Sent", subtype_xmlid="sale.mt_order_sent", message_type="notification"
        )
        self._dated(marked, 3)
        self._check("quotes_unchased", None, 0)
        self._dated(marked, 9)
        self._check("quotes_unchased", 1.0, 1)
        # What a person writes afterwards is chasing, however first it is.
        self._write_to(quote, 4)
        self._check("quotes_unchased", None, 1)

    def test_marking_what_was_sent_is_no_chasing(self):
        marked = self._quote().message_post(
            body="Sent", subtype_xmlid="sale.mt_order_sent", message_type="notification"
        )
        self._dated(marked, 9)
        self._check("quotes_unchased", 1.0, 1)

    def test_which_quotes_wait(self):
        self._quote(days_ago=6)  # not for a week yet
        self._quote(days_ago=366)  # older than a year
        self._quote().action_confirm()
        self._quote()._action_cancel()
        self._quote().state = "draft"
        self._check("quotes_unchased", None, 0)
        waiting = self._quote(days_ago=7)
        self.assertEqual(self._check("quotes_unchased", 1.0, 1), waiting)

    def test_the_day_of_the_firm_is_a_week_ago(self):
        quote = self._quote()
        # At 23:30 UTC of the 24th it is the 25th in Paris: six days ago.
        quote.message_ids.sudo().date = "2026-03-24 23:30:00"
        self._check("quotes_unchased", None, 0)
        quote.message_ids.sudo().date = "2026-03-24 12:00:00"
        self._check("quotes_unchased", 1.0, 1)
        # 31 March 2025 is just out; at 23:30 UTC it is 1 April in Paris.
        quote.message_ids.sudo().date = "2025-03-31 12:00:00"
        self._check("quotes_unchased", None, 0)
        quote.message_ids.sudo().date = "2025-03-31 23:30:00"
        self._check("quotes_unchased", 1.0, 1)

    def test_five_that_were_chased_are_a_habit(self):
        for _each in range(4):
            self._write_to(self._quote(), 5)
        self._check("quotes_unchased", None, 4)
        self._write_to(self._quote(), 5)
        self._check("quotes_unchased", 0.0, 0)

    def test_stale_quotes(self):
        for amount in (100, 250):
            self._quote(days_ago=31, amount=amount)
        self._write_to(self._quote(days_ago=30, amount=50), 25)
        self._quote(days_ago=29, amount=1000)
        # 100 + 250 + 50, chased or not; nothing is known of what becomes of quotes.
        self._check("stale_quotes_euros", 400.0, 3)

    def test_stale_quotes_cost_what_quotes_usually_bring(self):
        self._quote(days_ago=31, amount=500)
        # Five were refused, of which the firm has learnt: (0 + 3) of (5 + 10) accepted.
        for _each in range(5):
            self._quote()._action_cancel()
        # Written on the day of the quote, as the clock of the tests is not the server's.
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET create_date = date_order")
        self._check("stale_quotes_euros", 500.0, 1, 100.0)

    def test_four_quotes_teach_nothing(self):
        self._quote(days_ago=31, amount=500)
        for _each in range(4):
            self._quote()._action_cancel()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET create_date = date_order")
        self._check("stale_quotes_euros", 500.0, 1)

    def test_five_quotes_none_of_them_stale(self):
        for _each in range(4):
            self._quote(days_ago=3)
        self._check("stale_quotes_euros", None, 4)
        self._quote(days_ago=0)
        self._check("stale_quotes_euros", 0.0, 0)

    def test_foreign_quotes_in_company_currency(self):
        other = self.env["res.currency"].create(
            {
                "name": "TPE",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2000-01-01", "rate": 4.0})],
            }
        )
        prices = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": other.id}
        )
        self._quote(days_ago=31, amount=400, pricelist_id=prices.id)
        # Four of them for one of ours.
        self._check("stale_quotes_euros", 100.0, 1)

    def test_few_quotes_say_nothing(self):
        self._quote(days_ago=3)
        self._check("stale_quotes_euros", None, 1)

    def test_without_sales(self):
        self._quote(days_ago=40)
        measures = type(self.env["tpe.diagnostic.measure"])
        with patch.object(measures, "_has", lambda self, model: model != "sale.order"):
            self._check("quotes_unchased", None, 0)
            self._check("stale_quotes_euros", None, 0)
