from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.supplier_schedule import Bill, Curve, schedule, weekday

MONDAY = date(2026, 3, 2)
DAYS = st.integers(-20, 60)
BILLS = st.lists(
    st.builds(
        lambda cents, due, more, early, rate, penalty, at, planned: Bill(
            key=str(at),
            supplier="Rexel",
            cents=cents,
            due=MONDAY + timedelta(due),
            latest=None if more is None else MONDAY + timedelta(due + more),
            discount_on=None if early is None else MONDAY + timedelta(due - early),
            discount_rate=rate,
            penalty_rate=penalty,
            penalty_fee=40 if penalty else 0,
            planned=None if planned is None else MONDAY + timedelta(due + planned),
        ),
        st.integers(1, 5000),
        DAYS,
        st.none() | st.integers(0, 45),
        st.none() | st.integers(0, 30),
        st.sampled_from([0.0, 0.01, 0.03]),
        st.sampled_from([0.0, 0.12]),
        st.integers(0, 9),
        st.none() | st.integers(-5, 50),
    ),
    max_size=7,
)
BALANCES = st.lists(st.integers(-9000, 20_000), min_size=1, max_size=13).map(tuple)


@tagged("-at_install", "post_install")
class TestSupplierSchedule(BaseCase):
    @settings(max_examples=300, deadline=None)
    @given(
        BALANCES,
        BILLS,
        st.integers(-1000, 9000),
        st.booleans(),
        st.sampled_from([1, 7]),
    )
    def test_what_always_holds(self, balances, bills, threshold, within_law, step):
        before = Curve(MONDAY, balances, step)
        found = schedule(before, bills, threshold, within_law)
        self.assertEqual([each.bill for each in found.payments], bills)
        for payment in found.payments:
            bill = payment.bill
            # A day decided before is not taken back.
            limit = max(bill.due, MONDAY, bill.planned or MONDAY)
            if within_law and bill.latest:
                limit = max(limit, bill.latest)
            self.assertLessEqual(payment.on, limit)
            self.assertGreaterEqual(payment.on, MONDAY)
            if payment.gain:
                self.assertLessEqual(payment.on, bill.discount_on)
            if payment.on != payment.before:
                self.assertTrue(weekday(payment.on))
        self.assertGreaterEqual(found.after.low, min(before.low, threshold))
        # Nothing appears and nothing is lost but the discounts.
        paid = sum(payment.paid for payment in found.payments)
        gains = sum(payment.gain for payment in found.payments)
        self.assertEqual(paid + gains, sum(bill.cents for bill in bills))
        redone = before
        for payment in found.payments:
            redone = redone.moved(
                payment.bill.cents, payment.before, payment.paid, payment.on
            )
        self.assertEqual(redone, found.after)
        self.assertEqual(found, schedule(before, bills, threshold, within_law))

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(st.integers(-4000, 9000), min_size=1, max_size=6).map(tuple),
        BILLS.map(lambda bills: bills[:4]),
        st.integers(0, 6000),
    )
    def test_no_other_dates_keep_a_better_low_point(self, balances, bills, threshold):
        """All the dates there are, compared: the threshold is missed only if it must."""
        bills = [replace(bill, planned=None) for bill in bills]
        before = Curve(MONDAY, balances)
        found = schedule(before, bills, threshold, within_law=True)
        choices = [
            [
                max(bill.due, MONDAY) + timedelta(7 * weeks)
                for weeks in range(8)
                if weeks == 0
                or max(bill.due, MONDAY) + timedelta(7 * weeks)
                <= max(bill.latest or bill.due, MONDAY)
            ]
            for bill in bills
        ]
        best = before.low
        for days in product(*choices):
            curve = before
            for bill, day in zip(bills, days, strict=True):
                start = max(bill.due, MONDAY)
                curve = curve.moved(bill.cents, start, bill.cents, day)
            best = max(best, curve.low)
        self.assertGreaterEqual(found.after.low, min(threshold, best))

    @settings(max_examples=150, deadline=None)
    @given(BALANCES, BILLS, st.integers(0, 6000))
    def test_no_move_is_useless(self, balances, bills, threshold):
        before = Curve(MONDAY, balances)
        found = schedule(before, bills, threshold, within_law=True)
        goal = min(threshold, found.after.low)
        for payment in found.payments:
            if payment.kind == "delay":
                cents = payment.bill.cents
                back = found.after.moved(cents, payment.on, cents, payment.before)
                self.assertLess(back.low, goal)

    def test_never_after_the_due_date_unless_allowed(self):
        bill = Bill("1", "Rexel", 3000, MONDAY + timedelta(7), MONDAY + timedelta(40))
        curve = Curve(MONDAY, (6000, 3000, 9000))
        kept = schedule(curve, [bill], 5000)
        self.assertEqual((kept.payments[0].on, kept.missing), (bill.due, 2000))
        moved = schedule(curve, [bill], 5000, within_law=True)
        self.assertEqual(moved.payments[0].on, date(2026, 3, 16))
        self.assertEqual(moved.missing, 0)

    def test_a_consumer_has_no_other_term(self):
        bill = Bill("1", "A person", 3000, MONDAY + timedelta(7), latest=None)
        found = schedule(Curve(MONDAY, (6000, 3000, 9000)), [bill], 5000, True)
        self.assertEqual(found.payments[0].kind, "keep")

    def test_the_cheapest_bill_is_moved(self):
        """Both would do: the one whose supplier may ask no penalty."""
        dear = Bill(
            "1", "Dear", 3000, MONDAY + timedelta(7), MONDAY + timedelta(40), None,
            None, 0.0, 0.12,
        )  # fmt: skip
        free = Bill("2", "Free", 3500, MONDAY + timedelta(7), MONDAY + timedelta(40))
        found = schedule(Curve(MONDAY, (6000, 2500, 9000)), [dear, free], 5000, True)
        self.assertEqual([each.kind for each in found.payments], ["keep", "delay"])

    def test_a_discount_is_taken_only_with_the_cash_for_it(self):
        bill = Bill(
            "1", "Rexel", 1000, MONDAY + timedelta(30), discount_on=MONDAY,
            discount_rate=0.02,
        )  # fmt: skip
        rich = schedule(Curve(MONDAY, (6000,) * 6), [bill], 5000)
        self.assertEqual(
            (rich.payments[0].kind, rich.payments[0].gain), ("discount", 20)
        )
        poor = schedule(Curve(MONDAY, (5900,) * 6), [bill], 5000)
        self.assertEqual(poor.payments[0].kind, "keep")

    def test_a_discount_must_be_worth_it(self):
        """1 % for 30 days is 12.3 % a year."""
        bill = Bill(
            "1", "Rexel", 1000, MONDAY + timedelta(30), discount_on=MONDAY,
            discount_rate=0.01,
        )  # fmt: skip
        curve = Curve(MONDAY, (60_000,) * 6)
        self.assertEqual(schedule(curve, [bill], 0, worth=0.12).payments[0].gain, 10)
        self.assertEqual(schedule(curve, [bill], 0, worth=0.13).payments[0].gain, 0)
