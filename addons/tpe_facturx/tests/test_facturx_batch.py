import io
import zipfile
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .product_common import FacturxCommon

RUN = "odoo.addons.tpe_facturx.models.facturx_batch_run"

# A cell that begins so would be a formula.
REASON = "=Le SIREN manque"


@tagged("-at_install", "post_install")
class TestFacturxBatch(FacturxCommon):
    """The ZIP of the accountant: in the background, one transaction for each invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls._user("owner", "tpe_base.group_tpe_manager")
        cls.clerk = cls._user("clerk", "tpe_base.group_tpe_assistant")
        cls.reader = cls._user("reader", "account.group_account_readonly")
        cls.elsewhere = cls._create_company(
            name="Elsewhere", country_id=cls.env.ref("base.fr").id
        )
        cls.invoices = cls._invoice() + cls._invoice() + cls._invoice()
        moves = cls.env.registry["account.move"]
        cls.made = []
        # What makes the PDF has its own tests, and prints nothing here.
        cls.startClassPatcher(patch.object(moves, "_facturx_make", cls._fake_pdf()))
        cls.startClassPatcher(
            patch.object(moves, "_facturx_stored_xml", lambda self, content: b"<a/>")
        )

    @classmethod
    def _fake_pdf(cls):
        def _facturx_make(move):
            cls.made.append(move.id)
            if move.ref == "refused":
                raise UserError(REASON)
            if move.ref == "broken":
                raise ValueError("no")
            if not move.invoice_pdf_report_id:
                move.env["ir.attachment"].create(
                    {
                        "name": "facture.pdf",
                        "raw": b"%%PDF-1.7 %d" % move.id,
                        "res_model": "account.move",
                        "res_id": move.id,
                        "res_field": "invoice_pdf_report_file",
                    }
                )
                move.invalidate_recordset()
            return move.invoice_pdf_report_id

        return _facturx_make

    def setUp(self):
        super().setUp()
        self.made.clear()

    def _ask(self, moves=None):
        batches = self.env["tpe.facturx.batch"].with_user(self.owner)
        return batches._ask((moves or self.invoices).with_user(self.owner), "Mars 2026")

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("tpe_facturx.ir_cron_batch").method_direct_trigger()
        self.env.invalidate_all()

    def _zip(self, batch):
        return zipfile.ZipFile(io.BytesIO(batch.sudo().attachment_id.raw))

    def _manifest(self, batch):
        text = self._zip(batch).read("manifest.csv").decode("utf-8-sig")
        heading, *rows = [line.split(";") for line in text.splitlines()]
        return [dict(zip(heading, row, strict=True)) for row in rows]

    def test_asking_makes_nothing_yet(self):
        batch = self._ask()
        self.assertEqual((batch.state, batch.total, batch.done), ("queued", 3, 0))
        self.assertEqual(self.made, [])

    def test_the_zip_holds_the_files_and_their_manifest(self):
        batch = self._ask()
        self._run()
        self.assertEqual((batch.state, batch.done, batch.progress), ("done", 3, 100))
        names = self._zip(batch).namelist()
        self.assertEqual(len([n for n in names if n.startswith("pdf/")]), 3)
        self.assertEqual(len([n for n in names if n.startswith("xml/")]), 3)
        row = self._manifest(batch)[0]
        self.assertEqual(row["Number"], self.invoices[0].name)
        self.assertEqual(row["SIREN"], "732829320")
        self.assertEqual(
            (row["Total without tax"], row["VAT"], row["Total with tax"]),
            ("100,00", "20,00", "120,00"),
        )
        self.assertEqual(
            (row["Without tax at 20 %"], row["VAT at 20 %"]), ("100,00", "20,00")
        )
        self.assertEqual(len(row["SHA-256"]), 64)
        self.assertEqual(row["Verdict"], "to mend")  # the fake is no Factur-X
        self.assertIn("TPE-PDF", row["Rules"])

    def test_a_credit_note_is_negative(self):
        batch = self._ask(self._invoice(move_type="out_refund"))
        self._run()
        row = self._manifest(batch)[0]
        self.assertEqual(
            (row["Total with tax"], row["Without tax at 20 %"]), ("-120,00", "-100,00")
        )

    @mute_logger("odoo.addons.tpe_facturx.models.facturx_batch_line")
    def test_an_invoice_that_fails_is_left_out_with_its_reason(self):
        self.invoices[0].ref = "refused"
        self.invoices[1].ref = "broken"
        batch = self._ask()
        self._run()
        self.assertEqual((batch.state, batch.done, batch.failed), ("done", 1, 2))
        self.assertEqual(batch.progress, 100)
        rows = self._manifest(batch)
        # A text that begins as a formula is no formula in the spreadsheet.
        self.assertEqual(rows[0]["Reason"], f"'{REASON}")
        self.assertIn("ValueError", rows[1]["Reason"])
        self.assertEqual([row["Verdict"] for row in rows[:2]], 2 * ["left out"])
        self.assertEqual((rows[0]["File"], rows[2]["Reason"]), ("", ""))

    def test_killed_in_between_the_next_run_goes_on(self):
        batch = self._ask()
        batch.sudo().line_ids[0]._make_or_tell()
        self.made.clear()
        self._run()
        self.assertEqual(self.made, self.invoices[1:].ids)
        self.assertEqual(batch.state, "done")

    def test_killed_before_the_zip_the_next_run_builds_it(self):
        batch = self._ask()
        for line in batch.sudo().line_ids:
            line._make_or_tell()
        self._run()
        self.assertEqual(batch.state, "done")

    def test_a_zip_that_cannot_be_built_is_told_and_tried_again(self):
        batch = self._ask()
        failing = patch.object(
            self.env.registry["tpe.facturx.batch"], "_zip", side_effect=OSError("full")
        )
        with failing, mute_logger(RUN):
            self._run()
        self.assertEqual(batch.state, "failed")
        self.assertIn("full", batch.failure)
        batch.action_again()
        self._run()
        self.assertEqual((batch.state, batch.failure), ("done", False))

    def test_a_cancelled_zip_is_not_made(self):
        batch = self._ask()
        batch.action_cancel()
        self._run()
        self.assertEqual((batch.state, self.made), ("cancelled", []))

    def test_who_asked_is_told(self):
        batch = self._ask()
        self._run()
        activity = batch.sudo().activity_ids
        self.assertEqual(activity.user_id, self.owner)
        self.assertIn("is ready", activity.summary)

    def test_two_numbers_that_read_the_same_have_two_files(self):
        self.invoices[1].name = self.invoices[0].name.replace("/", "-")
        self.invoices[2].name = self.invoices[0].name.replace("/", "_")
        batch = self._ask()
        self._run()
        files = [row["File"] for row in self._manifest(batch)]
        self.assertEqual(len(set(files)), 3)

    def test_the_attachment_is_the_file_that_was_written(self):
        batch = self._ask()
        self._run()
        attachment = batch.sudo().attachment_id
        self.assertEqual(attachment.file_size, len(attachment.raw))
        self.assertEqual(
            attachment.checksum, attachment._compute_checksum(attachment.raw)
        )
        self.assertIsNone(self._zip(batch).testzip())

    def test_the_wizard_takes_the_invoices_of_the_period(self):
        for day in ("2026-02-28", "2026-04-01"):
            self._invoice(invoice_date=day)
        self._invoice(post=False)
        self._invoice(
            move_type="in_invoice",
            journal_id=self.company_data["default_journal_purchase"].id,
        )
        self.owner.company_ids += self.elsewhere
        wizard = (
            self.env["tpe.facturx.batch.new"]
            .with_user(self.owner)
            .with_context(allowed_company_ids=self.owner.company_ids.ids)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                }
            )
        )
        self.assertEqual(wizard.count, 3)
        wizard.company_id = self.elsewhere
        self.assertEqual(wizard.count, 0)
        with self.assertRaisesRegex(UserError, "No invoice in this period"):
            wizard.action_prepare()
        wizard.company_id = self.company
        batch = self.env["tpe.facturx.batch"].browse(wizard.action_prepare()["res_id"])
        self.assertEqual(batch.line_ids.move_id, self.invoices)

    def test_the_wizard_takes_the_invoices_of_its_journals(self):
        journal = self.invoices.journal_id.copy({"code": "VT2", "name": "Magasin"})
        other = self._invoice(journal_id=journal.id)
        wizard = self.env["tpe.facturx.batch.new"].create(
            {
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "journal_ids": journal.ids,
            }
        )
        self.assertEqual(wizard.count, 1)
        wizard.journal_ids = self.invoices.journal_id
        self.assertEqual(wizard.count, 3)
        wizard.journal_ids = False
        batch = self.env["tpe.facturx.batch"].browse(wizard.action_prepare()["res_id"])
        self.assertEqual(batch.line_ids.move_id, self.invoices + other)

    @freeze_time("2026-03-31")
    def test_the_wizard_proposes_the_month_before(self):
        wizard = self.env["tpe.facturx.batch.new"].new({})
        self.assertEqual(str(wizard.date_from), "2026-02-01")
        self.assertEqual(str(wizard.date_to), "2026-02-28")

    def test_a_zip_is_of_one_company(self):
        self.owner.company_ids += self.elsewhere
        sales = self.env["account.journal"].search(
            [("company_id", "=", self.elsewhere.id), ("type", "=", "sale")], limit=1
        )
        lines = [Command.create({"name": "Pose", "price_unit": 1, "tax_ids": []})]
        other = self._invoice(
            company_id=self.elsewhere.id, journal_id=sales.id, invoice_line_ids=lines
        )
        with self.assertRaisesRegex(UserError, "one company at a time"):
            self._ask(self.invoices + other)

    def test_drafts_are_left_out_and_nothing_is_refused(self):
        batch = self._ask(self.invoices[0] + self._invoice(post=False))
        self.assertEqual(batch.line_ids.move_id, self.invoices[0])
        with self.assertRaises(UserError):
            self._ask(self._invoice(post=False))

    @users("clerk", "reader")
    def test_only_a_manager_asks_cancels_or_tries_again(self):
        batch = self._ask().with_user(self.env.user)
        with self.assertRaises(AccessError):
            self.invoices.with_user(self.env.user).action_tpe_facturx_batch()
        for method in ("action_cancel", "action_again"):
            with self.assertRaises(AccessError):
                getattr(batch, method)()

    def test_nobody_writes_a_batch_by_himself(self):
        batch = self._ask()
        with self.assertRaises(AccessError):
            batch.with_user(self.owner).write({"state": "done"})

    def test_a_zip_in_progress_is_not_deleted(self):
        batch = self._ask()
        with self.assertRaises(UserError):
            batch.with_user(self.owner).unlink()

    def test_the_accountant_downloads(self):
        batch = self._ask().with_user(self.reader)
        with self.assertRaises(UserError):
            batch.action_download()
        self._run()
        self.assertIn(str(batch.attachment_id.id), batch.action_download()["url"])
        self.assertTrue(batch.attachment_id.raw)

    def test_another_company_neither_sees_nor_downloads(self):
        batch = self._ask()
        self._run()
        other = self._create_company(name="Other")
        user = self._user("elsewhere", "tpe_base.group_tpe_manager", other)
        self.assertFalse(self.env["tpe.facturx.batch"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            batch.sudo().attachment_id.with_user(user).check_access("read")
