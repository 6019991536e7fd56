from odoo.tests import freeze_time, tagged

from ..models.diagnostic_question import AXES
from .diagnostic_common import NOTHING, DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticScore(DiagnosticCommon):
    """Scores computed by hand, and what an empty firm gets."""

    def _answer_best(self, diagnostic):
        for question in self.questions.filtered(lambda one: not one.measure):
            if question.kind == "number":
                self._answer(diagnostic, question.key, value=question.best)
            else:
                points = question.choice_ids.mapped("points")
                self._answer(diagnostic, question.key, points.index(100) + 1)

    def test_an_axis_by_hand(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "deposit", 3)
        axis = self._axis(diagnostic._scores(), "customers")
        points = {
            row["key"]: (round(row["points"], 2), row["weight"])
            for row in axis["answers"]
            if row["scored"]
        }
        self.assertEqual(
            points,
            {
                "dso": (33.33, 1),  # (60 - 75) / (30 - 75)
                "overdue_share": (50, 2),  # (30 - 50) / (10 - 50)
                "toxic_share": (80, 1),  # (5 - 25) / (0 - 25)
                "reminders_on": (0, 1),
                "deposit": (65, 1),
            },
        )
        # (33.33 + 2 x 50 + 80 + 0 + 65) / 6
        self.assertAlmostEqual(axis["score"], 46.39, 2)
        self.assertEqual(axis["band"], "To consolidate")
        self.assertTrue(axis["text"])
        # What gives no point is shown all the same.
        self.assertIn("dormant_customers", [row["key"] for row in axis["answers"]])

    def test_lowest_and_overall_by_hand(self):
        diagnostic = self._begin()
        self._answer_best(diagnostic)
        found = diagnostic._scores()
        scores = {axis["axis"]: round(axis["score"], 2) for axis in found["axes"]}
        self.assertEqual(
            scores,
            {
                # (100 + 1.5 x 0 + 1.5 x 50 + 100) / 5
                "strategy": 55,
                # (33.33 + 2 x 50 + 80 + 0 + 100) / 6
                "customers": 52.22,
                # (2 x 50 + 100 + 100 + 100) / 5
                "cash": 80,
                # (3 x 0 + 50 + 100 + 0.5 x 100) / 5.5
                "processes": 36.36,
                # (75 + 75 + 50 + 100) / 4
                "tools": 75,
                # (2 x 100 + 2 x 50 + 100 + 100 + 100) / 7
                "einvoicing": 85.71,
                # (50 + 100 + 100 + 100) / 4
                "people": 87.5,
            },
        )
        self.assertEqual(found["lowest"], "processes")
        # (55 + 52.22 + 80 + 36.36 + 75 + 85.71 + 87.5) / 7
        self.assertAlmostEqual(found["overall"]["score"], 67.4, 2)
        self.assertEqual(found["overall"]["band"], "Solid")

    def test_an_empty_firm_has_not_enough_data(self):
        # Counted, not guessed: nothing is protected, no procedure was followed.
        counted = {"two_factor": 0, "procedures_active": 0}
        diagnostic = self._begin({**NOTHING, **counted})
        for axis in diagnostic._scores()["axes"]:
            self.assertIsNone(axis["score"], axis["axis"])
        # Not even with the best words of its owner.
        self._answer_best(diagnostic)
        result = diagnostic.action_finish()
        scores = {axis["axis"]: axis["score"] for axis in result["axes"]}
        self.assertEqual(
            {axis for axis, score in scores.items() if score is None},
            {"strategy", "customers", "cash", "processes"},
        )
        self.assertIsNone(result["overall"]["score"])
        self.assertEqual(
            (result["overall"]["words"], result["overall"]["band"]),
            ("–", "Not enough data"),
        )
        said = self._of_books(diagnostic, "dso").said
        self.assertEqual(said, "Not enough data")

    def test_nothing_known_has_no_lowest_axis(self):
        diagnostic = self._begin(NOTHING)
        result = diagnostic.action_finish()
        self.assertFalse(result["lowest"])
        self.assertEqual(result["hurts"], [])

    def test_i_do_not_know_gives_no_point_and_takes_none(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "deposit")
        axis = self._axis(diagnostic._scores(), "customers")
        # (33.33 + 2 x 50 + 80 + 0) / 5
        self.assertAlmostEqual(axis["score"], 42.67, 2)

    def test_people_who_do_not_agree(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        self._answer(diagnostic, "decide", 1)
        self._answer(diagnostic, "decide", 4, user=self.alice)
        self._answer(diagnostic, "holiday", 2)
        self._answer(diagnostic, "holiday", 4, user=self.alice)
        axis = self._axis(diagnostic._scores(), "people")
        # The boss: (100 + 60) / 2; Alice: 0.
        self.assertEqual(axis["spread"], 80)
        # (bus factor 50 + 50 + 30) / 3, the hours not being known.
        self.assertAlmostEqual(axis["score"], 43.33, 2)
        self.assertIsNone(self._axis(diagnostic._scores(), "cash")["spread"])

    def test_figures_that_hurt(self):
        result = self._begin().action_finish()
        self.assertEqual([row["euros"] for row in result["hurts"]], [4200])
        self.assertIn("late_cost", result["hurts"][0]["how"])

    def test_readiness(self):
        diagnostic = self._begin()
        verdict = lambda: diagnostic._scores()["readiness"]  # noqa: E731
        self.assertEqual(verdict()["verdict"], "unknown")
        for key in ("sig_twice", "sig_search"):
            self._answer(diagnostic, key, 1)
        for key in ("pre_written", "pre_clean", "pre_lead"):
            self._answer(diagnostic, key, 1)
        self._answer(diagnostic, "pre_stop", 2)
        self.assertEqual(verdict()["verdict"], "prepare")
        self.assertEqual(
            [row["met"] for row in verdict()["prerequisites"]],
            [True, True, True, False],
        )
        self._answer(diagnostic, "pre_stop", 1)
        self.assertEqual(verdict()["verdict"], "ready")
        # It stands apart from the axes.
        keys = [
            row["key"] for row in self._axis(diagnostic._scores(), "tools")["answers"]
        ]
        self.assertNotIn("pre_stop", keys)

    def test_the_questions_that_come_with_it(self):
        asked = self.questions.filtered(lambda one: not one.measure)
        books = self.questions.filtered("measure")
        # 20 seconds to read a figure, 45 to answer: under half an hour.
        seconds = 20 * len(books.filtered("scored")) + 45 * len(asked)
        self.assertLess(seconds, 30 * 60)
        self.assertEqual(set(self.questions.mapped("axis")), set(dict(AXES)))
        for question in asked.filtered(lambda one: one.kind == "choice"):
            points = question.choice_ids.mapped("points")
            least = 4 if question.role == "question" else 3
            self.assertTrue(least <= len(points) <= 5, question.key)
            self.assertEqual((min(points), max(points)), (0, 100), question.key)
        bands = self.env["tpe.diagnostic.band"].search([])
        for axis in [*dict(AXES), "overall"]:
            own = bands.filtered(lambda one, axis=axis: one.axis == axis)
            self.assertEqual(own.mapped("lower"), [0, 40, 60, 80])

    def test_a_month_of_books_or_words_alone(self):
        """Where an empty ledger says nothing, words are less than half."""
        for axis in ("strategy", "customers", "cash", "processes"):
            own = self.questions.filtered(
                lambda one, axis=axis: (
                    one.axis == axis and one.role == "question" and one.scored
                )
            )
            words = own.filtered(lambda one: not one.measure)
            self.assertLess(
                sum(words.mapped("weight")), sum(own.mapped("weight")) / 2, axis
            )
