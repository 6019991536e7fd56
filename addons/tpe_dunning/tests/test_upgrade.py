import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common import DunningCommon

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-levels.py"


@tagged("-at_install", "post_install")
class TestUpgrade(DunningCommon):
    """A database of the first version gets what a new one has."""

    def setUp(self):
        super().setUp()
        self.policy = self.env.ref("tpe_dunning.policy_default")

    def _migrate(self):
        spec = importlib.util.spec_from_file_location("tpe_dunning_upgrade", SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def _steps(self):
        names = ("rank", "delay", "gap", "origin", "active", "attach_invoices")
        return {
            level.rank: (*(level[name] for name in names), level.mail_template_id)
            for level in self.policy.all_level_ids
        }

    def test_the_steps_that_came_later_are_those_of_a_new_database(self):
        shipped = self._steps()
        self.policy.all_level_ids.filtered(lambda x: x.rank in ("-1", "9")).unlink()
        self.assertEqual(len(self.policy.all_level_ids), len(shipped) - 2)
        self._migrate()
        self.assertEqual(self._steps(), shipped)

    def test_what_somebody_chose_stays(self):
        thanks = self.policy.all_level_ids.filtered(lambda level: level.rank == "9")
        thanks.write({"active": True, "delay": 3})
        before = self.policy.all_level_ids
        self._migrate()
        self.assertEqual(self.policy.all_level_ids, before)
        self.assertEqual((thanks.active, thanks.delay), (True, 3))

    def test_a_policy_somebody_deleted_stays_deleted(self):
        self.policy.unlink()
        self._migrate()
        self.assertFalse(self.env["tpe.dunning.policy"].search([]))

    def test_a_formal_notice_that_waited_still_waits_for_a_person(self):
        invoice = self._invoice(90)
        self._delivered(invoice, 2, days_ago=20)
        reminder = self._plan()
        reminder.sudo().stream = "auto"
        self._migrate()
        self.assertEqual(reminder.stream, "approval")
        self.assertEqual(self._plan(), reminder)
