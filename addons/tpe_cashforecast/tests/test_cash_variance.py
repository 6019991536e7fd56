from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from ..tools.variance import Actual, Expected, explain, gathered
from .common import CashCommon

MONDAY = date(2026, 3, 30)


@tagged("-at_install", "post_install")
class TestCashVariance(CashCommon):
    """The week of Monday 30 March 2026, explained on Monday 6 April."""

    def _monday(self):
        with freeze_time("2026-03-30 05:00:00"):
            self.forecasts._refresh(self.company)
        return self.forecasts.search(
            [("company_id", "=", self.company.id), ("is_kept", "=", True)]
        )

    def _next_monday(self, day="2026-04-06"):
        with freeze_time(f"{day} 05:00:00"):
            self.forecasts._refresh(self.company)

    def _bank(self, day, amount, label="Transfer", partner=None, invoice=None):
        """A line of the bank, matched with what it pays."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": day,
                "payment_ref": label,
                "amount": amount,
                "partner_id": partner and partner.id,
            }
        )
        if invoice:
            term = invoice.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            suspense = line.line_ids.filtered(
                lambda other: other.account_id == self.bank.suspense_account_id
            )
            suspense.account_id = term.account_id
            suspense.partner_id = term.partner_id
            (suspense + term).reconcile()
        return line

    def _rows(self, kept):
        return {
            (row.category, row.cause, row.name or ""): (
                row.expected,
                row.actual,
                row.difference,
            )
            for row in kept.variance_ids
        }

    def _check_sums(self, kept, change):
        rows = kept.variance_ids
        self.assertAlmostEqual(sum(rows.mapped("actual")), change)
        self.assertAlmostEqual(
            sum(rows.mapped("expected")),
            sum(kept.total_ids.filtered(lambda t: t.number == 1).mapped("amount")),
        )
        self.assertAlmostEqual(
            sum(rows.mapped("expected")) + sum(rows.mapped("difference")), change
        )

    def test_late_early_and_unforeseen(self):
        paid = self._invoice(31, 1000.0)
        self._invoice(31, 400.0, partner=self._customer("Slow"))
        bill = self._bill(28, 300.0)  # due on Wednesday 1 April
        kept = self._monday()
        self._bank("2026-04-02", 1000.0, invoice=paid)
        self._bank("2026-04-03", -45.5, "Fine")
        self._next_monday()
        rows = self._rows(kept)
        expected, actual, difference = rows["customers", "early", paid.name]
        self.assertEqual(actual, 1000.0)
        self.assertAlmostEqual(difference, 1000.0 - expected)
        self.assertEqual(rows["suppliers", "late", bill.name], (-300.0, 0.0, 300.0))
        self.assertEqual(rows["other_out", "unforeseen", "Fine"], (0.0, -45.5, -45.5))
        self._check_sums(kept, 954.5)

    def test_a_bill_paid_on_the_day_is_as_foreseen(self):
        bill = self._bill(28, 300.0)
        kept = self._monday()
        self._bank("2026-04-01", -300.0, invoice=bill)
        self._next_monday()
        self.assertEqual(
            self._rows(kept),
            {("suppliers", "foreseen", bill.name): (-300.0, -300.0, 0.0)},
        )

    def test_a_bill_of_which_a_credit_note_took_a_part(self):
        bill = self._bill(28, 300.0)
        kept = self._monday()
        with freeze_time("2026-04-01 08:00:00"):
            refund = bill._reverse_moves(
                [{"invoice_date": "2026-04-01", "date": "2026-04-01"}]
            )
            refund.invoice_line_ids.price_unit = 100.0
            refund.action_post()
            (bill + refund).line_ids.filtered(
                lambda line: line.account_type == "liability_payable"
            ).reconcile()
        self._bank("2026-04-02", -200.0, invoice=bill)
        self._next_monday()
        self.assertEqual(
            self._rows(kept),
            {
                ("suppliers", "foreseen", bill.name): (-300.0, -200.0, 0.0),
                ("suppliers", "changed", bill.name): (0.0, 0.0, 100.0),
            },
        )

    def test_an_invoice_of_the_week_is_unforeseen(self):
        kept = self._monday()
        new = self._invoice(-1, 250.0)
        self._bank("2026-04-03", 250.0, "VIR", invoice=new)
        self._next_monday()
        self.assertEqual(
            self._rows(kept), {("customers", "unforeseen", "VIR"): (0.0, 250.0, 250.0)}
        )

    def test_a_payment_seen_later_on_the_bank(self):
        """The invoice behind the payment is found through the outstanding account."""
        outstanding = self.env["account.account"].create(
            {
                "name": "Outstanding",
                "code": "511900",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        self.bank.inbound_payment_method_line_ids.payment_account_id = outstanding
        invoice = self._invoice(31, 1000.0)
        kept = self._monday()
        with freeze_time("2026-04-01 08:00:00"):
            payment = self._register_payment(invoice, payment_date="2026-04-01")
        line = self._bank("2026-04-03", 1000.0)
        suspense = line.line_ids.filtered(
            lambda other: other.account_id == self.bank.suspense_account_id
        )
        suspense.account_id = outstanding
        waiting = payment.move_id.line_ids.filtered(
            lambda other: other.account_id == outstanding
        )
        (suspense + waiting).reconcile()
        self._next_monday()
        [(category, cause, name)] = self._rows(kept)
        self.assertEqual((category, cause, name), ("customers", "early", invoice.name))
        self._check_sums(kept, 1000.0)

    def test_what_the_bank_says_later_is_heard(self):
        paid = self._bill(28, 300.0)
        kept = self._monday()
        self._next_monday()
        self.assertEqual(kept.variance_ids.cause, "late")
        self._bank("2026-04-01", -300.0, invoice=paid)
        self._next_monday("2026-04-08")
        self.assertEqual(kept.variance_ids.cause, "foreseen")
        self.assertTrue(kept.detail)

    def test_the_detail_goes_and_the_causes_stay(self):
        self._bill(28, 300.0)
        kept = self._monday()
        self._next_monday("2026-04-20")
        self.assertFalse(kept.detail)
        self.assertEqual(kept.variance_ids.cause, "late")

    def test_a_week_that_goes_on_is_not_explained(self):
        self._bill(28, 300.0)
        kept = self._monday()
        self._next_monday("2026-04-05")
        self.assertFalse(kept.variance_ids)

    def test_the_due_dates_alone_are_noted(self):
        self._invoice(31, 1000.0)  # due on 30 March: week 1
        self._invoice(20, 70.0)  # due on 10 April: week 2
        kept = self._monday()
        self.assertEqual(kept.week_ids[:3].mapped("claims_due"), [1000.0, 70.0, 0.0])
        self.assertTrue(0 < kept.week_ids[0].claims < 1070.0)

    def test_who_may(self):
        self._bill(28, 300.0)
        kept = self._monday()
        self._next_monday()
        accountant = new_test_user(self.env, "reader", "account.group_account_readonly")
        self.assertEqual(
            kept.variance_ids.with_user(accountant).mapped("difference"), [300.0]
        )
        with self.assertRaises(AccessError):
            kept.with_user(accountant).read(["detail"])
        assistant = new_test_user(self.env, "helper", "tpe_base.group_tpe_assistant")
        with self.assertRaises(AccessError):
            kept.variance_ids.with_user(assistant).read(["name"])
        other = self.env["res.company"].create({"name": "Other"})
        boss = new_test_user(
            self.env, "boss", "tpe_base.group_tpe_manager",
            company_id=other.id, company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            kept.variance_ids.with_user(boss).read(["name"])


@tagged("-at_install", "post_install")
class TestExplain(CashCommon):
    """By hand: forecast, what came, and the causes that must come out."""

    def _causes(self, expected, actuals, credited=None):
        rows = explain(expected, actuals, credited)
        self.assertEqual(
            sum(row.expected + row.difference for row in rows),
            sum(one.cents for one in actuals),
        )
        self.assertEqual(
            sum(row.expected for row in rows), sum(one.cents for one in expected)
        )
        return sorted((row.category, row.cause, row.difference) for row in rows)

    def test_sales_foreseen_become_invoices(self):
        """800 + 300 of orders; 900 came from invoices made since Monday."""
        self.assertEqual(
            self._causes(
                [
                    Expected("o1", "orders", 800, 900, booked=False),
                    Expected("o2", "expected_sales", 300, 300, booked=False),
                ],
                [Actual("customers", 900, "new")],
            ),
            [("expected_sales", "not_invoiced", -200), ("orders", "foreseen", 0)],
        )

    def test_more_sales_than_foreseen(self):
        self.assertEqual(
            self._causes(
                [Expected("o1", "orders", 800, 900, booked=False)],
                [Actual("customers", 1000, "new")],
            ),
            [("customers", "unforeseen", 200), ("orders", "foreseen", 0)],
        )

    def test_a_subscription_is_found_by_its_supplier(self):
        """The other supplier of the same category was not debited."""
        self.assertEqual(
            self._causes(
                [
                    Expected("r1", "recurring", -50, -50, False, partner_id=1),
                    Expected("r2", "recurring", -80, -80, False, partner_id=2),
                ],
                [Actual("suppliers", -55, "bill", partner_id=1)],
            ),
            [("recurring", "changed", -5), ("recurring", "late", 80)],
        )

    def test_salaries_paid_in_two(self):
        self.assertEqual(
            self._causes(
                [Expected("s", "payroll", -5000, -5000, booked=False)],
                [Actual("payroll", -2600), Actual("payroll", -2500)],
            ),
            [("payroll", "changed", -100)],
        )

    def test_more_than_the_invoice(self):
        self.assertEqual(
            self._causes(
                [Expected("a", "customers", 400, 1000)],
                [Actual("customers", 1010, "a")],
            ),
            [("customers", "changed", 10), ("customers", "early", 600)],
        )

    def test_money_back_is_no_foreseen_purchase(self):
        self.assertEqual(
            self._causes(
                [Expected("r", "recurring", -50, -50, False, partner_id=1)],
                [Actual("suppliers", 20, None, partner_id=1)],
            ),
            [("recurring", "late", 50), ("suppliers", "unforeseen", 20)],
        )

    def test_nobody_in_particular_is_not_one_partner(self):
        """Without a partner only the category brings a forecast and a payment together."""
        self.assertEqual(
            self._causes(
                [Expected("rent", "rent", -800, -800, booked=False)],
                [Actual("payroll", -820)],
            ),
            [("payroll", "unforeseen", -820), ("rent", "late", 800)],
        )

    def test_a_tax_given_back_is_no_tax_paid(self):
        self.assertEqual(
            self._causes(
                [Expected("t", "tax", -500, -500, booked=False)], [Actual("tax", 300)]
            ),
            [("tax", "late", 500), ("tax", "unforeseen", 300)],
        )

    def test_what_is_foreseen_for_later_takes_no_money(self):
        self.assertEqual(
            self._causes(
                [Expected("p", "purchases", 0, -900, booked=False)],
                [Actual("suppliers", -50)],
            ),
            [("suppliers", "unforeseen", -50)],
        )

    def test_of_two_subscriptions_the_larger_is_served_first(self):
        self.assertEqual(
            self._causes(
                [
                    Expected("a", "recurring", -50, -50, False, partner_id=1),
                    Expected("b", "recurring", -80, -80, False, partner_id=1),
                ],
                [Actual("suppliers", -80, None, partner_id=1)],
            ),
            [("recurring", "foreseen", 0), ("recurring", "late", 50)],
        )

    def test_nothing_foreseen_and_nothing_paid_is_not_told(self):
        later = Expected("a", "customers", 0, 1000)
        nothing = Expected("z", "customers", 0, 0)
        self.assertEqual(self._causes([later, nothing], []), [])

    def test_gathering_loses_nothing(self):
        rows = explain(
            [Expected(str(n), "customers", 7 * n, 100 * n) for n in range(1, 60)],
            [Actual("customers", 100 * n, str(n)) for n in range(1, 60, 2)],
        )
        few = gathered(rows, 5)
        self.assertEqual(len(few), 12)
        for name in ("expected", "actual", "difference"):
            self.assertEqual(
                sum(getattr(row, name) for row in few),
                sum(getattr(row, name) for row in rows),
            )
