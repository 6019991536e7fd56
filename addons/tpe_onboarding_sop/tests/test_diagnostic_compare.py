from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .plan_common import PlanCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticCompare(PlanCommon):
    """T0 and T1 side by side, and T0 as it was."""

    def _two(self):
        before = self._diagnostic(
            {"dso": 75, "overdue_share": 30, "toxic_share": 0, "reminders_on": 0},
            {"deposit": 4},
            day="2025-12-31",
        )
        self._action(before).action_done()
        self._action(before, name="Not done")
        after = self._diagnostic(
            {"dso": 30, "overdue_share": 40, "toxic_share": 0, "reminders_on": 1},
            {"deposit": 0},
            previous_id=before.id,
        )
        return before, after

    def test_side_by_side(self):
        before, after = self._two()
        page = after.with_user(self.carl).action_compare_page()
        self.assertEqual(
            (page["before"]["id"], page["after"]["id"]), (before.id, after.id)
        )
        self.assertEqual((page["before"]["done"], page["before"]["total"]), (1, 2))
        measures = {row["code"]: row for row in page["measures"]}
        dso = measures["dso"]
        self.assertEqual(
            (dso["before_words"], dso["after_words"], dso["better"]),
            ("75 days", "30 days", True),
        )
        self.assertIs(measures["overdue_share"]["better"], False)
        self.assertIs(measures["toxic_share"]["better"], None)
        self.assertTrue(measures["toxic_share"]["same"])
        axes = {row["code"]: row for row in page["axes"]}
        customers = axes["customers"]
        self.assertLess(customers["before"], customers["after"])
        self.assertEqual(
            customers["difference"], customers["after"] - customers["before"]
        )
        cash = axes["cash"]
        self.assertEqual((cash["before"], cash["difference"]), (None, None))
        self.assertEqual(
            [card["name"] for card in page["done"]], ["Call the late ones"]
        )
        # From the first one, the same page.
        self.assertEqual(before.with_user(self.carl).action_compare_page(), page)

    def test_hours_of_other_people_are_no_progress(self):
        """20 hours of two people, then 8 of one: who else spends some was not asked."""

        def told(diagnostic, *people):
            for user, hours in people:
                person = diagnostic._add_person(user)
                self._read(diagnostic, "admin_hours", hours, respondent_id=person.id)
            diagnostic.state = "done"
            diagnostic.flush_recordset()

        def difference(after):
            page = after.with_user(self.carl).action_compare_page()
            [row] = [row for row in page["euros"] if row["code"] == "admin"]
            return row["difference_words"], row["better"]

        before = self._diagnostic(day="2025-12-31", done=False)
        told(before, (self.mona, 12), (self.alice, 8))
        after = self._diagnostic(previous_id=before.id, done=False)
        told(after, (self.mona, 8))
        self.assertEqual(difference(after), ("", None))
        last = self._diagnostic(previous_id=after.id, done=False)
        told(last, (self.mona, 6))
        self.assertTrue(difference(last)[1])

    def test_only_who_reads_figures(self):
        _before, after = self._two()
        for user in (self.alice, self._person("user", "base.group_user")):
            with self.assertRaises(AccessError):
                after.with_user(user).action_compare_page()
        with self.assertRaises(AccessError):
            after.with_user(self._other_company()).action_compare_page()

    def test_nothing_to_compare(self):
        diagnostic = self._diagnostic().with_user(self.mona)
        for name in ("action_compare", "action_compare_page"):
            with self.assertRaises(UserError):
                getattr(diagnostic, name)()

    def test_measured_again(self):
        before = self._diagnostic({"dso": 75}, {"deposit": 4}, day="2025-12-31")
        kept = self._kept(before)
        own = before.with_user(self.mona)
        action = own.action_measure_again()
        after = before.next_ids
        self.assertEqual(action["params"], {"diagnostic_id": after.id})
        self.assertEqual(str(after.day), "2026-03-31")
        # The books were read today, and twice is once.
        self.assertIn("dso", after.answer_ids.question_id.mapped("measure"))
        own.action_measure_again()
        self.assertEqual(before.next_ids, after)
        after.with_user(self.mona).action_answer("deposit", self._choice("deposit", 0))
        after.with_user(self.mona).action_finish()
        self.assertEqual(self._kept(before), kept)
        # Done, it is shown: only the last one is measured again.
        self.assertEqual(own.action_measure_again(), action)

    def test_measured_again_in_its_company(self):
        before = self._diagnostic(day="2025-12-31")
        other = self._other_company().company_id
        self.mona.company_ids += other
        both = [other.id, self.company.id]
        before.with_user(self.mona).with_context(
            allowed_company_ids=both
        ).action_measure_again()
        self.assertEqual(before.next_ids.company_id, self.company)

    def test_who_answers_does_not_measure_again(self):
        before = self._diagnostic(day="2025-12-31", done=False)
        before._add_person(self.alice)
        before.state = "done"
        before.flush_recordset()
        before.with_user(self.mona).action_measure_again()
        before.next_ids._add_person(self.alice)
        with self.assertRaises(AccessError):
            before.with_user(self.alice).action_measure_again()

    def test_the_same_questions_are_kept(self):
        before = self._diagnostic(said={"deposit": 4}, day="2025-12-31")
        question = self._question("deposit")
        question.active = False
        before.with_user(self.mona).action_measure_again()
        self.assertIn(question, before.next_ids._questions())

    def test_only_the_last_one_by_managers(self):
        first = self._diagnostic(day="2025-12-31")
        second = self._diagnostic(day="2026-01-31")
        with self.assertRaises(AccessError):
            second.with_user(self.alice).action_measure_again()
        with self.assertRaises(AccessError):
            second.with_user(self._other_company()).action_measure_again()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            first.with_user(self.mona).action_measure_again()
        second.with_user(self.mona).action_measure_again()
        with self.assertRaisesRegex(UserError, "is not done yet"):
            second.next_ids.with_user(self.mona).action_measure_again()

    def _choice(self, key, rank):
        return self._question(key).choice_ids[rank].id

    def _kept(self, diagnostic):
        """All that it found, as it is stored."""
        own, answers = (
            one.sudo().with_context(active_test=False)
            for one in (diagnostic, diagnostic.answer_ids)
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            own.read(["day", "user_id", "state", "previous_id", "answer_ids"]),
            answers.read(),
            own._scores(),
        )
