from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_base.tools.working_days import is_working_day

from .plan_common import PlanCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticPlan(PlanCommon):
    """What the answers ask for, in which order, for whom and when."""

    def _propose(self, books=None, said=None, **values):
        diagnostic = self._diagnostic(books, said, **values)
        return {action.code: action for action in diagnostic._propose_actions()}

    def test_low_answers_become_actions(self):
        # 75 days give no point, 1,000 euros a year of late payments: 30 % for the
        # reminders, 10 % for their steps.
        found = self._propose({"dso": 75, "reminders_on": 0, "late_cost": 1000})
        self.assertEqual(set(found), {"policy", "reminders"})
        reminders, policy = found["reminders"], found["policy"]
        self.assertEqual((reminders.euros, policy.euros), (300, 100))
        self.assertEqual(reminders.phase, "tooling")
        self.assertLess(reminders.sequence, policy.sequence)
        self.assertEqual(reminders.user_id, self.mona)
        self.assertEqual(reminders.state, "todo")
        self.assertEqual(reminders.proof, "The books say 0")
        self.assertEqual(reminders.answer_id.value, 0)

    def test_good_answers_ask_for_nothing(self):
        self.assertFalse(
            self._propose({"dso": 30, "reminders_on": 1}, {"deposit": 0, "restore": 0})
        )

    def test_not_enough_data_asks_where_it_is_the_trouble(self):
        self.assertEqual(set(self._propose({"margin_known": None})), {"margins"})
        self.assertFalse(self._propose({"dso": None, "overdue_share": None}))

    def test_what_gives_no_points_asks_when_there_is_one(self):
        self.assertEqual(set(self._propose({"dormant_customers": 3})), {"dormant"})
        self.assertFalse(self._propose({"dormant_customers": 0}))

    def test_the_correction_counts(self):
        diagnostic = self._diagnostic({"dso": 75}, done=False)
        diagnostic.with_user(self.mona).action_correct("dso", 30, "One big dispute")
        self.assertFalse(diagnostic._propose_actions())

    def test_two_people_are_weighed_together(self):
        diagnostic = self._diagnostic(said={"deposit": 0}, done=False)
        other = diagnostic._add_person(self.alice)
        # 100 and 65: 82.5, nothing to do; 100 and 0: 50, under 60.
        answer = self._say(other, "deposit", 2)
        self.assertFalse(diagnostic._propose_actions())
        answer.write({"points": 0})
        self.assertEqual(diagnostic._propose_actions().mapped("code"), ["deposit"])

    def test_twice_is_once(self):
        diagnostic = self._diagnostic({"dso": 75, "reminders_on": 0})
        first = diagnostic._propose_actions()
        first.filtered(lambda one: one.code == "policy").action_drop("Not here")
        self.assertFalse(diagnostic._propose_actions())
        self.assertEqual(diagnostic.action_ids, first)

    def test_what_is_still_open_is_not_asked_again(self):
        before = self._diagnostic({"dso": 75, "reminders_on": 0}, day="2026-01-02")
        first = before._propose_actions()
        first.filtered(lambda one: one.code == "policy").action_done()
        after = self._diagnostic({"dso": 75, "reminders_on": 0})
        self.assertEqual(after._propose_actions().mapped("code"), ["policy"])
        shown = {card["id"] for card in after._cards()}
        self.assertEqual(
            shown,
            set((after.action_ids | first).ids)
            - {first.filtered(lambda one: one.code == "policy").id},
        )
        self.assertEqual({card["id"] for card in before._cards()}, set(first.ids))

    def test_days_are_spread(self):
        low = {
            question.measure: question.worst
            for question in self.env["tpe.diagnostic.question"].search(
                [("measure", "!=", False), ("scored", "=", True)]
            )
        }
        choices = {
            question.key: len(question.choice_ids) - 1
            for question in self.env["tpe.diagnostic.question"].search(
                [("kind", "=", "choice"), ("role", "=", "question")]
            )
        }
        actions = self._diagnostic(low, choices)._propose_actions()
        self.assertGreater(len(actions), 24)
        ends = {
            "audit": (date(2026, 4, 1), date(2026, 4, 14)),
            "tooling": (date(2026, 4, 15), date(2026, 5, 12)),
            "compliance": (date(2026, 5, 13), date(2026, 6, 29)),
        }
        for action in actions:
            first, last = ends[action.phase]
            self.assertTrue(first <= action.due_on <= last, action.name)
            self.assertTrue(is_working_day(action.due_on), action.name)
        days = actions.mapped("due_on")
        # Eleven things in nine working days of audit: two on a day at most.
        self.assertLessEqual(max(days.count(day) for day in days), 2)
        tooling = [one.due_on for one in actions if one.phase == "tooling"]
        self.assertEqual(len(set(tooling)), len(tooling))

    def test_who_answers_for_the_procedure_does_it(self):
        sop = self.env["tpe.sop"].search([("code", "=", "facturer-48h")])
        sop.owner_id = self.alice
        found = self._propose({"invoice_late_48h": 60})
        self.assertEqual(found["invoice_48h"].user_id, self.alice)

    def test_whoever_installed_the_library_is_not_asked(self):
        sop = self.env["tpe.sop"].search([("code", "=", "facturer-48h")])
        installer = self.env.ref("base.user_admin")
        installer.group_ids += self.env.ref("tpe_base.group_tpe_manager")
        sop.owner_id = installer
        found = self._propose({"invoice_late_48h": 60})
        self.assertEqual(found["invoice_48h"].user_id, self.mona)

    def test_each_is_asked_on_its_day(self):
        [action] = self._propose({"reminders_on": 0}).values()
        activity = self._activities(action)
        self.assertEqual(activity.user_id, self.mona)
        self.assertEqual(activity.date_deadline, action.due_on)

    def test_the_rules_hold_together(self):
        """Keys that exist, procedures and screens that exist, shares that add up."""
        questions = self.env["tpe.diagnostic.question"].search([])
        keys = set(questions.mapped("key")) | set(questions.mapped("measure"))
        codes = {one.code for one in self.env["tpe.sop"]._library()}
        shares = {}
        for remedy in self.env["tpe.diagnostic.remedy"].search([]):
            known = remedy._as_remedy()
            self.assertTrue(set(known.keys + known.cost_keys) <= keys, remedy.code)
            for key in known.cost_keys:
                shares[key] = shares.get(key, 0) + known.share
            if remedy.kind == "run":
                self.assertIn(remedy.target, codes)
            if remedy.kind == "screen":
                found = [
                    self.env.ref(xml_id, raise_if_not_found=False)
                    for xml_id in remedy.target.split()
                ]
                self.assertTrue(any(found), remedy.target)
        self.assertTrue(shares)
        self.assertTrue(all(share <= 100 for share in shares.values()), shares)

    def test_managers_write_the_rules(self):
        remedy = self.env["tpe.diagnostic.remedy"].search([], limit=1)
        remedy.with_user(self.mona).below = 40
        with self.assertRaises(AccessError):
            remedy.with_user(self.alice).read(["name"])

    def test_cards(self):
        diagnostic = self._diagnostic({"reminders_on": 0, "late_cost": 1000})
        action = diagnostic._propose_actions()
        [card] = diagnostic.with_user(self.mona)._cards()
        self.assertEqual(
            {
                name: card[name]
                for name in ("id", "phase", "user", "euros", "minutes", "state", "late")
            },
            {
                "id": action.id,
                "phase": "tooling",
                "user": "Mona",
                "euros": 300,
                "minutes": 15,
                "state": "todo",
                "late": False,
            },
        )
        self.assertTrue(card["can_start"] and card["can_done"])
        [card] = diagnostic.with_user(self.carl)._cards()
        self.assertEqual(card["euros"], 300)
        self.assertFalse(card["can_start"] or card["can_done"])

    def test_progress_on_the_dashboard(self):
        page = self.env["tpe.cash.dashboard"].with_user(self.mona)
        self.assertIsNone(page._plan_card(self.company))
        diagnostic = self._diagnostic()
        self._action(diagnostic, euros=300, due_on="2026-03-30")
        self._action(diagnostic, euros=200).action_done()
        self._action(diagnostic, euros=900).action_drop("No")
        card = page._plan_card(self.company)
        self.assertEqual(card["value"], "Done: 1 of 2")
        for words in ("200", "500", "1 late"):
            self.assertIn(words, card["detail"])
        self.assertIn(card["code"], [one["code"] for one in page._cards(self.company)])
        # Somebody who reads the cash and follows no procedure.
        reader = self._person("reader", "base.group_user")
        self.assertIsNone(page.with_user(reader)._plan_card(self.company))
        foreign = self._other_company()
        self.assertIsNone(
            page.with_user(foreign)
            .with_company(foreign.company_id)
            ._plan_card(foreign.company_id)
        )
