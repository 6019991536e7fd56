from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ScoringCommon


@tagged("-at_install", "post_install")
class TestDecide(ScoringCommon):
    """A person decides, says why, and is told what the law asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.customer, 1000, 760, 30, 30)
        cls._sell(cls.customer, 1000, 60, 30, 30)
        cls.scores.sudo()._refresh(cls.company)

    def _wizard(self, verdict="part", partner=None, **values):
        return self.env["tpe.client.decide"].create(
            {
                "partner_id": (partner or self.customer).id,
                "verdict": verdict,
                "reason": "He never reads a quote.",
                **values,
            }
        )

    def test_decided_with_author_day_and_reason(self):
        self._wizard("keep").action_decide()
        decision = self.env["tpe.client.decision"].search([])
        self.assertEqual(
            (decision.verdict, decision.author_id, str(decision.decided_on)),
            ("keep", self.env.user, "2026-03-31"),
        )
        self.assertEqual(self.customer.tpe_verdict, "keep")
        sheet = self.scores.with_context(lang="en_US").action_sheet(self.customer.id)
        self.assertEqual(sheet["decided"], "Keep")
        self.assertEqual(sheet["decisions"][0]["reason"], "He never reads a quote.")

    def test_a_reason_is_required(self):
        with self.assertRaises(ValidationError):
            self._wizard(reason="  ").action_decide()
        with self.assertRaises(UserError):
            self._wizard(verdict=False).action_decide()
        with (
            self.assertRaises(AssertionError),
            Form(self._wizard(reason=False)) as form,
        ):
            form.verdict = "keep"

    def test_to_undo_is_to_decide_again(self):
        self._wizard("part").action_decide()
        self._wizard("keep", reason="He came back with an apology.").action_decide()
        self.assertEqual(
            self.env["tpe.client.decision"].search([]).mapped("verdict"),
            ["keep", "part"],
        )
        self.assertEqual(self.customer.tpe_verdict, "keep")

    def test_the_notice_of_an_established_relation(self):
        # 760 days before 31 March 2026 is 1 March 2024: 24 months, the third year begun.
        guard = self._wizard().with_context(lang="en_US").guard
        self.assertIn("L442-1 II", guard)
        self.assertIn("24 months ago: 3 months of notice", guard)
        self.assertIn("18 months are always enough", guard)
        self.assertFalse(self._wizard("improve").guard)

    def test_a_consumer_a_public_buyer_and_a_prospect(self):
        person = self._customer("Marie", is_company=False, company_registry=False)
        person.tpe_profile = "consumer"
        self.assertIn("L121-11", self._wizard(partner=person).guard)
        town = self._customer("Town")
        town.tpe_profile = "public"
        self.assertIn("public contract", self._wizard(partner=town).guard)
        prospect = self._customer("Prospect")
        self.assertIn("no established relation", self._wizard(partner=prospect).guard)

    def test_decide_and_write(self):
        action = self._wizard().action_decide_and_write()
        self.assertEqual(action["context"]["default_case"], "end")
        letter = (
            self.env["tpe.client.letter"].with_context(**action["context"]).create({})
        )
        self.assertEqual(letter.notice_months, 3)
        self.assertEqual(str(letter.ends_on), "2026-07-05")

    def test_only_a_manager(self):
        for group in ("tpe_base.group_tpe_assistant", "account.group_account_manager"):
            user = self._new_user(group)
            self._refused(
                lambda user=user: (
                    self.env["tpe.client.decide"]
                    .with_user(user)
                    .create({"partner_id": self.customer.id, "verdict": "keep"})
                )
            )
