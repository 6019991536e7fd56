from datetime import date, timedelta
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
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
        # They count customers and name who has not read the procedure.
        self.assertFalse(any(point["sentence"] for point in report["points"]))

    def test_without_figures_no_number_that_somebody_typed(self):
        diagnostic = self._begin({**BOOKS, "dso": None})
        self._answer(diagnostic, "admin_hours", value=37)
        self.assertIn("37", self._told(diagnostic._report()))
        self.assertNotIn("37", self._told(diagnostic._report(figures=False)))

    def _told(self, report):
        return " ".join(
            answer["said"]
            for axis in report["axes"]
            for answer in axis["weak"] + axis["strong"]
            if answer["said"]
        )

    def test_two_people_are_told_apart(self):
        diagnostic = self._begin()
        diagnostic.action_invite(self.alice.ids)
        for user, rank in ((self.boss, 1), (self.alice, 4)):
            self._answer(diagnostic, "ideal_customer", rank=rank, user=user)
        first, *_others, last = self._question("ideal_customer").choice_ids
        said = self._told(diagnostic._report())
        self.assertTrue(
            f"{first.text} / {last.text}" in said
            or f"{last.text} / {first.text}" in said,
            said,
        )

    def test_a_first_of_september_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        diagnostic = self._begin().with_context(lang="fr_FR")
        self.assertEqual(diagnostic._day_words(date(2026, 9, 1)), "1er septembre 2026")
        self.assertEqual(diagnostic._day_words(date(2026, 9, 11)), "11 septembre 2026")
        diagnostic = diagnostic.with_context(lang="en_US")
        self.assertEqual(diagnostic._day_words(date(2026, 9, 1)), "1 September 2026")

    def test_fines_are_told_with_their_amount(self):
        fines = {
            rule["name"]: rule["fine"] for rule in self._begin()._report()["rules"]
        }
        told = " ".join(fines.values()).replace("\N{NARROW NO-BREAK SPACE}", " ")
        # Law of finance for 2026: 500 euros then 1,000; 50 euros an invoice.
        for amount in ("500", "1,000", "50", "15,000"):
            self.assertIn(amount, told)

    def test_plan_follows_its_days_and_ends_on_the_screen(self):
        diagnostic = self._planned(60)
        report = diagnostic._report()
        audit = report["phases"][0]["actions"]
        # A line each, thirty-four lines.
        self.assertEqual(len(audit), 34)
        self.assertEqual(report["unprinted"], 26)
        # Made in the order of the days backwards: the last one made is first.
        self.assertEqual(
            [audit[0]["name"][:9], audit[1]["name"][:9]], ["Action 59", "Action 58"]
        )

    def _planned(self, count, name="Action %s", books=None, **values):
        diagnostic = self._finished(books)
        diagnostic.sudo().action_ids.unlink()
        self.env["tpe.diagnostic.action"].create(
            [
                {
                    "diagnostic_id": diagnostic.id,
                    "name": name % number,
                    "user_id": self.boss.id,
                    "due_on": date(2026, 12, 31) - timedelta(days=number),
                    **values,
                }
                for number in range(count)
            ]
        )
        return diagnostic

    def _pages(self, diagnostic, report="diagnostic_report"):
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.boss)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(f"tpe_onboarding_sop.{report}", diagnostic.ids)
        )
        self.assertEqual(kind, "pdf")
        return PdfFileReader(BytesIO(content)).numPages

    def test_pages_with_forty_actions_and_names_that_fill_a_line(self):
        self.company.name = "شركة النجارة 🪵 " + "Menuiserie" * 12
        self.boss.name = "Jean-Sébastien-Maximilien de la Rochefoucauld-Montmorency"
        diagnostic = self._planned(40, "%s " + "Refaire🔧 " * 4, why="Parce que. " * 90)
        self.assertIn(self._pages(diagnostic), (6, 7, 8))
        self.assertEqual(self._pages(diagnostic, "diagnostic_report_bank"), 1)

    def test_pages_with_ten_actions_and_long_reasons(self):
        diagnostic = self._planned(10, why="Parce que c’est ainsi. " * 60, euros=1200)
        self.assertIn(self._pages(diagnostic), (6, 7, 8))

    def test_pages_without_any_answer(self):
        diagnostic = self._begin(NOTHING)
        self.assertIn(self._pages(diagnostic), (6, 7, 8))
        self.assertEqual(self._pages(diagnostic, "diagnostic_report_bank"), 1)

    def test_page_for_the_bank_names_no_customer(self):
        page = self._finished()._bank_page()
        rows = {row["label"]: row for row in page["figures"]}
        self.assertFalse(rows[self._question("dependency").text]["proof"])
        self.assertEqual(rows[self._question("dso").text]["proof"], "dso: 3 records")

    def test_page_for_the_bank_does_not_lend_the_books_what_the_firm_says(self):
        diagnostic = self._begin({**BOOKS, "margin_known": None})
        diagnostic.action_correct("dso", 30, "Deux clients étaient mal lettrés.")
        diagnostic.action_finish()
        rows = {row["label"]: row for row in diagnostic._bank_page()["figures"]}
        proof = rows[self._question("dso").text]["proof"]
        self.assertIn("Corrected by the firm; the books said 60", proof)
        self.assertNotIn("lettrés", proof)
        self.assertNotIn(self._question("margin_known").text, rows)

    def test_siren_of_the_page_for_the_bank(self):
        diagnostic = self._finished()
        for number, said in (
            ("99100200700011", "991 002 007"),
            ("991 002 007", "991 002 007"),
            ("12", ""),
            (False, ""),
        ):
            self.company.company_registry = number
            self.assertEqual(diagnostic._bank_page()["siren"], said)

    def test_only_what_is_finished_is_given_out(self):
        diagnostic = self._begin()
        for call in (diagnostic.action_send_report, diagnostic.action_share):
            with self.assertRaisesRegex(UserError, "Finish the diagnostic first"):
                call()

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
        self.assertIn(self._pages(self._finished()), (6, 7, 8))

    def test_page_for_the_bank_is_one_page(self):
        self.assertEqual(self._pages(self._finished(), "diagnostic_report_bank"), 1)

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
