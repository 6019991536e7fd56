from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestFigures(SopCommon):
    """Six runs of three steps, counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._person("mona", "tpe_base.group_tpe_manager")
        cls.others = cls.env["tpe.sop"].search([("id", "!=", cls.sop.id)])
        cls.others.active = False
        cls.figures = (
            cls.env["tpe.sop.figures"]
            .with_user(cls.manager)
            .with_company(cls.company)
            .with_context(allowed_company_ids=cls.company.ids)
        )

    def _run_of(self, minutes, problem=False, late=False):
        """A finished run: ``minutes`` on the first step, an error on the second."""
        run = self._start(due_on=date(2026, 3, 20))
        day = fields.Datetime.to_datetime(f"2026-03-{21 if late else 20} 09:00:00")
        lines = run.sudo().step_ids
        for rank, line in enumerate(lines):
            line.write(
                {
                    "state": "done",
                    "seconds": minutes * 60 if rank == 0 else 0,
                    "had_problem": problem and rank == 1,
                    "finished_on": day,
                    "finished_by_id": self.alice.id,
                }
            )
        run.sudo().write(
            {
                "state": "done",
                "started_on": day - timedelta(days=4),
                "finished_on": day,
                "current_id": False,
            }
        )
        return run

    def _steps(self):
        since = date(2025, 4, 1)
        return {
            step.name: step
            for step in self.figures._steps(self.sop, self.company, since)
        }

    def test_median_and_error_rate(self):
        for minutes in (5, 10, 30, 40, 50):
            self._run_of(minutes, problem=minutes > 35, late=minutes == 50)
        steps = self._steps()
        collect, write = steps["Collect the hours"], steps["Write the invoice"]
        self.assertEqual(collect.times, 5)
        self.assertEqual(collect.median, 30 * 60)
        self.assertEqual(collect.expected_minutes, 10)
        self.assertEqual(collect.overrun, 3)
        self.assertEqual(write.error_rate, 2 / 5)
        self.assertIsNone(write.median, "nobody ran the clock")
        page = self.figures.action_figures()
        self.assertEqual(
            [row["name"] for row in page["rewrite"]],
            ["Write the invoice", "Collect the hours"],
        )
        cards = {card["code"]: card for card in page["cards"]}
        self.assertIn("80", cards["on_time"]["value"])
        self.assertEqual(page["procedures"][0]["done"], 5)

    def test_the_median_is_of_the_timed_ones(self):
        # 5, 0, 10, 20 and 30 minutes: zero is a clock that nobody started.
        for minutes in (30, 0, 5, 20, 10):
            self._run_of(minutes)
        collect = self._steps()["Collect the hours"]
        self.assertEqual((collect.times, collect.median), (5, 10 * 60))

    def test_time_of_a_run(self):
        run = self._run_of(30)
        run.step_ids[2].sudo().seconds = 90
        self.assertEqual(run.seconds, 30 * 60 + 90)
        [found] = self.figures._runs(self.sop, self.company, date(2025, 4, 1)).values()
        self.assertEqual((found.seconds, found.timed), (30 * 60 + 90, 1))

    def test_a_step_keeps_its_past_when_it_is_renamed(self):
        self._run_of(10)
        draft = self.sop.version_id.copy()
        draft.step_ids[0].name = "Gather the hours"
        draft.with_user(self.alice).action_approve()
        self.assertEqual(self._steps()["Gather the hours"].times, 1)

    def test_cancelled_and_other_companies_do_not_count(self):
        run = self._run_of(10)
        run.sudo().state = "cancelled"
        self.assertEqual(self._steps()["Collect the hours"].times, 0)
        run.sudo().state = "done"
        run.sudo().company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._steps()["Collect the hours"].times, 0)
        self.assertFalse(self.figures._runs(self.sop, self.company, date(2025, 4, 1)))

    def test_hours_saved_needs_the_time_before(self):
        for _ in range(3):
            self._run_of(30)
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertFalse(cards["saved"]["known"])
        # 3 runs of 30 minutes where it took 90: 3 hours.
        self.sop.minutes_before = 90
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertEqual(cards["saved"]["value"], "3")

    def test_days_to_autonomy(self):
        self._run_of(5)
        self.sop.measures_autonomy = True
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertEqual(cards["autonomy"]["value"], "4")

    def test_bus_factor_names_who_is_alone(self):
        # Basile has Chloé as a stand-in, Alice nobody.
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertEqual(cards["factor"]["value"], "1")
        self.assertIn("Alice", cards["factor"]["detail"])
        self.assertNotIn("Basile", cards["factor"]["detail"])
        self.office.user_ids = self.denis
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertEqual(cards["factor"]["value"], "2")

    def test_unread(self):
        # Approving is reading; Alice approved nothing here but as the system did.
        page = self.figures._unread(
            self.sop,
            self.figures._roles_of_steps(self.sop),
            self.figures._people_of_roles(self.company),
        )
        expected = len(self.sop.version_id.unread_user_ids)
        self.assertEqual(page[self.sop.id], expected)
        self.sop.version_id.with_user(self.basile).action_sign_off()
        self.assertEqual(len(self.sop.version_id.unread_user_ids), expected - 1)

    def test_an_owner_reads_his_own_and_nobody_else_reads(self):
        self._run_of(5)
        self.assertEqual(
            len(self.figures.with_user(self.alice).action_figures()["procedures"]), 1
        )
        with self.assertRaises(AccessError):
            self.figures.with_user(self.denis).action_figures()
        with self.assertRaises(AccessError):
            self.env["tpe.sop.people"].with_user(self.alice).search([])

    def test_turnover_and_nps_are_typed(self):
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertFalse(cards["turnover"]["known"])
        self.env["tpe.sop.people"].create(
            {
                "company_id": self.company.id,
                "day": "2026-03-01",
                "headcount": 10,
                "departures": 2,
                "promoters": 5,
                "passives": 3,
                "detractors": 2,
            }
        )
        cards = {c["code"]: c for c in self.figures.action_figures()["cards"]}
        self.assertIn("20", cards["turnover"]["value"])
        self.assertEqual(cards["nps"]["value"], "30")

    def test_card_of_the_owner_page(self):
        self._start(due_on=date(2026, 3, 1))
        card = self.env["tpe.cash.dashboard"].with_user(self.manager)
        found = {c["code"]: c for c in card._cards(self.company)}["procedures"]
        self.assertIn("1", found["value"])
        self.assertIn("1", found["detail"])

    def test_the_accountant_s_page_has_no_card_of_procedures(self):
        accountant = self._person("ada", "account.group_account_readonly")
        cards = self.env["tpe.cash.dashboard"].with_user(accountant)
        self.assertNotIn("procedures", {c["code"] for c in cards._cards(self.company)})
