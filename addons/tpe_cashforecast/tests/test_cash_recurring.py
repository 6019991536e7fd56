from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import CashCommon


@freeze_time("2026-03-31 07:00:00")
class RecurringCommon(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recurring = cls.env["tpe.cash.recurring"]
        cls.landlord = cls._customer("Foncière des Brotteaux")

    @classmethod
    def _flow(cls, **values):
        return cls.recurring.create(
            {
                "name": "Rent",
                "category": "rent",
                "amount": 1000.0,
                "first_day": date(2026, 1, 5),
                **values,
            }
        )

    def _paid(self, **scenario):
        """``[(day, amount)]`` of the recurring flows of the forecast."""
        _opening, flows, _weeks, _words = self._build(**scenario)
        return [
            (f"{flow.day:%d/%m}", flow.cents / 100)
            for flow in flows
            if flow.source == "recurring"
        ]

    @classmethod
    def _bank_line(cls, day, amount, partner):
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.bank.id,
                "date": day,
                "amount": amount,
                "payment_ref": "VIR",
                "partner_id": partner.id,
            }
        )

    @classmethod
    def _account(cls, code, account_type="liability_current", **values):
        return cls.env["account.account"].create(
            {"name": code, "code": code, "account_type": account_type, **values}
        )

    @classmethod
    def _entry(cls, day, *lines):
        """A posted entry of ``(account, balance)``."""
        entry = cls.env["account.move"].create(
            {
                "date": day,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in lines
                ],
            }
        )
        entry.action_post()
        return entry


@tagged("-at_install", "post_install")
class TestCashRecurring(RecurringCommon):
    def test_a_rent_leaves_each_month_on_a_working_day(self):
        self._flow()
        # 5 April 2026 is a Sunday and the 6 is Easter Monday.
        self.assertEqual(
            self._paid(), [("07/04", -1000.0), ("05/05", -1000.0), ("05/06", -1000.0)]
        )

    def test_the_end_of_the_month_is_counted_from_the_31(self):
        self._flow(first_day=date(2026, 1, 31), shift="none")
        self.assertEqual([day for day, _a in self._paid()], ["31/03", "30/04", "31/05"])

    def test_the_working_day_before(self):
        self._flow(first_day=date(2026, 1, 31), shift="previous")
        # 31 May 2026 is a Sunday.
        self.assertEqual([day for day, _a in self._paid()], ["31/03", "30/04", "29/05"])

    def test_a_day_brought_forward_into_the_last_week(self):
        # 13 weeks from 31 March end on Monday 29 June; 30 June is not reached,
        # Sunday 5 July neither, but the 1 July of a firm that pays on Friday 26 June is.
        self._flow(first_day=date(2026, 6, 28), periodicity="once", shift="previous")
        self.assertEqual(self._paid(), [("26/06", -1000.0)])

    def test_it_ends(self):
        self._flow(end_day=date(2026, 5, 4))
        self.assertEqual([day for day, _a in self._paid()], ["07/04"])

    def test_once(self):
        self._flow(
            name="Grant",
            category="other_in",
            periodicity="once",
            first_day=date(2026, 5, 20),
            amount=6000,
        )
        self.assertEqual(self._paid(), [("20/05", 6000.0)])

    def test_raised_at_each_anniversary(self):
        self._flow(first_day=date(2025, 5, 5), indexation=3.0)
        self.assertEqual([a for _d, a in self._paid()], [-1000.0, -1030.0, -1030.0])

    def test_a_posted_bill_stands_for_its_period(self):
        self._flow(partner_id=self.landlord.id)
        bill = self._bill(1, 1010.0, term=12, partner=self.landlord)  # due 11 April
        self.assertEqual([day for day, _a in self._paid()], ["05/05", "05/06"])
        flow = self.recurring.search([])
        self.assertIn(bill.name, flow.preview)
        self.assertEqual(flow.next_on, date(2026, 5, 5))

    def test_a_draft_bill_stands_for_its_period(self):
        self._flow(partner_id=self.landlord.id)
        bill = self._bill(1, 1010.0, term=40, partner=self.landlord)  # due 9 May
        bill.button_draft()
        self.assertEqual([day for day, _a in self._paid()], ["07/04", "05/06"])
        bill.button_cancel()
        self.assertEqual(len(self._paid()), 3)

    def test_a_bill_is_nearer_to_its_period_than_to_the_next(self):
        self._flow(partner_id=self.landlord.id)
        self._bill(1, 1000.0, term=22, partner=self.landlord)  # due 21 April
        self.assertEqual([day for day, _a in self._paid()], ["07/04", "05/06"])

    def test_a_repair_is_not_the_rent(self):
        self._flow(partner_id=self.landlord.id)
        self._bill(1, 120.0, term=6, partner=self.landlord)
        self.assertEqual(len(self._paid()), 3)

    def test_another_supplier_is_not_the_landlord(self):
        self._flow(partner_id=self.landlord.id)
        self._bill(1, 1000.0, term=6)
        self.assertEqual(len(self._paid()), 3)

    def test_a_bank_entry_stands_for_its_period(self):
        self._flow(partner_id=self.landlord.id, first_day=date(2026, 1, 31))
        self._bank_line(date(2026, 3, 30), -1000.0, self.landlord)
        self.assertEqual([day for day, _a in self._paid()], ["30/04", "01/06"])

    def test_a_receipt_is_not_a_payment(self):
        self._flow(partner_id=self.landlord.id, first_day=date(2026, 1, 31))
        self._bank_line(date(2026, 3, 30), 1000.0, self.landlord)
        self.assertEqual(len(self._paid()), 3)

    def test_the_payment_of_a_bill_is_not_another_period(self):
        self._flow(partner_id=self.landlord.id, first_day=date(2026, 1, 31))
        bill = self._bill(40, 1000.0, term=20, partner=self.landlord)  # due 11 March
        entry = self._bank_line(date(2026, 3, 30), -1000.0, self.landlord)
        payable = bill.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        entry.move_id.button_draft()
        entry.line_ids.filtered(
            lambda line: line.account_id.account_type != "asset_cash"
        ).account_id = payable.account_id
        entry.move_id.action_post()
        own = entry.line_ids.filtered(
            lambda line: line.account_id == payable.account_id
        )
        (own + payable).reconcile()
        # The bill stands for the 28 February: the payment says nothing of the 31 March.
        self.assertEqual([d for d, _a in self._paid()], ["31/03", "30/04", "01/06"])

    def test_an_automatic_bill_stands_for_the_ones_it_will_make(self):
        self._flow(partner_id=self.landlord.id)
        bill = self._bill(1, 1000.0, term=6, partner=self.landlord)
        bill.button_draft()
        bill.write({"auto_post": "monthly", "auto_post_until": date(2026, 4, 30)})
        # 30 March (due 5 April) and 30 April (due 5 May).
        self.assertEqual([d for d, _a in self._paid()], ["05/06"])

    def test_a_payment_not_seen_yet_is_waited_for_some_days(self):
        self._flow(partner_id=self.landlord.id, first_day=date(2026, 1, 25))
        self._flow(first_day=date(2026, 1, 25), amount=7)
        paid = self._paid()
        self.assertEqual(paid[0], ("31/03", -1000.0))  # that of 25 March
        unknown = [day for day, amount in paid if amount == -7]
        self.assertEqual(unknown, ["27/04", "26/05", "25/06"])

    def test_a_flow_in_another_currency_is_at_the_rate_of_the_day(self):
        dollar = self.setup_other_currency(
            "CHF", rates=[("2026-01-01", 2.0), ("2026-03-31", 1.25)]
        )
        self._flow(
            currency_id=dollar.id, periodicity="once", first_day=date(2026, 4, 8)
        )
        self.assertEqual(self._paid(), [("08/04", -800.0)])

    def test_what_is_proposed_or_archived_does_not_count(self):
        proposed = self._flow(is_proposed=True)
        self._flow(active=False)
        self.assertEqual(self._paid(), [])
        proposed.action_accept()
        self.assertEqual(len(self._paid()), 3)

    def test_another_company_does_not_count(self):
        other = self.setup_other_company(name="Other")["company"]
        self._flow(company_id=other.id)
        self.assertEqual(self._paid(), [])

    def test_who_sees_salaries(self):
        salaries = self._flow(name="Salaries", category="payroll")
        assistant = new_test_user(
            self.env,
            "assistant",
            groups="tpe_base.group_tpe_assistant,account.group_account_invoice",
        )
        with self.assertRaises(AccessError):
            salaries.with_user(assistant).read(["amount"])
        with self.assertRaises(AccessError):
            self.recurring.with_user(assistant).action_suggest()
        other = self.env["res.company"].create({"name": "Other"})
        abroad = new_test_user(
            self.env,
            "abroad",
            groups="tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            salaries.with_user(abroad).read(["amount"])
        accountant = new_test_user(
            self.env, "reader", groups="account.group_account_readonly"
        )
        self.assertEqual(salaries.with_user(accountant).amount, 1000.0)
        self.assertTrue(salaries.with_user(accountant).preview)
        for change in (
            lambda: salaries.with_user(accountant).write({"amount": 1}),
            lambda: salaries.with_user(accountant).action_accept(),
            lambda: salaries.with_user(accountant).action_refuse(),
            lambda: self.recurring.with_user(accountant).action_suggest(),
        ):
            with self.assertRaises(AccessError):
                change()


@tagged("-at_install", "post_install")
class TestCashSalaries(RecurringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay, cls.urssaf = cls._account("421000"), cls._account("431000")
        cls.charge = cls._account("641100", "expense")

    def _salary(self, day, net, social):
        self._entry(
            day, (self.charge, net + social), (self.pay, -net), (self.urssaf, -social)
        )

    def _settle(self, day, account, amount):
        self._entry(day, (account, amount), (self.bank.default_account_id, -amount))

    def _three_months(self):
        """December 900, January 1000, February 1100; all paid but February's URSSAF."""
        for day, net, social in (
            (date(2025, 12, 31), 900, 400),
            (date(2026, 1, 31), 1000, 400),
            (date(2026, 2, 28), 1100, 430),
        ):
            self._salary(day, net, social)
            self._settle(day, self.pay, net)
        self._settle(date(2026, 1, 15), self.urssaf, 400)
        self._settle(date(2026, 2, 16), self.urssaf, 400)

    def test_net_pay_is_the_mean_of_three_months(self):
        self._three_months()
        self._flow(
            category="payroll",
            amount_mode="books",
            first_day=date(2026, 1, 31),
            shift="previous",
        )
        self.assertEqual(
            self._paid(), [("31/03", -1000.0), ("30/04", -1000.0), ("29/05", -1000.0)]
        )

    def test_pay_that_is_booked_is_that_payment(self):
        self._three_months()
        self._salary(date(2026, 3, 31), 1500, 500)
        self._flow(category="payroll", amount_mode="books", first_day=date(2026, 1, 31))
        self.assertEqual(
            [amount for _day, amount in self._paid()], [-1500.0, -1000.0, -1000.0]
        )
        self._settle(date(2026, 3, 31), self.pay, 1500)
        self.assertEqual([amount for _day, amount in self._paid()], [-1000.0, -1000.0])

    def test_contributions_owed_are_the_next_payment(self):
        self._three_months()
        self._settle(date(2026, 3, 16), self.urssaf, 430)
        self._salary(date(2026, 3, 31), 1500, 520)
        self._flow(
            category="social",
            amount_mode="books",
            debt_accounts="431",
            first_day=date(2026, 1, 15),
        )
        # 520 are owed for March; then the mean of 400, 400 and 430.
        self.assertEqual(
            self._paid(), [("15/04", -520.0), ("15/05", -410.0), ("15/06", -410.0)]
        )

    def test_quarterly_contributions(self):
        self._three_months()
        self._flow(
            category="social",
            amount_mode="books",
            debt_accounts="431",
            periodicity="quarterly",
            first_day=date(2026, 1, 15),
        )
        # 430 are owed for February, and March is not booked yet: 410.
        self.assertEqual(self._paid(), [("15/04", -840.0)])

    def test_contributions_late_are_due_now(self):
        self._salary(date(2026, 2, 28), 1000, 430)
        self._salary(date(2026, 3, 31), 1000, 450)
        self._flow(
            category="social",
            amount_mode="books",
            debt_accounts="431",
            first_day=date(2026, 1, 20),
        )
        # 430 was to be paid on the 20, eleven days ago.
        self.assertEqual(self._paid()[:2], [("31/03", -430.0), ("20/04", -450.0)])

    def test_without_accounts_the_books_say_nothing(self):
        with self.assertRaises(ValidationError):
            self._flow(category="rent", amount_mode="books")
        with self.assertRaises(ValidationError):
            self._flow(category="payroll", amount_mode="books", periodicity="weekly")

    def test_pay_and_contributions_are_proposed_from_the_books(self):
        self._three_months()
        found = self.recurring._suggest(self.company)
        self.assertEqual(
            [(flow.category, flow.debt_accounts, flow.first_day.day, flow.is_proposed)
             for flow in found],
            [("payroll", "421", 31, True), ("social", "431", 15, True)],
        )  # fmt: skip
        self.assertFalse(self.recurring._suggest(self.company))


@tagged("-at_install", "post_install")
class TestCashSuggestions(RecurringCommon):
    def test_bills_that_come_back_are_proposed_once(self):
        for month in range(4):
            self._bill(40 + 30 * month, 214.0, term=12, partner=self.landlord)
        self._bill(20, 3000.0)
        found = self.recurring._suggest(self.company)
        self.assertEqual(found.partner_id, self.landlord)
        self.assertEqual((found.periodicity, found.amount), ("monthly", 214.0))
        self.assertEqual(self._paid(), [])
        self.assertFalse(self.recurring._suggest(self.company))
        found.action_refuse()
        self.assertFalse(self.recurring._suggest(self.company))

    def test_twice_a_year_is_seen_over_two_years(self):
        for days in (30, 212, 395):
            self._bill(days, 1740.0, term=10, partner=self.landlord)
        found = self.recurring._suggest(self.company)
        self.assertEqual((found.periodicity, found.amount), ("half_yearly", 1740.0))
        self.assertEqual(found.first_day, date(2026, 3, 11))

    def test_a_subscription_that_ended_is_not_proposed(self):
        for month in range(4):
            self._bill(200 + 30 * month, 214.0, term=12, partner=self.landlord)
        self.assertFalse(self.recurring._suggest(self.company))

    def test_doubled_subscription(self):
        for days in (20, 20, 50, 50):
            self._bill(days, 49.0, term=0, partner=self.landlord)
        [(partner, _extra, sentence)] = self.recurring._doubtful_subscriptions(
            self.company
        )
        self.assertEqual(partner, self.landlord)
        self.assertIn("49", sentence)

    def test_subscription_nobody_bills_any_more(self):
        flow = self._flow(partner_id=self.landlord.id, amount=49.0)
        self._bill(100, 49.0, term=0, partner=self.landlord)
        [(doubt, _extra, _sentence)] = self.recurring._doubtful_subscriptions(
            self.company
        )
        self.assertEqual(doubt, flow)
        self._bill(10, 49.0, term=0, partner=self.landlord)
        self.assertFalse(self.recurring._doubtful_subscriptions(self.company))

    def test_bills_of_one_supplier_are_told_apart_by_their_amounts(self):
        self._flow(name="Fleet", partner_id=self.landlord.id, amount=1740.0)
        self._flow(name="Liability", partner_id=self.landlord.id, amount=2890.0)
        self._bill(30, 1740.0, term=0, partner=self.landlord)
        self._bill(10, 2890.0, term=0, partner=self.landlord)
        self.assertFalse(self.recurring._doubtful_subscriptions(self.company))

    def test_subscription_dearer_than_noted(self):
        flow = self._flow(partner_id=self.landlord.id, amount=49.0)
        self._bill(10, 55.0, term=0, partner=self.landlord)
        self.assertFalse(self.recurring._doubtful_subscriptions(self.company))
        self._bill(5, 60.0, term=0, partner=self.landlord)
        [(doubt, _extra, _sentence)] = self.recurring._doubtful_subscriptions(
            self.company
        )
        self.assertEqual(doubt, flow)
