from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common_diagnostic import DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticTiming(DiagnosticCommon):
    """One tap starts, one stops, each counts once; a week of everybody by task.

    31 March 2026 is a Tuesday.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.timings = cls.env["tpe.diagnostic.timing"]
        cls.quotes, cls.bills, cls.mail = cls.env["tpe.diagnostic.task"].create(
            [{"name": "Quotes"}, {"name": "Bills"}, {"name": "Mail"}]
        )

    def _as(self, user):
        return self.timings.with_user(user)

    def _at(self, moment):
        return freeze_time(f"2026-03-{moment}")

    def _timed(self, task, user, start, minutes):
        begun = fields.Datetime.to_datetime(start)
        return self._as(user).create(
            {
                "task_id": task.id,
                "started_on": begun,
                "stopped_on": begun + timedelta(minutes=minutes),
            }
        )

    def test_start_and_stop(self):
        with self._at("31 08:00:00"):
            page = self._as(self.alice).action_start(self.quotes.id, tap="a")
        self.assertEqual(page["running"]["task"], self.quotes.id)
        with self._at("31 08:25:00"):
            page = self._as(self.alice).action_page()
            self.assertEqual(page["running"]["seconds"], 1500)
            page = self._as(self.alice).action_stop(self.quotes.id, tap="b")
        self.assertFalse(page["running"])
        [row] = [row for row in page["tasks"] if row["seconds"]]
        self.assertEqual((row["name"], row["seconds"]), ("Quotes", 1500))

    def test_one_at_a_time(self):
        with self._at("31 08:00:00"):
            self._as(self.alice).action_start(self.quotes.id, tap="a")
            self._as(self.basile).action_start(self.quotes.id, tap="a")
        with self._at("31 08:10:00"):
            page = self._as(self.alice).action_start(self.bills.id, tap="b")
        self.assertEqual(page["running"]["task"], self.bills.id)
        first, second = self._as(self.alice).search([], order="id")
        self.assertEqual((first.seconds, second.stopped_on), (600, False))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._as(self.alice).create({"task_id": self.mail.id})
        self.assertEqual(self._as(self.basile)._running().task_id, self.quotes)

    def test_a_tap_counts_once(self):
        with self._at("31 08:00:00"):
            self._as(self.alice).action_start(self.quotes.id, tap="a")
        with self._at("31 08:10:00"):
            self._as(self.alice).action_stop(self.quotes.id, tap="b")
        with self._at("31 08:20:00"):
            page = self._as(self.alice).action_start(self.quotes.id, tap="a")
            self.assertFalse(page["running"])
            self._as(self.alice).action_stop(self.quotes.id, tap="b")
        self.assertEqual(self._as(self.alice).search([]).seconds, 600)

    def test_taps_that_come_late(self):
        """Begun at 8:00, stopped at 8:20, told at 9:00 when the network was back."""
        with self._at("31 09:00:00"):
            self._as(self.alice).action_start(self.quotes.id, tap="a", late=3600)
            self._as(self.alice).action_stop(self.quotes.id, tap="b", late=2400)
        timing = self._as(self.alice).search([])
        self.assertEqual(
            (str(timing.started_on), timing.seconds), ("2026-03-31 08:00:00", 1200)
        )

    def test_a_late_stop_stops_nothing_else(self):
        with self._at("31 08:00:00"):
            self._as(self.alice).action_start(self.bills.id, tap="a")
            page = self._as(self.alice).action_stop(self.quotes.id, tap="b")
            self.assertEqual(page["running"]["task"], self.bills.id)
            page = self._as(self.alice).action_stop(self.bills.id, tap="c", late=900)
            self.assertEqual(page["running"]["task"], self.bills.id)

    def test_forgotten(self):
        with self._at("31 08:00:00"):
            page = self._as(self.alice).action_start(self.quotes.id, tap="a")
        running = page["running"]["id"]
        with self._at("31 11:00:00"):
            page = self._as(self.alice).action_page()
            self.assertFalse(page["running"]["forgotten"])
        with self._at("31 11:00:01"):
            page = self._as(self.alice).action_page()
            self.assertTrue(page["running"]["forgotten"])
            with self.assertRaises(UserError):
                self._as(self.alice).action_correct(running, 200)
            with self.assertRaises(UserError):
                self._as(self.alice).action_correct(running, 181)
            page = self._as(self.alice).action_correct(running, 40)
        self.assertFalse(page["running"])
        timing = self._as(self.alice).browse(running)
        self.assertEqual((timing.seconds, timing.corrected), (2400, True))
        # The same tap again, or that of another phone, changes nothing.
        self._as(self.alice).action_correct(running, 10)
        self.assertEqual(timing.seconds, 2400)

    def test_the_firm_sets_when_it_is_forgotten(self):
        self.company.tpe_timer_hours = 1
        with self._at("31 08:00:00"):
            self._as(self.alice).action_start(self.quotes.id)
        with self._at("31 09:00:01"):
            self.assertTrue(self._as(self.alice).action_page()["running"]["forgotten"])

    def test_the_week_begins_on_monday_in_paris(self):
        # Monday 30 March, 0:10 in Paris (UTC+2), and ten minutes before midnight.
        self._timed(self.quotes, self.alice, "2026-03-29 22:10:00", 15)
        self._timed(self.bills, self.alice, "2026-03-29 21:50:00", 15)
        page = self._as(self.alice).action_page()
        timed = {row["name"]: row["seconds"] for row in page["tasks"] if row["seconds"]}
        self.assertEqual(timed, {"Quotes": 900})

    def test_the_longest(self):
        """Quotes 30 + 20, bills 45, mail 10; before the day, and of another firm: not."""
        self._timed(self.quotes, self.alice, "2026-03-24 08:00:00", 30)
        self._timed(self.quotes, self.basile, "2026-03-25 08:00:00", 20)
        self._timed(self.bills, self.basile, "2026-03-26 08:00:00", 45)
        self._timed(self.mail, self.alice, "2026-03-27 08:00:00", 10)
        self._timed(self.mail, self.alice, "2026-03-23 08:00:00", 300)
        self._as(self.alice).action_start(self.mail.id)
        other, foreign = self._other_company()
        self._timed(self.mail, foreign, "2026-03-26 08:00:00", 300)
        longest = self._as(self.boss)._longest(self.company, date(2026, 3, 24))
        self.assertEqual(
            [(row["name"], row["seconds"]) for row in longest],
            [("Quotes", 3000), ("Bills", 2700), ("Mail", 600)],
        )
        longest = self._as(self.boss)._longest(self.company, date(2026, 3, 24), limit=2)
        self.assertEqual([row["task"] for row in longest], [self.quotes, self.bills])
        # Seven days to 31 March: 20 + 45 + 10 minutes.
        self.assertEqual(
            self.timings._week_hours(self.company, date(2026, 3, 31)), 1.25
        )

    def test_his_own(self):
        timing = self._timed(self.quotes, self.alice, "2026-03-30 08:00:00", 30)
        for user in (self.boss, self.basile):
            self.assertFalse(self._as(user).search([]))
            for act in (
                lambda user=user: timing.with_user(user).read(["seconds"]),
                lambda user=user: timing.with_user(user).unlink(),
                lambda user=user: self._as(user).create(
                    {"task_id": self.quotes.id, "user_id": self.alice.id}
                ),
            ):
                with self.assertRaises(AccessError):
                    act()
        with self.assertRaises(AccessError):
            timing.with_user(self.alice).user_id = self.basile
        timing.with_user(self.alice).stopped_on = "2026-03-30 08:40:00"
        self.assertEqual(timing.seconds, 2400)
        stranger = self._person("stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self._as(stranger).action_page()

    def test_totals_are_for_those_who_decide(self):
        self._timed(self.quotes, self.alice, "2026-03-30 08:00:00", 30)
        self._timed(self.quotes, self.basile, "2026-03-30 08:00:00", 20)
        page = self._as(self.boss).action_page()
        self.assertEqual(
            page["team"],
            [{"id": self.quotes.id, "name": "Quotes", "seconds": 3000}],
        )
        self.assertFalse(any(row["seconds"] for row in page["tasks"]))
        self.assertIs(self._as(self.alice).action_page()["team"], False)
        with self.assertRaises(AccessError):
            self._as(self.alice)._longest(self.company, date(2026, 3, 1))
        self.assertTrue(
            self._as(self.accountant)._longest(self.company, date(2026, 3, 1))
        )

    def test_tasks_of_another_firm_are_not_offered(self):
        other, _foreign = self._other_company()
        hidden = self.env["tpe.diagnostic.task"].create(
            {"name": "Elsewhere", "company_id": other.id}
        )
        names = {row["name"] for row in self._as(self.alice).action_page()["tasks"]}
        self.assertIn("Quotes", names)
        self.assertNotIn("Elsewhere", names)
        with self.assertRaises(AccessError):
            self._as(self.alice).action_start(hidden.id)
        with self.assertRaises(AccessError):
            self.quotes.with_user(self.alice).name = "x"
        self.quotes.with_user(self.boss).name = "Estimates"
