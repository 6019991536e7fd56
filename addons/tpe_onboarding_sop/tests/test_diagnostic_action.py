from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..models import diagnostic_action_start_people as people
from .plan_common import PlanCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticAction(PlanCommon):
    """Who sees an action, who moves it, what is asked of its owner."""

    def test_an_assistant_has_his_own_only(self):
        mine = self._action(euros=500)
        other = self._action(user_id=self.mona.id)
        self.assertEqual(self.actions.with_user(self.alice).search([]), mine)
        for name in ("action_start", "action_done", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(other.with_user(self.alice), name)()
        with self.assertRaises(AccessError):
            other.with_user(self.alice).action_drop("No")
        mine.with_user(self.alice).action_done()
        self.assertEqual(mine.state, "done")
        other.with_user(self.mona).action_done()
        mine.with_user(self.mona).action_reopen()

    def test_figures_are_for_who_reads_them_elsewhere(self):
        diagnostic = self._diagnostic({"dso": 75, "late_cost": 1000})
        action = diagnostic._propose_actions()
        action.user_id = self.alice
        own = action.with_user(self.alice)
        self.assertTrue(own.name)
        for name in ("euros", "proof", "answer_id"):
            with self.assertRaises(AccessError):
                own.read([name])
        with self.assertRaises(AccessError):
            self.actions.with_user(self.alice).search([("euros", ">", 50)])
        card = own._card()
        self.assertEqual((card["euros"], card["proof"]), (None, ""))
        self.assertEqual(action.with_user(self.carl).euros, 100)
        self.assertNotIn("75", f"{action.name} {action.why}")

    def test_nothing_moves_but_by_its_buttons(self):
        action = self._action()
        with self.assertRaises(AccessError):
            action.with_user(self.alice).name = "Rest"
        for values in ({"state": "done"}, {"kind": "run"}, {"res_id": 1}):
            with self.assertRaises(AccessError):
                action.with_user(self.mona).write(values)
        action.with_user(self.mona).write({"name": "Call two", "due_on": "2026-04-13"})
        with self.assertRaises(AccessError):
            action.with_user(self.carl).action_done()

    def test_other_company(self):
        foreign = self._other_company()
        action = self._action().with_user(foreign)
        self.assertFalse(action.has_access("read"))
        with self.assertRaises(AccessError):
            action.action_start()

    def test_an_owner_can_read_it(self):
        outsider = self._person("outsider", "base.group_user")
        with self.assertRaises(ValidationError):
            self._action(user_id=outsider.id)
        with self.assertRaises(ValidationError):
            self._action(user_id=self._other_company().id)

    def test_the_activity_follows(self):
        action = self._action()
        activity = self._activities(action)
        self.assertEqual(
            (activity.user_id, activity.summary), (self.alice, action.name)
        )
        action.with_user(self.mona).write(
            {"user_id": self.basile.id, "due_on": "2026-05-04"}
        )
        self.assertEqual(self._activities(action), activity)
        self.assertEqual(activity.user_id, self.basile)
        self.assertEqual(str(activity.date_deadline), "2026-05-04")
        action.with_user(self.basile).action_done()
        self.assertFalse(self._activities(action))
        action.with_user(self.basile).action_reopen()
        self.assertEqual(len(self._activities(action)), 1)
        action.with_user(self.basile).action_drop("Too dear")
        self.assertFalse(self._activities(action))

    def test_three_at_a_time(self):
        """The three whose day comes first; then the next one, however one of them ends."""
        days = (4, 5, 6, 7, 8, 11)
        actions = self.env["tpe.diagnostic.action"]
        for day in reversed(days):
            actions = self._action(due_on=f"2026-05-{day:02}") + actions
        other = self._action(user_id=self.basile.id, due_on="2026-06-01")

        def asked():
            found = actions.exists().filtered(self._activities)
            return [action.due_on.day for action in found]

        self.assertEqual(asked(), [4, 5, 6])
        self.assertTrue(self._activities(other))
        actions[0].with_user(self.alice).action_done()
        self.assertEqual(asked(), [5, 6, 7])
        actions[1].with_user(self.alice).action_drop("Too dear")
        self.assertEqual(asked(), [6, 7, 8])
        actions[4].with_user(self.mona).due_on = "2026-06-01"
        self.assertEqual(asked(), [6, 7, 11])
        actions[3].copy({"due_on": "2026-05-01"}).unlink()
        self.assertEqual(asked(), [6, 7, 11])
        actions[2].user_id = self.basile
        self.assertEqual(asked(), [6, 7, 1, 11])

    def test_done_on_the_activity_is_done(self):
        action = self._action()
        self._activities(action).with_user(self.alice).action_feedback(feedback="Ok")
        self.assertEqual(action.state, "done")
        self.assertTrue(action.done_on)

    def test_dropped_with_a_reason(self):
        action = self._action().with_user(self.alice)
        asked = action.action_drop()
        self.assertEqual(asked["res_model"], "tpe.diagnostic.drop")
        self.assertEqual(action.state, "todo")
        wizard = Form(
            self.env["tpe.diagnostic.drop"]
            .with_user(self.alice)
            .with_context(**asked["context"])
        )
        wizard.reason = " We have no quotes "
        wizard.save().action_confirm()
        self.assertEqual(
            (action.state, action.drop_reason), ("dropped", "We have no quotes")
        )
        for name in ("action_start", "action_done"):
            with self.assertRaises(UserError):
                getattr(action, name)()
        action.action_reopen()
        self.assertEqual((action.state, action.drop_reason), ("todo", False))

    def test_two_at_once(self):
        action = self._action(kind="run", target="facturer-48h").with_user(self.mona)
        runs = self.env["tpe.sop.run"].search_count([])
        with (
            patch.object(
                type(action), "try_lock_for_update", lambda self, **_k: self[:0]
            ),
            self.assertRaisesRegex(UserError, "Call the late ones"),
        ):
            action.action_start()
        self.assertEqual(self.env["tpe.sop.run"].search_count([]), runs)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticStart(PlanCommon):
    """What « Start » really starts, once."""

    def _run_action(self):
        self.sop.code = "invoicing"
        return self._action(kind="run", target="invoicing").with_user(self.alice)

    def test_a_procedure(self):
        action = self._run_action()
        shown = action.action_start()
        run = self.env["tpe.sop.run"].browse(action.res_id)
        self.assertEqual(
            (
                action.state,
                action.res_model,
                run.sop_id,
                run.responsible_id,
                run.due_on,
            ),
            ("started", "tpe.sop.run", self.sop, self.alice, action.due_on),
        )
        self.assertTrue(action.started_on)
        self.assertEqual(shown["params"], {"run_id": run.id})
        self.assertEqual(action.action_start()["params"], {"run_id": run.id})
        self.assertEqual(self.sop.run_count, 1)

    def test_done_with_its_run(self):
        action = self._run_action()
        action.action_start()
        run = self.env["tpe.sop.run"].browse(action.res_id)
        for line, user in zip(
            run.step_ids, (self.basile, self.alice, self.alice), strict=True
        ):
            self.assertEqual(action.state, "started")
            self._finish(line, user)
        self.assertEqual(action.state, "done")
        self.assertFalse(self._activities(action))

    def test_a_cancelled_run_leaves_it_to_do(self):
        action = self._run_action()
        action.action_start()
        self.env["tpe.sop.run"].browse(action.res_id).with_user(
            self.alice
        ).action_cancel()
        self.assertEqual((action.state, action.res_id), ("todo", 0))
        action.action_start()
        self.assertEqual(self.sop.run_count, 2)

    def test_a_procedure_that_is_gone(self):
        action = self._action(kind="run", target="nothing").with_user(self.alice)
        with self.assertRaisesRegex(UserError, "nothing"):
            action.action_start()

    def test_a_screen(self):
        action = self._action(
            kind="screen",
            target="no.such_screen tpe_cashforecast.cash_goals_action",
            user_id=self.mona.id,
        )
        shown = action.with_user(self.mona).action_start()
        self.assertEqual(shown["res_model"], "tpe.cash.goals")
        self.assertEqual((action.state, action.res_model), ("started", False))

    def test_a_screen_that_the_owner_may_not_open(self):
        for target in (
            "tpe_cashforecast.cash_goals_action",
            "tpe_dunning.dunning_start_action",
        ):
            action = self._action(kind="screen", target=target).with_user(self.alice)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                action.action_start()
            self.assertEqual(action.state, "todo")

    def test_a_procedure_to_write(self):
        action = self._action(kind="procedure", target="Sort the mail")
        shown = action.with_user(self.alice).action_start()
        sop = self.env["tpe.sop"].browse(shown["res_id"])
        self.assertEqual(
            (sop.name, sop.owner_id, sop.company_id),
            ("Sort the mail", self.alice, self.company),
        )
        self.assertTrue(sop.draft_id)
        action.with_user(self.alice).action_start()
        self.assertEqual(
            self.env["tpe.sop"].search_count([("name", "=", "Sort the mail")]), 1
        )

    def test_flows_are_proposed(self):
        action = self._action(kind="flows", user_id=self.mona.id).with_user(self.mona)
        with patch.object(
            type(self.env["tpe.cash.recurring"]), "_suggest", autospec=True
        ) as suggest:
            shown = action.action_start()
            action.action_start()
        self.assertEqual(suggest.call_count, 1)
        self.assertEqual(shown["res_model"], "tpe.cash.recurring")
        own = self._action(kind="flows").with_user(self.alice)
        with self.assertRaises(AccessError):
            own.action_start()

    def test_the_records_of_the_figure(self):
        diagnostic = self._diagnostic(done=False)
        window = {"type": "ir.actions.act_window", "res_model": "account.move"}
        answer = self._read(diagnostic, "double_entry", 12, action=window)
        action = self._action(
            diagnostic, kind="proof", answer_id=answer.id, user_id=self.mona.id
        )
        self.assertEqual(action.with_user(self.mona).action_start(), window)

    def test_typed_by_hand(self):
        action = self._action().with_user(self.alice)
        self.assertFalse(action.action_start())
        self.assertEqual(action.state, "started")

    def test_in_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.mona.company_ids |= other
        action = self._action(user_id=self.mona.id).with_user(self.mona)
        with self.assertRaisesRegex(UserError, self.company.name):
            action.with_context(
                allowed_company_ids=(other | self.company).ids
            ).action_start()


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticPeople(PlanCommon):
    """Actions that ask something of many people, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Dormant {number}"} for number in range(6)]
        )

    def _dormant(self):
        diagnostic = self._diagnostic(done=False)
        window = {
            "res_model": "res.partner",
            "domain": [["id", "in", self.customers.ids]],
        }
        answer = self._read(diagnostic, "dormant_customers", 6, action=window)
        return self._action(diagnostic, kind="dormant", answer_id=answer.id).with_user(
            self.alice
        )

    def _asked(self):
        return self._activities(self.customers, "dormant")

    def test_a_call_on_each(self):
        action = self._dormant()
        shown = action.action_start()
        asked = self._asked()
        self.assertEqual(set(asked.mapped("res_id")), set(self.customers.ids))
        self.assertEqual(asked.user_id, self.alice)
        # Five a day: the sixth one is tomorrow.
        days = [str(day) for day in asked.mapped("date_deadline")]
        self.assertEqual((days.count("2026-03-31"), days.count("2026-04-01")), (5, 1))
        found = self.env["res.partner"].with_user(self.alice).search(shown["domain"])
        self.assertEqual(found, self.customers)
        action.action_start()
        self.assertEqual(len(self._asked()), 6)

    def test_once_each(self):
        action = self._dormant()
        action.action_start()
        # One was called, the others are still to call.
        self._asked()[0].action_feedback(feedback="Comes back")
        action.action_done()
        action.action_reopen()
        action.action_start()
        self.assertEqual(len(self._asked()), 5)

    def test_not_who_bought_since(self):
        with freeze_time("2026-04-03 07:00:00"):
            action = self._dormant()
            action.diagnostic_id.sudo().flush_recordset()
            self.env.cr.execute(
                "UPDATE tpe_diagnostic SET day = '2026-03-01' WHERE id = %s",
                [action.sudo().diagnostic_id.id],
            )
            self.env.invalidate_all()
            self._invoice(10, partner=self.customers[0])
            self._invoice(60, partner=self.customers[1])
            action.action_start()
        self.assertEqual(
            set(self._asked().mapped("res_id")), set(self.customers[1:].ids)
        )

    def test_no_more_than_can_be_called(self):
        action = self._dormant()
        with patch.object(people, "CUSTOMERS", 4):
            action.action_start()
            self.assertEqual(len(self._asked()), 4)
            self.assertIn("Other dormant customers: 2", action.message_ids[0].body)
            action.action_done()
            action.action_reopen()
            action.action_start()
        self.assertEqual(len(self._asked()), 6)

    def test_two_factor(self):
        users = self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.company.ids)]
        )
        action = self._action(kind="two_factor").with_user(self.alice)
        shown = action.action_start()
        asked = self._activities(users.partner_id, "two_factor")
        self.assertEqual(asked.user_id, users)
        self.assertEqual(len(asked), len(users))
        self.assertEqual(shown["res_id"], self.alice.id)
        action.action_done()
        action.action_reopen()
        action.action_start()
        self.assertEqual(
            len(self._activities(users.partner_id, "two_factor")), len(users)
        )


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticReminders(PlanCommon):
    """Who is late hears of it once a week; after 90 days it is measured again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tpe_onboarding_sop.ir_cron_diagnostic")

    def _told(self, *days):
        """How many messages each day brought to Alice."""
        said = []
        for day in days:
            before = self._messages()
            self.env.flush_all()
            with freeze_time(f"{day} 07:00:00"):
                self._run_cron()
            said.append(self._messages() - before)
        return said

    def _messages(self):
        # Only who receives a notification may read it.
        messages = self.env["mail.message"].sudo()
        return messages.search_count(
            [
                ("message_type", "=", "user_notification"),
                ("model", "=", "tpe.diagnostic.action"),
                ("partner_ids", "in", self.alice.partner_id.ids),
            ]
        )

    def test_once_a_week(self):
        diagnostic = self._diagnostic()
        self._action(diagnostic)
        other = self._action(diagnostic, name="Merge", due_on="2026-04-13")
        self.assertEqual(
            self._told("2026-04-10", "2026-04-11", "2026-04-11", "2026-04-14"),
            [0, 1, 0, 0],
        )
        # Seven days later, both at once; done, no more.
        self.assertEqual(self._told("2026-04-18"), [1])
        self.assertEqual(str(other.reminded_on), "2026-04-18")
        # One message for both.
        both = (
            self.env["mail.message"]
            .sudo()
            .search_count(
                [
                    ("message_type", "=", "user_notification"),
                    ("body", "like", "Merge"),
                    ("body", "like", "Call the late ones"),
                ]
            )
        )
        self.assertEqual(both, 1)
        for action in diagnostic.action_ids:
            action.action_done()
        self.assertEqual(self._told("2026-05-04"), [0])

    def test_what_was_told_this_week_and_done_counts(self):
        diagnostic = self._diagnostic()
        first = self._action(diagnostic)
        self._action(diagnostic, due_on="2026-04-12")
        self.assertEqual(self._told("2026-04-11"), [1])
        first.action_done()
        self.assertEqual(self._told("2026-04-13", "2026-04-18"), [0, 1])

    def test_nobody_who_left(self):
        self._action()
        self.alice.active = False
        self.assertEqual(self._told("2026-04-20"), [0])

    def test_measured_again_after_90_days(self):
        diagnostic = self._diagnostic()
        for day in ("2026-06-28", "2026-06-29", "2026-06-29", "2026-07-20"):
            with freeze_time(f"{day} 07:00:00"):
                self._run_cron()
            asked = self._activities(diagnostic, "measure_again")
            self.assertEqual(len(asked), 0 if day == "2026-06-28" else 1, day)
        self.assertEqual(asked.user_id, self.mona)
        self.assertEqual(str(asked.date_deadline), "2026-06-29")

    def test_nobody_who_left_is_asked_to_measure_again(self):
        diagnostic = self._diagnostic()
        self.mona.active = False
        with freeze_time("2026-06-29 07:00:00"):
            self._run_cron()
        self.assertEqual(str(diagnostic.again_asked_on), "2026-06-29")
        self.assertFalse(self._activities(diagnostic, "measure_again"))

    def test_not_what_is_open_or_measured_again(self):
        before = self._diagnostic(day="2026-01-01")
        after = self._diagnostic(done=False, previous_id=before.id)
        with freeze_time("2026-12-01 07:00:00"):
            self._run_cron()
        self.assertFalse(self._activities(before | after, "measure_again"))
