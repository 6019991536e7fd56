from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon

from .common_measure import Measuring


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticMeasureCustomers(Measuring, DunningCommon):
    """Scores written by hand, as the night would have left them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grid = cls.company._scoring_grid()
        cls.grid.last_run_on = TODAY

    def _score(self, name, **values):
        partner = self._customer(name)
        return (
            self.env["tpe.client.score"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "partner_id": partner.id,
                    "is_current": True,
                    "months": 24,
                    "margin_status": "good",
                    "final_verdict": "keep",
                    "recurrence_status": "good",
                    **values,
                }
            )
        )

    def _five(self):
        """Three that are fine, one that costs money, one to part with."""
        for name, sales, result in (
            ("Fine", 1500, 300),
            ("Good", 1000, 200),
        ):
            self._score(name, revenue_month=sales, euros_per_month=result)
        # Nobody knows his margin: -10 is no loss.
        self._score(
            "Unknown margin",
            revenue_month=1000,
            euros_per_month=-10,
            margin_status="unknown",
        )
        loses = self._score("Loses", revenue_month=1000, euros_per_month=-50)
        part = self._score(
            "Part",
            revenue_month=500,
            euros_per_month=0,
            margin_status="unknown",
            final_verdict="part",
        )
        return loses + part

    def test_toxic_share(self):
        toxic = self._five()
        # Neither margin nor verdict: no score, whatever he buys.
        self._score(
            "No score",
            revenue_month=9000,
            margin_status="unknown",
            final_verdict="unknown",
        )
        # The end of a month is no score of today.
        self._score("Past", is_current=False, month="2026-02-01", euros_per_month=-1)
        # 1,000 + 500 of 5,000; 50 a month is 600 a year.
        self.assertEqual(self._check("toxic_share", 30.0, 2, 600.0), toxic)

    def test_toxic_share_of_four_customers_is_not_known(self):
        toxic = self._five()
        toxic[0].unlink()
        self._check("toxic_share", None, 4)

    def test_late_cost(self):
        # 72 over 24 months, 10 over 6 months: 36 + 20 a year.
        self._score("Old", delay_count=8, late_cost=48, reminder_cost=24)
        self._score("New", delay_count=2, late_cost=10, months=6)
        self._score("In time")
        self._check("late_cost", 56.0, 2, 56.0)

    def test_late_cost_of_nine_invoices_is_not_known(self):
        self._score("Old", delay_count=9, late_cost=48)
        self._check("late_cost", None, 9)

    def _rhythm(self, name, last, status="toxic", **values):
        return self._score(
            name,
            recurrence_status=status,
            recurrence_count=5,
            recurrence_ratio=4,
            own_gap=30,
            last_invoice_on=last,
            **values,
        )

    def test_dormant_customers(self):
        for number in range(3):
            self._rhythm(f"Regular {number}", date(2026, 3, 1), "good")
        gone = self._rhythm("Dormant", date(2025, 12, 1), euros_per_month=10)
        # Three weeks in a row missed are not three months.
        self._rhythm("Weekly", date(2026, 1, 1))
        self._rhythm("Archived", date(2025, 12, 1)).partner_id.active = False
        # Not invoiced once in 24 months.
        self._rhythm("Forgotten", date(2023, 12, 1))
        # Two invoices make no rhythm.
        self._rhythm("Twice", date(2025, 12, 1)).recurrence_count = 2
        # 10 a month for a year.
        partners = self._check("dormant_customers", 1.0, 1, 120.0)
        self.assertEqual(partners, gone.partner_id)

    def test_ninety_days_of_silence(self):
        self._rhythm("On the day", date(2025, 12, 31))
        self._check("dormant_customers", 1.0, 1)

    def test_no_dormant_customer_among_five_is_a_number(self):
        for number in range(4):
            self._rhythm(f"Regular {number}", date(2026, 3, 1), "good")
        self._check("dormant_customers", None, 4)
        self._rhythm("Regular 4", date(2026, 3, 1), "good")
        self._check("dormant_customers", 0.0, 0)

    def test_scores_are_computed_when_the_night_did_not(self):
        self.grid.last_run_on = False
        self.grid.cost_rate = 50
        for number in range(5):
            partner = self._customer(f"Customer {number}")
            for days in (40, 70, 100):
                self._pay(self._invoice(days, partner=partner, term=90))
        # Half of what they buy is margin: nobody costs money.
        self._check("toxic_share", 0.0, 0)

    # --- Known costs ------------------------------------------------------------------

    def _sell(self, product, amount, days=10):
        return self._invoice(
            days,
            invoice_line_ids=[
                Command.create(
                    {
                        "product_id": product.id,
                        "name": "Works",
                        "price_unit": amount,
                        "tax_ids": False,
                    }
                )
            ],
        )

    def test_margin_known(self):
        self.grid.cost_rate = 0
        product = self.env["product.product"].create(
            {"name": "Timber", "type": "consu", "standard_price": 40}
        )
        for _each in range(5):
            self._sell(product, 100)
        unknown = [self._invoice(10) for _each in range(4)]
        self._sell(product, 9000, days=366)  # older than a year
        self.grid.cost_rate = 50
        self._invoice(10, amount=300)  # by the usual rate
        # 500 of products and 300 by the rate, of 1,200; four lines of unknown cost.
        lines = self._check("margin_known", 100 * 800 / 1200, 4)
        self.assertEqual(lines.move_id.ids, [move.id for move in reversed(unknown)])
