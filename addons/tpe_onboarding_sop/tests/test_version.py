from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestVersion(SopCommon):
    """Draft, in use, retired: what was approved stays as it is."""

    def setUp(self):
        super().setUp()
        self.version = self.sop.version_id

    def test_approval(self):
        self.assertEqual(self.version.state, "approved")
        self.assertEqual(self.version.number, 1)
        self.assertEqual(self.version.approved_by_id, self.env.user)
        self.assertEqual(self.sop.last_review_on.isoformat(), "2026-03-31")
        self.assertEqual(self.sop.next_review_on.isoformat(), "2026-06-30")
        self.assertEqual(self.version.minutes, 30)

    def test_words_are_kept(self):
        step = self.version.step_ids[0]
        for records, values in (
            (self.version, {"objective": "x"}),
            (self.version, {"step_ids": [Command.create({"name": "x"})]}),
            (step, {"name": "x"}),
            (step, {"sequence": 99}),
            (self.version, {"state": "draft"}),
        ):
            for user in (self.alice, self.env.user):
                with self.assertRaises(UserError):
                    records.with_user(user).write(values)
            with self.assertRaises(UserError):
                records.sudo().write(values)
        for record in (self.version, step, self.sop):
            with self.assertRaises(UserError):
                record.sudo().unlink()
        with self.assertRaises(UserError):
            self.env["tpe.sop.step"].sudo().create(
                {"version_id": self.version.id, "name": "x"}
            )

    def test_step_cannot_come_from_elsewhere(self):
        """Nor leave: a step of a draft is not moved into what was approved."""
        self.sop.action_write()
        draft = self.sop.draft_id
        with self.assertRaises(UserError):
            draft.step_ids[0].write({"version_id": self.version.id})

    def test_files_are_kept(self):
        sop = self._procedure("With a picture", approved=False)
        step = sop.draft_id.step_ids[0]
        step.write({"document": b"b25l", "document_name": "one.txt"})
        file = step._file("document")
        file.raw = b"two"
        sop.draft_id.action_approve()
        with self.assertRaises(UserError):
            file.sudo().raw = b"three"
        with self.assertRaises(UserError):
            file.sudo().unlink()

    def test_new_version(self):
        self.sop.with_user(self.alice).action_write()
        draft = self.sop.draft_id
        self.assertEqual((draft.number, draft.state), (2, "draft"))
        self.assertEqual(
            draft.step_ids.mapped("name"), self.version.step_ids.mapped("name")
        )
        draft.with_user(self.alice).step_ids[2].name = "Post it"
        self.assertEqual(self.version.step_ids[2].name, "Send it")
        draft.with_user(self.alice).action_approve()
        self.assertEqual(self.version.state, "retired")
        self.assertEqual(self.sop.version_id, draft)
        self.assertFalse(self.sop.draft_id)
        self.assertNotEqual(draft.content_hash, self.version.content_hash)

    def test_writing_again_opens_the_same_draft(self):
        first = self.sop.action_write()["res_id"]
        self.assertEqual(self.sop.action_write()["res_id"], first)

    def test_difference(self):
        self.sop.action_write()
        draft = self.sop.draft_id
        draft.objective = "Paid sooner"
        draft.step_ids[1].unlink()
        draft.step_ids[1].minutes = 8
        draft.invalidate_recordset()
        words = str(draft.difference)
        self.assertIn("<del>The customer is billed", words)
        self.assertIn("<ins>Paid sooner</ins>", words)
        self.assertIn("Step removed: « Write the invoice »", words)
        self.assertIn("Send it, Expected minutes: <del>5</del> <ins>8</ins>", words)
        self.assertFalse(self.version.difference)

    def test_difference_shows_no_markup_of_a_writer(self):
        self.sop.action_write()
        self.sop.draft_id.step_ids[0].name = "<img src=x onerror=alert(1)>"
        self.sop.draft_id.invalidate_recordset()
        self.assertNotIn("<img", str(self.sop.draft_id.difference))

    def test_approved_once(self):
        with self.assertRaisesRegex(UserError, "approved already"):
            self.version.action_approve()

    def test_nothing_to_approve(self):
        sop = self.env["tpe.sop"].create({"name": "Empty"})
        sop.action_write()
        with self.assertRaisesRegex(UserError, "without a step"):
            sop.draft_id.action_approve()

    def test_a_draft_may_go(self):
        sop = self._procedure("Given up", approved=False)
        sop.unlink()
        self.assertFalse(sop.exists())


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestSignOff(SopCommon):
    """Reading is recorded with the version."""

    def test_who_has_to_read(self):
        version = self.sop.version_id
        self.assertEqual(version.unread_user_ids, self.alice | self.basile | self.chloe)
        version.with_user(self.basile).action_sign_off()
        version.with_user(self.basile).action_sign_off()
        self.assertEqual(version.unread_user_ids, self.alice | self.chloe)
        self.assertEqual(
            len(version.signoff_ids.filtered(lambda one: one.user_id == self.basile)), 1
        )

    def test_a_new_version_asks_again(self):
        self.sop.version_id.with_user(self.basile).action_sign_off()
        self.sop.action_write()
        draft = self.sop.draft_id
        with self.assertRaises(UserError):
            draft.with_user(self.basile).action_sign_off()
        draft.with_user(self.alice).action_approve()
        self.assertEqual(draft.unread_user_ids, self.basile | self.chloe)

    def test_nobody_signs_for_another(self):
        for user in (self.basile, self.env.user):
            with self.assertRaises(AccessError):
                self.env["tpe.sop.signoff"].with_user(user).create(
                    {"version_id": self.sop.version_id.id, "user_id": self.chloe.id}
                )
