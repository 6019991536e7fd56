from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common_diagnostic import DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticEuros(DiagnosticCommon):
    """What the answers cost, by hand; kept as they were when the diagnostic was done."""

    def _rows(self, user=None, diagnostic=None):
        diagnostic = diagnostic or self.diagnostic
        rows = diagnostic.with_user(user or self.boss)._euros()
        return {row["code"]: row for row in rows}

    def _unused(self, name, cost):
        tool = self.env["tpe.diagnostic.tool"].create(
            {"name": name, "monthly_cost": cost, "company_id": self.company.id}
        )
        tool.with_user(self.boss).action_unused()
        return tool

    def test_nothing_said_is_not_known(self):
        rows = self._rows()
        self.assertEqual(list(rows), ["admin", "late", "toxic", "quotes", "tools"])
        for row in rows.values():
            self.assertEqual((row["euros"], row["known"]), (None, False))
            self.assertTrue(row["how"])
        self.assertFalse(self.diagnostic._hire_or_outsource()["known"])

    def test_nine_hours_at_fifty(self):
        # 9 × 52 / 12 × 50 = 1,950 a month, 23,400 a year; 9 × 4 × 50 = 1,800.
        self._answer("admin_hours", 9, "hours", self.boss)
        row = self._rows()["admin"]
        self.assertEqual((row["euros"], row["known"]), (23400.0, True))
        for words in ("52 / 12", "1,950", "23,400", "1,800"):
            self.assertIn(words, row["how"])
        self.company.tpe_weeks = "four"
        row = self._rows()["admin"]
        self.assertEqual(row["euros"], 21600.0)
        for words in ("× 4 ×", "1,800", "21,600", "1,950"):
            self.assertIn(words, row["how"])

    def test_hours_of_two_people_add_up(self):
        # (9 + 3) × 52 × 50 = 31,200.
        self._answer("admin_hours", 9, "hours", self.boss)
        self._answer("admin_hours", 3, "hours", self.assistant)
        self.assertEqual(self._rows()["admin"]["euros"], 31200.0)

    def test_hours_of_the_timed_week_when_nobody_said(self):
        # 90 minutes this week: 1.5 × 52 × 50 = 3,900.
        timing = self.env["tpe.diagnostic.timing"].with_user(self.alice)
        timing.create(
            {
                "task_id": self.env["tpe.diagnostic.task"].search([], limit=1).id,
                "started_on": "2026-03-30 08:00:00",
                "stopped_on": "2026-03-30 09:30:00",
            }
        )
        row = self._rows()["admin"]
        self.assertEqual(row["euros"], 3900.0)
        self.assertIn("timed week", row["how"])
        self._answer("admin_hours", 2, "hours", self.boss)
        self.assertEqual(self._rows()["admin"]["euros"], 5200.0)

    def test_what_the_books_said(self):
        late = self._answer("late_cost", 840, "money", proof="12 invoices paid late.")
        self._answer("toxic_share", 18, "percent", euros=2544)
        self._answer("stale_quotes_euros", 3100, "money")
        rows = self._rows()
        self.assertEqual(
            [rows[code]["euros"] for code in ("late", "toxic", "quotes")],
            [840.0, 2544.0, 3100.0],
        )
        self.assertIn("12 invoices paid late.", rows["late"]["how"])
        self.assertIn("6.0 % a year (to be confirmed)", rows["late"]["how"])
        self.company.tpe_rate_origin = "Contract of the bank"
        self.assertIn("(Contract of the bank)", self._rows()["late"]["how"])
        late.write(
            {"corrected": True, "corrected_value": 500, "reason": "Two were agreed."}
        )
        row = self._rows()["late"]
        self.assertEqual(row["euros"], 500.0)
        self.assertIn("Two were agreed.", row["how"])

    def test_a_measure_without_euros_is_no_zero(self):
        self._answer("toxic_share", 18, "percent")
        self._answer("quotes_unchased", 0)
        self._answer("late_cost", 0, "money", known=False)
        rows = self._rows()
        self.assertEqual(
            [rows[code]["euros"] for code in ("toxic", "quotes", "late")],
            [None, 0.0, None],
        )
        self.assertTrue(rows["quotes"]["known"])

    def test_unused_tools(self):
        # (129 + 21) × 12 = 1,800; a tool in use costs nothing here.
        self._unused("Jobs", 129)
        self._unused("Fax", 21)
        self.env["tpe.diagnostic.tool"].create({"name": "Mail", "monthly_cost": 400})
        row = self._rows()["tools"]
        self.assertEqual(row["euros"], 1800.0)
        self.assertIn("Fax", row["how"])
        self.assertNotIn("Mail", row["how"])

    def test_done_is_kept(self):
        self._answer("admin_hours", 9, "hours", self.boss)
        tool = self._unused("Jobs", 129)
        self.diagnostic.sudo().state = "done"
        before = self.diagnostic._euros(), self.diagnostic._hire_or_outsource()
        self.grid.write({"hourly_cost": 80, "financing_rate": 9})
        self.company.write({"tpe_weeks": "four", "tpe_hire_low": 1})
        tool.with_user(self.boss).action_used()
        self._unused("Fax", 21)
        after = self.diagnostic._euros(), self.diagnostic._hire_or_outsource()
        self.assertEqual(after, before)
        self.assertEqual(self._rows()["admin"]["euros"], 23400.0)
        self.assertEqual(self._rows()["tools"]["euros"], 1548.0)
        # A new one is made with what is set now: 9 × 4 × 80 × 12.
        self.env.flush_all()
        other = self._diagnostic()
        self._answer("admin_hours", 9, "hours", self.boss, other)
        self.assertEqual(self._rows(diagnostic=other)["admin"]["euros"], 34560.0)

    def test_hire_or_outsource(self):
        self._answer("admin_hours", 9, "hours", self.boss)
        found = self.diagnostic.with_user(self.boss)._hire_or_outsource()
        self.assertEqual(found["today"], 23400.0)
        self.assertEqual(found["hire"], [35000.0, 45000.0])
        self.assertEqual(found["outsource"], [12000.0, 24000.0])
        self.assertEqual(found["hire_gain"], [-21600.0, -11600.0])
        self.assertEqual(found["outsource_gain"], [-600.0, 11400.0])
        self.assertTrue(found["hypothesis"])
        self.assertIn("to be replaced", found["origin"])
        for words in ("23,400", "35,000", "24,000", "13.5", "4.6"):
            self.assertIn(words, found["how"])
        self.company.tpe_ranges_origin = "Quote of May"
        found = self.diagnostic._hire_or_outsource()
        self.assertEqual(
            (found["hypothesis"], found["origin"]), (False, "Quote of May")
        )

    def test_return_on_each_quick_win(self):
        # 1,200 a year for two hours at 50: 1,100; 100 × 365 / 1,200 = 30.4 days.
        values = {"diagnostic_id": self.diagnostic.id, "phase": "audit"}
        actions = self.env["tpe.diagnostic.action"].sudo()
        small, large, _dropped, _none = actions.create(
            [
                {**values, "name": "Small", "euros": 300, "minutes": 60},
                {**values, "name": "Large", "euros": 1200, "minutes": 120},
                {**values, "name": "Not", "euros": 900, "state": "dropped"},
                {**values, "name": "None", "minutes": 60},
            ]
        )
        rows = self.diagnostic.with_user(self.boss)._returns()
        self.assertEqual([row["action_id"] for row in rows], [large.id, small.id])
        self.assertEqual(
            (rows[0]["cost"], rows[0]["net"], rows[0]["times"], rows[0]["days"]),
            (100.0, 1100.0, 12.0, 31),
        )

    def test_who_reads(self):
        self._answer("admin_hours", 9, "hours", self.assistant)
        self.diagnostic.sudo().state = "done"
        self.assertEqual(self._rows(self.accountant)["admin"]["euros"], 23400.0)
        own = self.diagnostic.with_user(self.assistant)
        self.assertEqual(own.state, "done")
        for read in (
            own._euros,
            own._hire_or_outsource,
            own._returns,
            lambda: own.read(["euro_basis"]),
        ):
            with self.assertRaises(AccessError):
                read()

    def test_each_firm_with_its_own(self):
        other, foreign = self._other_company()
        other._scoring_grid().hourly_cost = 30
        diagnostic = self._diagnostic(company_id=other.id)
        self._answer("admin_hours", 10, "hours", foreign, diagnostic)
        # 10 × 52 × 30 = 15,600.
        rows = self._rows(foreign, diagnostic)
        self.assertEqual(rows["admin"]["euros"], 15600.0)
        with self.assertRaises(AccessError):
            self.diagnostic.with_user(foreign).read(["euro_basis"])

    def test_settings_write_the_grid(self):
        self.env.user.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        with Form(self.env["res.config.settings"]) as settings:
            self.assertEqual(settings.tpe_hourly_cost, 50)
            settings.tpe_hourly_cost = 62
            settings.tpe_financing_rate = 7.5
        self.assertEqual((self.grid.hourly_cost, self.grid.financing_rate), (62, 7.5))

    def test_ranges_go_up(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.company.tpe_hire_low = 50000
            self.company.flush_recordset()
