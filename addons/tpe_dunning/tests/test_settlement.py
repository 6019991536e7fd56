from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import DunningCommon

FACTS = ["amount", "kind", "settlement_date", "days_late", "days_to_pay"]


@tagged("-at_install", "post_install")
class TestSettlement(DunningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.facts = cls.env["tpe.receivable.settlement"]

    def _rows(self, invoice):
        """The facts of ``invoice``, in the order of their days, what is open last."""
        facts = self.facts.search([("move_id", "=", invoice.id)])
        facts = facts.sorted(lambda fact: (fact.settlement_date or date.max, fact.id))
        return [tuple(fact[name] for name in FACTS) for fact in facts]

    def _paid(self, invoice, day, amount=None):
        values = {"amount": amount} if amount else {}
        return self._register_payment(invoice, payment_date=day, **values)

    def _refund(self, amount, day, partner=None):
        refund = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": (partner or self.customer).id,
                "invoice_date": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Returned", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
        )
        refund.action_post()
        return refund

    def _receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _match(self, *moves):
        lines = self.env["account.move.line"]
        for move in moves:
            lines |= self._receivable(move)
        lines.filtered(lambda line: not line.reconciled).reconcile()

    def _entry(self, journal, day, balance, **values):
        """A posted entry of ``balance`` on the receivable account of the customer."""
        move = self.env["account.move"].create(
            {
                "journal_id": self.company_data[f"default_journal_{journal}"].id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.customer.property_account_receivable_id.id,
                            "partner_id": self.customer.id,
                            "balance": balance,
                            "date_maturity": day,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "balance": -balance,
                        }
                    ),
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def test_each_part_of_a_due_line_is_a_row(self):
        # Issued on 1 January, due on 31 January.
        invoice = self._invoice(89, amount=1000)
        self._paid(invoice, "2026-02-10", 400)
        self._match(invoice, self._refund(100, "2026-02-15"))
        self.assertEqual(
            self._rows(invoice),
            [
                (400.0, "payment", date(2026, 2, 10), 10, 40),
                (100.0, "credit_note", date(2026, 2, 15), 0, 0),
                (500.0, "open", False, 0, 0),
            ],
        )
        fact = self.facts.search([("move_id", "=", invoice.id), ("is_open", "=", True)])
        self.assertRecordValues(
            fact,
            [
                {
                    "move_line_id": self._receivable(invoice).id,
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "issue_date": date(2026, 1, 1),
                    "due_date": date(2026, 1, 31),
                }
            ],
        )

    def test_only_payments_make_the_average_delay(self):
        """A credit note on the due date would make late customers look better."""
        invoice = self._invoice(89, amount=1000)
        self._paid(invoice, "2026-02-10", 400)
        self._paid(invoice, "2026-02-20", 300)
        self._match(invoice, self._refund(100, "2026-01-31"))
        [[late, to_pay]] = self.facts._read_group(
            [("move_id", "=", invoice.id)], [], ["days_late:avg", "days_to_pay:avg"]
        )
        self.assertEqual((late, to_pay), (15.0, 45.0))

    def test_an_early_payment_counts_as_less_than_zero(self):
        invoice = self._invoice(89)
        self._paid(invoice, "2026-01-21")
        self.assertEqual(
            self._rows(invoice), [(100.0, "payment", date(2026, 1, 21), -10, 20)]
        )

    def test_a_payment_unmatched_later_opens_the_debt_again(self):
        invoice = self._invoice(89)
        self._paid(invoice, "2026-02-10")
        self._receivable(invoice).remove_move_reconcile()
        self.assertEqual(self._rows(invoice), [(100.0, "open", False, 0, 0)])

    def test_a_refund_is_no_debt(self):
        refund = self._refund(100, "2026-02-15")
        self.assertFalse(self._rows(refund))
        # Nor is what the firm pays back, which is a receivable of a bank entry.
        self._paid(refund, "2026-02-20")
        self.assertFalse(self.facts.search([("partner_id", "=", self.customer.id)]))

    def test_drafts_and_cancelled_invoices_are_out(self):
        invoice = self._invoice(89)
        self.assertTrue(self._rows(invoice))
        invoice.button_draft()
        self.assertFalse(self._rows(invoice))
        invoice.button_cancel()
        self.assertFalse(self._rows(invoice))

    def test_a_blocked_or_unfollowed_invoice_is_owed_all_the_same(self):
        invoice = self._invoice(89)
        invoice.no_followup = True
        invoice.action_toggle_block_payment()
        self.assertEqual(self._rows(invoice), [(100.0, "open", False, 0, 0)])

    def test_instalments_are_settled_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 30 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": days}
                    )
                    for days in (0, 30)
                ],
            }
        )
        invoice = self._invoice(89, amount=1000, invoice_payment_term_id=term.id)
        self._paid(invoice, "2026-01-11", 500)
        self.assertEqual(
            self._rows(invoice),
            [
                (500.0, "payment", date(2026, 1, 11), 10, 10),
                (500.0, "open", False, 0, 0),
            ],
        )
        opened = self.facts.search(
            [("move_id", "=", invoice.id), ("is_open", "=", True)]
        )
        self.assertEqual(opened.due_date, date(2026, 1, 31))

    def test_what_is_set_off_by_an_entry_is_no_payment(self):
        invoice = self._invoice(89)
        self._match(invoice, self._entry("misc", "2026-02-10", -100))
        self.assertEqual(
            self._rows(invoice), [(100.0, "other", date(2026, 2, 10), 0, 0)]
        )

    def test_money_in_the_bank_journal_is_a_payment(self):
        invoice = self._invoice(89)
        self._match(invoice, self._entry("bank", "2026-02-10", -100))
        self.assertEqual(
            self._rows(invoice), [(100.0, "payment", date(2026, 2, 10), 10, 40)]
        )

    def test_an_old_ledger_counts_once_somebody_follows_it_up(self):
        entry = self._entry("misc", "2025-06-30", 250, invoice_date="2025-05-31")
        self.assertFalse(self._rows(entry))
        self._receivable(entry).no_followup = False
        self.assertEqual(self._rows(entry), [(250.0, "open", False, 0, 0)])
        fact = self.facts.search([("move_id", "=", entry.id)])
        self.assertEqual(fact.issue_date, date(2025, 5, 31))

    def test_an_exchange_loss_is_no_payment(self):
        """200 at 2 for one is 100; paid at 2.5 for one, 80 came in and 20 are lost."""
        currency = self.setup_other_currency(
            "GBP", rates=[("2026-01-01", 2.0), ("2026-02-01", 2.5)]
        )
        invoice = self._invoice(89, amount=200, currency_id=currency.id)
        self._paid(invoice, "2026-02-10")
        self.assertEqual(
            sorted(row[:2] for row in self._rows(invoice)),
            [(20.0, "other"), (80.0, "payment")],
        )
        payment = self.facts.search(
            [("move_id", "=", invoice.id), ("kind", "=", "payment")]
        )
        self.assertEqual((payment.days_late, payment.currency_id), (10, currency))
        self.assertEqual(payment.company_currency_id, self.company.currency_id)

    def test_an_exchange_gain_does_not_raise_the_debt(self):
        """200 at 2 for one is 100, whatever it brings in the end."""
        currency = self.setup_other_currency(
            "GBP", rates=[("2026-01-01", 2.0), ("2026-02-01", 1.6)]
        )
        invoice = self._invoice(89, amount=200, currency_id=currency.id)
        self._paid(invoice, "2026-02-10")
        self.assertEqual([row[:2] for row in self._rows(invoice)], [(100.0, "payment")])

    def test_the_rows_of_a_due_line_add_up_to_its_balance(self):
        invoice = self._invoice(89, amount=1000)
        self._paid(invoice, "2026-01-15", 123.45)
        self._paid(invoice, "2026-02-10", 200)
        self._match(invoice, self._refund(99.99, "2026-02-15"))
        self._match(invoice, self._entry("misc", "2026-03-01", -10))
        self.assertEqual(len(self._rows(invoice)), 5)
        self.assertAlmostEqual(sum(row[0] for row in self._rows(invoice)), 1000.0)

    def test_a_payment_knows_the_reminder_before_it(self):
        invoice = self._invoice(89, amount=1000)
        self._delivered(invoice, 1, days_ago=60)  # 30 January
        self._delivered(invoice, 2, days_ago=40)  # 19 February
        failed = self._delivered(invoice, 3, days_ago=39)
        failed.sudo().state = "failed"
        mention = self._delivered(invoice, 3, days_ago=38)
        mention.sudo().line_ids.rank = 0
        for day in ("2026-01-20", "2026-02-05", "2026-02-19", "2026-03-01"):
            self._paid(invoice, day, 100)
        self._match(invoice, self._refund(100, "2026-03-02"))
        facts = self.facts.search([("move_id", "=", invoice.id)])
        self.assertEqual(
            [
                (fact.reminded_on, fact.days_after_reminder)
                for fact in facts.sorted(lambda f: f.settlement_date or date.max)
            ],
            [
                (False, 0),  # before any reminder
                (date(2026, 1, 30), 6),
                (date(2026, 2, 19), 0),  # on the day it left
                (date(2026, 2, 19), 10),
                (False, 0),  # a credit note
                (False, 0),  # still open
            ],
        )

    def test_what_is_open_is_read_without_the_matchings(self):
        """The planner drops the branch of what is settled."""
        plan = "\n".join(
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "EXPLAIN SELECT SUM(amount) FROM tpe_receivable_settlement "
                    "WHERE is_open"
                )
            )
        )
        self.assertIn("account_move_line", plan)
        self.assertNotIn("account_partial_reconcile", plan)

    def test_facts_are_read_only_and_of_own_companies(self):
        invoice = self._invoice(89)
        other = self.env["res.company"].create({"name": "Other firm"})
        users = {
            name: new_test_user(
                self.env, f"tpe_{name}", group, company_id=self.company.id
            )
            for name, group in {
                "assistant": "tpe_base.group_tpe_assistant",
                "accountant": "account.group_account_readonly",
                "employee": "base.group_user",
            }.items()
        }
        stranger = new_test_user(
            self.env,
            "tpe_stranger",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        fact = self.facts.search([("move_id", "=", invoice.id)])
        for name in ("assistant", "accountant"):
            self.assertEqual(fact.with_user(users[name]).amount, 100.0)
            for refused in (
                lambda own: own.write({"amount": 1}),
                lambda own: own.unlink(),
                lambda own: own.create({"amount": 1}),
            ):
                with self.assertRaises(AccessError):
                    refused(fact.with_user(users[name]))
        with self.assertRaises(AccessError):
            self.facts.with_user(users["employee"]).search([])
        self.assertFalse(self.facts.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            fact.with_user(stranger).read(["amount"])
