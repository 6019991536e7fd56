from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models import past_import_read, past_import_undo, past_import_wait
from .past_common import PastCommon

LOGGER = "odoo.addons.tpe_onboarding_sop.models.past_import_wait"


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastWait(PastCommon):
    """A large file: the page does not wait, and still all of it is done or nothing."""

    def setUp(self):
        super().setUp()
        self.patch(past_import_wait, "ROWS_AT_ONCE", 3)
        self.told = []

    def _work(self):
        """What the scheduled action does, and what it tells on the way."""
        tell = past_import_wait.PastImport._tell

        def kept(one, percent):
            tell(one, percent)
            if one.env.context.get("past_tells"):
                self.told.append(percent)

        with patch.object(past_import_wait.PastImport, "_tell", kept):
            self._run_cron(self.env.ref("tpe_onboarding_sop.ir_cron_past"))
        self.env.invalidate_all()

    def _progress(self, one):
        rows = self.env["tpe.past.progress"].sudo()
        return rows.search([("import_id", "=", one.id)])

    def test_importing_and_undoing(self):
        one = self._read(self._usual())
        one.action_import()
        self.assertRecordValues(one, [{"state": "importing", "progress": 0}])
        self.assertFalse(one.sudo().move_ids)
        self._work()
        self.assertRecordValues(
            one,
            [{"state": "done", "imported_by_id": self.manager.id, "is_held": True}],
        )
        self.assertEqual(self._balance(self.counterpart), -940.0)
        self.assertEqual(one.sudo().move_ids.create_uid, self.manager)
        self.assertEqual(self.told, sorted(self.told))
        self.assertEqual(self.told[-1], 90)
        self.assertEqual(self._progress(one).percent, 90)
        one.action_undo()
        self.assertEqual(one.state, "undoing")
        self.assertEqual(self._balance(self.counterpart), -940.0)
        self._work()
        self.assertEqual(one.state, "undone")
        self.assertFalse(self._balance(self.counterpart))
        self.assertFalse(one.sudo().partner_ids)

    def test_a_few_rows_are_written_while_one_waits(self):
        self.patch(past_import_wait, "ROWS_AT_ONCE", 7)
        one = self._imported(self._usual())
        self.assertFalse(self._progress(one))

    def test_reading(self):
        self.patch(past_import_wait, "BYTES_AT_ONCE", 100)
        one = self._read(self._usual())
        self.assertRecordValues(one, [{"state": "reading", "invoice_count": 0}])
        self.assertFalse(one.line_ids)
        self._work()
        self.assertRecordValues(one, [{"state": "review", "invoice_count": 3}])
        refused = self._read(b"Alpha;Beta\n" + b"1;2\n" * 100)
        self._work()
        self.assertEqual(refused.state, "refused")
        self.assertIn("titles", refused.refusal)

    def test_nobody_touches_it_meanwhile(self):
        one = self._read(self._usual())
        one.action_import()
        for act in (
            one.action_check,
            one.action_import,
            one.action_undo,
            one.unlink,
            lambda: one.write({"term_days": 3}),
        ):
            with self.assertRaisesRegex(UserError, "wait for its end"):
                act()
        self.assertEqual(one.state, "importing")

    def test_an_error_leaves_nothing(self):
        one = self._read(self._usual())
        one.action_import()
        partners = self.env["res.partner"].search_count([])
        moves = self.env["account.move"].search_count([])

        def broken(*args):
            raise ValueError("in the middle")

        with (
            patch.object(past_import_wait.PastImport, "_match", broken, create=True),
            mute_logger(LOGGER),
        ):
            self._work()
        self.assertEqual(one.state, "refused")
        self.assertIn("stopped on an error", one.refusal)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        one.action_check()
        one.action_import()
        self._work()
        self.assertRecordValues(one, [{"state": "done", "refusal": False}])

    def test_what_is_wrong_by_then_is_said(self):
        one = self._read(self._usual())
        one.action_import()
        self.company.fiscalyear_lock_date = "2025-12-31"
        self._work()
        self.assertEqual(one.state, "refused")
        self.assertIn("Lines refused: 2", one.refusal)
        self.assertFalse(one.sudo().move_ids)

    def test_an_undo_that_came_too_late(self):
        one = self._read(self._usual())
        one.action_import()
        self._work()
        one.action_undo()
        self._pay(self._move("F-2026-01"), 100.0)
        self._work()
        self.assertEqual(one.state, "done")
        self.assertIn("matched with entries", one.refusal)
        self.assertEqual(len(one.sudo().move_ids), 5)
        with self.assertRaisesRegex(UserError, "matched with entries"):
            one.action_undo()
        self.assertEqual(one.state, "done")

    def test_an_undo_that_breaks_leaves_everything(self):
        one = self._read(self._usual())
        one.action_import()
        self._work()
        one.action_undo()

        def broken(*args):
            raise ValueError("in the middle")

        with (
            patch.object(past_import_undo.PastImport, "_remove_partners", broken),
            mute_logger(LOGGER),
        ):
            self._work()
        self.assertEqual(one.state, "done")
        self.assertIn("stopped on an error", one.refusal)
        self.assertEqual(len(one.sudo().move_ids), 5)
        self.assertEqual(self._balance(self.counterpart), -940.0)

    def test_a_worker_that_is_stopped_each_time(self):
        one = self._read(self._usual())
        one.action_import()
        self._progress(one).runs = 3
        self._work()
        self.assertEqual(one.state, "refused")
        self.assertIn("several parts", one.refusal)
        self.assertFalse(one.sudo().move_ids)

    def test_more_than_the_time_of_a_server(self):
        self.patch(past_import_read, "MOST_ROWS", 6)
        one = self._read(self._usual())
        self.assertEqual(one.state, "refused")
        self.assertIn("More than 6 customers, invoices and settlements", one.refusal)
