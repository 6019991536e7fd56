from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import TODAY, CashCommon


class KpiCommon(CashCommon):
    """31 March 2026; 10,000 in the bank since 1 March, and no invoice yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["tpe.cash.ledger"]

    def _figures(self, company=None):
        return self.env["tpe.cash.kpi"]._figures(company or self.company, TODAY)

    @classmethod
    def _account(cls, code, account_type, **values):
        return cls.env["account.account"].create(
            {"name": code, "code": code, "account_type": account_type, **values}
        )

    @classmethod
    def _entry(cls, day, *parts):
        """A posted entry of (account, balance) pairs."""
        entry = cls.env["account.move"].create(
            {
                "journal_id": cls.company_data["default_journal_misc"].id,
                "date": day,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in parts
                ],
            }
        )
        entry.action_post()
        return entry


@tagged("-at_install", "post_install")
class TestKpi(KpiCommon):
    """Each expected number was computed by hand from the amounts of its test."""

    def _trade(self):
        """Due: 1,200 since 21 March and 600 on 20 April; owed: 300."""
        self._invoice(40, 1200.0)  # of 19 February
        self._invoice(10, 600.0)
        self._bill(20, 300.0)

    def test_what_customers_owe(self):
        self._trade()
        figures = self._figures()
        # All of 1,800 billed in the 41 days since the first invoice is still due.
        self.assertAlmostEqual(figures["dso"]["value"], 41.0)
        self.assertAlmostEqual(figures["overdue"]["value"], 1200 / 18)
        self.assertEqual(
            (figures["overdue"]["late"], figures["overdue"]["open"]), (1200, 1800)
        )

    def test_balance_sheet(self):
        self._trade()
        figures = self._figures()
        self.assertEqual(figures["cash"]["value"], 10_000)
        self.assertEqual(figures["requirement"], {"value": 1800 - 300, "before": 1200})
        self.assertAlmostEqual(figures["liquidity"]["value"], 11_800 / 300)

    def test_margins_of_the_full_months(self):
        sales = self._account("X70", "income")
        bought = self._account("X60", "expense_direct_cost")
        wages = self._account("X64", "expense")
        debt = self._account("X40", "liability_current")
        days = ("2025-12-10", "2026-01-10", "2026-02-10")
        for day in days[:2]:
            self._entry(day, (sales, -1000), (bought, 400), (wages, 350), (debt, 250))
        self.assertIsNone(self._figures()["net"]["value"])
        self._entry(days[2], (sales, -1000), (bought, 400), (wages, 350), (debt, 250))
        figures = self._figures()
        self.assertAlmostEqual(figures["gross"]["value"], 60)
        self.assertAlmostEqual(figures["net"]["value"], 25)
        self.assertAlmostEqual(figures["fixed"]["value"], 350)
        # The 10,000 of March are this month's; last month made 1,000 by the 31st.
        self.assertEqual(figures["revenue"], {"value": 10_000, "before": 1000})

    def test_no_trade_is_no_customer(self):
        """In France a VAT credit stands on a receivable account: nobody owes it."""
        self._trade()
        credit = self._account(
            "445670", "asset_receivable", non_trade=True, reconcile=True
        )
        owed = self._account(
            "445510", "liability_payable", non_trade=True, reconcile=True
        )
        stock = self._account("370000", "asset_current")
        capital = self._account("101399", "equity")
        before = self._figures()
        self._entry(TODAY, (credit, 50), (owed, -200), (stock, 700), (capital, -550))
        figures = self._figures()
        for code in ("dso", "overdue", "requirement"):
            self.assertEqual(figures[code]["value"], before[code]["value"], code)
        with patch.object(type(self.ledger), "_is_french", lambda *args: True):
            figures = self._figures()
        # 1,800 - 300 of trade, 700 of stock, 150 of tax.
        self.assertEqual(figures["requirement"]["value"], 1500 + 700 - 150)

    def test_french_codes(self):
        codes = {
            "706100": ("income", "revenue"),
            "607100": ("expense", "purchases"),
            "613200": ("expense", "external"),
            "635110": ("expense", "taxes"),
            "641100": ("expense", "payroll"),
            "661100": ("expense", "financial"),
            "681100": ("expense_depreciation", "depreciation"),
            "695100": ("expense", "income_tax"),
        }
        accounts = {
            code: self._account(code, account_type)
            for code, (account_type, _kind) in codes.items()
        }
        with patch.object(type(self.ledger), "_is_french", lambda *args: True):
            found = self.ledger._accounts(self.company)
        for code, (_type, kind) in codes.items():
            self.assertIn(accounts[code].id, found[kind], code)

    def test_a_foreign_invoice_counts_in_company_currency(self):
        currency = self.setup_other_currency("CHF", rates=[("2016-01-01", 2.0)])
        self._invoice(40, 1200.0, currency_id=currency.id)
        figures = self._figures()
        self.assertEqual(figures["overdue"]["open"], 600)
        self.assertEqual(figures["requirement"]["value"], 600)
        self.assertAlmostEqual(figures["dso"]["value"], 41.0)

    def test_another_company_has_its_own(self):
        self._trade()
        other = self.setup_other_company()["company"]
        figures = self._figures(other)
        self.assertEqual(figures["cash"]["value"], 0)
        for code in ("dso", "overdue", "requirement", "liquidity", "net"):
            self.assertIsNone(figures[code]["value"], code)
