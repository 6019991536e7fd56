from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import CashCommon


class TourCommon(CashCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(40, 1200.0)
        cls._bill(20, 300.0)
        cls.company.tpe_cash_threshold = 5000
        cls.reminders._plan(cls.company)
        cls._user("tour_claire", "tpe_base.group_tpe_manager")

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            f"base.group_user,{group}",
            name="Claire Tour",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            lang="en_US",
        )


@tagged("-at_install", "post_install")
class TestTour(TourCommon):
    """In the browser: the owner's morning."""

    def test_morning(self):
        self.start_tour(
            "/odoo/steering", "tpe_cashforecast_morning", login="tour_claire"
        )

    def test_empty_firm(self):
        other = self.setup_other_company()["company"]
        self._user("tour_new", "tpe_base.group_tpe_manager", other)
        self.start_tour("/odoo/steering", "tpe_cashforecast_empty", login="tour_new")

    def test_accountant(self):
        self._user("tour_reader", "account.group_account_readonly")
        self.start_tour(
            "/odoo/steering", "tpe_cashforecast_accountant", login="tour_reader"
        )

    def test_assistant(self):
        self._user("tour_assistant", "tpe_base.group_tpe_assistant")
        menu = self.env.ref("tpe_base.menu_tpe_root")
        self.start_tour(
            f"/odoo/reminders?menu_id={menu.id}",
            "tpe_cashforecast_assistant",
            login="tour_assistant",
        )


@tagged("-at_install", "post_install")
class TestTourPhone(TourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_morning(self):
        self.start_tour(
            "/odoo/steering", "tpe_cashforecast_morning_phone", login="tour_claire"
        )
