from odoo import Command
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
