from contextlib import suppress
from datetime import date, datetime
from email.utils import parseaddr
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.mail_mail import MailMail
from odoo.addons.tpe_dunning.tests.smtp_server import hang_up, html, smtp_server

from .common import CashCommon

LOGS = (
    "odoo.addons.mail.models.mail_mail",
    "odoo.addons.tpe_cashforecast.models.cash_monday_send",
    "odoo.addons.base.models.ir_mail_server",
)
MONDAY, TUESDAY, NEXT_MONDAY = "2026-03-30", "2026-03-31", "2026-04-06"


class MondayCommon(CashCommon):
    """Monday 30 March 2026, 10,000 in the bank; the owner reads French."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["tpe.cash.monday"]
        cls.env["res.users"].search([]).tpe_cash_monday_mail = False
        cls.owner = cls._user("Claire Martin", "tpe_base.group_tpe_manager")
        cls._user("Karim Benali", "tpe_base.group_tpe_assistant")
        cls._switch(cls.company)
        cls.morning = cls.env.ref("tpe_cashforecast.ir_cron_forecast")

    @classmethod
    def _switch(cls, company, day="2026-03-25"):
        with freeze_time(f"{day} 10:00:00"):
            company.tpe_cash_monday_mail = True
            company.flush_recordset()

    @classmethod
    def _user(cls, name, groups, company=None):
        login = name.split()[0].lower()
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups,
            name=name,
            email=f"{login}@example.com",
            lang="fr_FR",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _run(self, day=MONDAY):
        with freeze_time(f"{day} 03:30:00"):
            self._run_cron(self.morning)
        self.env.invalidate_all()


@tagged("-at_install", "post_install")
class TestMonday(MondayCommon):
    def setUp(self):
        super().setUp()
        self.mailbox = self.enterContext(smtp_server(self.env))

    def _hire(self, *args):
        """A user, less the message that core sends to new ones."""
        user = self._user(*args)
        self.mailbox.messages.clear()
        return user

    def _sent(self):
        return [parseaddr(message["To"])[1] for message in self.mailbox.messages]

    def _alerts(self, kind="mail"):
        return self.env["tpe.cash.alert"].search(
            [("kind", "=", kind), ("company_id", "=", self.company.id)]
        )

    def test_one_mail_a_week(self):
        self._run()
        self._run()
        self._run(TUESDAY)
        self.assertEqual(self._sent(), ["claire@example.com"])
        self._run(NEXT_MONDAY)
        self.assertEqual(len(self._sent()), 2)
        self.assertEqual(set(self.mails.search([]).mapped("state")), {"sent"})

    def test_what_it_says(self):
        self.company.tpe_cash_threshold = 5000.0
        self._invoice(60, 1200.0)
        self.reminders._plan(self.company)
        self._bill(20, 9000.0)  # due on 10 April: 1,000 are left, less than 5,000
        self._run()
        [message] = self.mailbox.messages
        text = html(message).replace("\u202f", " ").replace("\xa0", " ")
        self.assertIn("Bonjour Claire", text)
        self.assertIn("30 mars", message["Subject"])
        self.assertIn("$10 000", text)
        self.assertIn("sous votre seuil de $5 000", text)
        self.assertIn("Bâtiments du Rhône", text)
        self.assertIn(f"{self.company.get_base_url()}/odoo/steering", text)
        page = (
            self.env["tpe.cash.dashboard"]
            .with_user(self.owner)
            .with_context(lang="fr_FR")
        )
        with freeze_time(f"{MONDAY} 06:00:00"):
            things = page.action_page()["things"]
        self.assertTrue(things)
        for thing in things:
            words = thing["words"].replace("\u202f", " ").replace("\xa0", " ")
            self.assertIn(words, text)
        self.assertIn("le 12 avr.", text)
        self.assertIn("sous le seuil", text)  # the alert, in his language too

    def test_in_the_language_of_the_reader(self):
        self.owner.lang = "en_US"
        self._run()
        [message] = self.mailbox.messages
        self.assertIn("Hello Claire", html(message))
        self.assertIn("Not enough weeks yet", html(message))

    def test_who_gets_none(self):
        """The assistant and the accountant; who left it out, or left the firm."""
        self._hire("Anne Petit", "account.group_account_readonly")
        self._hire("Zoé Roux", "tpe_base.group_tpe_manager").active = False
        quiet = self._hire("Paul Blanc", "tpe_base.group_tpe_manager")
        quiet.with_user(quiet).tpe_cash_monday_mail = False
        other = self.setup_other_company()["company"]
        self._hire("Odile Gros", "tpe_base.group_tpe_manager", other)
        self._run()
        self.assertEqual(self._sent(), ["claire@example.com"])
        self.assertEqual(self.mails.search([]).user_id, self.owner)

    def test_installed_or_switched_off_it_sends_nothing(self):
        company = self.env["res.company"].create({"name": "New"})
        self.assertFalse(company.tpe_cash_monday_mail)
        self.assertTrue(self.env["res.users"].new({}).tpe_cash_monday_mail)
        self.company.tpe_cash_monday_mail = False
        self._run()
        self.assertFalse(self._sent())

    def test_a_missed_monday_is_made_up_within_the_week(self):
        # The settings were saved in between.
        self._switch(self.company, TUESDAY)
        self._run("2026-04-02")
        self.assertEqual(len(self._sent()), 1)

    def test_switched_on_in_the_middle_of_the_week(self):
        self.company.tpe_cash_monday_mail = False
        self.company.flush_recordset()
        self._switch(self.company, TUESDAY)
        self._run("2026-04-01")
        self.assertFalse(self._sent())
        self._run(NEXT_MONDAY)
        self.assertEqual(len(self._sent()), 1)

    @mute_logger("odoo.addons.tpe_cashforecast.models.cash_forecast_refresh")
    def test_no_mail_without_the_forecast_of_the_morning(self):
        self._run("2026-03-27")
        self.mailbox.messages.clear()
        with patch.object(type(self.forecasts), "_refresh", side_effect=ValueError):
            self._run()
        self.assertFalse(self._sent())
        self._run(TUESDAY)
        self.assertEqual(len(self._sent()), 1)

    # --- Once, or a person is told ----------------------------------------------------

    def test_killed_while_it_leaves_it_is_not_sent_again(self):
        """« About to leave » was committed before the message was handed over."""
        seen = []

        def killed(mail, *args, **kwargs):
            seen.append(mail.env["tpe.cash.monday"].search([]).state)
            raise KeyboardInterrupt

        with (
            freeze_time(f"{MONDAY} 03:30:00"),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            env = self.env(cr=cr)
            env["tpe.cash.forecast"]._refresh(env.company)
            with (
                patch.object(MailMail, "send", killed),
                suppress(KeyboardInterrupt),
            ):
                env["tpe.cash.monday"]._cron_send()
            cr.rollback()
        self.env.invalidate_all()
        self.assertEqual(seen, ["sending"])
        self._run()
        self._run(TUESDAY)
        self.assertFalse(self._sent())
        [alert] = self._alerts()
        self.assertIn("Claire Martin", alert.name)
        self.assertIn(self.owner, alert.sudo().activity_ids.user_id)

    def test_two_servers(self):
        with freeze_time(f"{MONDAY} 03:30:00"):
            self.mails._plan(self.company, date(2026, 3, 30))
            [mail] = self.mails._queued(self.company, date(2026, 3, 30))
            self.assertTrue(mail._claim())
            self.assertFalse(mail._claim())
            with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
                mail.sudo().copy({"user_id": self.owner.id})

    @mute_logger(*LOGS)
    def test_a_refused_mail_is_seen(self):
        second = self._hire("Paul Blanc", "tpe_base.group_tpe_manager")
        self.mailbox.answers[self.owner.email] = "550 unknown here"
        self._run()
        self._run()
        self.assertEqual(self._sent(), ["paul@example.com"])
        [failed] = self.mails.search([("state", "=", "failed")])
        self.assertIn("unknown here", failed.note)
        [alert] = self._alerts()
        self.assertIn("unknown here", alert.name)
        self.assertIn(second, alert.sudo().activity_ids.user_id)
        self.assertFalse(
            self.env["mail.mail"].search([("model", "=", "tpe.cash.monday")])
        )
        # A person sends it again, and the alert is over.
        self.mailbox.answers.clear()
        failed.with_user(second).action_send_again()
        self._run(TUESDAY)
        self.assertEqual(len(self.mailbox.to(self.owner.email)), 1)
        self.assertEqual((failed.state, alert.state), ("sent", "done"))

    @mute_logger(*LOGS, "odoo.addons.tpe_cashforecast.models.cash_forecast_refresh")
    def test_a_forecast_that_fails_is_seen(self):
        forecasts = self.registry["tpe.cash.forecast"]
        broken = UserError("No exchange rate")
        with patch.object(forecasts, "_build", side_effect=broken):
            self._run()
            self._run(TUESDAY)
        [alert] = self._alerts("forecast")
        self.assertIn("No exchange rate", alert.name)
        self.assertIn(self.owner, alert.sudo().activity_ids.user_id)
        self.assertFalse(self._sent())
        self._run(TUESDAY)
        self.assertEqual(alert.state, "done")
        self.assertFalse(alert.sudo().activity_ids)

    @mute_logger(*LOGS, "odoo.addons.tpe_cashforecast.models.cash_monday_send")
    def test_messages_that_cannot_be_prepared_are_seen(self):
        messages = self.registry["tpe.cash.monday"]
        with patch.object(messages, "_plan", side_effect=UserError("No language")):
            self._run()
        [alert] = self._alerts("mail")
        self.assertIn("No language", alert.name)
        self.assertIn(self.owner, alert.sudo().activity_ids.user_id)
        self.assertFalse(self._sent())
        self._run(TUESDAY)
        self.assertEqual((len(self._sent()), alert.state), (1, "done"))

    @mute_logger(*LOGS)
    def test_a_line_that_is_cut(self):
        self.mailbox.answers[self.owner.email] = hang_up
        self._run()
        self._run()
        self.assertEqual(len(self._sent()), 1)
        self.assertEqual(len(self._alerts()), 1)

    @mute_logger(*LOGS)
    def test_a_manager_without_address(self):
        self.owner.partner_id.email = False
        self._run()
        self.assertFalse(self._sent())
        [alert] = self._alerts()
        self.assertEqual(alert.action_see()["res_model"], "tpe.cash.monday")

    def test_who_may(self):
        self._run()
        mail = self.mails.search([])
        assistant = self.env["res.users"].search([("login", "=", "karim")])
        with self.assertRaises(AccessError):
            mail.with_user(assistant).read(["summary"])
        with self.assertRaises(AccessError):
            mail.with_user(assistant).action_send_again()
        reader = self._hire("Anne Petit", "account.group_account_readonly")
        with self.assertRaises(AccessError):
            mail.with_user(reader).action_send_again()
        other = self.setup_other_company()["company"]
        boss = self._hire("Odile Gros", "tpe_base.group_tpe_manager", other)
        with self.assertRaises(AccessError):
            mail.with_user(boss).action_send_again()


@tagged("-at_install", "post_install")
class TestCashDigest(MondayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "company_id": cls.company.id,
                "kpi_res_users_connected": False,
                "kpi_mail_message_total": False,
                "kpi_tpe_cash": True,
                "kpi_tpe_low_point": True,
            }
        )

    def _values(self, end, user):
        digest = self.digest.with_user(user).with_context(
            start_datetime=datetime.fromisoformat("2026-03-01"),
            end_datetime=datetime.fromisoformat(end),
        )
        digest.invalidate_recordset()
        return digest.kpi_tpe_cash_value, digest.kpi_tpe_low_point_value

    def test_balance_and_low_point(self):
        self._bill(20, 9000.0)  # due on 10 April
        self.forecasts._refresh(self.company)
        # The 10,000 came in on 1 March: they were not there at the end of February.
        self.assertEqual(self._values("2026-03-31", self.owner), (10_000.0, 1000.0))
        self.assertEqual(self._values("2026-03-01", self.owner), (0.0, 0.0))

    def test_managers_of_the_company_only(self):
        other = self.setup_other_company()["company"]
        for name, group, company in (
            ("Lea", "tpe_base.group_tpe_assistant", self.company),
            ("Odile", "tpe_base.group_tpe_manager", other),
        ):
            user = self._user(name, group, company)
            digest = self.digest.with_user(user).with_context(
                start_datetime=datetime.fromisoformat("2026-03-01"),
                end_datetime=datetime.fromisoformat("2026-03-31"),
            )
            for field in ("kpi_tpe_cash_value", "kpi_tpe_low_point_value"):
                with self.assertRaises(AccessError):
                    digest.mapped(field)

    @freeze_time("2026-03-31 07:00:00")
    def test_the_mail_has_them(self):
        kpis = self.digest._compute_kpis(self.company, self.owner)
        self.assertEqual(
            [kpi["kpi_name"] for kpi in kpis], ["kpi_tpe_cash", "kpi_tpe_low_point"]
        )
        self.assertIn("cash_dashboard_action", kpis[0]["kpi_action"])
