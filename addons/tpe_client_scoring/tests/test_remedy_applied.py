from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ScoringCommon


@tagged("-at_install", "post_install")
class TestRemedyApplied(ScoringCommon):
    """Proposed by the figures, applied by a person, undone with what was there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # At a cost of 80 % the net margin misses its 30 %.
        cls.grid.cost_rate = 80
        for days in (200, 160, 120):
            cls._sell(cls.customer, 1000, days, 30, 90)
        cls.scores.sudo()._refresh(cls.company)
        cls.score = cls.scores.search(
            [("partner_id", "=", cls.customer.id), ("is_current", "=", True)]
        )
        cls.manager = cls._new_user("tpe_base.group_tpe_manager")

    def _proposed(self, kind):
        action = self.score.with_user(self.manager).action_propose(kind)
        return self.env["tpe.client.remedy"].browse(action["res_id"])

    def _mine(self, remedy):
        return remedy.with_user(self.manager)

    def test_proposing_changes_nothing(self):
        before = self.customer.property_payment_term_id
        remedy = self._proposed("term")
        self.assertEqual(remedy.state, "proposed")
        self.assertEqual(self.customer.property_payment_term_id, before)

    def test_proposing_twice_opens_the_same(self):
        self.assertEqual(self._proposed("price"), self._proposed("price"))

    def test_the_price_is_the_computed_one(self):
        computed = {remedy.kind: remedy for remedy in self.score._remedies()}["price"]
        remedy = self._proposed("price")
        self.assertEqual(remedy.percent, computed.value)
        self.assertEqual(remedy.euros_per_month, computed.euros_per_month)

    def test_term_applied_and_undone(self):
        long = self.env["account.payment.term"].create(
            {"name": "60", "line_ids": [Command.create({"nb_days": 60})]}
        )
        self.customer.property_payment_term_id = long
        remedy = self._mine(self._proposed("term"))
        short = self.env["account.payment.term"].create(
            {"name": "20", "line_ids": [Command.create({"nb_days": 20})]}
        )
        remedy.term_id = short
        remedy.action_apply()
        self.assertEqual(self.customer.property_payment_term_id, short)
        self.assertEqual(
            (remedy.state, remedy.applied_by_id, str(remedy.applied_on)),
            ("applied", self.manager, "2026-03-31"),
        )
        said = self.customer.message_ids[0]
        self.assertIn("60 → 20", said.body)
        self.assertEqual(said.author_id, self.manager.partner_id)
        remedy.action_undo()
        self.assertEqual(self.customer.property_payment_term_id, long)
        self.assertEqual(remedy.state, "undone")

    def test_what_a_person_changed_since_is_left_alone(self):
        remedy = self._mine(self._proposed("trust"))
        remedy.action_apply()
        self.assertEqual(self.customer.trust, "bad")
        self.customer.trust = "good"
        with self.assertRaises(UserError):
            remedy.action_undo()
        self.assertEqual(self.customer.trust, "good")

    def test_deposit_policy_and_credit(self):
        policy = self.env["tpe.dunning.policy"].create({"name": "Strict"})
        wanted = {
            "deposit": ("percent", 40.0, "tpe_deposit_percent", 40.0),
            "policy": ("policy_id", policy.id, "tpe_dunning_policy_id", policy),
            "credit": ("credit_limit", 1500.0, "credit_limit", 1500.0),
        }
        for kind, (name, value, field, result) in wanted.items():
            remedy = self._mine(self._proposed(kind))
            remedy[name] = value
            remedy.action_apply()
            self.assertEqual(self.customer[field], result)
            remedy.action_undo()
            self.assertFalse(self.customer[field])

    def test_the_open_quotes_ask_for_the_deposit(self):
        quotes = self.env["sale.order"].sudo()
        quotes = quotes.create([{"partner_id": self.customer.id}] * 2)
        quotes[1].state = "sale"
        before = quotes.mapped("prepayment_percent")
        remedy = self._mine(self._proposed("deposit"))
        remedy.percent = 40
        remedy.action_apply()
        self.assertEqual(quotes.mapped("prepayment_percent"), [0.4, before[1]])
        self.assertTrue(quotes[0].require_payment)
        remedy.action_undo()
        self.assertEqual(quotes.mapped("prepayment_percent"), before)

    def test_nothing_chosen_is_not_applied(self):
        remedy = self._mine(self._proposed("policy"))
        with self.assertRaises(UserError):
            remedy.action_apply()

    def test_applied_twice(self):
        remedy = self._mine(self._proposed("trust"))
        remedy.action_apply()
        with self.assertRaises(UserError):
            remedy.action_apply()

    def test_a_deposit_beyond_the_order(self):
        with self.assertRaises(ValidationError):
            self._mine(self._proposed("deposit")).percent = 101

    def test_the_trace_is_not_written_by_hand(self):
        remedy = self._mine(self._proposed("trust"))
        with self.assertRaises(AccessError):
            remedy.state = "applied"
        forged = remedy.create(
            {
                "partner_id": self.customer.id,
                "kind": "trust",
                "state": "applied",
                "applied_by_id": self.env.ref("base.user_root").id,
            }
        )
        self.assertEqual((forged.state, forged.applied_by_id.id), ("proposed", False))
        forged.action_apply()
        with self.assertRaises(UserError):
            forged.kind = "price"

    def test_only_a_manager(self):
        reader = self._new_user("account.group_account_manager")
        assistant = self._new_user("tpe_base.group_tpe_assistant")
        remedy = self._proposed("trust")
        self._refused(remedy.with_user(reader).action_apply)
        self._refused(lambda: self.score.with_user(reader).action_propose("price"))
        self._refused(lambda: remedy.with_user(assistant).read(["kind"]))
        self.assertEqual(remedy.with_user(reader).kind, "trust")
        self.assertNotEqual(self.customer.trust, "bad")

    def test_another_company(self):
        other = self.setup_other_company()["company"]
        remedy = self._proposed("trust")
        remedy.sudo().company_id = other
        self._refused(self._mine(remedy).action_apply)

    # --- Reminders by class -----------------------------------------------------------

    def test_the_policy_of_a_class(self):
        policy = self.env["tpe.dunning.policy"].create({"name": "Strict"})
        policies = self.env["tpe.dunning.policy"]
        self.assertEqual(policies._by_score(self.company, None), {})
        self.grid.policy_d_id = policy
        self.score.sudo().score_class = "c"
        self.assertEqual(policies._by_score(self.company, None), {})
        self.score.sudo().score_class = "d"
        self.assertEqual(
            policies._by_score(self.company, None), {self.customer.id: policy.id}
        )
        self.assertEqual(
            policies._by_score(self.company, self._customer("Somebody else")), {}
        )
        self._invoice(40)
        [case] = self.env["tpe.dunning.decision"]._cases(
            self.company, self.customer
        ) or [None]
        self.assertIsNone(case, "This policy has no step.")
