from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TODAY, QuoteCase


@tagged("post_install", "-at_install")
class TestPlan(QuoteCase):
    """The action of the plan that chases quotes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.tpe_quote_started_on = False
        cls.action = cls.env["tpe.diagnostic.action"].create(
            {
                "diagnostic_id": cls.env["tpe.diagnostic"]
                .create({"company_id": cls.company.id, "user_id": cls.manager.id})
                .id,
                "name": "Relancer les devis",
                "kind": "quotes",
                "user_id": cls.manager.id,
            }
        )

    def test_start_chases_and_shows_the_quotes(self):
        shown = self.action.with_user(self.manager).action_start()
        self.assertEqual(self.company.tpe_quote_started_on, TODAY)
        self.assertEqual(self.action.state, "started")
        self.assertEqual(shown["res_model"], "tpe.quote.due")

    def test_who_is_not_a_manager_does_not_start_it(self):
        follower = self._user("suivi", "tpe_onboarding_sop.group_sop_user")
        self.action.user_id = follower
        with self.assertRaises(AccessError):
            self.action.with_user(follower).action_start()
        self.assertFalse(self.company.tpe_quote_started_on)
