from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_kpi import KpiCommon


@tagged("-at_install", "post_install")
class TestBudget(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budgets = cls.env["tpe.cash.budget"]

    def _budget(self, **values):
        return self.budgets.create(
            {"month": "2026-03-17", "kind": "revenue", "amount": 12_000, **values}
        )

    def test_actual_and_variance(self):
        income = self._budget()
        self.assertEqual(str(income.month), "2026-03-01")
        self.assertEqual((income.actual, income.variance), (10_000, -2000))
        self._bill(10, 300.0)
        costs = self._budget(kind="external", amount=500)
        self.assertEqual((costs.actual, costs.variance), (300, 200))

    def test_a_result_keeps_its_sign(self):
        interest = self._account("X66", "expense_other")
        debt = self._account("X16", "liability_current")
        self._entry("2026-03-05", (interest, 40), (debt, -40))
        budget = self._budget(kind="other", amount=-50)
        self.assertEqual((budget.actual, budget.variance), (-40, 10))

    def test_report(self):
        self._bill(10, 300.0)
        self._budget()
        self._budget(kind="external", amount=500)
        groups = self.env["tpe.cash.budget.report"]._read_group(
            [], ["kind"], ["budget:sum", "actual:sum", "variance:sum"]
        )
        # A charge is negative: both lines add up to the result.
        self.assertEqual(
            {kind: figures for kind, *figures in groups},
            {"revenue": [12_000, 10_000, -2000], "external": [-500, -300, 200]},
        )

    def test_one_a_month(self):
        self._budget()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._budget(month="2026-03-01")

    def test_copy_last_year(self):
        self._bill(400, 200.0)  # of 24 February 2025
        self._invoice(380, 1000.0)  # of 16 March 2025
        self._budget()
        copy = self.env["tpe.cash.budget.copy"].create({"year": "2026", "percent": 10})
        copy.action_copy()
        copy.action_copy()
        found = {
            (str(row.month), row.kind): row.amount for row in self.budgets.search([])
        }
        self.assertEqual(
            found,
            {("2026-02-01", "external"): 220, ("2026-03-01", "revenue"): 12_000},
        )

    def test_who(self):
        self._budget()
        other = self.setup_other_company()["company"]
        accountant = new_test_user(
            self.env,
            "budget_reader",
            "base.group_user,account.group_account_readonly",
            company_id=self.company.id,
        )
        assistant = new_test_user(
            self.env,
            "budget_assistant",
            "base.group_user,tpe_base.group_tpe_assistant",
            company_id=self.company.id,
        )
        stranger = new_test_user(
            self.env,
            "budget_other",
            "base.group_user,tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertEqual(len(self.budgets.with_user(accountant).search([])), 1)
        self.assertFalse(self.budgets.with_user(stranger).search([]))
        report = self.env["tpe.cash.budget.report"]
        self.assertFalse(report.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            report.with_user(assistant).search([])
        with self.assertRaises(AccessError):
            self.budgets.with_user(assistant).search([])
        with self.assertRaises(AccessError):
            self.budgets.with_user(accountant).search([]).amount = 1
        with self.assertRaises(AccessError):
            copy = self.env["tpe.cash.budget.copy"].with_user(stranger)
            copy.create({"company_id": self.company.id, "year": "2026"}).action_copy()
