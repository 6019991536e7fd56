from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

TODAY = date(2026, 3, 31)


@freeze_time("2026-03-31 07:00:00")
class DunningCommon(AccountTestInvoicingCommon):
    """A started company, one customer, and invoices without tax of round amounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.write(
            {"email": "firm@example.com", "tz": "Europe/Paris"}
        )
        cls.company.tpe_dunning_started_on = "2026-01-01 08:00:00"
        cls.company.write({"tpe_dunning_min_days": 0, "tpe_dunning_min_amount": 0})
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.customer = cls._customer("Bâtiments du Rhône")
        cls.cron = cls.env.ref("tpe_dunning.ir_cron_dunning")
        cls.reminders = cls.env["tpe.dunning.reminder"]

    @classmethod
    def default_env_context(cls):
        return {}

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("tpe_base.group_tpe_manager")

    @classmethod
    def _customer(cls, name, **values):
        slug = "".join(c for c in name.lower() if c.isascii() and c.isalnum())
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "lang": "fr_FR",
                "email": f"{slug}@example.com",
                "company_registry": "55210055400013",
                "country_id": cls.env.ref("base.fr").id,
                "invoice_sending_method": "manual",
                **values,
            }
        )

    @classmethod
    def _invoice(cls, days_ago, amount=100.0, term=30, partner=None, **values):
        """A posted invoice of ``days_ago``, due ``term`` days after its date."""
        issued = TODAY - timedelta(days_ago)
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.customer).id,
                "invoice_date": issued,
                "invoice_date_due": issued + timedelta(term),
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    def _pay(self, invoice, amount=None):
        return self._register_payment(
            invoice, payment_date=TODAY, **({"amount": amount} if amount else {})
        )

    def _plan(self):
        self.reminders._plan(self.company)
        return self._open()

    def _open(self, partner=None):
        """What is prepared for the customer now."""
        return self.reminders.search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("state", "in", ("planned", "to_approve", "held", "queued")),
            ]
        )

    def _run_cron(self, cron=None):
        """Through the scheduler, which commits for real."""
        with self.enter_registry_test_mode():
            self.assertIs((cron or self.cron).method_direct_trigger(), True)

    def _delivered(self, invoice, rank, days_ago):
        """A message that left ``days_ago`` and completed step ``rank``."""
        line = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        day = TODAY - timedelta(days_ago)
        reminder = self.reminders.sudo().create(
            {
                "company_id": self.company.id,
                "partner_id": invoice.commercial_partner_id.id,
                "rank": str(rank),
                "state": "sent",
                "sent_on": day,
                "sent_at": day,
                "line_ids": [
                    Command.create(
                        {
                            "move_line_id": line.id,
                            "move_id": invoice.id,
                            "invoice_name": invoice.name,
                            "date_due": invoice.invoice_date_due,
                            "rank": rank,
                            "currency_id": invoice.currency_id.id,
                            "amount_residual": invoice.amount_residual,
                        }
                    )
                ],
            }
        )
        return reminder.sudo(False)
