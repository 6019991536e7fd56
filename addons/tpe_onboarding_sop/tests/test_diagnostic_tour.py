from odoo.tests import HttpCase, freeze_time, tagged

from .diagnostic_common import BOOKS, DiagnosticCommon


class DiagnosticTour(DiagnosticCommon):
    def _go(self):
        # Nothing but the customers is below half: the lowest axis is theirs.
        self._books_say({**BOOKS, "invoice_late_48h": 5, "dependency": 40})
        self.start_tour(
            "/odoo/diagnostic", "tpe_onboarding_sop_diagnostic_begin", login="boss"
        )
        diagnostic = self.env["tpe.diagnostic"].sudo().search([])
        self.assertEqual(diagnostic.state, "open")
        self.assertEqual(
            {
                one.question_id.key: one.points
                for one in diagnostic.respondent_ids.answer_ids
            },
            {"ideal_customer": 70, "price_raise": 65},
        )
        answer = self._of_books(diagnostic, "dependency")
        self.assertEqual(
            (answer.value, answer.corrected_value, answer.reason),
            (40, 30, "One contract ends in May"),
        )
        self.start_tour(
            "/odoo/diagnostic", "tpe_onboarding_sop_diagnostic_go_on", login="boss"
        )
        self.assertEqual(diagnostic.state, "done")
        self.assertEqual(diagnostic._scores()["readiness"]["verdict"], "ready")


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticTour(DiagnosticTour, HttpCase):
    """On a laptop: begin, be interrupted, go on, finish, read."""

    def test_begin_go_on_finish(self):
        self._go()


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticTourPhone(DiagnosticTour, HttpCase):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_begin_go_on_finish(self):
        self._go()
