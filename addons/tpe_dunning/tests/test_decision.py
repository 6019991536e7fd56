from odoo import Command
from odoo.tests import tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestDecision(DunningCommon):
    def _cases(self, partner=None):
        return self.env["tpe.dunning.decision"]._cases(
            self.company, partner or self.customer
        )

    def _ranks(self):
        """``{invoice name: step due}`` over all the messages to the customer."""
        ranks = {}
        for case in self._cases():
            for debt in case.debts:
                ranks[debt.name] = max(debt.rank, ranks.get(debt.name, 0))
        return ranks

    def test_first_reminder_comes_thirty_days_after_the_invoice(self):
        day_29 = self._invoice(29, term=10)
        day_30 = self._invoice(30, term=10)
        self.assertEqual(self._ranks(), {day_29.name: 0, day_30.name: 1})

    def test_nobody_is_reminded_on_the_due_date(self):
        self._invoice(45, term=45)
        self.assertFalse(self._cases())

    def test_the_day_after_the_due_date_is_late(self):
        invoice = self._invoice(46, term=45)
        self.assertEqual(self._ranks(), {invoice.name: 1})

    def test_an_old_invoice_begins_softly(self):
        invoice = self._invoice(200)
        self.assertEqual(self._ranks(), {invoice.name: 1})

    def test_next_step_waits_for_its_day_and_for_the_gap(self):
        ready = self._invoice(45, term=10)
        self._delivered(ready, 1, days_ago=15)
        early = self._invoice(60, term=10)
        self._delivered(early, 1, days_ago=14)
        self.assertEqual(self._ranks(), {ready.name: 2, early.name: 0})

    def test_a_due_date_origin_counts_from_the_due_date(self):
        policy = self.env.ref("tpe_dunning.policy_default").copy()
        policy.level_ids[0].write({"origin": "due", "delay": 3})
        self.company.tpe_dunning_policy_id = policy
        self._invoice(42, term=40)
        self.assertFalse(self._cases())
        invoice = self._invoice(43, term=40)
        self.assertEqual(self._ranks()[invoice.name], 1)

    def test_each_instalment_has_its_own_step(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half and half",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 0}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 60}
                    ),
                ],
            }
        )
        self._invoice(40, amount=1000, invoice_payment_term_id=term.id)
        [case] = self._cases()
        self.assertEqual([debt.amount for debt in case.debts], [500.0])

    def test_a_part_payment_leaves_the_rest_due(self):
        invoice = self._invoice(40, amount=1000)
        self._pay(invoice, 400)
        [case] = self._cases()
        self.assertEqual(case.amount, 600.0)

    def test_tone_of_the_furthest_step_and_everything_late_is_listed(self):
        old = self._invoice(80, amount=10)
        self._delivered(old, 1, days_ago=30)
        new = self._invoice(35, amount=20)
        not_yet = self._invoice(28, amount=40, term=10)
        self._invoice(5, amount=80)
        [case] = self._cases()
        self.assertEqual(case.rank, 2)
        self.assertEqual(
            {debt.name: debt.rank for debt in case.debts},
            {old.name: 2, new.name: 1, not_yet.name: 0},
        )
        self.assertEqual(case.amount, 70.0)

    def test_a_formal_notice_is_apart_from_what_leaves_by_itself(self):
        formal = self._invoice(90, amount=10)
        self._delivered(formal, 2, days_ago=20)
        soft = self._invoice(35, amount=20)
        automatic, waiting = self._cases()
        self.assertEqual((automatic.rank, automatic.needs_approval), (1, False))
        self.assertEqual((waiting.rank, waiting.needs_approval), (3, True))
        self.assertEqual(
            {debt.name: debt.rank for debt in automatic.debts},
            {formal.name: 0, soft.name: 1},
        )

    def test_after_the_formal_notice_nothing_more_leaves(self):
        invoice = self._invoice(200)
        self._delivered(invoice, 3, days_ago=100)
        self.assertFalse(self._cases())

    def test_what_core_excludes_is_not_reminded(self):
        no_followup = self._invoice(40)
        no_followup.no_followup = True
        blocked = self._invoice(40)
        blocked.action_toggle_block_payment()
        self.assertEqual(blocked.payment_state, "blocked")
        draft = self._invoice(40)
        draft.button_draft()
        [case] = self._cases()
        self.assertEqual(case.stream, "held")
        self.assertEqual(
            {debt.name: debt.hold.kind for debt in case.debts},
            {no_followup.name: "excluded", blocked.name: "blocked"},
        )

    def test_an_open_credit_note_is_deducted(self):
        self._invoice(40, amount=100)
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": TODAY,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": 30, "tax_ids": False}
                    )
                ],
            }
        )
        credit.action_post()
        [case] = self._cases()
        self.assertEqual((case.amount, case.credit), (100.0, 30.0))
        credit.button_draft()
        credit.invoice_line_ids.price_unit = 100
        credit.action_post()
        [case] = self._cases()
        self.assertEqual((case.stream, case.holds[0].kind), ("covered", "covered"))
        reminder = self._plan()
        self.assertEqual(reminder.state, "held")
        self.assertIn("match them", reminder.note)
        self.assertFalse(reminder.can_send)

    def test_a_payment_nobody_matched_is_deducted(self):
        self._invoice(40, amount=100)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": TODAY,
                "amount": 30,
            }
        )
        payment.action_post()
        [case] = self._cases()
        self.assertEqual((case.amount, case.credit), (100.0, 30.0))

    def test_a_refund_paid_to_the_customer_is_no_claim(self):
        receivable = self.company_data["default_account_receivable"]
        bank = self.company_data["default_journal_bank"]
        move = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": "2026-01-01",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": self.customer.id,
                            "debit": 50,
                        }
                    ),
                    Command.create(
                        {"account_id": bank.default_account_id.id, "credit": 50}
                    ),
                ],
            }
        )
        move.action_post()
        self.assertFalse(self._cases())

    def test_contacts_are_reminded_with_their_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Site office", "parent_id": self.customer.id}
        )
        invoice = self._invoice(40, partner=contact)
        self.assertEqual(self._ranks(), {invoice.name: 1})

    def test_a_foreign_invoice_counts_in_company_currency(self):
        other = self.setup_other_currency("CHF", rates=[("2020-01-01", 2.0)])
        self._invoice(40, amount=100, currency_id=other.id)
        [case] = self._cases()
        self.assertEqual(case.amount, 50.0)
        self.assertEqual(case.debts[0].amount_currency, 100.0)

    def test_the_number_of_queries_does_not_depend_on_the_number_of_invoices(self):
        self._invoice(40)
        self._counted()  # the first call fills caches that outlive a transaction
        cases, few = self._counted()
        self.assertEqual(len(cases), 1)
        for number in range(10):
            self._invoice(40 + number, partner=self._customer(f"Customer {number}"))
        cases, many = self._counted()
        self.assertEqual(len(cases), 11)
        self.assertEqual(few, many)

    def _counted(self):
        """The messages due in the company, and the queries it took to know."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases = self.env["tpe.dunning.decision"]._cases(self.company)
        return cases, self.env.cr.sql_log_count - before
