from odoo import Command
from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestPolicyChoice(DunningCommon):
    """The closest choice wins: invoice, customer, tag, score, profile, company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        default = cls.env.ref("tpe_dunning.policy_default")
        cls.policies = {}
        for name in ("company", "profile", "score", "tag", "customer", "invoice"):
            policy = default.copy({"name": name})
            policy.level_ids.filtered(lambda level: level.rank != "1").unlink()
            cls.policies[name] = policy
        cls.company.tpe_dunning_policy_id = cls.policies["company"]

    def _followed(self):
        [case] = self.env["tpe.dunning.decision"]._cases(self.company, self.customer)
        level = self.env["tpe.dunning.level"].browse(case.level_id)
        return level.policy_id.name

    def test_precedence(self):
        invoice = self._invoice(40)
        self.assertEqual(self._followed(), "company")

        self.policies["profile"].profile = "professional"
        self.assertEqual(self._followed(), "profile")

        self.patch(
            self.registry["tpe.dunning.policy"],
            "_by_score",
            lambda policy, company, *args: {
                self.customer.id: self.policies["score"].id
            },
        )
        self.assertEqual(self._followed(), "score")

        above = self.env["res.partner.category"].create({"name": "Regulars"})
        below = above.create({"name": "Old friends", "parent_id": above.id})
        self.customer.category_id = below
        self.policies["tag"].category_ids = above
        self.assertEqual(self._followed(), "tag")

        self.customer.tpe_dunning_policy_id = self.policies["customer"]
        self.assertEqual(self._followed(), "customer")

        invoice.tpe_dunning_policy_id = self.policies["invoice"]
        self.assertEqual(self._followed(), "invoice")

    def test_the_choice_of_a_customer_is_that_of_one_company(self):
        self._invoice(40)
        other = self.setup_other_company()["company"]
        self.customer.with_company(other).tpe_dunning_policy_id = self.policies[
            "customer"
        ]
        self.assertEqual(self._followed(), "company")

    def test_two_invoices_of_one_customer_may_follow_two_policies(self):
        self._invoice(40, amount=10)
        late = self.policies["invoice"]
        late.level_ids.delay = 50
        self._invoice(40, amount=20, tpe_dunning_policy_id=late.id)
        [case] = self.env["tpe.dunning.decision"]._cases(self.company, self.customer)
        self.assertEqual(
            [(debt.amount, debt.rank) for debt in case.debts], [(10.0, 1), (20.0, 0)]
        )

    def test_a_policy_of_another_company_is_not_followed(self):
        self._invoice(40)
        other = self.setup_other_company()["company"]
        self.policies["tag"].company_id = other
        self.policies["tag"].category_ids = [Command.create({"name": "Regulars"})]
        self.customer.category_id = self.policies["tag"].category_ids
        self.assertEqual(self._followed(), "company")

    def test_an_archived_policy_is_as_if_nobody_had_chosen_it(self):
        self._invoice(40)
        self.customer.tpe_dunning_policy_id = self.policies["customer"]
        self.policies["customer"].active = False
        self.assertEqual(self._followed(), "company")
        self.policies["company"].active = False
        self.assertEqual(self._followed(), "French standard: 30, 45 and 60 days")

    def test_a_step_switched_off_is_passed_over(self):
        invoice = self._invoice(200)
        policy = self.env.ref("tpe_dunning.policy_default")
        self.company.tpe_dunning_policy_id = policy
        policy.level_ids.filtered(lambda level: level.rank == "1").active = False
        [case] = self.env["tpe.dunning.decision"]._cases(self.company, self.customer)
        self.assertEqual(case.rank, 2)
        self.assertEqual(case.debts[0].name, invoice.name)
