from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.criteria import Facts, Grid, payment_points
from ..tools.score import judge

# Euros, days of term granted, days taken from the invoice.
PAYMENTS = st.lists(
    st.tuples(st.integers(1, 50_000), st.integers(0, 90), st.integers(0, 400)),
    min_size=3,
    max_size=12,
)
OTHERS = st.fixed_dictionaries(
    {
        "revenue": st.integers(-500, 90_000),
        "cost": st.integers(0, 90_000),
        "lines": st.integers(0, 20),
        "mails": st.integers(0, 900),
        "invoice_days": st.integers(0, 9),
        "own_gap": st.integers(1, 90),
        "current_gap": st.integers(0, 400),
        "alignment": st.sampled_from([None, "respects", "neutral", "price"]),
    }
)


def score_of(payments, others=None):
    """The score of who made these payments."""
    facts = Facts(
        invoices_judged=len(payments),
        paid_amount=sum(amount for amount, _term, _days in payments),
        paid_days=sum(amount * days for amount, _term, days in payments),
        beyond_days=sum(amount * (days - term) for amount, term, days in payments),
        late_days=sum(amount * max(0, days - term) for amount, term, days in payments),
        **(others or {}),
    )
    found = judge(facts, Grid())
    return found.score, found


@tagged("-at_install", "post_install")
class TestScoreRules(BaseCase):
    """What holds whatever the books say."""

    @settings(max_examples=300, deadline=None)
    @given(PAYMENTS, OTHERS, st.integers(1, 50_000), st.integers(0, 300))
    def test_a_late_invoice_never_improves_the_score(self, paid, others, amount, more):
        """Late: beyond its term, and no sooner than he usually pays."""
        before, found = score_of(paid, others)
        beyond = max(1, int(found.beyond) + 1) + more
        after, _found = score_of([*paid, (amount, 30, 30 + beyond)], others)
        self.assertLessEqual(after, before)

    @settings(max_examples=300, deadline=None)
    @given(PAYMENTS, OTHERS, st.integers(0, 11), st.integers(1, 300))
    def test_paying_later_never_improves_the_score(self, paid, others, which, more):
        before, _found = score_of(paid, others)
        amount, term, days = paid[which % len(paid)]
        later = [*paid]
        later[which % len(paid)] = (amount, term, days + more)
        self.assertLessEqual(score_of(later, others)[0], before)

    @settings(max_examples=200, deadline=None)
    @given(PAYMENTS, st.integers(1, 50_000), st.integers(1, 300))
    def test_a_late_invoice_is_worth_no_more_than_the_others(self, paid, amount, late):
        """He who pays less late than he used to gets better, but not above that."""
        before, _found = score_of(paid)
        after, _found = score_of([*paid, (amount, 30, 30 + late)])
        self.assertLessEqual(after, max(before, round(payment_points(late)) + 1))

    @settings(max_examples=200, deadline=None)
    @given(OTHERS)
    def test_who_never_pays_is_last(self, others):
        never, _found = score_of([(1000, 30, 400)] * 3, others)
        on_time, found = score_of([(1000, 30, 30)] * 3, others)
        self.assertLess(never, on_time)
        self.assertEqual(found.delay.status, "good")
        self.assertLessEqual(never, 25)

    def test_a_third_payment_makes_a_score_and_improves_none(self):
        self.assertIsNone(score_of([(1000, 30, 90)] * 2)[0])
        self.assertEqual(score_of([(1000, 30, 90)] * 3)[0], 40)
