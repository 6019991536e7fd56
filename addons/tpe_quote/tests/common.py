from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.mail.tests.common import MailCommon

# A Monday at ten in Paris.
TODAY = date(2026, 6, 1)
NOW = fields.Datetime.to_datetime("2026-06-01 08:00:00")


@tagged("post_install", "-at_install")
class QuoteCase(MailCommon):
    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Charpente Morin",
                "country_id": cls.env.ref("base.fr").id,
                "currency_id": cls.env.ref("base.EUR").id,
                "email": "bonjour@morin.example",
            }
        )
        # A test commits nothing: the message leaves at once.
        chases = type(cls.env["tpe.quote.chase"])
        cls.startClassPatcher(
            patch.object(chases, "_leave_after_commit", chases._hand_over)
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": [cls.company.id]}
        )
        cls.company = cls.company.with_env(cls.env)
        cls.seller = cls._user("vendeur", "sales_team.group_sale_salesman")
        cls.manager = cls._user(
            "gerante",
            "tpe_base.group_tpe_manager",
            "sales_team.group_sale_manager",
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Garage du Lac", "email": "contact@garagedulac.example"}
        )
        cls.steps = cls.env["tpe.quote.step"].search(
            [("company_id", "=", cls.company.id)], order="days"
        )
        cls.company.tpe_quote_started_on = TODAY - timedelta(days=60)

    @classmethod
    def _user(cls, login, *groups):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": f"{login}.quote",
                "email": f"{login}@morin.example",
                "company_id": cls.company.id,
                "company_ids": [cls.company.id],
                "group_ids": [cls.env.ref(group).id for group in groups],
            }
        )

    @classmethod
    def quote(cls, days_ago, **values):
        """A quote sent that many days ago."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "company_id": cls.company.id,
                "validity_date": TODAY + timedelta(days=30),
                **values,
            }
        )
        with freeze_time(NOW - timedelta(days=days_ago)):
            order.action_quotation_sent()
        return order

    @classmethod
    def due(cls, order):
        return order._tpe_due()

    @classmethod
    def chased(cls, order, step, days_ago=0, **values):
        """A step done that many days ago."""
        return cls.env["tpe.quote.chase"].create(
            {
                "order_id": order.id,
                "step_id": step.id,
                "channel": step.channel,
                "done_on": TODAY - timedelta(days=days_ago),
                **values,
            }
        )

    @classmethod
    def said(cls, order, words, hours_ago=0):
        """An e-mail of the customer on the thread of the quote."""
        message = order.message_post(
            author_id=cls.customer.id, message_type="email", body=words
        )
        message.date -= timedelta(hours=hours_ago)
        return message

    def at(self, days):
        """The clock, that many days later at the same hour."""
        return freeze_time(NOW + timedelta(days=days))

    def run_cron(self):
        """Let it run once; what left to the customer."""
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.ref("tpe_quote.ir_cron_quote").method_direct_trigger()
        # An activity tells its person by e-mail too.
        return self._new_mails.filtered(
            lambda mail: self.customer in mail.recipient_ids
        )
