from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .diagnostic_common import BOOKS, DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticAnswering(DiagnosticCommon):
    """Begin, answer, interrupt, correct, finish; what was found stays."""

    def test_beginning_keeps_what_the_books_say(self):
        diagnostic = self._begin()
        answer = self._of_books(diagnostic, "dso")
        self.assertEqual(
            (answer.value, answer.known, answer.count, answer.proof, answer.said),
            (60, True, 3, "dso: 3 records", "60 days"),
        )
        # Nobody asks for quotes where quotes are not made with Odoo.
        self.assertFalse(self._of_books(diagnostic, "quotes_unchased"))
        self.assertEqual(len(diagnostic.sudo().answer_ids), len(BOOKS))

    def test_one_diagnostic_is_open(self):
        reads = self._books_say(BOOKS)
        model = self.env["tpe.diagnostic"]
        first = model.with_user(self.boss)._begin()
        again = model.with_user(self.second)._begin()
        self.assertEqual((first, len(reads)), (again, 1))
        self.assertEqual(again.user_id, self.boss)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            model.sudo().create({"company_id": first.company_id.id})

    def test_interrupted_it_goes_on(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "ideal_customer", 2, position="dependency", seconds=40)
        self._answer(diagnostic, "deposit", 3, position="cash_cover", seconds=95)
        diagnostic.with_user(self.boss).action_pause("bank_fresh", 130)
        page = diagnostic.with_user(self.boss).action_page()
        self.assertEqual((page["position"], page["seconds"]), ("bank_fresh", 130))
        kept = self._page_of(page, "deposit")
        self.assertEqual(
            (kept["answered"], kept["choice"]),
            (True, self._question("deposit").choice_ids[2].id),
        )
        self.assertFalse(self._page_of(page, "vat_aside")["answered"])

    def test_a_late_tap_counts_once_and_moves_nothing(self):
        diagnostic = self._begin()
        for position, seconds in (("rework", 200), ("deposit", 95), ("deposit", 95)):
            self._answer(diagnostic, "deposit", 1, position=position, seconds=seconds)
        person = diagnostic.sudo().respondent_ids
        self.assertEqual((person.position, person.seconds), ("rework", 200))
        self.assertEqual(len(person.answer_ids), 1)

    def test_a_page_left_open_is_not_work(self):
        diagnostic = self._begin()
        diagnostic.action_pause("dso", 90000)
        self.assertEqual(diagnostic.sudo().respondent_ids.seconds, 600)
        for seconds in ("700", None, True, [700]):
            diagnostic.action_pause("dso", seconds)
        self.assertEqual(diagnostic.sudo().respondent_ids.seconds, 600)

    def test_an_answer_is_changed(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "rework", 4, note="Every Friday")
        self._answer(diagnostic, "rework", 2)
        answer = diagnostic.sudo().respondent_ids.answer_ids
        self.assertEqual(
            (answer.said, answer.points, answer.note), ("Once or twice", 70, "")
        )
        self._answer(diagnostic, "rework")
        self.assertEqual(
            (answer.said, answer.known, answer.choice_id.id),
            ("I do not know", False, False),
        )

    def test_what_is_no_answer_is_refused(self):
        diagnostic = self._begin()
        foreign = self._question("rework").choice_ids[0].id
        for key, choice, value in (
            ("deposit", foreign, None),
            ("deposit", False, 3),
            ("admin_hours", False, 169),
            ("admin_hours", False, -1),
            ("admin_hours", False, float("nan")),
            ("admin_hours", False, "12"),
            ("admin_hours", foreign, None),
            ("dso", False, 30),
            ("nothing", False, None),
        ):
            with self.assertRaises(UserError, msg=key):
                diagnostic.action_answer(key, choice, value)

    def test_correct_with_a_reason(self):
        diagnostic = self._begin()
        for reason in ("", "  ", None, False):
            with self.assertRaises(UserError):
                diagnostic.action_correct("dso", 45, reason)
        for value in (None, -4, "45"):
            with self.assertRaises(UserError):
                diagnostic.action_correct("dso", value, "Cash sales are not in")
        with self.assertRaises(UserError):
            diagnostic.action_correct("overdue_share", 101, "More than all")
        diagnostic.action_correct("dso", 45, " Cash sales are not in ")
        answer = self._of_books(diagnostic, "dso")
        self.assertEqual(
            (answer.value, answer.corrected_value, answer.reason, answer.said),
            (60, 45, "Cash sales are not in", "45 days"),
        )
        self.assertEqual(
            (answer.corrected_by_id, str(answer.corrected_on)),
            (self.boss, "2026-03-31 07:00:00"),
        )
        # (45 - 75) / (30 - 75)
        self.assertAlmostEqual(answer.points, 66.67, 2)
        page = self._page_of(diagnostic.action_page(), "dso")
        self.assertEqual(
            (page["said"], page["measured"], page["corrected_by"]),
            ("45 days", "60 days", "Boss"),
        )
        diagnostic.action_uncorrect("dso")
        self.assertEqual(
            (answer.corrected, answer.said, answer.reason), (False, "60 days", False)
        )
        self.assertAlmostEqual(answer.points, 33.33, 2)

    def test_correct_what_the_books_do_not_know(self):
        diagnostic = self._begin(books={**BOOKS, "dso": None})
        answer = self._of_books(diagnostic, "dso")
        unknown = answer.said
        diagnostic.action_correct("dso", 45, "Counted by hand")
        self.assertEqual((answer.said, answer._is_known()), ("45 days", True))
        diagnostic.action_uncorrect("dso")
        self.assertEqual((answer.said, answer._is_known()), (unknown, False))

    def test_only_the_books_are_corrected(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "admin_hours", value=12)
        for key in ("admin_hours", "nothing"):
            with self.assertRaises(UserError):
                diagnostic.action_correct(key, 10, "Counted")
            with self.assertRaises(UserError):
                diagnostic.action_uncorrect(key)
        self.assertEqual(diagnostic.sudo().respondent_ids.answer_ids.value, 12)

    def test_what_the_books_said_never_changes(self):
        diagnostic = self._begin().sudo()
        answer = self._of_books(diagnostic, "dso")
        for values in (
            {"value": 10},
            {"known": False},
            {"proof": "Other"},
            {"euros": 3},
            {"question_id": self._question("bank_fresh").id},
        ):
            with self.assertRaises(UserError):
                answer.write(values)
        with self.assertRaises(UserError):
            answer.unlink()
        for values in ({"day": "2026-01-01"}, {"company_id": self.env.company.id}):
            with self.assertRaises(UserError):
                diagnostic.write(values)
        # The books change: what was read stays, and nothing reads them again.
        self._books_say({key: 0 for key in BOOKS})
        diagnostic.with_user(self.boss)._begin()
        diagnostic.with_user(self.boss).action_result()
        self.assertEqual((answer.value, answer.said), (60, "60 days"))

    def test_nothing_changes_once_it_is_done(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "deposit", 3)
        diagnostic.action_invite(self.alice.ids)
        before = diagnostic._scores()
        diagnostic.action_finish()
        done = diagnostic.sudo()
        person = done.respondent_ids.filtered(lambda one: one.user_id == self.boss)
        own = person.answer_ids.filtered(lambda one: one.question_id.key == "deposit")
        self.assertEqual(done.state, "done")
        acts = {
            "answer": lambda: self._answer(diagnostic, "deposit", 1),
            "invited": lambda: self._answer(diagnostic, "deposit", 1, user=self.alice),
            "correct": lambda: diagnostic.action_correct("dso", 1, "Why not"),
            "uncorrect": lambda: diagnostic.action_uncorrect("dso"),
            "pause": lambda: diagnostic.action_pause("dso", 1),
            "hand in": diagnostic.action_hand_in,
            "invite": lambda: diagnostic.action_invite(self.basile.ids),
            "write": lambda: own.write({"note": "x"}),
            "correct by hand": lambda: self._of_books(done, "dso").write(
                {"corrected": True}
            ),
            "unlink": own.unlink,
            "create": lambda: own.copy({"respondent_id": done.respondent_ids[1].id}),
            "person": lambda: person.write({"seconds": 1}),
            "new person": lambda: done._add_person(self.denis),
            "less people": person.unlink,
            "open again": lambda: done.write({"state": "open"}),
            "leader": lambda: done.write({"user_id": self.second.id}),
            "delete": done.unlink,
        }
        for name, act in acts.items():
            with self.subTest(name), self.assertRaises(UserError):
                act()
        after = diagnostic._scores()
        for axis in before["axes"]:
            self.assertEqual(
                axis["score"], self._axis(after, axis["axis"])["score"], axis["axis"]
            )
        page = self._page_of(diagnostic.action_page(), "dso")
        self.assertFalse(page["can_correct"])

    def test_better_questions_leave_the_score_alone(self):
        diagnostic = self._begin()
        self._answer(diagnostic, "deposit", 3)
        self._answer(diagnostic, "rework", 1)
        diagnostic.action_finish()
        before = diagnostic._scores()
        self._question("dso").write({"worst": 61, "best": 60, "weight": 9})
        self._question("overdue_share").write({"axis": "cash", "scored": False})
        self._question("deposit").choice_ids.points = 1
        self._question("rework").active = False
        self.questions.sudo().create(
            {"key": "new", "axis": "customers", "text": "New?", "weight": 50}
        )
        after = diagnostic._scores()
        self.assertEqual(before["overall"], after["overall"])
        for axis in before["axes"]:
            self.assertEqual(
                axis["score"], self._axis(after, axis["axis"])["score"], axis["axis"]
            )

    def test_the_plan_goes_on_after(self):
        diagnostic = self._begin()
        diagnostic.action_finish()
        action = (
            self.env["tpe.diagnostic.action"]
            .with_user(self.boss)
            .create({"diagnostic_id": diagnostic.id, "name": "Call"})
        )
        action.name = "Call again"
        self.assertIn(action, diagnostic.action_ids)

    def test_finishing_fills_in_and_proposes(self):
        proposed = []
        self.patch(
            type(self.env["tpe.diagnostic"]),
            "_propose_actions",
            lambda one: proposed.append(one.state),
        )
        diagnostic = self._begin()
        self._answer(diagnostic, "deposit", 3)
        for _twice in range(2):
            result = diagnostic.action_finish()
        self.assertEqual((proposed, result["state"]), (["done"], "done"))
        unanswered = diagnostic.sudo().respondent_ids.answer_ids.filtered(
            lambda one: not one.known
        )
        asked = self.questions.filtered(lambda one: not one.measure)
        self.assertEqual(len(unanswered), len(asked) - 1)
        self.assertTrue(diagnostic.sudo().respondent_ids.finished_on)

    def test_the_next_one_follows(self):
        first = self._begin()
        first.action_finish()
        second = self._begin()
        self.assertNotEqual(first, second)
        self.assertEqual(second.previous_id, first)
