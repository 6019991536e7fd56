from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .test_figures import FiguresCommon


@tagged("-at_install", "post_install")
class TestDigest(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "company_id": cls.company.id,
                "kpi_res_users_connected": False,
                "kpi_mail_message_total": False,
                "kpi_tpe_late": True,
                "kpi_tpe_recovered": True,
                "kpi_tpe_days_late": True,
            }
        )

    def _values(self, start, end, user=None):
        digest = self.digest.with_user(user or self.env.user).with_context(
            start_datetime=datetime.fromisoformat(start),
            end_datetime=datetime.fromisoformat(end),
        )
        digest.invalidate_recordset()
        return (
            digest.kpi_tpe_late_value,
            digest.kpi_tpe_recovered_value,
            digest.kpi_tpe_days_late_value,
        )

    def test_values_of_a_period(self):
        self._story()
        # January: a (1,000, 5 days after its reminder, 10 days late) and f (400, 12
        # days after the firm one, 50 days late) came in; nothing was late at its end.
        self.assertEqual(self._values("2026-01-01", "2026-02-01"), (0.0, 1400.0, 30.0))
        # On 10 January, before its payment, a was late; and f, less what was credited.
        self.assertEqual(self._values("2026-01-01", "2026-01-10"), (1400.0, 0.0, 0.0))
        # At the end of March b is late, and nobody paid.
        self.assertEqual(self._values("2026-03-01", "2026-03-31"), (600.0, 0.0, 0.0))

    def test_a_period_takes_its_first_day_and_leaves_the_last(self):
        self._story()
        self.assertEqual(self._values("2026-01-10", "2026-01-20")[1], 1000.0)
        self.assertEqual(self._values("2026-01-11", "2026-01-21")[1], 400.0)

    def test_only_those_who_may_read_get_them(self):
        self._story()
        for name, group in {
            "assistant": "tpe_base.group_tpe_assistant",
            "accountant": "account.group_account_readonly",
        }.items():
            user = new_test_user(
                self.env, f"tpe_{name}", group, company_id=self.company.id
            )
            self.assertEqual(self._values("2026-03-01", "2026-03-31", user)[0], 600.0)
        employee = new_test_user(
            self.env, "tpe_employee", "base.group_user", company_id=self.company.id
        )
        for field in ("late", "recovered", "days_late"):
            with self.assertRaises(AccessError):
                self.digest.with_user(employee).mapped(f"kpi_tpe_{field}_value")
        self.assertFalse(self.digest._compute_kpis(self.company, employee))

    def test_another_company_reads_its_own(self):
        self._story()
        other = self.env["res.company"].create({"name": "Other firm"})
        boss = new_test_user(
            self.env,
            "tpe_boss",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.digest.company_id = other
        self.assertEqual(
            self._values("2026-03-01", "2026-03-31", boss), (0.0, 0.0, 0.0)
        )

    @freeze_time("2026-03-31 07:00:00")
    def test_the_mail_shows_them_with_a_link(self):
        self._story()
        kpis = self.digest._compute_kpis(self.company, self.env.user)
        self.assertEqual(
            [kpi["kpi_name"] for kpi in kpis],
            ["kpi_tpe_late", "kpi_tpe_recovered", "kpi_tpe_days_late"],
        )
        self.assertIn("600", kpis[0]["kpi_col1"]["value"])
        self.assertIn("dunning_figures_action", kpis[0]["kpi_action"])
