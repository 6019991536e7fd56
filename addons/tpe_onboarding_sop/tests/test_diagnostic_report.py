from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .diagnostic_common import BOOKS, NOTHING, DiagnosticCommon


@tagged("post_install", "-at_install")
class TestDiagnosticReport(DiagnosticCommon):
    """The report: the same content printed, mailed and exported."""

    def _finished(self, books=None):
        diagnostic = self._begin(books)
        self._answer(diagnostic, "admin_hours", value=9)
        diagnostic.action_finish()
        return diagnostic

    def test_what_hurts_is_the_largest_first(self):
        report = self._finished()._report()
        amounts = [row["amount"] for row in report["hurting"]]
        self.assertEqual(amounts, sorted(amounts, reverse=True))
        self.assertIn(4200.0, amounts)

    def test_empty_books_say_not_enough_data(self):
        report = self._begin(NOTHING)._report()
        self.assertEqual(report["overall"]["said"], "–")
        self.assertFalse(report["lowest"])
        self.assertFalse(report["hurting"])
        self.assertFalse(report["radar"]["shape"])

    def test_without_figures_no_number_of_the_books(self):
        report = self._finished()._report(figures=False)
        self.assertFalse(report["euros"] or report["choice"] or report["wins"])
        known = dict.fromkeys(
            self._finished_rows(report), "an answer of the books was told"
        )
        self.assertEqual(known, {})
        for phase in report["phases"]:
            for action in phase["actions"]:
                self.assertFalse(action["euros"] or action["why"])

    def _finished_rows(self, report):
        asked = {question.text for question in self.questions if question.measure}
        return [
            answer["said"]
            for axis in report["axes"]
            for answer in axis["weak"] + axis["strong"]
            if answer["question"] in asked and answer["said"]
        ]

    def test_state_of_e_invoicing_is_kept(self):
        diagnostic = self._finished()
        before = diagnostic._report()["points"]
        self.assertEqual(len(before), 5)
        self.patch(
            type(diagnostic), "_einvoicing_points", lambda *args: self.fail("read anew")
        )
        self.assertEqual(diagnostic._report()["points"], before)

    def test_pdf_has_six_to_eight_pages(self):
        diagnostic = self._finished().with_context(force_report_rendering=True)
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.boss)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("tpe_onboarding_sop.diagnostic_report", diagnostic.ids)
        )
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(BytesIO(content)).numPages
        self.assertTrue(6 <= pages <= 8, pages)

    def test_page_for_the_bank_is_one_page(self):
        diagnostic = self._finished()
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.boss)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(
                "tpe_onboarding_sop.diagnostic_report_bank", diagnostic.ids
            )
        )
        self.assertEqual(PdfFileReader(BytesIO(content)).numPages, 1)

    def test_who_may_not_read_the_figures_has_no_report(self):
        diagnostic = self._finished().with_user(self.alice)
        for call in (
            lambda: diagnostic._report(),
            lambda: diagnostic._bank_page(),
            lambda: diagnostic.action_export_anonymous(),
            lambda: diagnostic.action_send_report(),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_export_names_nobody(self):
        diagnostic = self._finished({**BOOKS, "late_cost": 4231})
        self.company.name = "Menuiserie Introuvable"
        book = load_workbook(BytesIO(diagnostic._anonymous_workbook()))
        rows = list(book.active.iter_rows(values_only=True))
        self.assertEqual(len(rows), 2)
        text = " ".join(str(cell) for row in rows for cell in row)
        for name in ("Introuvable", self.boss.name, "4231"):
            self.assertNotIn(name, text)
        sold = dict(zip(rows[0], rows[1], strict=True))
        self.assertEqual(sold[self._question("dso").text], 60)


@tagged("post_install", "-at_install")
class TestDiagnosticShare(DiagnosticCommon, HttpCase):
    """The page behind a link: signed, dated, closed, with figures or without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.banker = cls.env["res.partner"].create(
            {"name": "Banque du Pont", "email": "conseil@banque.example"}
        )

    def _shared(self, **values):
        diagnostic = self._begin()
        diagnostic.action_finish()
        share = (
            self.env["tpe.diagnostic.share"]
            .with_user(self.boss)
            .create(
                {
                    "diagnostic_id": diagnostic.id,
                    "partner_id": self.banker.id,
                    **values,
                }
            )
        )
        share.action_open()
        self.env.flush_all()
        return share

    def test_page_opens_and_is_counted(self):
        share = self._shared(with_figures=True)
        answer = self.url_open(share._path())
        self.assertEqual(answer.status_code, 200)
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertIn("4,200", answer.text.replace("\N{NARROW NO-BREAK SPACE}", ","))
        share.invalidate_recordset()
        self.assertEqual(share.visits, 1)

    def test_page_without_figures(self):
        answer = self.url_open(self._shared()._path())
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("4,200", answer.text)
        self.assertIn("without the figures", answer.text)

    def test_forged_closed_and_expired(self):
        share = self._shared()
        path = share._path()
        self.assertEqual(self.url_open(path[:-1] + "!").status_code, 404)
        share.sudo().expires_on = "2020-01-01"
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)
        share.sudo().expires_on = share.until
        share.action_close()
        self.env.flush_all()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_closes_when_the_sharer_loses_his_rights(self):
        share = self._shared(with_figures=True)
        self.boss.group_ids = self.env.ref("base.group_user")
        self.env.flush_all()
        self.assertEqual(self.url_open(share._path()).status_code, 404)

    def test_with_figures_is_not_changed_once_open(self):
        share = self._shared()
        with self.assertRaises(UserError):
            share.with_figures = True

    def test_only_managers_share(self):
        diagnostic = self._begin()
        with self.assertRaises(AccessError):
            self.env["tpe.diagnostic.share"].with_user(self.alice).create(
                {"diagnostic_id": diagnostic.id, "partner_id": self.banker.id}
            )

    def test_sent_to_who_it_is_shown_to(self):
        share = self._shared()
        share.action_send()
        mail = self.env["mail.mail"].search(
            [("model", "=", share._name), ("res_id", "=", share.id)]
        )
        self.assertEqual(mail.recipient_ids, self.banker)
        self.assertIn(share._path(), mail.body_html)
