from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tests import new_test_user, tagged

from .common import TODAY
from .test_kpi import KpiCommon


@tagged("-at_install", "post_install")
class TestDashboard(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.tpe_cash_threshold = 5000
        cls.late = cls._invoice(40, 1200.0)
        cls._invoice(10, 600.0)
        cls._bill(20, 300.0)
        cls.manager = cls._user("dash_manager", "tpe_base.group_tpe_manager")
        cls.accountant = cls._user("dash_reader", "account.group_account_readonly")
        cls.assistant = cls._user("dash_assistant", "tpe_base.group_tpe_assistant")

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            f"base.group_user,{group}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            lang="en_US",
        )

    def _pages(self, user=None):
        pages = self.env["tpe.cash.dashboard"].with_user(user or self.manager)
        return pages.with_context(lang="en_US")

    def _page(self, user=None):
        return self._pages(user).action_page()

    def _card(self, page, code):
        cards = [*page["tiles"], *page["figures"], *page["cards"]]
        [card] = [card for card in cards if card["code"] == code]
        return card

    def _current(self):
        return self.forecasts.search(
            [("company_id", "=", self.company.id), ("is_current", "=", True)]
        )

    # --- Who --------------------------------------------------------------------------

    def test_an_assistant_sees_no_cash(self):
        pages = self._pages(self.assistant)
        with self.assertRaises(AccessError):
            pages.action_page()
        with self.assertRaises(AccessError):
            pages.action_simulate()

    def test_the_accountant_reads_it_without_any_right_to_write(self):
        page = self._page(self.accountant)
        self.assertEqual(page["tiles"], self._page()["tiles"])
        self.assertFalse(page["can_act"])
        with self.assertRaises(AccessError):
            self._current().with_user(self.accountant).write({"threshold": 0})

    def test_another_company_is_another_page(self):
        self._page()
        other = self.setup_other_company()["company"]
        stranger = self._user("dash_other", "tpe_base.group_tpe_manager", other)
        page = self._page(stranger)
        self.assertTrue(page["empty"])
        self.assertEqual(len(page["steps"]), 3)
        self.assertTrue(page["curve"]["sample"])
        self.assertNotIn("tiles", page)
        weeks = self._pages(stranger).action_simulate()["curve"]["weeks"]
        self.assertEqual({week["closing"] for week in weeks}, {0})

    # --- Stored as long as it is true -------------------------------------------------

    def test_the_stored_forecast_is_used_until_the_books_change(self):
        self._page()
        first = self._current()
        self._page()
        self.assertEqual(self._current(), first)
        self._invoice(1, 50.0)
        self._page()
        self.assertNotEqual(self._current(), first)

    def test_what_makes_it_anew(self):
        def stamp():
            return self.forecasts._stamp(self.company)

        claim = self.company_data["default_account_receivable"]
        entry = self._entry(
            TODAY, (claim, 50), (self.company_data["default_account_revenue"], -50)
        )
        due = entry.line_ids.filtered(lambda line: line.account_id == claim)
        due.date_maturity = "2026-04-30"
        changes = {
            "due date": lambda: due.write({"date_maturity": TODAY}),
            "payment": lambda: self._pay(self.late, 100),
            "threshold": lambda: self.company.write({"tpe_cash_threshold": 1}),
            "promise": lambda: self.env["tpe.dunning.promise"].create(
                {
                    "partner_id": self.customer.id,
                    "move_ids": [Command.set(self.late.ids)],
                    "promised_on": TODAY,
                    "date": TODAY,
                    "source": "phone",
                }
            ),
            "budget": lambda: self.env["tpe.cash.budget"].create(
                {"month": TODAY, "kind": "revenue", "amount": 5}
            ),
        }
        for name, change in changes.items():
            before = stamp()
            self.assertEqual(stamp(), before, name)
            change()
            self.assertNotEqual(stamp(), before, name)

    def test_the_order_in_which_the_parts_are_read_changes_nothing(self):
        before = self.forecasts._stamp(self.company)
        read = type(self.env).execute_query

        def backwards(env, query):
            return read(env, query)[::-1]

        with patch.object(type(self.env), "execute_query", backwards):
            self.assertEqual(self.forecasts._stamp(self.company), before)

    def test_two_readers_at_once_start_again(self):
        def clash(*args):
            raise IntegrityError("one current forecast")

        with (
            patch.object(type(self.forecasts), "_build", clash),
            self.assertRaises(ConcurrencyError),
        ):
            self.forecasts._current(self.company)

    # --- Numbers and what makes them --------------------------------------------------

    def _opened(self, card, field):
        action = card["action"]
        records = self.env[action["res_model"]].search(action["domain"])
        return sum(records.mapped(field))

    def test_a_tap_opens_exactly_what_makes_the_number(self):
        page = self._page()
        self.assertEqual(self._opened(self._card(page, "cash"), "balance"), 10_000)
        requirement = self._card(page, "requirement")
        self.assertIn("1,500", requirement["value"])
        self.assertEqual(self._opened(requirement, "balance"), 1500)
        overdue = self._card(page, "overdue")
        self.assertEqual(self._opened(overdue, "amount"), 1200)
        self.assertEqual(self._opened(self._card(page, "dso"), "amount"), 1800)
        # 10,000 of bank, 600 of 21 March.
        revenue = self._card(page, "revenue")
        self.assertIn("10,600", revenue["value"])
        self.assertEqual(self._opened(revenue, "balance"), -10_600)

    def test_each_number_has_its_definition(self):
        page = self._page()
        for card in (*page["tiles"], *page["figures"], *page["cards"]):
            self.assertTrue(card["definition"], card["code"])
        self.assertEqual(
            [card["code"] for card in page["tiles"]],
            ["cash", "yours", "cover", "low_point"],
        )

    def test_on_a_phone_a_number_opens_cards(self):
        # Otherwise the web client keeps the list, which a phone scrolls sideways.
        page = self._page()
        for card in (*page["tiles"], *page["figures"], *page["cards"]):
            if card["action"] and "views" in card["action"]:
                views = [view for _id, view in card["action"]["views"]]
                self.assertIn("kanban", views, card["code"])
                self.assertEqual(card["action"]["mobile_view_mode"], "kanban")

    def test_a_week_opens_its_lines(self):
        page = self._page()
        for week in page["curve"]["weeks"]:
            action = week["action"]
            lines = self.env[action["res_model"]].search(action["domain"])
            total = sum(lines.mapped(f"week_{week['number']:02}"))
            self.assertAlmostEqual(total, week["cash_in"] + week["cash_out"])
            self.assertEqual(action["context"]["tpe_week"], week["number"])

    def test_low_point(self):
        self.assertFalse(self._card(self._page(), "low_point")["warn"])
        self.company.tpe_cash_threshold = 20_000
        page = self._page()
        self.assertTrue(self._card(page, "low_point")["warn"])
        self.assertEqual(page["alerts"][0]["code"], "threshold")

    def test_not_enough_data_is_said(self):
        card = self._card(self._page(), "net")
        self.assertEqual((card["known"], card["value"]), (False, "Not enough data"))

    def test_the_bank_is_old(self):
        def codes():
            return [alert["code"] for alert in self._page()["alerts"]]

        self.assertIn("bank", codes())
        self._money(1, days_ago=0)
        self.assertNotIn("bank", codes())

    # --- Three things -----------------------------------------------------------------

    def test_three_things(self):
        weak = self._customer("Petit")
        self._invoice(45, 10.0, partner=weak)
        self._plan()
        things = self._page()["things"]
        self.assertEqual([thing["number"] for thing in things], [1, 2])
        # 1,200 × 10 days goes before 10 × 15 days.
        self.assertIn(self.customer.name, things[0]["words"])
        self.assertIn("1,200", things[0]["words"])
        self.assertIn(weak.name, things[1]["words"])
        self._bill(30, 400.0)
        self._money(-9000, days_ago=1)
        things = self._page()["things"]
        self.assertEqual(
            [thing["code"] for thing in things], ["customer", "supplier", "customer"]
        )
        self.assertIn("which ones can wait", things[1]["words"])

    # --- What if ----------------------------------------------------------------------

    def test_what_if_stores_nothing(self):
        page = self._page()
        stored = self._current()
        pages = self._pages()
        weeks = pages.action_simulate()["curve"]["weeks"]
        for week, kept in zip(weeks, page["curve"]["weeks"], strict=True):
            self.assertEqual(week["closing"], kept["closing"])
        late = pages.action_simulate(days_late=28)["curve"]["weeks"]
        self.assertLess(late[3]["closing"], weeks[3]["closing"])
        lost = pages.action_simulate(lost=self.customer.ids)["curve"]["weeks"]
        self.assertEqual(lost[-1]["closing"], 10_000 - 300)
        prudent = pages.action_simulate(kind="pessimistic")["curve"]["weeks"]
        self.assertLess(prudent[5]["closing"], weeks[5]["closing"])
        self.assertEqual(self._current(), stored)

    def test_what_if_takes_no_nonsense(self):
        pages = self._pages()
        with self.assertRaises(ValueError):
            pages.action_simulate(kind="__class__")
        weeks = pages.action_simulate(days_late=-5, sales_loss=900)["curve"]["weeks"]
        self.assertEqual(len(weeks), 13)

    def test_who_could_fail(self):
        [choice] = self._page()["customers"]
        self.assertEqual(choice["id"], self.customer.id)
        self.assertIn("1,800", choice["name"])
