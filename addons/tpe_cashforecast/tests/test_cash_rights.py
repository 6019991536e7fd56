from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import CashCommon


@tagged("-at_install", "post_install")
class TestCashRights(CashCommon):
    """Of each table of the cash there is a row; who may see which."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.tpe_cash_threshold = 9_000
        cls._bill(28, 3000.0)
        cls.env["tpe.cash.recurring"].create(
            {
                "name": "Salaries",
                "category": "payroll",
                "amount": 2500.0,
                "periodicity": "monthly",
                "first_day": date(2026, 4, 30),
            }
        )
        cls.env["tpe.cash.scenario"].create(
            {
                "name": "Van",
                "flow_ids": [Command.create({"name": "Van", "amount": 4000.0})],
            }
        )
        cls.env["tpe.cash.loan"].create(
            {
                "name": "Van",
                "amount": 10_000,
                "rate": 3.0,
                "number": 12,
                "first_day": date(2026, 1, 5),
            }
        )
        cls.env["tpe.cash.budget"].create(
            {"month": "2026-03-01", "kind": "revenue", "amount": 1200}
        )
        cls.env["tpe.cash.tax"].search([("company_id", "=", cls.company.id)]).unlink()
        cls.env["tpe.cash.tax"].sudo().create({"company_id": cls.company.id})
        cls.env["tpe.cash.monday"].sudo().create(
            {
                "company_id": cls.company.id,
                "user_id": cls.env.uid,
                "monday": date(2026, 3, 30),
            }
        )
        for day in ("2026-03-30", "2026-04-06"):
            with freeze_time(f"{day} 05:00:00"):
                cls.forecasts._refresh(cls.company)
        cls.env["tpe.cash.tax.line"].sudo().search([]).flush_recordset()
        cls.env.flush_all()

    def _tables(self):
        """Models of this addon that hold rows of a company."""
        found = [
            name
            for name, model in self.registry.items()
            if name.startswith("tpe.cash.")
            and "company_id" in model._fields
            and not model._abstract
            and not model._transient
        ]
        self.assertGreater(len(found), 12)
        return sorted(found)

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        boss = new_test_user(
            self.env, "boss", "tpe_base.group_tpe_manager",
            company_id=other.id, company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        for name in self._tables():
            with self.subTest(model=name):
                mine = [("company_id", "=", self.company.id)]
                rows = self.env[name].sudo().search(mine)
                self.assertTrue(rows, "nothing to be seen proves nothing")
                self.assertFalse(self.env[name].with_user(boss).search(mine))
                # The report makes rows of the books, without one for who may not see them.
                [row] = rows.filtered(lambda one: one.id > 0)[:1]
                with self.assertRaises(AccessError):
                    row.with_user(boss).read(["company_id"])

    def test_an_assistant_sees_no_cash(self):
        assistant = new_test_user(self.env, "helper", "tpe_base.group_tpe_assistant")
        for name in self._tables():
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[name].with_user(assistant).search([])

    def test_the_accountant_changes_nothing(self):
        reader = new_test_user(self.env, "reader", "account.group_account_readonly")
        for name in self._tables():
            with self.subTest(model=name):
                rows = self.env[name].with_user(reader)
                self.assertTrue(rows.search([]))
                for way in ("write", "create", "unlink"):
                    self.assertFalse(rows.has_access(way), way)
