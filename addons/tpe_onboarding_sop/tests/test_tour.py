from odoo import Command, fields
from odoo.tests import HttpCase, freeze_time, tagged

from .common import USER, SopCommon


@tagged("-at_install", "post_install")
class TestTour(SopCommon, HttpCase):
    """On a phone: write, approve, follow on a customer, find the bad step, review."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._person(
            "boss", f"{USER},tpe_base.group_tpe_manager,base.group_partner_manager"
        )
        (cls.office | cls.site).user_ids = [Command.link(cls.boss.id)]

    def test_write_and_approve(self):
        self.start_tour("/odoo/procedures", "tpe_onboarding_sop_write", login="boss")
        version = self.env["tpe.sop"].search([("name", "=", "Lock the workshop")])
        self.assertEqual(version.version_id.approved_by_id, self.boss)
        self.assertEqual(
            version.version_id.step_ids.mapped("name"),
            ["Close the gate", "Set the alarm"],
        )

    def test_follow_on_a_customer(self):
        action = "account.res_partner_action_customer"
        self.start_tour(
            f"/odoo/action-{action}/{self.customer.id}",
            "tpe_onboarding_sop_follow",
            login="boss",
        )
        run = self.sop.run_ids
        self.assertEqual((run.state, run._record()), ("done", self.customer))
        self.assertEqual(
            [(line.state, line.finished_by_id.login) for line in run.step_ids],
            [("done", "boss"), ("problem", "boss"), ("done", "boss")],
        )
        self.assertEqual(
            (run.step_ids[1].reason, run.step_ids[1].note), ("missing", "No SIREN")
        )

    def test_without_a_network(self):
        """The taps leave when it is back: each once, at the minute of the tap."""
        run = self._start(user=self.boss)
        first, second, _third = run.sudo().step_ids
        now = fields.Datetime.now()
        first.write({"running_since": fields.Datetime.subtract(now, minutes=30)})
        steps = self.env.registry["tpe.sop.run.step"]
        finish, taps = steps.action_finish, []

        def counted(line, result, **values):
            taps.append((line.id, values["tap"]))
            return finish(line, result, **values)

        self.patch(steps, "action_finish", counted)
        self.start_tour(
            f"/odoo/action-tpe_onboarding_sop.sop_run_page_action/{run.id}",
            "tpe_onboarding_sop_offline",
            login="boss",
        )
        self.env.invalidate_all()
        self.assertEqual((first.state, second.state), ("done", "problem"))
        # The tour says that the network was away for 28 of the 30 minutes.
        self.assertGreater(first.seconds, 60)
        self.assertLess(first.seconds, 20 * 60)
        # The first answer was lost on the way: it was sent again, under the same name.
        self.assertEqual([line for line, _tap in taps], [first.id] * 2 + [second.id])
        self.assertEqual(len(set(taps)), 2)
        self.assertEqual(first.ticked, [0, 1])
        self.assertEqual(
            len(run.message_ids.filtered(lambda one: "No SIREN" in (one.body or ""))),
            1,
        )

    def test_find_the_bad_step(self):
        with freeze_time("2026-03-31 07:00:00"):
            run = self._start()
            self._finish(run.step_ids[1], self.alice, "problem", reason="unclear")
            self.sop.last_review_on = "2025-12-31"
        self._run_cron(self.env.ref("tpe_onboarding_sop.ir_cron_sop_review"))
        self.start_tour(
            f"/odoo/procedures/{self.sop.id}", "tpe_onboarding_sop_review", login="boss"
        )
        self.assertEqual(self.sop.version_id.number, 2)
        self.assertFalse(
            self.sop.activity_ids.filtered(lambda one: "Review" in (one.summary or ""))
        )
