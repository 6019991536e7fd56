from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .diagnostic_common import BOOKS, DiagnosticCommon

EXPORT = "odoo.addons.tpe_onboarding_sop.models.diagnostic_export"


@tagged("post_install", "-at_install")
class TestDiagnosticExport(DiagnosticCommon):
    """What compares firms names none."""

    def _finished(self, books=None):
        diagnostic = self._begin(books)
        self._answer(diagnostic, "admin_hours", value=9)
        diagnostic.action_finish()
        return diagnostic

    def _rows(self, diagnostics):
        book = load_workbook(BytesIO(diagnostics._anonymous_workbook()))
        return list(book.active.iter_rows(values_only=True))

    def test_export_names_nobody(self):
        diagnostic = self._finished({**BOOKS, "late_cost": 4231})
        self.company.write(
            {
                "name": "Menuiserie Introuvable",
                "company_registry": "991002007",
                "email": "patron@introuvable.example",
            }
        )
        # Whoever writes the questions may have named a firm in one.
        for key in ("dso", "admin_hours"):
            self._question(key).text = "Les heures et les délais de Grandmaison"
        rows = self._rows(diagnostic)
        self.assertEqual(len(rows), 2)
        text = " ".join(str(cell) for row in rows for cell in row)
        for name in (
            "Introuvable",
            "introuvable",
            "991002007",
            "Grandmaison",
            self.boss.name,
            "4231",
            "3 records",
        ):
            self.assertNotIn(name, text)
        sold = dict(zip(rows[0], rows[1], strict=True))
        labels = self.env["tpe.diagnostic.measure"]._labels()
        self.assertEqual(sold[labels["dso"]], 60)
        # Not the day: whoever knows when the consultant came would know the firm.
        self.assertIn("2026 T1", rows[1])
        self.assertNotIn("2026-03", text)
        # Seven dormant customers are a count; two people who stop the firm are two people.
        self.assertEqual(sold[labels["dormant_customers"]], 7)
        self.assertEqual(sold[labels["bus_factor"]], "1-4")

    def test_who_answers_without_reading_the_figures_exports_nothing(self):
        diagnostic = self._begin()
        diagnostic.sudo()._add_person(self.alice)
        diagnostic.action_finish()
        hers = diagnostic.with_user(self.alice)
        hers.check_access("read")
        with self.assertRaises(AccessError):
            hers.action_export_anonymous()

    def test_export_keeps_no_reason_and_no_note(self):
        diagnostic = self._begin()
        diagnostic.action_correct("dso", 30, "Garage du Lac paie à part.")
        self._answer(diagnostic, "admin_hours", value=9, note="Demandez à Léonie.")
        diagnostic.action_finish()
        rows = self._rows(diagnostic)
        text = " ".join(str(cell) for row in rows for cell in row)
        for words in ("Garage", "Léonie"):
            self.assertNotIn(words, text)
        sold = dict(zip(rows[0], rows[1], strict=True))
        self.assertEqual(sold[self.env["tpe.diagnostic.measure"]._labels()["dso"]], 30)

    def test_export_draws_the_order_of_its_rows(self):
        first = self._finished()
        second = self._finished()
        drawn = iter(("bbbbbbbb", "aaaaaaaa"))
        with patch(f"{EXPORT}.secrets.token_hex", lambda size: next(drawn)):
            rows = self._rows(first | second)
        self.assertEqual([row[0] for row in rows[1:]], ["aaaaaaaa", "bbbbbbbb"])
