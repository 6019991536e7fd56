from datetime import date, timedelta
from random import Random

from odoo import Command
from odoo.tests import tagged

from ..tools.flow import WEEKS
from .common import TODAY, CashCommon


@tagged("-at_install", "post_install")
class TestCashSources(CashCommon):
    # --- Opening -----------------------------------------------------------------------

    def test_a_typed_balance_counts_while_the_bank_is_older(self):
        self._money(500, days_ago=10)
        self.company.tpe_cash_typed_balance = 3000
        self.company.tpe_cash_typed_on = TODAY - timedelta(11)
        self.assertEqual(self._build()[0], 10_500_00)
        self.company.tpe_cash_typed_on = TODAY - timedelta(9)
        self.assertEqual(self._build()[0], 3000_00)
        self._money(40, days_ago=2, journal=self.company_data["default_journal_cash"])
        opening, _flows, _weeks, words = self._build()
        # The till moved after the day of the typed figure; the bank did not.
        self.assertEqual(opening, 3040_00)
        self.assertIn("typed on", " ".join(words))
        self.company.tpe_cash_typed_on = TODAY + timedelta(1)
        self.assertEqual(self._build()[0], 10_540_00)

    def test_how_old_the_bank_is(self):
        self.assertIn("30 days ago", " ".join(self._build()[3]))
        self._money(1, days_ago=1)
        self.assertNotIn("days ago", " ".join(self._build()[3]))

    def test_money_dated_later_comes_later(self):
        self._money(700, days_ago=-10)
        opening, [flow], weeks, _words = self._build()
        self.assertEqual(opening, 10_000_00)
        self.assertEqual(flow.weeks[1], 700_00)
        self.assertEqual(weeks[1].closing, 10_700_00)

    # --- Counted once ------------------------------------------------------------------

    def test_a_registered_payment_is_not_its_invoice_too(self):
        for outstanding in (True, False):
            with self.subTest(outstanding=outstanding):
                invoice = self._invoice(20, 300.0)
                payment = self._payment(invoice, outstanding)
                self.assertEqual(invoice.amount_residual, 0 if outstanding else 300)
                [flow] = [f for f in self._found() if f.cents == 300_00]
                self.assertEqual(flow.weeks[0], 300_00)
                self.assertEqual(flow.record, ("account.payment", payment.id))
                payment.action_draft()
                invoice.button_draft()
                invoice.button_cancel()

    def test_a_payment_of_a_part_leaves_the_rest(self):
        invoice = self._invoice(20, 300.0)
        self._payment(invoice, outstanding=False, amount=100.0)
        cents = sorted(flow.cents for flow in self._found())
        self.assertEqual(cents, [100_00, 200_00])

    def test_a_bill_paid_by_a_payment_without_an_entry(self):
        bill = self._bill(20, 80.0)
        self._payment(bill, outstanding=False)
        [flow] = self._found()
        self.assertEqual((flow.cents, flow.weeks[0]), (-80_00, -80_00))

    def test_a_line_of_the_bank_that_is_not_matched(self):
        self._invoice(20, 300.0)
        other = self._invoice(20, 400.0)
        self._bank_line(300.0, self.customer)
        self.assertEqual(self._money_foreseen(), 10_700_00)
        self.assertEqual([f.record[1] for f in self._found()], [other.id])
        # Nobody knows what this one pays: it is not new money.
        self._bank_line(50.0)
        self.assertEqual(self._money_foreseen(), 10_700_00)
        # Spent, and no bill says so: it is not one of the bills.
        self._bill(5, 60.0)
        self._bank_line(-60.0)
        self.assertEqual(self._money_foreseen(), 10_580_00)

    def test_one_sale_from_the_quote_to_the_bank_is_one_amount(self):
        revenue = self.company_data["default_account_revenue"]
        self.company.downpayment_account_id = revenue
        product = self.env["product.product"].create(
            {"name": "Works", "type": "service", "invoice_policy": "order"}
        )
        self.env.user.group_ids |= self.env.ref("sales_team.group_sale_manager")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 2,
                            "price_unit": 500.0,
                            "tax_ids": [Command.set(self.tax_sale_a.ids)],
                        }
                    )
                ],
            }
        )
        total = order.amount_total
        self.assertGreater(total, 1000)
        there = 10_000_00 + round(total * 100)

        def step(name, *sources):
            with self.subTest(step=name):
                self.assertEqual(self._money_foreseen(), there)
                self.assertEqual([f.source for f in self._found()], list(sources))

        order.action_quotation_sent()
        step("quote", "quote")
        [flow] = self._found()
        self.assertGreater(flow.never, flow.cents // 2)
        order.action_confirm()
        step("order", "order")
        # Without a planned date, and no habit yet: invoiced in two weeks.
        [flow] = self._found()
        self.assertEqual((flow.weeks[:2], flow.day > TODAY), ((0, 0), True))
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        deposit = wizard._create_invoices(order)
        step("deposit, draft", "draft", "order")
        deposit.action_post()
        step("deposit", "order", "receivable")
        invoice = order._create_invoices(final=True)
        step("draft", "draft", "receivable")
        invoice.action_post()
        step("invoice", "receivable", "receivable")
        payment = self._payment(invoice)
        step("payment", "bank", "receivable")
        line = self._bank_line(invoice.amount_total, self.customer)
        step("bank", "receivable")
        self._match(line, payment)
        step("matched", "receivable")

    def test_credits_come_off_what_is_owed(self):
        self._invoice(20, 300.0)
        refund = self._invoice(5, 100.0, move_type="out_refund")
        flows = {flow.record[1]: flow for flow in self._found()}
        taken = flows.pop(refund.id)
        [owed] = flows.values()
        self.assertEqual(taken.cents, -100_00)
        for theirs, off in zip(owed.weeks, taken.weeks, strict=True):
            self.assertAlmostEqual(3 * -off, theirs, delta=2)
        refund = self._invoice(5, 300.0, move_type="out_refund")
        # More than he owes: nobody says when it is given back.
        self.assertEqual(sum(sum(flow.weeks) for flow in self._found()), 0)
        self.assertEqual(sum(flow.cents for flow in self._found()), -100_00)

    def test_a_refund_of_a_supplier_comes_off_his_bills(self):
        self._bill(20, 300.0)
        self._bill(5, 100.0, move_type="in_refund")
        self._bill(5, 40.0, move_type="in_refund", partner=self.partner_a)
        self.assertEqual(sum(sum(flow.weeks) for flow in self._found()), -200_00)

    # --- Who pays when -----------------------------------------------------------------

    def test_another_currency_at_the_rate_of_the_day(self):
        dollar = self.setup_other_currency(
            "CAD", rates=[("2026-01-01", 2.0), ("2026-03-20", 4.0)]
        )
        self._invoice(60, 400.0, currency_id=dollar.id)
        [flow] = self._found()
        self.assertEqual(flow.cents, 100_00)

    def test_a_tax_credit_is_no_customer(self):
        self._invoice(10, 100.0)
        for kind, balance in (("asset_receivable", 500), ("liability_payable", -900)):
            account = self.env["account.account"].create(
                {
                    "code": f"4456{balance % 97}",
                    "name": "VAT",
                    "account_type": kind,
                    "reconcile": True,
                    "non_trade": True,
                }
            )
            self.env["account.move"].create(
                {
                    "date": TODAY,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "balance": balance,
                                "no_followup": False,
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
                }
            ).action_post()
        self.assertEqual([flow.cents for flow in self._found()], [100_00])

    def _promise(self, invoice, days, **values):
        return self.env["tpe.dunning.promise"].create(
            {
                "partner_id": invoice.partner_id.id,
                "move_ids": [Command.set(invoice.ids)],
                "promised_on": TODAY,
                "date": TODAY + timedelta(days),
                **values,
            }
        )

    def test_a_promise_moves_the_money_to_its_week(self):
        invoice = self._invoice(60, 1000.0)
        [before] = self._found()
        self._promise(invoice, 38)  # a Friday, week 6
        [flow] = self._found()
        self.assertEqual(flow.note, "promise of 8 May")
        self.assertGreater(flow.weeks[5], 500_00)
        self.assertLess(before.weeks[5], 200_00)

    def test_a_promise_of_a_part(self):
        invoice = self._invoice(60, 1000.0)
        self._promise(invoice, 38, amount=400.0)
        [flow] = self._found()
        self.assertEqual(flow.cents, 1000_00)
        self.assertGreater(flow.weeks[5], 200_00)
        self.assertLess(flow.weeks[5], 400_00)

    def test_a_plan_spreads_the_money_over_its_parts(self):
        invoice = self._invoice(60, 900.0)
        plan = self.env["tpe.dunning.plan"].create(
            {
                "partner_id": invoice.partner_id.id,
                "move_ids": [Command.set(invoice.ids)],
                "line_ids": [
                    Command.create({"date": TODAY + timedelta(days), "amount": 300.0})
                    for days in (10, 38, 66)
                ],
            }
        )
        plan.action_start()
        [flow] = self._found()
        for week in (1, 5, 9):
            self.assertGreater(flow.weeks[week], 150_00)
        self._payment(invoice, amount=300.0)
        [_paid, flow] = sorted(self._found(), key=lambda f: f.source)
        self.assertEqual(flow.cents, 600_00)
        self.assertLess(flow.weeks[1], 100_00)

    def test_a_dispute_slows_it_down(self):
        invoice = self._invoice(20, 1000.0)
        [before] = self._found()
        self.env["tpe.dunning.dispute"].create(
            {
                "partner_id": invoice.partner_id.id,
                "move_ids": [Command.set(invoice.ids)],
            }
        )
        [flow] = self._found()
        self.assertEqual(flow.note, "disputed")
        self.assertLess(sum(flow.weeks[:6]), sum(before.weeks[:6]) * 0.7)

    def test_a_blocked_invoice_leaves_through_its_chances_only(self):
        invoice = self._invoice(20, 1000.0)
        [before] = self._found()
        invoice.payment_state = "blocked"
        [flow] = self._found()
        self.assertEqual((flow.note, flow.cents), ("payment blocked", 1000_00))
        self.assertLess(sum(flow.weeks), sum(before.weeks))
        self.assertGreater(sum(flow.weeks), 0)

    def test_why_then(self):
        for days in (300, 250, 200):
            invoice = self._invoice(days, 100.0)
            self._register_payment(
                invoice, payment_date=invoice.invoice_date_due + timedelta(12)
            )
        self._invoice(20, 100.0)
        notes = [f.note for f in self._found() if f.source == "receivable"]
        self.assertEqual(notes, ["usually late by 12 d"])

    def test_days_late_and_a_lost_customer(self):
        self._invoice(20, 1000.0)
        self._invoice(5, 50.0, move_type="out_refund")
        soon = sum(self._build()[1][0].weeks[:3])
        late = sum(self._build(days_late=21)[1][0].weeks[:3])
        self.assertLess(late, soon / 2)
        weeks = self._build(lost=frozenset(self.customer.ids))[2]
        self.assertEqual(weeks[-1].closing, 10_000_00)

    def test_a_discount_is_taken_while_it_can_be(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
                "line_ids": [Command.create({"value": "percent", "nb_days": 30})],
            }
        )
        self._bill(0, 1000.0, invoice_payment_term_id=term.id)
        [flow] = self._found()
        self.assertEqual((flow.weeks[1], flow.never), (-980_00, -20_00))
        self.assertIn("20.00 less if paid by 10 April", flow.note.replace("\xa0", " "))

    # --- What is not in the books yet --------------------------------------------------

    def test_drafts_and_their_copies_to_come(self):
        bill = self._bill(0, 100.0, term=0)
        bill.button_draft()
        bill.write({"auto_post": "monthly", "auto_post_until": date(2026, 6, 1)})
        flows = [f for f in self._found() if f.source == "draft"]
        # 31 March, 30 April, 31 May; the next would be after the end.
        self.assertEqual(
            [str(flow.day) for flow in flows],
            ["2026-03-31", "2026-04-30", "2026-05-31"],
        )
        self.assertEqual({flow.cents for flow in flows}, {-100_00})

    def test_an_old_draft_is_forgotten(self):
        invoice = self._invoice(100, 100.0)
        invoice.button_draft()
        self.env.cr.execute(
            "UPDATE account_move SET create_date = '2026-01-10' WHERE id = %s",
            invoice.ids,
        )
        _opening, flows, _weeks, words = self._build()
        self.assertFalse(flows)
        self.assertIn("older than 60 days, left out: 1", " ".join(words))

    def test_what_is_usually_invoiced_and_billed(self):
        for week in range(20):
            self._invoice(7 * week + 1, 700.0)
            self._bill(7 * week + 1, 70.0)
        flows = self._found()
        sales = [f for f in flows if f.category == "expected_sales"]
        bought = [f for f in flows if f.category == "expected_purchases"]
        # 100 a day for 13 weeks, the month being taken in four parts.
        self.assertAlmostEqual(sum(f.cents for f in sales), 9100_00, delta=900_00)
        self.assertAlmostEqual(sum(f.cents for f in bought), -910_00, delta=90_00)
        # Due after 30 days: little comes before.
        self.assertLess(sum(sales[0].weeks[:4]), sales[0].cents // 20)
        # What is written already comes off.
        draft = self._invoice(0, 2000.0)
        draft.button_draft()
        less = sum(f.cents for f in self._found() if f.category == "expected_sales")
        self.assertAlmostEqual(less, sum(f.cents for f in sales) - 2000_00, delta=10_00)

    def test_nothing_is_guessed_from_a_short_history(self):
        self._invoice(80, 100.0)
        _opening, flows, _weeks, words = self._build()
        self.assertEqual([flow.category for flow in flows], ["customers"])
        self.assertIn("Sales to come: none", " ".join(words))

    # --- Whatever the books ------------------------------------------------------------

    def test_any_ledger_adds_up(self):
        for seed in range(4):
            draw = Random(seed)
            for _time in range(draw.randint(0, 12)):
                amount = draw.randint(1, 99_999) / 100
                make = draw.choice((self._invoice, self._bill))
                kind = draw.choice(("invoice", "invoice", "refund"))
                side = "out" if make == self._invoice else "in"
                move = make(
                    draw.randint(0, 400),
                    amount,
                    term=draw.choice((0, 30, 45)),
                    partner=draw.choice(
                        (self.customer, self.partner_a, self.partner_b)
                    ),
                    move_type=f"{side}_{kind}",
                )
                if kind == "invoice" and draw.random() < 0.3:
                    self._payment(move, draw.random() < 0.5)
                elif draw.random() < 0.2:
                    move.button_draft()
            if draw.random() < 0.5:
                self._bank_line(draw.randint(-9999, 99_999) / 100)
            for kind in ("pessimistic", "realistic", "optimistic"):
                for scenario in (
                    {"kind": kind},
                    {"kind": kind, "days_late": 17, "sales_loss": 0.31},
                    {"kind": kind, "lost": frozenset(self.customer.ids)},
                ):
                    opening, flows, weeks, _words = self._build(**scenario)
                    for at in range(WEEKS):
                        opening += sum(flow.weeks[at] for flow in flows)
                        self.assertEqual(weeks[at].closing, opening, (seed, scenario))
                    keys = [flow.key for flow in flows]
                    self.assertEqual(len(keys), len(set(keys)))

    def test_an_empty_company(self):
        company = self.env["res.company"].create({"name": "Empty"})
        books = self.forecasts.sudo()._books(company)
        opening, flows, weeks, words = self.forecasts.sudo()._build(books)
        self.assertEqual((opening, flows), (0, []))
        self.assertEqual(weeks[-1].closing, 0)
        self.assertIn("No movement of a bank", " ".join(words))

    def test_another_company_stays_apart(self):
        self._invoice(10, 100.0)
        other = self.setup_other_company()["company"]
        books = self.forecasts.sudo()._books(other)
        opening, flows, _weeks, _words = self.forecasts.sudo()._build(books)
        self.assertEqual((opening, flows), (0, []))
