from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import SopCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestTrigger(SopCommon):
    """Dated triggers: each day once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("tpe_onboarding_sop.ir_cron_sop_run")
        cls.trigger = cls.env["tpe.sop.trigger"].create(
            {"sop_id": cls.sop.id, "next_on": "2026-03-31", "days": 2}
        )

    def test_each_month(self):
        for day in ("2026-03-30", "2026-03-31", "2026-03-31", "2026-04-01"):
            with freeze_time(f"{day} 07:00:00"):
                self._run_cron()
        run = self.sop.run_ids
        self.assertEqual(len(run), 1)
        self.assertEqual(run.responsible_id, self.alice)
        self.assertEqual(run.due_on.isoformat(), "2026-04-02")
        self.assertEqual(self.trigger.next_on.isoformat(), "2026-04-30")

    def test_end_of_month(self):
        ends = []
        for day in ("2026-03-31", "2026-04-30", "2026-05-31"):
            with freeze_time(f"{day} 07:00:00"):
                self._run_cron()
            ends.append(self.trigger.next_on.isoformat())
        self.assertEqual(ends, ["2026-04-30", "2026-05-31", "2026-06-30"])
        self.assertEqual(len(self.sop.run_ids), 3)

    def test_after_a_long_absence(self):
        """One run, not one for each month that was missed."""
        with freeze_time("2026-06-15 07:00:00"):
            self._run_cron()
        self.assertEqual(len(self.sop.run_ids), 1)
        self.assertEqual(self.trigger.next_on.isoformat(), "2026-06-30")

    def test_once(self):
        self.trigger.every = 0
        self._run_cron()
        self._run_cron()
        self.assertEqual(len(self.sop.run_ids), 1)
        self.assertFalse(self.trigger.next_on)

    def test_the_key_counts(self):
        """Killed between the run and the next date: not started again."""
        self._run_cron()
        self.trigger.next_on = "2026-03-31"
        self._run_cron()
        self.assertEqual(len(self.sop.run_ids), 1)

    def test_one_breaks_the_others_start(self):
        """And a person is told, once, until it starts."""
        broken = self._procedure("Broken")
        broken_trigger = self.env["tpe.sop.trigger"].create(
            {"sop_id": broken.id, "next_on": "2026-03-31"}
        )
        trigger = type(self.trigger)
        start = trigger._start

        def failing(record, due, today):
            if record.sop_id == broken:
                raise ValueError("no such step")
            return start(record, due, today)

        with (
            patch.object(trigger, "_start", failing),
            mute_logger("odoo.addons.tpe_onboarding_sop.models.sop_trigger"),
        ):
            self._run_cron()
            self._run_cron()
        self.assertEqual(len(self.sop.run_ids), 1)
        self.assertFalse(broken.run_ids)
        [told] = broken.sudo().activity_ids
        self.assertEqual(told.user_id, broken.owner_id)
        self.assertIn("no such step", told.note)
        self.assertEqual(broken_trigger.next_on.isoformat(), "2026-03-31")
        self._run_cron()
        self.assertEqual(len(broken.run_ids), 1)

    def test_a_broken_kind(self):
        """What cannot even be looked for is told too."""
        trigger = type(self.trigger)
        with (
            patch.object(trigger, "_due_date", side_effect=ValueError("no date")),
            mute_logger("odoo.addons.tpe_onboarding_sop.models.sop_trigger"),
        ):
            self._run_cron()
        self.assertIn("no date", self.sop.sudo().activity_ids.note)

    def test_not_approved(self):
        draft = self._procedure("Draft", approved=False)
        self.trigger.sop_id = draft
        self._run_cron()
        self.assertFalse(draft.run_ids)
