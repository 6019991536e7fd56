import errno
import io
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import LockError, RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import official
from ..tools.verdict import FRENCH, Verdict
from . import invoice_files as files
from .printed_page import UNPATCHED
from .product_common import FacturxCommon

RUN = "odoo.addons.tpe_facturx.models.facturx_batch_run"
LOST = "odoo.addons.base.models.ir_attachment"
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@tagged("-at_install", "post_install")
class TestFacturxFaults(FacturxCommon):
    """What a server does to a file or to a ZIP: told to a person, and mended by a click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls._user("owner", "tpe_base.group_tpe_manager")
        cls.invoices = cls._invoice() + cls._invoice()
        cls.invoice = cls.invoices[0]

    def setUp(self):
        super().setUp()
        printed = UNPATCHED.read_bytes()
        self.startPatcher(
            patch.object(
                self.env.registry["ir.actions.report"],
                "_pre_render_qweb_pdf",
                lambda self, name, res_ids, data=None: (
                    {
                        res_id: {"stream": io.BytesIO(printed), "attachment": None}
                        for res_id in res_ids
                    },
                    "pdf",
                ),
            )
        )

    def _stored_xml(self):
        return self.invoice._facturx_stored_xml(self.invoice.invoice_pdf_report_id.raw)

    def _lose(self, invoice):
        """The attachment stays, its file is gone from the disk."""
        attachment = invoice.invoice_pdf_report_id
        os.unlink(attachment._full_path(attachment.store_fname))
        attachment.invalidate_recordset()
        self.env.invalidate_all()

    def _ask(self):
        batches = self.env["tpe.facturx.batch"].with_user(self.owner)
        return batches._ask(self.invoices.with_user(self.owner), "Mars 2026").sudo()

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("tpe_facturx.ir_cron_batch").method_direct_trigger()
        self.env.invalidate_all()

    # ---------------------------------------------------------------- one invoice

    def test_set_to_draft_and_posted_again(self):
        """The file is that of the invoice as it is now; what was noted of it stays."""
        self.invoice.action_facturx()
        status = self.env["tpe.facturx.status"].create(
            {
                "move_id": self.invoice.id,
                "code_id": self.env.ref("tpe_facturx.status_204").id,
                "date": self.invoice.invoice_date,
            }
        )
        self.assertIn(b"120.00", self._stored_xml())
        self.invoice.is_move_sent = True
        self.invoice.button_draft()
        line = Command.update(self.invoice.invoice_line_ids.id, {"price_unit": 300})
        self.invoice.invoice_line_ids = [line]
        self.invoice.action_post()
        self.invoice.action_facturx()
        self.assertIn(b"360.00", self._stored_xml())
        self.assertNotIn(b"120.00", self._stored_xml())
        self.assertTrue(status.exists())
        self.assertFalse(self.invoice.tpe_facturx_check_ids.outdated)

    def test_a_closed_year_keeps_its_files(self):
        self.company.fiscalyear_lock_date = "2026-12-31"
        self.invoice.action_facturx()
        self.assertIn(b"120.00", self._stored_xml())

    @mute_logger(LOST)
    def test_a_lost_file_is_made_again(self):
        self.invoice.action_facturx()
        self._lose(self.invoice)
        self.invoice._facturx_make()
        self.assertIn(b"120.00", self._stored_xml())

    @mute_logger(LOST)
    def test_a_lost_file_that_was_sent_is_told(self):
        self.invoice.action_facturx()
        self.invoice.is_move_sent = True
        self._lose(self.invoice)
        with self.assertRaisesRegex(RedirectWarning, "restored from a backup"):
            self.invoice.action_facturx()
        batch = self._ask()
        self._run()
        lost, made = batch.line_ids
        self.assertEqual((lost.state, made.state), ("failed", "done"))
        self.assertIn("restored from a backup", lost.reason)

    def test_a_full_disk_is_told(self):
        reports = self.env.registry["ir.actions.report"]
        full = patch.object(reports, "_pre_render_qweb_pdf", side_effect=FULL)
        with full, self.assertRaisesRegex(UserError, "no room for it: No space left"):
            self.invoice.action_facturx()

    def test_two_at_once(self):
        moves = self.env.registry["account.move"]
        busy = patch.object(moves, "lock_for_update", side_effect=LockError("core"))
        with busy, self.assertRaisesRegex(LockError, "Somebody else is making"):
            self.invoice.action_facturx()

    def test_a_received_file_whose_rules_were_stopped(self):
        content = files.cii()
        attachment = self.env["ir.attachment"].create({"name": "a.xml", "raw": content})
        tmp = patch.object(official.tempfile, "TemporaryDirectory", side_effect=FULL)
        with tmp:
            file = self.env["tpe.facturx.file"]._receive(attachment, self.company)
            file.sudo()._check()
        self.assertEqual(
            file.words,
            "Nothing found; the official rules were stopped before their end.",
        )

    def test_rules_that_were_stopped_are_not_said_to_be_missing(self):
        self.invoice.action_facturx()
        verdict = Verdict(
            *("en16931", (), True, (FRENCH,), ()), ("official rules: 60 s",)
        )
        checksum = self.invoice.invoice_pdf_report_id.checksum
        self.env["tpe.facturx.check"]._record(self.invoice, verdict, checksum)
        self.assertEqual(
            self.invoice.tpe_facturx_line["notes"],
            ["Official rules: stopped before their end. Check the file again."],
        )

    # ---------------------------------------------------------------- the ZIP

    def test_an_invoice_that_kills_the_server_stops_no_other(self):
        batch = self._ask()
        batch.line_ids[0].tries = 2
        self._run()
        killer, made = batch.line_ids
        self.assertEqual((killer.state, made.state), ("failed", "done"))
        self.assertIn("stopped 2 times", killer.reason)
        self.assertEqual((batch.state, made.tries), ("done", 1))
        # A person may try it again.
        batch.with_user(self.owner).action_again()
        self._run()
        self.assertEqual(killer.state, "done")

    def test_a_zip_that_kills_the_server_is_given_up(self):
        batch = self._ask()
        batch.tries = 2
        self._run()
        self.assertEqual(batch.state, "failed")
        self.assertIn("stopped 2 times", batch.failure)
        self.assertEqual(batch.activity_ids.user_id, self.owner)

    def test_an_invoice_that_somebody_works_on_is_made_later(self):
        batch = self._ask()
        moves = self.env.registry["account.move"]
        real, busy = moves._facturx_make, [self.invoice]

        def _facturx_make(move):
            if move in busy:
                busy.remove(move)
                raise LockError("busy")
            return real(move)

        with patch.object(moves, "_facturx_make", _facturx_make):
            self._run()
            self._run()
        self.assertEqual((batch.state, batch.failed), ("done", 0))
        self.assertFalse(batch.line_ids[0].reason)

    def test_nothing_is_left_of_a_zip_that_could_not_be_written(self):
        batch = self._ask()
        folder = Path(batch._zip_folder() or tempfile.gettempdir())
        # Of a run that was killed.
        Path(folder, f"tpe-facturx-{batch.id}-old.zip").write_bytes(b"half")
        batches = self.env.registry["tpe.facturx.batch"]
        with patch.object(batches, "_rates", side_effect=FULL), mute_logger(RUN):
            self._run()
        self.assertEqual(batch.state, "failed")
        self.assertFalse(list(folder.glob("tpe-facturx-*.zip")))

    def test_who_may_no_longer_read_it_is_not_told(self):
        other = self._user("other", "tpe_base.group_tpe_manager")
        for gone in ({"group_ids": [Command.clear()]}, {"active": False}):
            with self.subTest(gone):
                batch = self._ask()
                self.owner.write(gone)
                self._run()
                self.assertEqual(batch.state, "done")
                told = batch.activity_ids.user_id
                self.assertIn(other, told)
                self.assertNotIn(self.owner, told)
                self.owner.write({"active": True})
                group = self.env.ref("tpe_base.group_tpe_manager")
                self.owner.group_ids = group + self.env.ref("base.group_user")
