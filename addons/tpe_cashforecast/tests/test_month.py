from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .test_kpi import KpiCommon


@tagged("-at_install", "post_install")
class TestMonth(KpiCommon, HttpCase):
    """January and February 2026 sold 1,000, December 800; bought for 400, paid 350."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls._account("X70", "income")
        cls.bought = cls._account("X60", "expense_direct_cost")
        cls.costs = cls._account("X61", "expense")
        cls.worn = cls._account("X68", "expense_depreciation")
        cls.debt = cls._account("X40", "liability_current")
        for day, sold in (("2025-12-10", 800), ("2026-01-10", 1000)):
            cls._month(day, sold)
        cls._month("2026-02-10", 1000)
        cls.fine = cls._entry("2026-02-20", (cls.costs, 60), (cls.debt, -60))
        cls._entry("2026-02-28", (cls.worn, 50), (cls.debt, -50))
        cls.manager = cls._user("month_manager", "tpe_base.group_tpe_manager")
        cls.reader = cls._user("month_reader", "account.group_account_readonly")

    @classmethod
    def _month(cls, day, sold):
        return cls._entry(
            day,
            (cls.sales, -sold),
            (cls.bought, 400),
            (cls.costs, 350),
            (cls.debt, sold - 750),
        )

    @classmethod
    def _user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            f"base.group_user,{group}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    def _pages(self, user=None):
        pages = self.env["tpe.cash.month"].with_user(user or self.manager)
        return pages.with_context(lang="en_US")

    def _figures(self, page):
        return {card["code"]: card for card in page["figures"]}

    def test_result_and_adjusted_ebitda(self):
        page = self._pages().action_page()
        self.assertEqual(page["month"], "2026-02")
        figures = self._figures(page)
        # 1,000 - 400 - 350 - 60 - 50
        self.assertIn("140", figures["result"]["value"])
        self.assertIn("190", figures["ebitda"]["value"])
        self._pages().action_mark(self.fine.id, True)
        figures = self._figures(self._pages().action_page("2026-02"))
        self.assertIn("250", figures["ebitda"]["value"])
        self.assertIn("140", figures["result"]["value"])
        # The mark is of its month only.
        january = self._figures(self._pages().action_page("2026-01"))
        self.assertIn("250", january["ebitda"]["value"])

    def test_break_even(self):
        # 3 months: 2,800 sold, 1,200 bought: 57.14 of 100 are left; 1,110 of fixed
        # costs are 370 a month: 370 / 0.5714 = 647.5.
        card = self._figures(self._pages().action_page())["break_even"]
        self.assertIn("648", card["value"])
        self.assertIn("above it this month", card["detail"])

    def test_variances(self):
        self.env["tpe.cash.budget"].create(
            [
                {"month": "2026-02-01", "kind": "revenue", "amount": 1200},
                {"month": "2026-02-01", "kind": "external", "amount": 500},
            ]
        )
        rows = {row["code"]: row for row in self._pages().action_page()["rows"]}
        self.assertIn("200", rows["revenue"]["variance"])
        self.assertTrue(rows["revenue"]["bad"])
        # 500 meant, 410 spent: 90 to the good; 60 more than in January.
        self.assertTrue(rows["external"]["variance"].startswith("+"))
        self.assertIn("90", rows["external"]["variance"])
        self.assertIn("+", rows["external"]["change"])
        self.assertIn("60", rows["external"]["change"])
        self.assertEqual(rows["purchases"]["variance"], "–")

    def test_small_leaks(self):
        phone = self.env["res.partner"].create({"name": "Phone"})
        power = self.env["res.partner"].create({"name": "Power"})
        for back in range(8):
            # The last three months, December to February, cost 12 instead of 10.
            self._bill(
                35 + 30 * back, 12.0 if back < 3 else 10.0, partner=phone, term=0
            )
            self._bill(35 + 30 * back, 10.0, partner=power, term=0)
        [leak] = self._pages().action_page()["leaks"]
        self.assertEqual(leak["name"], "Phone")
        # 2 more a month
        self.assertIn("24", leak["year"])

    def test_no_salary_in_the_list(self):
        wages = self._account("641999", "expense")
        entry = self._entry("2026-02-27", (wages, 900), (self.debt, -900))
        listed = {row["id"] for row in self._pages().action_page()["entries"]}
        self.assertIn(entry.id, listed)
        with patch.object(
            type(self.env["tpe.cash.ledger"]), "_is_french", lambda *args: True
        ):
            listed = {row["id"] for row in self._pages().action_page()["entries"]}
        self.assertNotIn(entry.id, listed)

    def test_who(self):
        page = self._pages(self.reader).action_page()
        self.assertFalse(page["can_mark"])
        with self.assertRaises(AccessError):
            self._pages(self.reader).action_mark(self.fine.id, True)
        assistant = self._user("month_assistant", "tpe_base.group_tpe_assistant")
        # Before anything is read, not by the first table that refuses.
        with self.assertRaisesRegex(AccessError, "seen by managers"):
            self._pages(assistant).action_page()
        other = self.setup_other_company()["company"]
        self.manager.company_ids = [Command.link(other.id)]
        mine = self._pages().with_context(allowed_company_ids=other.ids)
        self.assertTrue(mine.action_page()["empty"])
        both = mine.with_context(allowed_company_ids=(other | self.company).ids)
        for pages in (mine, both):
            with self.assertRaises(AccessError):
                pages.action_mark(self.fine.id, True)

    def test_tour(self):
        self.start_tour(
            "/odoo/month-end", "tpe_cashforecast_month", login="month_manager"
        )
        self.assertTrue(self.fine.tpe_one_off)
