from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..wizards.cash_goals import GOALS
from .common import TODAY, CashCommon


@tagged("-at_install", "post_install")
class TestCashGoals(CashCommon):
    def _user(self, login, group):
        return new_test_user(
            self.env,
            login,
            groups=group,
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def test_the_owner_sets_his_threshold_without_an_administrator(self):
        self.company.tpe_cash_threshold = 1000
        owner = self._user("owner", "tpe_base.group_tpe_manager")
        goals = self.env["tpe.cash.goals"].with_user(owner).create({})
        self.assertEqual(goals.tpe_cash_threshold, 1000)
        goals.tpe_cash_threshold = 2500
        goals.action_apply()
        self.assertEqual(self.company.tpe_cash_threshold, 2500)

    def test_all_that_the_settings_of_odoo_hold(self):
        """Whoever adds a setting of the cash adds it here: the owner is no administrator."""
        settings = self.env["res.config.settings"]._fields
        ours = {
            name
            for name, field in settings.items()
            if field._module == "tpe_cashforecast" and name.startswith("tpe_")
        }
        self.assertEqual(set(GOALS), ours)
        owner = self._user("owner", "tpe_base.group_tpe_manager")
        goals = self.env["tpe.cash.goals"].with_user(owner).create({})
        for name in GOALS:
            self.assertEqual(goals[name], self.company[name], name)
        goals.write(
            {
                "tpe_advance_fee": 2.5,
                "tpe_advance_unit": "month",
                "tpe_cash_monday_mail": True,
            }
        )
        goals.action_apply()
        self.assertEqual(self.company.tpe_advance_fee, 2.5)
        self.assertEqual(self.company.tpe_advance_unit, "month")
        self.assertEqual(self.company.tpe_cash_monday_since, TODAY)

    def test_nobody_else_does(self):
        assistant = self._user("assistant", "tpe_base.group_tpe_assistant")
        with self.assertRaises(AccessError):
            self.env["tpe.cash.goals"].with_user(assistant).create({})
        goals = self.env["tpe.cash.goals"].create({})
        with self.assertRaises(AccessError):
            goals.with_user(assistant).sudo().action_apply()

    def test_not_of_another_company(self):
        owner = self._user("owner", "tpe_base.group_tpe_manager")
        other = self.env["res.company"].create({"name": "Other"})
        goals = self.env["tpe.cash.goals"].with_user(owner).create({})
        goals.sudo().company_id = other
        with self.assertRaises(AccessError):
            goals.action_apply()
