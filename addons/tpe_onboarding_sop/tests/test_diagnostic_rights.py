from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .diagnostic_common import MANAGER, DiagnosticCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticRights(DiagnosticCommon):
    """Who leads, who answers, who reads figures; people apart, companies apart."""

    def test_managers_begin(self):
        for user in (self.alice, self.sophie):
            with self.assertRaises(AccessError):
                self._begin(user=user)
        self.assertFalse(self.env["tpe.diagnostic"].sudo().search([]))

    def test_the_books_are_read_with_the_rights_of_who_begins(self):
        self._books_say({})
        with self.assertRaises(AccessError):
            self.env["tpe.diagnostic.measure"].with_user(self.alice)._measures(
                self.company, "2026-03-31"
            )

    def test_answers_of_two_people_stay_apart(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        self._answer(diagnostic, "deposit", 1)
        self._answer(diagnostic, "deposit", 5, user=self.alice, note="Never")
        hers = diagnostic.with_user(self.alice)
        page = self._page_of(hers.action_page(), "deposit")
        choices = self._question("deposit").choice_ids
        self.assertEqual((page["choice"], page["note"]), (choices[4].id, "Never"))
        mine = self._page_of(diagnostic.action_page(), "deposit")
        self.assertEqual((mine["choice"], mine["note"]), (choices[0].id, ""))
        seen = hers.env["tpe.diagnostic.answer"].search([])
        self.assertEqual(seen.respondent_id.user_id, self.alice)
        self.assertEqual(len(seen), 1)
        self.assertEqual(
            hers.env["tpe.diagnostic.respondent"].search([]).user_id, self.alice
        )
        [row] = [
            row
            for row in self._axis(diagnostic._scores(), "customers")["answers"]
            if row["key"] == "deposit"
        ]
        self.assertEqual((row["points"], row["spread"]), (50, 100))

    def test_an_assistant_reads_no_figure(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        self._answer(diagnostic, "deposit", 1)
        hers = diagnostic.with_user(self.alice)
        page = hers.action_page()
        self.assertFalse(page["reads"])
        self.assertEqual(
            {one["key"] for one in page["questions"]},
            set(self.questions.filtered(lambda one: not one.measure).mapped("key")),
        )
        self.assertFalse(page["people"] or page["invitable"])
        self.assertEqual(
            (hers.action_home()["done"], hers.action_home()["can_begin"]), ([], False)
        )
        for act in (
            hers.action_result,
            hers.action_finish,
            lambda: hers.action_correct("dso", 1, "No"),
            lambda: hers.action_uncorrect("dso"),
            lambda: hers.action_invite(self.denis.ids),
            lambda: hers.read(["result"]),
            lambda: self._of_books(diagnostic, "dso").with_user(self.alice).read(),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_who_is_not_asked_sees_nothing(self):
        diagnostic = self._begin()
        others = diagnostic.with_user(self.denis)
        for act in (
            others.action_page,
            others.action_result,
            lambda: self._answer(diagnostic, "deposit", 1, user=self.denis),
            lambda: others.action_pause("dso", 3),
            others.action_hand_in,
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertFalse(others.browse().action_home()["open"])

    def test_the_accountant_reads(self):
        diagnostic = self._begin()
        diagnostic.action_correct("dso", 45, "Cash sales")
        hers = diagnostic.with_user(self.sophie)
        self.assertEqual(
            self._axis(hers.action_result(), "customers")["answers"][0]["said"],
            "45 days",
        )
        page = hers.action_page()
        self.assertEqual((page["reads"], page["answers"]), (True, False))
        self.assertTrue(all(one["computed"] for one in page["questions"]))
        self.assertFalse(self._page_of(page, "dso")["can_correct"])
        for act in (
            lambda: hers.action_correct("dso", 1, "No"),
            lambda: self._answer(diagnostic, "deposit", 1, user=self.sophie),
            hers.action_finish,
            hers.unlink,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_buttons_are_shown_to_who_may_press_them(self):
        for model, kinds in (
            ("tpe.diagnostic.action", ("kanban", "form")),
            ("tpe.diagnostic.tool", ("kanban", "form")),
        ):
            for kind in kinds:
                for user, shown in ((self.sophie, False), (self.alice, True)):
                    views = self.env[model].with_user(user)
                    arch = views.get_view(view_type=kind)["arch"]
                    with self.subTest(model=model, kind=kind, user=user.name):
                        self.assertEqual('type="object"' in arch, shown)

    def test_phases_without_a_card(self):
        """The whole plan has three columns; a person’s own begins where his are."""
        diagnostic = self._begin()
        self.env["tpe.diagnostic.action"].sudo().create(
            {
                "diagnostic_id": diagnostic.id,
                "name": "To do",
                "phase": "tooling",
                "user_id": self.alice.id,
            }
        )
        for user, phases in (
            (self.boss, ["audit", "tooling", "compliance"]),
            (self.sophie, ["audit", "tooling", "compliance"]),
            (self.alice, ["tooling"]),
        ):
            groups = (
                self.env["tpe.diagnostic.action"]
                .with_user(user)
                .with_context(read_group_expand=True)
                .formatted_read_group([], ["phase"], ["__count"])
            )
            self.assertEqual([one["phase"] for one in groups], phases)

    def test_who_reads_is_not_asked_to_go_on(self):
        self._begin().action_invite(self.alice.ids)
        for user, answers in (
            (self.sophie, False),
            (self.alice, True),
            (self.second, True),
        ):
            home = self.env["tpe.diagnostic"].with_user(user).action_home()
            self.assertEqual(home["open"]["answers"], answers)

    def test_answers_are_written_by_their_methods_only(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        self._answer(diagnostic, "deposit", 5, user=self.alice)
        answer = diagnostic.sudo().respondent_ids[1].answer_ids
        for user in (self.boss, self.alice):
            own = answer.with_user(user)
            for act in (
                lambda own=own: own.write({"points": 100}),
                lambda own=own: own.unlink(),
                lambda own=own: own.copy(),
                lambda own=own: own.respondent_id.write({"seconds": 1}),
                lambda own=own: own.diagnostic_id.write({"state": "done"}),
                lambda own=own: own.env["tpe.diagnostic"].create({}),
            ):
                with self.assertRaises(AccessError):
                    act()

    def test_the_leader_finishes(self):
        diagnostic = self._begin()
        with self.assertRaises(UserError):
            diagnostic.with_user(self.second).action_finish()
        self.assertEqual(diagnostic.state, "open")
        diagnostic.with_user(self.second).user_id = self.second
        diagnostic.with_user(self.second).action_finish()
        self.assertEqual(diagnostic.state, "done")

    def test_an_invitation_is_an_activity(self):
        diagnostic = self._begin()
        outside = self._person("outside", "base.group_user")
        with self.assertRaises(UserError):
            diagnostic.action_invite(outside.ids)
        diagnostic.action_invite((self.alice | self.basile).ids)
        with self.assertRaises(UserError):
            diagnostic.action_invite(self.alice.ids)
        self.assertEqual(
            diagnostic.sudo().activity_ids.user_id, self.alice | self.basile
        )
        diagnostic.with_user(self.alice).action_hand_in()
        self.assertEqual(diagnostic.sudo().activity_ids.user_id, self.basile)
        page = diagnostic.action_page()
        self.assertEqual(
            [(one["name"], one["finished"]) for one in page["people"]],
            [("Boss", False), ("Alice", True), ("Basile", False)],
        )
        diagnostic.action_finish()
        self.assertFalse(diagnostic.sudo().activity_ids)
        self.assertFalse(diagnostic.action_page()["invitable"])
        # Its score is no business of who answered and reads no figure.
        home = self.env["tpe.diagnostic"].with_user(self.alice).action_home()
        self.assertEqual(home["done"], [])

    def test_who_leads_is_not_invited(self):
        diagnostic = self._begin()
        diagnostic.user_id = self.second
        with self.assertRaises(UserError):
            diagnostic.action_invite(self.second.ids)

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign", MANAGER)
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        first = self._begin()
        with self.assertRaises(UserError):
            first.action_invite(foreign.ids)
        second = self._begin(user=foreign)
        self.assertEqual((first.company_id, second.company_id), (self.company, other))
        for record in (first, first.sudo().answer_ids, first.sudo().respondent_ids):
            self.assertFalse(record.with_user(foreign).has_access("read"))
        theirs = first.with_user(foreign)
        for name, *args in (
            ("action_page",),
            ("action_result",),
            ("action_finish",),
            ("action_hand_in",),
            ("action_pause", "dso", 1),
            ("action_answer", "deposit"),
            ("action_correct", "nothing", 1, "No"),
            ("action_uncorrect", "nothing"),
            ("action_invite", foreign.ids),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(theirs, name)(*args)
        self.assertEqual(second.action_home()["open"]["id"], second.id)

    def test_who_leads_two_firms_begins_in_each(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.boss.company_ids += other
        first = self._begin()
        both = first.with_context(allowed_company_ids=[other.id, self.company.id])
        self.assertFalse(both.action_home()["open"])
        second = both._begin()
        self.assertEqual(second.company_id, other)
        second.action_finish()
        first.action_finish()
        self.assertEqual([one["id"] for one in both.action_home()["done"]], second.ids)
        third = first._begin()
        self.assertEqual(third.previous_id, first)
