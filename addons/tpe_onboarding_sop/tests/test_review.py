from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestReview(SopCommon):
    """Once a quarter the owner is asked, with what the runs say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tpe_onboarding_sop.ir_cron_sop_review")

    def _asked(self):
        return self.sop.activity_ids.filtered(
            lambda one: (
                one.activity_type_id
                == self.env.ref("tpe_onboarding_sop.mail_activity_type_sop_review")
            )
        )

    def test_once_however_often(self):
        with freeze_time("2026-06-29 07:00:00"):
            self._run_cron()
        self.assertFalse(self._asked())
        for day in ("2026-06-30", "2026-06-30", "2026-07-04"):
            with freeze_time(f"{day} 07:00:00"):
                self._run_cron()
        self.assertEqual(len(self._asked()), 1)
        self.assertEqual(self._asked().user_id, self.alice)

    def test_written_from_the_runs(self):
        run = self._start()
        line = run.step_ids[0]
        line.with_user(self.basile).action_begin()
        with freeze_time("2026-03-31 07:15:01"):
            self._finish(line, self.basile)
        self._finish(run.step_ids[1], self.alice, "problem", reason="unclear")
        other = self._start()
        line = other.step_ids[0]
        line.with_user(self.basile).action_begin()
        with freeze_time("2026-03-31 07:15:00"):
            self._finish(line, self.basile)
        cancelled = self._start()
        cancelled.with_user(self.alice).action_cancel()
        with freeze_time("2026-06-30 07:00:00"):
            self._run_cron()
        note = str(self._asked().note)
        self.assertIn("Runs since the last review: 2", note)
        # 10 minutes expected: 15 minutes are not yet half as long again.
        self.assertIn(
            "« Collect the hours » took half as long again as expected: 1 of 2 times",
            note,
        )
        self.assertIn("« Write the invoice » met a problem: 1 of 1 times", note)
        self.assertIn("Not read by: Alice, Basile, Chloe", note)

    def test_the_clock_restarts(self):
        with freeze_time("2026-07-10 07:00:00"):
            self._run_cron()
            self.sop.with_user(self.alice).action_review()
            self.assertFalse(self._asked())
            self._run_cron()
        self.assertFalse(self._asked())
        self.assertEqual(self.sop.next_review_on.isoformat(), "2026-10-10")
        with freeze_time("2026-10-10 07:00:00"):
            self._run_cron()
        self.assertEqual(len(self._asked()), 1)

    def test_a_new_version_is_a_review(self):
        self.sop.action_write()
        with freeze_time("2026-05-02 07:00:00"):
            self.sop.draft_id.action_approve()
        self.assertEqual(self.sop.next_review_on.isoformat(), "2026-08-02")

    def test_never(self):
        self.sop.review_months = 0
        self.assertFalse(self.sop.next_review_on)
