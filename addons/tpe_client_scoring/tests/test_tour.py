from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ScoringCommon


@tagged("-at_install", "post_install")
class TestTour(ScoringCommon, HttpCase):
    """In the browser: the sheet, the decision, the letter, the portfolio."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for days in (200, 160, 120):
            cls._sell(cls.customer, 1000, days, 30, 90)
        cls._profile(cls.customer, has_manual_hours=True, manual_hours=40)
        cls.scores.sudo()._refresh(cls.company)
        cls.manager = new_test_user(
            cls.env,
            "tour_scores",
            groups="base.group_user,tpe_base.group_tpe_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    def _partner_url(self):
        action = "account.res_partner_action_customer"
        return f"/odoo/action-{action}/{self.customer.id}"

    def test_sheet(self):
        self.start_tour(
            self._partner_url(), "tpe_client_scoring_sheet", login="tour_scores"
        )
        self.assertEqual(self.customer.trust, "bad")
        remedy = self.env["tpe.client.remedy"].search([])
        self.assertEqual(
            (remedy.state, remedy.applied_by_id), ("applied", self.manager)
        )

    def test_decision(self):
        self.start_tour(
            "/odoo/customer-scores", "tpe_client_scoring_decision", login="tour_scores"
        )
        decision = self.env["tpe.client.decision"].search([])
        self.assertEqual(
            (decision.verdict, decision.reason, decision.author_id),
            ("part", "He disputes every invoice", self.manager),
        )

    def test_letter(self):
        score = self._row()
        self.start_tour(
            f"/odoo/customer-scores/{score.id}",
            "tpe_client_scoring_letter",
            login="tour_scores",
        )
        letter = self.env["tpe.client.letter"].search([])
        self.assertEqual(letter.subject, "Nos tarifs de l’an prochain")
        self.assertEqual((letter.percent, letter.state), (6, "draft"))
        self.assertIn("6&nbsp;%", str(letter.body))

    def test_portfolio(self):
        self.start_tour(
            "/odoo/customer-portfolio",
            "tpe_client_scoring_portfolio",
            login="tour_scores",
        )
