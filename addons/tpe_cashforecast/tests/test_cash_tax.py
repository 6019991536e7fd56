from datetime import date

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .test_cash_recurring import RecurringCommon


@freeze_time("2026-03-31 07:00:00")
class TaxCommon(RecurringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collected = cls._account("445710")
        cls.deductible = cls._account("445660", "asset_current")
        cls.to_pay = cls._account(
            "445510", "liability_payable", reconcile=True, non_trade=True
        )
        cls.credit = cls._account(
            "445670", "asset_receivable", reconcile=True, non_trade=True
        )
        cls.instalments = cls._account("445810", "asset_current")
        cls.profit_tax, cls.tax_debt = (
            cls._account("695100", "expense"),
            cls._account("444000"),
        )
        cls.local_tax = cls._account("635110", "expense")
        cls.other = cls._account("471000", "asset_current")
        cls.cash = cls.bank.default_account_id
        cls.tax = (
            cls.env["tpe.cash.tax"]
            .sudo()
            .create(
                {"company_id": cls.company.id, "pays_tax": False, "pays_cfe": False}
            )
        )

    @classmethod
    def _vat(cls, day, collected, deductible):
        cls._entry(
            day,
            (cls.collected, -collected),
            (cls.deductible, deductible),
            (cls.other, collected - deductible),
        )

    def _due(self):
        """``[(day paid, amount)]`` of the taxes of the forecast."""
        _opening, flows, _weeks, _words = self._build()
        return [
            (f"{flow.day:%d/%m}", flow.cents / 100)
            for flow in flows
            if flow.source == "tax"
        ]


@tagged("-at_install", "post_install")
class TestCashVat(TaxCommon):
    def _quarter(self):
        """January 600, February 300, March (over tonight) 900 - 300."""
        self._vat(date(2026, 1, 20), 1000, 400)
        self._vat(date(2026, 2, 10), 800, 500)
        self._vat(date(2026, 3, 12), 900, 300)

    def test_monthly_from_the_books(self):
        self._quarter()
        # March: 600 booked, and 1/31 of the mean of January and February (450) for its
        # last day: 14.52.  Then 450 a month.  19 April 2026 is a Sunday.
        self.assertEqual(
            self._due(), [("20/04", -614.52), ("19/05", -450.0), ("19/06", -450.0)]
        )

    def test_how_it_was_counted(self):
        self._quarter()
        self.tax._refresh_lines()
        line = self.tax.line_ids.filtered(lambda line: line.due_on == date(2026, 4, 19))
        self.assertRegex(line.how, "900.*300.*14.52")
        self.assertTrue(line.to_confirm)
        entries = self.env["account.move.line"].search(line.action_entries()["domain"])
        self.assertEqual(sum(entries.mapped("balance")), -600.0)

    def test_quarterly_from_the_books(self):
        self._quarter()
        self.tax.vat_regime = "quarterly"
        # 600 + 300 + 614.52.
        self.assertEqual(self._due(), [("20/04", -1514.52)])

    def test_a_return_that_is_booked_is_that_payment(self):
        self._quarter()
        with freeze_time("2026-04-10 07:00:00"):
            self._entry(
                date(2026, 3, 31),
                (self.collected, 900),
                (self.deductible, -300),
                (self.to_pay, -601),
                (self.other, 1),
            )
            # 601 as it was filed; then the mean of 600, 300 and 600: 21 days of 30 are
            # left of April.
            self.assertEqual(
                self._due(), [("20/04", -601.0), ("19/05", -350.0), ("19/06", -500.0)]
            )
            self._entry(date(2026, 4, 10), (self.to_pay, 601), (self.cash, -601))
            self.assertEqual(self._due(), [("19/05", -350.0), ("19/06", -500.0)])

    def test_a_return_booked_the_month_after_is_no_vat_of_its_month(self):
        self._quarter()
        with freeze_time("2026-04-21 07:00:00"):
            self._entry(
                date(2026, 4, 18),
                (self.collected, 900),
                (self.deductible, -300),
                (self.to_pay, -600),
            )
            self._entry(date(2026, 4, 20), (self.to_pay, 600), (self.cash, -600))
            # April has nothing yet: 10 days of 30 at the mean of 600, 300 and 600.
            self.assertEqual(
                self._due(), [("19/05", -166.67), ("19/06", -500.0), ("20/07", -500.0)]
            )

    def test_a_credit_is_carried_forward(self):
        self._quarter()
        self._entry(date(2026, 2, 28), (self.credit, 700), (self.other, -700))
        # 614.52 - 700 = -85.48, then 450 - 85.48.
        self.assertEqual(self._due(), [("19/05", -364.52), ("19/06", -450.0)])

    def test_a_credit_is_not_a_receipt(self):
        self._entry(date(2026, 2, 28), (self.credit, 700), (self.other, -700))
        _opening, flows, _weeks, _words = self._build()
        self.assertFalse([flow for flow in flows if flow.cents > 0])

    def test_vat_on_what_is_not_settled_is_not_due(self):
        self._quarter()
        waiting = self._account("445740")
        self._entry(date(2026, 2, 10), (waiting, -200), (self.other, 200))
        self.assertEqual(self._due()[1], ("19/05", -450.0))

    def test_franchise(self):
        self._quarter()
        self.tax.vat_regime = "none"
        self.assertEqual(self._due(), [])

    def test_the_day_is_between_15_and_24(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.tax.vat_day = 25
            self.tax.flush_recordset()

    def test_the_simplified_regime_and_its_end(self):
        self.tax.write({"vat_regime": "simplified", "vat_reference": 10_000})
        with freeze_time("2026-11-22 07:00:00"):
            for month in range(1, 11):
                self._vat(date(2026, month, 15), 1500, 500)
            self._entry(date(2026, 7, 20), (self.instalments, 5500), (self.cash, -5500))
            # 40 % of 10,000 on 19 December, a Saturday.
            self.assertEqual(self._due(), [("21/12", -4000.0)])
            lines = {line["key"]: line for line in self._payments()}
            # 10 months of 1,000, the trend for the 9 days left of November (300) and for
            # December (1,000), less 5,500 and 4,000.
            self.assertEqual(lines["vat_balance,2027-05"]["computed"], 1800.0)
            self.assertEqual(lines["vat,2027-04"]["computed"], 3000.0)
            self.assertNotIn("vat,2027-01", lines)
            self.tax.vat_monthly_option = True
            self.assertIn("vat,2027-02", {line["key"] for line in self._payments()})

    def _payments(self):
        books = self.env["tpe.cash.forecast"]._books(self.company)
        self.env.flush_all()
        return self.tax._payments(books)

    def test_above_a_million_returns_are_monthly_from_2027(self):
        self.tax.write({"vat_regime": "simplified", "vat_reference": 10_000})
        sales = self._account("706000", "income")
        with freeze_time("2026-11-22 07:00:00"):
            self._entry(date(2026, 9, 1), (sales, -1_000_001), (self.other, 1_000_001))
            keys = {line["key"] for line in self._payments()}
            self.assertIn("vat,2027-02", keys)
            self.assertNotIn("vat,2027-01", keys)

    def test_what_belongs_to_the_state(self):
        self._quarter()
        books = self.env["tpe.cash.forecast"]._books(self.company)
        source = self.env["tpe.cash.source"]
        # No return in the books: what was due in March and before is taken as paid.
        self.assertEqual(source._vat_set_aside(books), (600_00, date(2026, 4, 20)))
        self._entry(
            date(2026, 2, 28),
            (self.collected, 800),
            (self.deductible, -500),
            (self.to_pay, -300),
        )
        self.assertEqual(source._vat_set_aside(books)[0], 900_00)

    def test_the_owner_overrules_a_figure(self):
        self._quarter()
        self.tax._refresh_lines()
        line = self.tax.line_ids.filtered(lambda line: line.due_on == date(2026, 4, 19))
        line.amount = 100
        self.tax._refresh_lines()
        self.assertEqual(self._due()[0], ("20/04", -100.0))
        line.action_from_books()
        self.assertEqual(self._due()[0], ("20/04", -614.52))

    def test_the_regime_is_read_in_the_books(self):
        taxes = self.env["tpe.cash.tax"]
        self.assertEqual(taxes._guess(self.company)["vat_regime"], "none")
        self._quarter()
        self.assertEqual(taxes._guess(self.company)["vat_regime"], "monthly")
        self._entry(date(2025, 7, 20), (self.instalments, 5), (self.cash, -5))
        self.assertEqual(taxes._guess(self.company)["vat_regime"], "simplified")
        for month in (3, 6, 9, 12):
            self._entry(date(2025, month, 28), (self.to_pay, -5), (self.other, 5))
        self.assertEqual(taxes._guess(self.company)["vat_regime"], "quarterly")

    def test_who_sees_the_calendar(self):
        self._quarter()
        self.tax._refresh_lines()
        assistant = new_test_user(
            self.env, "assistant", groups="tpe_base.group_tpe_assistant"
        )
        other = self.env["res.company"].create({"name": "Other"})
        abroad = new_test_user(
            self.env,
            "abroad",
            groups="tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (assistant, abroad):
            for records in (self.tax, self.tax.line_ids):
                with self.assertRaises(AccessError):
                    records.with_user(user).read(["company_id"])
        with self.assertRaises(AccessError):
            self.env["tpe.cash.tax"].with_user(assistant).action_calendar()
        reader = new_test_user(
            self.env, "reader", groups="account.group_account_readonly"
        )
        self.assertEqual(
            self.tax.with_user(reader).action_calendar()["res_id"], self.tax.id
        )
        with self.assertRaises(AccessError):
            self.tax.line_ids[0].with_user(reader).amount = 3
        with self.assertRaises(AccessError):
            self.tax.line_ids[0].with_user(reader).action_from_books()


@tagged("-at_install", "post_install")
class TestCashTaxes(TaxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax.write({"vat_regime": "none", "pays_tax": True, "pays_cfe": True})

    def test_corporate_tax(self):
        self._entry(date(2025, 12, 31), (self.profit_tax, 8000), (self.tax_debt, -8000))
        # The 15 March instalment is over.  15 May: 8,000 less the 3 instalments of 2025.
        self._entry(date(2025, 9, 15), (self.tax_debt, 4500), (self.cash, -4500))
        self.assertEqual(self._due(), [("15/05", -3500.0), ("15/06", -2000.0)])

    def test_an_instalment_of_the_new_year_is_not_the_balance(self):
        self._entry(date(2025, 12, 31), (self.profit_tax, 8000), (self.tax_debt, -8000))
        self._entry(date(2026, 3, 16), (self.tax_debt, 2000), (self.cash, -2000))
        self.assertEqual(self._due()[0], ("15/05", -8000.0))

    def test_no_instalment_of_a_small_tax(self):
        self._entry(date(2025, 12, 31), (self.profit_tax, 3000), (self.tax_debt, -3000))
        self.assertEqual(self._due(), [("15/05", -3000.0)])

    def test_closing_in_june(self):
        self.company.write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
        self.tax.tax_reference = 4000
        self._entry(date(2025, 6, 30), (self.profit_tax, 9000), (self.tax_debt, -9000))
        with freeze_time("2026-08-20 07:00:00"):
            self._entry(
                date(2026, 6, 30), (self.profit_tax, 700), (self.tax_debt, -700)
            )
            # 9,700 are owed on 444; the year closed in June is settled on 15 October.
            self.assertEqual(self._due(), [("15/09", -1000.0), ("15/10", -9700.0)])

    def test_local_tax(self):
        self._entry(date(2025, 12, 15), (self.local_tax, 1986), (self.cash, -1986))
        self.assertEqual(self._due(), [])
        with freeze_time("2026-11-22 07:00:00"):
            self.assertEqual(self._due(), [("15/12", -1986.0)])
            self._entry(date(2026, 11, 20), (self.local_tax, 2010), (self.cash, -2010))
            self.assertEqual(self._due(), [])

    def test_half_of_a_larger_local_tax_in_june(self):
        self._entry(date(2025, 12, 15), (self.local_tax, 3001), (self.cash, -3001))
        self.assertEqual(self._due(), [("15/06", -1500.5)])
        with freeze_time("2026-11-22 07:00:00"):
            self.assertEqual(self._due(), [("15/12", -1500.5)])
