from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.invoice_advance import yearly
from ..tools.rescue import MOST, Credit, Measure, rescue

WEEKS = 4
MEASURES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.lists(st.integers(-500, 2000), min_size=WEEKS, max_size=WEEKS),
        st.sampled_from([0, 0, 40, 90]),
    ),
    max_size=7,
).map(
    lambda rows: [
        Measure(
            str(at), "advance" if cost else "chase", (str(target),), tuple(gains), cost
        )
        for at, (target, gains, cost) in enumerate(rows)
    ]
)
BALANCES = st.lists(st.integers(-3000, 9000), min_size=WEEKS, max_size=WEEKS)


@tagged("-at_install", "post_install")
class TestRescue(BaseCase):
    @settings(max_examples=300, deadline=None)
    @given(BALANCES, MEASURES, st.integers(0, 4000), st.sampled_from([0, 1500]))
    def test_no_set_is_cheaper(self, balances, measures, threshold, limit):
        credit = Credit(limit, 0.12)
        found = rescue(balances, measures, threshold, credit)
        best = None
        for size in range(len(measures) + 1):
            for chosen in combinations(measures, size):
                if len({measure.targets for measure in chosen}) < size:
                    continue
                helped = [
                    balance + sum(measure.gains[at] for measure in chosen)
                    for at, balance in enumerate(balances)
                ]
                # The bank lends what is below zero, and no more.
                lent = [min(limit, max(0, -balance)) for balance in helped]
                missing = max(
                    max(0, threshold - balance - loan)
                    for balance, loan in zip(helped, lent, strict=True)
                )
                cost = round(sum(lent) * 0.12 * 7 / 365)
                cost += sum(measure.cost for measure in chosen)
                best = min(best or (missing, cost), (missing, cost))
        self.assertEqual((found.missing, found.cost), best)
        for at, balance in enumerate(found.after):
            self.assertEqual(
                balance,
                balances[at]
                + found.drawn[at]
                + sum(measure.gains[at] for measure in found.measures),
            )
            self.assertLessEqual(found.drawn[at], limit)

    def test_many_small_ones_still_suffice(self):
        small = [
            Measure(f"{at:02}", "chase", (str(at),), (100, 100))
            for at in range(MOST + 5)
        ]
        found = rescue([0, 0], small, 1500)
        self.assertEqual((found.missing, len(found.measures)), (0, 15))

    def test_what_brings_little_only_adds_work(self):
        tiny = Measure("a", "chase", ("1",), (1, 1))
        big = Measure("b", "advance", ("2",), (99, 99), cost=5)
        self.assertEqual(rescue([0, 0], [tiny, big], 100).missing, 0)
        found = rescue([0, 0], [tiny, big], 100, least=0.02)
        self.assertEqual((found.measures, found.missing), ((big,), 1))

    def test_what_is_paid_back_later_is_helped_later(self):
        advance = Measure("a", "advance", ("1",), (100, -50), cost=5)
        chase = Measure("b", "chase", ("2",), (0, 40))
        found = rescue([0, 110], [advance, chase], 100)
        self.assertEqual((found.missing, len(found.measures)), (0, 2))

    def test_of_many_none_is_useless(self):
        small = [
            Measure(f"{at:02}", "chase", (str(at),), (10 * at + 10,) * 2)
            for at in range(MOST + 5)
        ]
        found = rescue([0, 0], small, 1450)
        self.assertEqual(found.missing, 0)
        for measure in found.measures:
            self.assertLess(found.after[0] - measure.gains[0], 1450)

    def test_an_overdraft_that_the_threshold_counts_already(self):
        found = rescue([-3000, -1000], [], -2000, Credit(5000, 0.12))
        self.assertEqual((found.drawn, found.missing), ((1000, 0), 0))

    def test_an_invoice_is_not_saved_twice(self):
        chase = Measure("a", "chase", ("7",), (300,))
        advance = Measure("b", "advance", ("7",), (300,), cost=10)
        self.assertEqual(rescue([0], [chase, advance], 600).missing, 300)

    def test_rates_of_the_research(self):
        """3.95 % once, on what is advanced: 100, 50, 33, 25 and 17 % a year."""
        for days, percent in ((15, 100), (30, 50), (45, 33), (60, 25), (90, 17)):
            self.assertEqual(round(100 * yearly(3.95, 96.05, days)), percent)
