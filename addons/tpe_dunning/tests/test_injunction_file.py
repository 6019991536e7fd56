import csv
import hashlib
import io
import re
import subprocess
import tempfile
from pathlib import Path

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .injunction_common import InjunctionCommon

HOSTILE = "../../=cmd|\"'<b>;`rm -rf`\u202efdp\n.pdf"


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestInjunctionFile(InjunctionCommon):
    """The ZIP: what is in it, under which names."""

    def test_the_zip_holds_everything_and_its_hashes(self):
        invoice = self._due()
        notice = self.reminders.search([("line_ids.move_id", "=", invoice.id)])
        notice.sudo().write(
            {"email_to": "a@example.com", "subject": "Notice", "body": "<p>Pay</p>"}
        )
        self.env["ir.attachment"].sudo().create(
            {
                "name": "receipt.pdf",
                "raw": b"scan",
                "res_model": notice._name,
                "res_id": notice.id,
            }
        )
        archive = self._zip(self._built(invoice))
        names = archive.namelist()
        slug = invoice.name.replace("/", "_")
        self.assertEqual(
            names,
            [
                "claim-sheet.pdf",
                f"invoices/{slug}.pdf",
                f"formal-notice/{notice.sent_on}-{notice.id}.html",
                f"formal-notice/{notice.sent_on}-{notice.id}-receipt.pdf",
                "manifest.csv",
                "SHA256SUMS",
            ],
        )
        sums = archive.read("SHA256SUMS").decode().splitlines()
        self.assertEqual(
            sums,
            [
                f"{hashlib.sha256(archive.read(name)).hexdigest()}  {name}"
                for name in names[:-1]
            ],
        )
        self.assertEqual(
            archive.read(names[1]), invoice.invoice_pdf_report_id.sudo().raw
        )
        page = archive.read(names[2]).decode()
        for words in ("a@example.com", "Notice", "<p>Pay</p>"):
            self.assertIn(words, page)
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
        self.assertEqual([row["file"] for row in rows], names[:-2])
        self.assertEqual(rows[1]["reference"], invoice.name)

    def test_sha256sum_checks_the_file(self):
        archive = self._zip(self._built(self._due()))
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            sheet = Path(folder, "claim-sheet.pdf")
            sheet.write_bytes(sheet.read_bytes() + b"x")
            again = subprocess.run(command, cwd=folder, capture_output=True)
            self.assertEqual(again.returncode, 1)

    def test_the_same_books_give_the_same_bytes(self):
        case = self._built(self._due())
        before = case.attachment_id.sudo().raw
        with freeze_time("2026-03-31 15:00:00"):
            case.action_rebuild()
        self.assertEqual(case.attachment_id.sudo().raw, before)

    def test_hostile_names_stay_names(self):
        customer = self._customer(
            "Evil",
            street="1 rue",
            zip="69001",
            city="Lyon",
            email="evil@example.com",
        )
        customer.name = HOSTILE
        invoice = self._due(partner=customer, ref="=1+1")
        invoice.name = "../../FAC/=1"
        notice = self.reminders.search([("line_ids.move_id", "=", invoice.id)])
        notice.sudo().write({"email_to": HOSTILE, "subject": "<script>x</script>"})
        self.env["ir.attachment"].sudo().create(
            {
                "name": HOSTILE,
                "raw": b"scan",
                "res_model": notice._name,
                "res_id": notice.id,
            }
        )
        archive = self._zip(self._built(invoice))
        for name in archive.namelist():
            self.assertRegex(name, r"\A[A-Za-z0-9_-][A-Za-z0-9._/-]*\Z")
            self.assertNotIn("..", name)
        page = next(n for n in archive.namelist() if n.endswith(".html"))
        self.assertNotIn(b"<script>", archive.read(page))
        for row in csv.reader(io.StringIO(archive.read("manifest.csv").decode())):
            for cell in row:
                self.assertFalse(cell.startswith("="), cell)

    def test_an_invoice_without_a_pdf_is_told_and_the_rest_is_made(self):
        good, bad = self._due(), self._due()
        send = type(self.env["account.move.send"])
        original = send._prepare_invoice_pdf_report

        def broken(this, data):
            if bad in data:
                raise ValueError("no converter")
            return original(this, data)

        self.patch(send, "_prepare_invoice_pdf_report", broken)
        with mute_logger("odoo.addons.tpe_dunning.models.dunning_injunction_file"):
            case = self._built(good | bad)
        names = [n for n in self._zip(case).namelist() if n.startswith("invoices/")]
        self.assertEqual(names, [f"invoices/{good.name.replace('/', '_')}.pdf"])
        self.assertIn(f"No PDF could be made for: {bad.name}", case.message_ids[0].body)

    def test_nobody_is_written_to_by_the_pdf(self):
        self.customer.invoice_sending_method = "email"
        before = self.env["mail.mail"].search_count([])
        self._built(self._due())
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_the_sheet_is_a_pdf(self):
        case = self._built(self._due())
        case = case.sudo().with_context(force_report_rendering=True)
        sheet = case._sheet_pdf([])
        self.assertTrue(sheet.startswith(b"%PDF-"))
        self.assertRegex(sheet, rb"/CreationDate \(D:20260331000000")
        self.assertFalse(re.search(rb"D:2026(?!0331000000)\d{10}", sheet))
