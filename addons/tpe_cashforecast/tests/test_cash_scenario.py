from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import BaseCase, Form, new_test_user, tagged

from ..tools.flow import NOTHING, WEEKS, Flow, Found
from ..tools.scenario import Scenario, applied, band_of, planned
from .common import CashCommon


@tagged("-at_install", "post_install")
class TestCashScenario(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scenarios = cls.env["tpe.cash.scenario"]

    def _scenario(self, **values):
        return self.scenarios.create({"name": "What if", **values})

    def _van(self, **values):
        flow = {"name": "Van", "amount": 4000.0, "first_day": "2026-04-20", **values}
        return self._scenario(flow_ids=[Command.create(flow)])

    def test_a_van_takes_its_price_from_its_week_on(self):
        van = self._van()
        self.assertEqual(van.low_point, 6000.0)
        self.assertEqual(van.low_point_on, date(2026, 4, 20))  # week 3 ends on it
        self.assertEqual(van.usual_low_point, 10_000.0)
        self.assertEqual(van.difference, -4000.0)

    def test_a_hire_is_paid_each_month(self):
        hire = self._van(
            name="Hire", category="payroll", amount=2000.0, months=12,
            first_day="2026-04-30",
        )  # fmt: skip
        # 30 April, 30 May; 30 June is the first day of week 14.
        self.assertEqual(hire.closing, 6000.0)

    def test_money_that_comes_in(self):
        grant = self._van(name="Grant", way="in", category="other_in")
        self.assertEqual(grant.closing, 14_000.0)

    def test_a_lost_customer_brings_nothing(self):
        self._invoice(25, 1000.0)
        self._invoice(25, 500.0, partner=self._customer("Lost"))
        usual = self._curve({})
        lost = self.env["res.partner"].search([("name", "=", "Lost")], limit=1)
        less = self._scenario(lost_ids=[Command.set(lost.ids)])
        self.assertLess(less.closing, usual["closing"])
        everybody = self._scenario(lost_ids=[Command.set((lost + self.customer).ids)])
        self.assertEqual(everybody.closing, 10_000.0)

    def _curve(self, values):
        [curve] = self.scenarios._curves(self.company, [values])
        return curve

    def test_a_contact_of_a_lost_customer_is_the_customer(self):
        self._invoice(25, 1000.0)
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.customer.id}
        )
        self.assertEqual(self._curve({"lost_ids": contact.ids})["closing"], 10_000.0)

    def test_customers_who_pay_later(self):
        self._invoice(25, 1000.0)
        soon, late = self._curve({}), self._curve({"days_late": 28})
        for at in range(4, WEEKS):
            self.assertLess(
                late["weeks"][at]["closing"], soon["weeks"][at]["closing"], at
            )
        self.assertEqual(late["weeks"][3]["closing"], 10_000.0)

    def test_the_curves_are_the_edges_of_the_band(self):
        self._invoice(25, 1000.0)
        careful, usual, lucky = self.scenarios._curves(self.company)
        for low, mean, high in zip(
            careful["weeks"], usual["weeks"], lucky["weeks"], strict=True
        ):
            self.assertEqual(low["closing"], mean["low"])
            self.assertEqual(high["closing"], mean["high"])
            self.assertEqual(low["low"], low["closing"])
            self.assertAlmostEqual(low["high"], mean["high"])

    def test_every_mix_adds_up(self):
        self._invoice(25, 1234.56)
        self._invoice(25, 0.01)
        self._bill(35, 700.01)
        mix = self._van(months=3, amount=33.33)
        mix.write(
            {"kind": "pessimistic", "days_late": 11, "sales_loss": 33.3,
             "lost_ids": [Command.set(self.customer.ids)]}
        )  # fmt: skip
        books = self.forecasts._books(self.company)
        books = books._replace(scenario=mix._as_scenario(books))
        total, flows, weeks, _words = self.forecasts._build(books)
        for at in range(WEEKS):
            total += sum(flow.weeks[at] for flow in flows)
            self.assertEqual(weeks[at].closing, total)

    def test_what_a_page_asks_for_is_kept_within_bounds(self):
        wild = self._curve({"kind": "x", "days_late": -5, "sales_loss": 900})
        self.assertEqual(wild["closing"], 10_000.0)
        self.assertEqual(wild["kind"], "realistic")

    def test_the_form_answers_before_it_is_saved(self):
        form = Form(self.scenarios)
        form.name = "A second van"
        with form.flow_ids.new() as flow:
            flow.name, flow.amount = "Van", 2500.0
        self.assertEqual(form.low_point, 7500.0)
        self.assertEqual(form.usual_low_point, 10_000.0)

    def test_below_the_threshold(self):
        van = self._van()
        self.company.tpe_cash_threshold = 6000.0
        self.assertFalse(van.is_below)
        self.company.tpe_cash_threshold = 6000.01
        van.invalidate_recordset()
        self.assertTrue(van.is_below)

    def test_a_copy_has_its_own_plan(self):
        van = self._van()
        copy = self.scenarios.browse(van.action_duplicate()["res_id"])
        copy.flow_ids.amount = 1.0
        self.assertEqual(van.flow_ids.amount, 4000.0)
        self.assertNotEqual(copy.name, van.name)

    def test_who_may(self):
        van = self._van()
        accountant = new_test_user(self.env, "reader", "account.group_account_readonly")
        self.assertEqual(van.with_user(accountant).low_point, 6000.0)
        with self.assertRaises(AccessError):
            van.with_user(accountant).name = "Mine"
        assistant = new_test_user(self.env, "helper", "tpe_base.group_tpe_assistant")
        with self.assertRaises(AccessError):
            van.with_user(assistant).read(["name"])
        with self.assertRaises(AccessError):
            self.scenarios.with_user(assistant)._curves(self.company)
        other = self.env["res.company"].create({"name": "Other"})
        boss = new_test_user(
            self.env, "boss", "tpe_base.group_tpe_manager",
            company_id=other.id, company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        with self.assertRaises(AccessError):
            van.with_user(boss).read(["name"])
        with self.assertRaises(AccessError):
            self.scenarios.with_user(boss)._curves(self.company)


@tagged("-at_install", "post_install")
class TestApplied(BaseCase):
    """By hand: what a scenario changes, and what it must leave alone."""

    def _flow(self, category, cents, source="receivable", week=0):
        weeks = tuple(cents if at == week else 0 for at in range(WEEKS))
        return Flow(category, source, category, category, cents, weeks, partner_id=1)

    def _weeks(self, scenario, flow):
        [seen] = applied(scenario, {"x": Found([flow])})
        return seen.weeks[0]

    def test_who_is_lost_paid_some_already(self):
        lost = Scenario(lost=frozenset({1}))
        self.assertEqual(self._weeks(lost, self._flow("customers", 90)), 0)
        self.assertEqual(self._weeks(lost, self._flow("customers", 90, "bank")), 90)

    def test_who_is_lost_is_owed_his_bills(self):
        lost = Scenario(lost=frozenset({1}))
        self.assertEqual(self._weeks(lost, self._flow("suppliers", -70)), -70)

    def test_sales_that_are_lost_are_not_invoiced_yet(self):
        less = Scenario(sales_loss=0.3)
        for category, left in (
            *(("customers", 100), ("suppliers", 100), ("other_in", 100)),
            *(("orders", 70), ("expected_sales", 70)),
        ):
            self.assertEqual(self._weeks(less, self._flow(category, 100)), left)

    def test_the_band_shrinks_with_the_money(self):
        """Nothing comes in the first week: what is uncertain then has another reason."""
        kept = self._flow("customers", 100, week=1)
        lost = Flow(
            "b",
            "receivable",
            "customers",
            "B",
            300,
            (0, 300, *NOTHING[2:]),
            partner_id=2,
        )
        found = {"receivable": Found([kept, lost], [(40, 80)] * WEEKS)}
        band = band_of(Scenario(lost=frozenset({2})), found)
        self.assertEqual(band[:2], [(40, 80), (10, 20)])

    def test_a_plan_being_typed_is_paid_once(self):
        hire = self._flow("payroll", -10)
        day = date(2026, 3, 2)
        self.assertEqual(planned(hire, day, 0, day).cents, -10)
