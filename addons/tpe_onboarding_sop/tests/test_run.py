from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("-at_install", "post_install")
class TestStart(SopCommon):
    """A run begins from a record or on its own, and gives each step to somebody."""

    def test_on_a_customer(self):
        run = self._start(record=self.customer, due_on="2026-04-03")
        self.assertEqual(run.name, "Invoice within 48 hours – Bâtiments du Rhône")
        self.assertEqual(run._record(), self.customer)
        self.assertEqual(run.version_id, self.sop.version_id)
        self.assertEqual(run.step_ids.user_id.mapped("name"), ["Basile", "Alice"])
        # A step without a role goes to whoever is responsible.
        self.assertEqual(run.step_ids[2].user_id, self.alice)
        self.assertEqual((run.user_id, run.progress), (self.basile, 0))

    def test_company_of_the_record(self):
        invoice = self._invoice(3)
        self.assertEqual(self._start(record=invoice).company_id, invoice.company_id)

    def test_one_activity_for_whose_turn_it_is(self):
        run = self._start()
        self.assertEqual(run.activity_ids.user_id, self.basile)
        self.assertEqual(run.activity_ids.summary, "Collect the hours")
        self._finish(run.step_ids[0], self.basile)
        self.assertEqual(run.activity_ids.user_id, self.alice)
        self.assertEqual(run.activity_ids.summary, "Write the invoice")

    def test_not_approved(self):
        sop = self._procedure("Draft", approved=False)
        with self.assertRaisesRegex(UserError, "no approved version"):
            self._start(sop)

    def test_queries(self):
        sop = self.env["tpe.sop"].create({"name": "Long"})
        self.env["tpe.sop.version"].create(
            {
                "sop_id": sop.id,
                "step_ids": [
                    Command.create(
                        {"name": f"Step {n}", "role_id": role.id, "sequence": n}
                    )
                    for n, role in enumerate([self.site, self.office] * 10)
                ],
            }
        ).action_approve()
        self._start(sop, record=self.customer)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            run = self._start(sop, record=self.customer)
            self.env.flush_all()
        self.assertEqual(len(run.step_ids), 20)

    def test_gear_menu(self):
        """Every record with a chatter, whenever its addon was installed."""
        name = "Follow a procedure"
        for model, shown in (
            ("res.partner", True),
            ("account.move", True),
            ("tpe.dunning.promise", True),
            ("account.journal", True),
            ("res.currency", False),
            ("tpe.sop.run", False),
        ):
            actions = (
                self.env["ir.actions.actions"].with_user(self.denis).get_bindings(model)
            )
            names = [action["name"] for action in actions.get("action", ())]
            self.assertEqual(name in names, shown, model)

    def test_wizard(self):
        wizard = (
            self.env["tpe.sop.start"]
            .with_user(self.alice)
            .with_context(active_model="res.partner", active_ids=self.customer.ids)
            .create({"sop_id": self.sop.id})
        )
        self.assertEqual(wizard.about, "Bâtiments du Rhône")
        action = wizard.action_start()
        run = self.env["tpe.sop.run"].browse(action["params"]["run_id"])
        self.assertEqual(run.res_name, "Bâtiments du Rhône")

    def test_wizard_on_what_has_no_chatter(self):
        wizard = (
            self.env["tpe.sop.start"]
            .with_context(active_model="res.currency", active_ids=[1])
            .create({"sop_id": self.sop.id})
        )
        with self.assertRaises(UserError):
            wizard.action_start()


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestFollow(SopCommon):
    """The steps: begin, pause, tick, finish, problem, hand over."""

    def setUp(self):
        super().setUp()
        self.run = self._start(record=self.customer)
        self.first, self.second, self.third = self.run.step_ids

    def test_to_the_end(self):
        for line, user in (
            (self.first, self.basile),
            (self.second, self.alice),
            (self.third, self.alice),
        ):
            self._finish(line, user)
        self.assertEqual((self.run.state, self.run.progress), ("done", 100))
        self.assertFalse(self.run.activity_ids)
        self.assertFalse(self.run.user_id)
        self.assertIn(": done.", self.customer.message_ids[0].body)

    def test_minutes(self):
        line = self.first.with_user(self.basile)
        line.action_begin()
        with freeze_time("2026-03-31 07:04:00"):
            line.action_pause()
        self.assertEqual(self.first.seconds, 240)
        with freeze_time("2026-03-31 08:00:00"):
            line.action_begin()
        with freeze_time("2026-03-31 08:30:00"):
            # The tap was at 08:02, the network came back at 08:30.
            self._finish(self.first, self.basile, late=28 * 60)
        self.assertEqual(self.first.seconds, 240 + 120)

    def test_outside_ones_role(self):
        for act in (
            lambda line: line.action_begin(),
            lambda line: line.action_finish("done", ticked=[0, 1]),
            lambda line: line.action_tick(0),
            lambda line: line.action_photo("a.png", "b25l"),
            lambda line: line.action_reopen(),
        ):
            for user in (self.alice, self.denis, self.env.user):
                with self.assertRaisesRegex(UserError, "is for Site"):
                    act(self.first.with_user(user))
        self.assertEqual(self.first.state, "todo")
        with self.assertRaisesRegex(UserError, "is for Alice"):
            self._finish(self.third, self.denis)

    def test_stand_in(self):
        self._finish(self.first, self.chloe)
        self.assertEqual(self.first.finished_by_id, self.chloe)

    def test_second_of_two(self):
        self._finish(self.first, self.basile)
        with self.assertRaisesRegex(UserError, "finished by Basile meanwhile"):
            self._finish(self.first, self.chloe, "problem", reason="other")
        self.assertEqual(self.first.state, "done")

    def test_same_tap_counts_once(self):
        self._finish(self.first, self.basile, tap="t1")
        page = self._finish(self.first, self.basile, tap="t1")
        self.assertEqual(page["steps"][0]["state"], "done")
        line = self.second.with_user(self.alice)
        for _twice in range(2):
            line.action_photo("site.png", "b25l", tap="p1")
        self.assertEqual(len(self.second.attachment_ids), 1)

    def test_last_tap_sent_again(self):
        for line, user in ((self.first, self.basile), (self.second, self.alice)):
            self._finish(line, user)
        for _twice in range(2):
            page = self._finish(self.third, self.alice, tap="end")
        self.assertEqual(page["state"], "done")

    def test_checklist(self):
        with self.assertRaisesRegex(UserError, "left: 1"):
            self._finish(self.first, self.basile, ticked=[0])
        line = self.first.with_user(self.basile)
        line.action_tick(0)
        line.action_tick(1)
        line.action_tick(7)
        line.action_tick(0, False)
        self.assertEqual(self.first.ticked, [1])
        line.action_tick(0)
        line.action_finish("done")
        self.assertEqual(self.first.state, "done")

    def test_problem(self):
        with self.assertRaisesRegex(UserError, "what the problem is"):
            self._finish(self.first, self.basile, "problem")
        self._finish(
            self.first, self.basile, "problem", reason="missing", note="No hours of May"
        )
        self.assertEqual(self.run.problem_count, 1)
        told = self.run.message_ids[0]
        self.assertIn("No hours of May", told.body)
        self.assertEqual(told.notified_partner_ids, self.alice.partner_id)
        self.first.with_user(self.basile).action_reopen()
        self.assertEqual(self.run.user_id, self.basile)
        self._finish(self.first, self.basile)
        self.assertEqual((self.first.state, self.first.had_problem), ("done", True))

    def test_left_out(self):
        with self.assertRaisesRegex(UserError, "why"):
            self._finish(self.first, self.basile, "skipped")
        self._finish(self.first, self.basile, "skipped", note="No hours here")
        self.assertEqual(self.first.state, "skipped")

    def test_hand_over(self):
        with self.assertRaisesRegex(UserError, "led by Alice"):
            self.first.with_user(self.denis).action_hand_over(self.denis.id)
        self.first.with_user(self.basile).action_hand_over(self.denis.id, "On leave")
        self.assertEqual((self.first.user_id, self.run.user_id), (self.denis,) * 2)
        self.assertEqual(self.run.activity_ids.user_id, self.denis)
        self.assertIn("On leave", self.run.message_ids[0].body)
        self._finish(self.first, self.denis)

    def test_hand_over_to_a_stranger(self):
        stranger = self._person("stranger", "base.group_user")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            self.first.with_user(self.basile).action_hand_over(stranger.id)

    def test_finished_is_not_handed_over(self):
        self._finish(self.first, self.basile)
        with self.assertRaisesRegex(UserError, "meanwhile"):
            self.first.with_user(self.basile).action_hand_over(self.denis.id)

    def test_cancel(self):
        with self.assertRaisesRegex(UserError, "led by Alice"):
            self.run.with_user(self.basile).action_cancel()
        self.run.with_user(self.alice).action_cancel()
        self.assertEqual(self.run.state, "cancelled")
        self.assertFalse(self.run.activity_ids)
        for act in ("action_begin", "action_reopen"):
            with self.assertRaisesRegex(UserError, "is over"):
                getattr(self.first.with_user(self.basile), act)()

    def test_a_run_that_is_over_is_not_begun_again(self):
        for line, user in zip(
            self.run.step_ids, (self.basile, self.alice, self.alice), strict=True
        ):
            self._finish(line, user)
        with self.assertRaisesRegex(UserError, "is over"):
            self.third.with_user(self.alice).action_reopen()
        self.assertEqual((self.run.state, self.third.state), ("done", "done"))

    def test_not_by_rpc(self):
        for user in (self.basile, self.env.user):
            with self.assertRaises(AccessError):
                self.first.with_user(user).write({"state": "done"})
            with self.assertRaises(AccessError):
                self.run.with_user(user).write({"state": "done"})
            with self.assertRaises(AccessError):
                self.env["tpe.sop.run"].with_user(user).create({"name": "x"})

    def test_kept_as_it_was(self):
        """Ten versions later the page says what it said."""
        self._finish(self.first, self.basile)
        before = self.run.action_page()
        for number in range(10):
            self.sop.action_write()
            draft = self.sop.draft_id
            draft.step_ids[0].unlink()
            draft.step_ids[0].write({"name": f"Other {number}", "minutes": 99})
            draft.write(
                {"step_ids": [Command.create({"name": f"New {number}", "sequence": 0})]}
            )
            draft.action_approve()
        self.env.invalidate_all()
        self.assertEqual(self.sop.version_id.number, 11)
        self.assertEqual(self.run.action_page(), before)
        self.assertEqual(self.run.version_id.number, 1)

    def test_page(self):
        page = self.run.with_user(self.basile).action_page()
        self.assertEqual(page["current"], self.first.id)
        self.assertEqual(
            [(step["name"], step["who"], step["mine"]) for step in page["steps"]],
            [
                ("Collect the hours", "Basile", True),
                ("Write the invoice", "Alice", False),
                ("Send it", "Alice", False),
            ],
        )
        self.assertEqual(page["steps"][0]["items"], ["Hours", "Material"])
