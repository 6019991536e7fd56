import csv
import hashlib
import io
import re
import subprocess
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .penalty_common import PenaltyCommon

HOSTILE = "../../=cmd|\"'<b>;`rm -rf`\u202efdp\n.pdf"


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestInjunction(PenaltyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = {"street": "1 rue des Tests", "zip": "69001", "city": "Lyon"}
        cls.company.partner_id.write({**here, "company_registry": "40303265000045"})
        cls.customer.write(here)

    def _due(self, **values):
        """An unpaid invoice that lacks nothing: reference, delivery, formal notice."""
        invoice = self._late(
            **{"ref": "Order 12", "delivery_date": "2025-04-28"} | values
        )
        if invoice.state == "posted":
            self._delivered(invoice, 3, days_ago=60)
        return invoice

    def _wizard_for(self, invoices, user=None):
        invoices = invoices.with_user(user or self.manager)
        wizard = self.env["tpe.dunning.injunction.build"].with_user(
            user or self.manager
        )
        return wizard.browse(invoices.action_tpe_injunction()["res_id"])

    def _built(self, invoices, accept=False):
        wizard = self._wizard_for(invoices)
        wizard.accept_missing = accept
        case = self.env["tpe.dunning.injunction"].with_user(self.manager)
        return case.browse(wizard.action_build()["res_id"])

    def _zip(self, case):
        return zipfile.ZipFile(io.BytesIO(case.attachment_id.sudo().raw))

    # --- Checks -----------------------------------------------------------------------

    def test_nothing_is_missing(self):
        wizard = self._wizard_for(self._due())
        self.assertFalse(wizard.blocking)
        self.assertFalse(wizard.missing)
        self.assertIn("12946*02", wizard.court_hint)

    def test_each_missing_thing_is_said_with_what_to_do(self):
        invoice = self._due()
        bare = self._late()
        foreign = self.env.ref("base.CHF")
        foreign.active = True

        def address():
            self.customer.zip = False

        def siren():
            self.customer.write(
                {"company_registry": False, "tpe_profile_decided": "professional"}
            )

        def own_siren():
            self.company.partner_id.company_registry = False

        def blocked():
            invoice.action_toggle_block_payment()

        def old():
            invoice.delivery_date = date(2020, 1, 1)
            invoice.line_ids.flush_recordset()

        def unmatched():
            self._invoice(0, move_type="out_refund", amount=5)

        cases = [
            (address, invoice, "address of Bâtiments du Rhône is not complete"),
            (siren, invoice, "No SIREN or SIRET on Bâtiments du Rhône"),
            (own_siren, invoice, "Fill it in on your company"),
            (blocked, invoice, "Disputed, or blocked"),
            (old, invoice, "is time-barred since"),
            (unmatched, invoice, "not matched"),
            (bool, bare, "No order, contract or delivery"),
            (bool, bare, "No formal notice was delivered"),
            (bool, self._due(currency_id=foreign.id), "interest is not computed"),
            (
                bool,
                self._due(
                    invoice_date=date(2026, 3, 1), invoice_date_due=date(2026, 3, 31)
                ),
                "not due yet",
            ),
        ]
        for change, moves, words in cases:
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                wizard = self._wizard_for(moves)
                self.assertIn(words, wizard.missing)
                with self.assertRaisesRegex(UserError, "tick the box"):
                    wizard.action_build()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_cannot_be_built_is_refused_whatever_is_ticked(self):
        foreign = self.env.ref("base.CHF")
        foreign.active = True
        mine = self._due()
        cases = [
            (mine | self._due(partner=self._customer("Second")), "Several customers"),
            (mine | self._due(currency_id=foreign.id), "Several currencies"),
            (mine | self._late(paid=TODAY), "Nothing is due on"),
        ]
        for moves, words in cases:
            with self.subTest(words):
                wizard = self._wizard_for(moves)
                wizard.accept_missing = True
                self.assertIn(words, wizard.blocking)
                with self.assertRaisesRegex(UserError, words):
                    wizard.action_build()
        self.assertFalse(self.env["tpe.dunning.injunction"].search([]))

    def test_what_was_missing_is_kept_out_of_the_file(self):
        case = self._built(self._late(), accept=True)
        self.assertIn("No formal notice", case.missing)
        self.assertNotIn("No formal notice", case.statement)

    # --- Amounts and courts -----------------------------------------------------------

    def test_the_claim_is_itemised(self):
        case = self._built(self._due())
        # See test_penalty: 122.42 of interest to 31 March 2026.
        self.assertEqual(
            (case.amount_principal, case.amount_interest, case.amount_fee),
            (1200, 122.42, 40),
        )
        self.assertEqual(case.amount_total, 1362.42)
        for words in ("13.15", "30 d", "184 d", "90 d", "Order 12", "0.40"):
            # 1200 x 12.15 % / 365 = 0.40 a day
            self.assertIn(words, case.statement)

    def test_what_was_waived_or_invoiced_is_not_claimed_again(self):
        invoice = self._due()
        penalty = self._claimed(invoice, until=date(2025, 9, 15))
        self._waive(penalty, scope="interest")
        case = self._built(invoice)
        self.assertEqual((case.amount_interest, case.amount_fee), (78.69, 40))
        penalty.with_user(self.manager).action_invoice()
        case.action_rebuild()
        self.assertEqual((case.amount_interest, case.amount_fee), (78.69, 0))

    def test_a_penalty_invoice_is_a_principal_that_bears_nothing(self):
        penalty = self._claimed(self._due())
        penalty.with_user(self.manager).action_invoice()
        move = penalty.penalty_move_id
        move.action_post()
        case = self._built(move, accept=True)
        self.assertEqual((case.amount_interest, case.amount_fee), (0, 0))
        self.assertEqual(case.amount_principal, 162.42)

    def test_the_court_follows_the_profile(self):
        for profile, kind, form, words in (
            ("professional", "commercial", "Cerfa 12946*02", "article 1406"),
            ("consumer", "judicial", "Cerfa 12948*06", "judicial court"),
            ("public", "administrative", False, "no order for payment"),
        ):
            with self.subTest(profile):
                self.customer.tpe_profile = profile
                invoice = self._due()
                case = self._built(invoice)
                self.assertEqual((case.court_kind, case.court_form), (kind, form))
                sheet = self._sheet(case)
                self.assertIn(words, sheet)
                self.assertEqual("40 euros" in sheet, profile == "professional")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            case.write({"filed_on": TODAY, "order_on": TODAY})
            self.env.flush_all()

    def test_the_simplified_procedure_is_named_up_to_five_thousand(self):
        small = self._sheet(self._built(self._due()))
        self.assertIn("L125-1", small)
        self.assertNotIn("L125-1", self._sheet(self._built(self._due(amount=5000))))

    def _sheet(self, case):
        self.company.partner_id.lang = "en_US"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "tpe_dunning.report_injunction", case.ids
        )
        return " ".join(html.decode().split())

    # --- The file ---------------------------------------------------------------------

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

    # --- Following it -----------------------------------------------------------------

    def test_the_order_is_served_within_three_months_and_the_manager_is_told(self):
        case = self._built(self._due())
        with freeze_time("2026-11-22"):
            case.filed_on = date(2026, 9, 10)
            self.assertEqual(case.state, "filed")
            case.order_on = date(2026, 10, 15)
            self.assertEqual(
                (case.state, case.service_deadline), ("ordered", date(2027, 1, 15))
            )
            activity = case.activity_ids
            self.assertEqual(activity.user_id, self.manager)
            self.assertEqual(activity.date_deadline, date(2026, 12, 25))
            self.assertFalse(case.is_urgent)
            self.assertIn("01/15/2027", case.next_step)
        with freeze_time("2027-01-16"):
            case.invalidate_recordset()
            self.assertTrue(case.is_urgent)
            self.assertIn("has lapsed", case.next_step)
        with freeze_time("2027-01-10"):
            case.served_on = date(2027, 1, 10)
            self.assertRecordValues(
                case,
                [
                    {
                        "state": "served",
                        "opposition_until": date(2027, 2, 10),
                        "enforceable_from": date(2027, 3, 10),
                        "is_urgent": False,
                    }
                ],
            )
            self.assertEqual(case.activity_ids.date_deadline, date(2027, 3, 10))
            case.opposed_on = date(2027, 2, 1)
        self.assertEqual(case.state, "opposed")
        self.assertFalse(case.activity_ids)

    def test_an_order_made_before_september_has_six_months(self):
        case = self._built(self._due())
        with freeze_time("2026-11-22"):
            case.write({"filed_on": date(2026, 8, 1), "order_on": date(2026, 8, 31)})
            self.assertEqual(case.service_deadline, date(2027, 2, 28))
            case.served_on = date(2026, 11, 1)
            self.assertFalse(case.enforceable_from)
            self.assertIn("registry", case.next_step)

    def test_dates_follow_each_other(self):
        case = self._built(self._due())
        for values in (
            {"order_on": date(2026, 10, 1)},
            {"filed_on": date(2026, 10, 2), "order_on": date(2026, 10, 1)},
            {
                "filed_on": date(2026, 9, 1),
                "order_on": date(2026, 10, 1),
                "served_on": date(2026, 9, 30),
            },
            {"filed_on": date(2026, 9, 1), "opposed_on": date(2026, 10, 1)},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                case.write(values)
                self.env.flush_all()

    def test_a_filed_file_stays_as_it_was(self):
        case = self._built(self._due())
        case.filed_on = TODAY
        with self.assertRaisesRegex(UserError, "stays as it was sent"):
            case.action_rebuild()
        with self.assertRaisesRegex(UserError, "is kept"):
            case.unlink()

    def test_the_dates_are_typed_on_the_form(self):
        case = self._built(self._due())
        with Form(case) as form:
            form.filed_on = TODAY
            form.order_on = TODAY
        self.assertEqual(case.service_deadline, date(2026, 9, 30))

    # --- Who may ----------------------------------------------------------------------

    def test_a_manager_only(self):
        invoice = self._due()
        case = self._built(invoice)
        for user in (self.assistant, self.accountant):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    invoice.with_user(user).action_tpe_injunction()
                theirs = case.with_user(user)
                self.assertEqual(theirs.amount_total, 1362.42)
                with self.assertRaises(AccessError):
                    theirs.action_rebuild()
                with self.assertRaises(AccessError):
                    theirs.write({"filed_on": TODAY})

    def test_another_company_is_invisible(self):
        invoice = self._due()
        case = self._built(invoice).with_user(self.stranger)
        self.assertFalse(case.search([]))
        for refused in (
            case.action_rebuild,
            case.action_download,
            invoice.with_user(self.stranger).action_tpe_injunction,
        ):
            with self.subTest(refused.__name__), self.assertRaises(AccessError):
                refused()

    def test_the_zip_is_downloaded_by_who_reads_the_file(self):
        case = self._built(self._due())
        attachment = case.attachment_id
        self.assertIn(str(attachment.id), case.action_download()["url"])
        attachment.with_user(self.accountant).check_access("read")
        with self.assertRaises(AccessError):
            attachment.with_user(self.stranger).check_access("read")
