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
        # More credited than bought: nothing of the sales.
        self._score("Credited", revenue_month=-400, euros_per_month=5)
        other, _there = self._elsewhere()
        self._score("Foreign", company_id=other.id, revenue_month=9, euros_per_month=-9)
        # The end of a month is no score of today.
        self._score("Past", is_current=False, month="2026-02-01", euros_per_month=-1)
        # 1,000 + 500 of 5,000; 50 a month is 600 a year.
        self.assertEqual(self._check("toxic_share", 30.0, 2, 600.0), toxic)

    def test_toxic_share_of_four_customers_is_not_known(self):
        toxic = self._five()
        toxic[0].unlink()
        self._check("toxic_share", None, 4)

    def test_nothing_sold_to_those_with_a_score(self):
        for number in range(5):
            self._score(f"Customer {number}", revenue_month=0, euros_per_month=-1)
        self._check("toxic_share", None, 0)

    def test_late_cost(self):
        # 72 over 24 months, 10 over 6, 6 over 12, 1 in his first month: a year of each is
        # 36, 20, 6 and 12.
        self._score("Old", delay_count=7, late_cost=48, reminder_cost=24)
        self._score("New", delay_count=2, late_cost=10, months=6)
        self._score("Reminded", reminder_cost=6, months=12)
        self._score("Of this month", delay_count=1, late_cost=1, months=0)
        self._score("In time")
        other, _there = self._elsewhere()
        self._score("Foreign", company_id=other.id, delay_count=9, late_cost=99)
        self._score("Past", is_current=False, month="2026-02-01", late_cost=99)
        self._check("late_cost", 74.0, 4, 74.0)

    def test_late_cost_of_nine_invoices_is_not_known(self):
        self._score("Old", delay_count=9, late_cost=48)
        self._check("late_cost", None, 9)

    def _rhythm(self, name, last, status="toxic", **values):
        return self._score(
            name,
            recurrence_status=status,
            recurrence_count=self.grid.min_experiences,
            recurrence_ratio=4,
            own_gap=30,
            last_invoice_on=last,
            **values,
        )

    def test_dormant_customers(self):
        for number in range(3):
            self._rhythm(
                f"Regular {number}", date(2026, 3, 1), "good", euros_per_month=7
            )
        gone = self._rhythm("Dormant", date(2025, 12, 1), euros_per_month=10)
        # Of one the margin is not known, the other cost money: nothing is lost.
        gone += self._rhythm(
            "Unknown", date(2025, 12, 1), euros_per_month=99, margin_status="unknown"
        )
        gone += self._rhythm("Costs", date(2025, 12, 1), euros_per_month=-99)
        # Invoiced once a year: still in his rhythm.
        self._rhythm("Yearly", date(2025, 12, 1), "good")
        other, _there = self._elsewhere()
        self._rhythm("Foreign", date(2025, 12, 1), company_id=other.id)
        self._rhythm("Past", date(2025, 12, 1), is_current=False, month="2026-02-01")
        # Invoiced several times on one day.
        self._rhythm("One day", date(2025, 12, 1)).own_gap = 0
        # Three weeks in a row missed are not three months.
        self._rhythm("Weekly", date(2026, 1, 1))
        self._rhythm("Archived", date(2025, 12, 1)).partner_id.active = False
        # Not invoiced once in 24 months.
        self._rhythm("Forgotten", date(2024, 3, 31))
        # Two invoices make no rhythm.
        self._rhythm("Twice", date(2025, 12, 1)).recurrence_count = 2
        # 10 a month for a year.
        partners = self._check("dormant_customers", 3.0, 3, 120.0)
        # Three regular ones, three dormant, the weekly and the yearly one.
        self.assertIn("3 of the 8", self._measure("dormant_customers").proof)
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

    def _sell(self, product, amount, days=10, **values):
        return self._invoice(
            days,
            **values,
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
        for days in (365, -1):  # 31 March 2025 is just out, tomorrow is to come
            self._sell(product, 9000, days=days)
            self._invoice(days, amount=9000)
        _other, there = self._elsewhere()
        self._invoice_in(there, partner=self.customer, amount=9000)
        self.grid.cost_rate = 50
        self._invoice(10, amount=300)  # by the usual rate
        # 500 of products and 300 by the rate, of 1,200; four lines of unknown cost.
        lines = self._check("margin_known", 100 * 800 / 1200, 4)
        self.assertEqual(lines.move_id.ids, [move.id for move in reversed(unknown)])

    def test_margin_of_nothing_sold_is_not_known(self):
        self.grid.cost_rate = 0
        for _each in range(10):
            self._invoice(10)
        self._invoice(5, amount=1000, move_type="out_refund")
        self._check("margin_known", None, 0)

    def test_credit_notes_move_the_known_margin_between_0_and_100(self):
        self.grid.cost_rate = 0
        product = self.env["product.product"].create(
            {"name": "Timber", "type": "consu", "standard_price": 40}
        )
        for _each in range(10):
            self._sell(product, 100)
        # 1,000 known; of unknown cost, 200 were credited: 1,000 of 800.
        self._invoice(5, amount=200, move_type="out_refund")
        self._check("margin_known", 100.0, 1)
        # Sold 2,000 more of unknown cost, and credited 1,500 of the product: -500.
        self._invoice(5, amount=2000)
        self._sell(product, 1500, move_type="out_refund")
        self._check("margin_known", 0.0, 2)
