from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import payment_bands as bands
from ..tools.payment_timing import PaymentTiming, Settlement
from ..tools.payment_view import Ledger, Line

TODAY = date(2026, 3, 2)
DAY = timedelta(1)


def days(low, high):
    return st.integers(low, high).map(lambda n: TODAY + n * DAY)


@st.composite
def settlements(draw):
    """Also what should not be: paid before issue, due before issue, known later."""
    issued = draw(days(-400, 30))
    due = issued + draw(st.integers(-10, 90)) * DAY
    settled = draw(st.none() | st.integers(-30, 200).map(lambda n: due + n * DAY))
    return Settlement(
        draw(st.sampled_from("abcdé")),
        *(issued, due, draw(st.floats(0.01, 1e6)), settled),
        draw(st.none() | days(-30, 60)),
        draw(st.booleans()),
    )


ledgers = st.lists(settlements(), max_size=40)
opened = st.lists(settlements().map(lambda i: replace(i, settled=None)), max_size=15)
quietly = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def every(day, term, delay, customer="a", amount=100.0, until=TODAY):
    """Invoices of a customer each week, paid ``delay`` days after the due date."""
    result = []
    for week in range(60):
        issued = day + 7 * week * DAY
        paid = issued + (term + delay) * DAY
        result.append(
            Settlement(
                *(customer, issued, issued + term * DAY, amount),
                paid if paid <= until else None,
            )
        )
    return result


@tagged("-at_install", "post_install")
class TestPaymentTiming(BaseCase):
    @quietly
    @given(ledgers, opened)
    def test_money_is_neither_made_nor_lost(self, history, items):
        weeks = PaymentTiming.fit(history, TODAY).weekly_cash(items)
        total = sum(item.amount for item in items)
        self.assertLessEqual(sum(week.expected for week in weeks), total * (1 + 1e-9))
        running = 0.0
        for week in weeks:
            running += week.expected
            self.assertAlmostEqual(week.cumulative, running, delta=1e-6 * (1 + total))
            self.assertLessEqual(week.low, week.expected)
            self.assertLessEqual(week.expected, week.high)
            self.assertLessEqual(week.cumulative_low, week.cumulative)
            self.assertLessEqual(week.cumulative, week.cumulative_high)
            self.assertLessEqual(week.cumulative_high, total * (1 + 1e-9))
            self.assertGreaterEqual(week.low, 0)

    @quietly
    @given(ledgers, settlements())
    def test_a_chance_grows_with_time(self, history, item):
        model = PaymentTiming.fit(history, TODAY)
        chances = [
            model.payment_probability(item, TODAY + n * DAY)
            for n in (-400, 0, 1, 5, 8, 30, 90, 400, 2000)
        ]
        self.assertEqual(chances, sorted(chances))
        self.assertGreaterEqual(chances[0], 0)
        self.assertLessEqual(chances[-1], 1)

    @quietly
    @given(ledgers, opened)
    def test_what_comes_later_changes_nothing(self, history, items):
        known = [item for item in history if item.issued <= TODAY]
        blind = [
            replace(item, settled=None)
            if item.settled and item.settled > TODAY
            else item
            for item in known
        ]
        self.assertEqual(
            PaymentTiming.fit(history, TODAY).weekly_cash(items),
            PaymentTiming.fit(blind, TODAY).weekly_cash(items),
        )

    @quietly
    @given(ledgers, opened)
    def test_the_order_and_the_second_time_change_nothing(self, history, items):
        first = PaymentTiming.fit(history, TODAY).weekly_cash(items)
        again = PaymentTiming.fit(history[::-1], TODAY).weekly_cash(items[::-1])
        self.assertEqual(first, again)

    def test_the_order_of_a_long_ledger_changes_nothing(self):
        start = TODAY - 420 * DAY
        history = every(start, 30, 5) + every(start + DAY, 45, 20, "b")
        items = [item for item in history if item.settled is None]
        self.assertEqual(
            PaymentTiming.fit(history, TODAY).weekly_cash(items),
            PaymentTiming.fit(history[::-1], TODAY).weekly_cash(items),
        )

    def test_a_past_day_knows_nothing_of_its_future(self):
        line = Line(739000, 739030, 739040, "a", 1.0)
        ledger = Ledger([line], 739100)
        for day, is_paid in ((739039, False), (739040, True)):
            for memory in ledger.spells([line], day):
                self.assertEqual([spell.paid for spell in memory], [is_paid])
            paid, waiting = ledger.fates([line], day)
            self.assertEqual([len(paid), len(waiting)], [is_paid, not is_paid])

    @quietly
    @given(ledgers, opened)
    def test_in_cents_as_in_euros(self, history, items):
        # A power of two, which no rounding of floats disturbs.
        times = [
            [replace(i, amount=i.amount * 128) for i in x] for x in (history, items)
        ]
        euros = PaymentTiming.fit(history, TODAY).weekly_cash(items)
        other = PaymentTiming.fit(times[0], TODAY).weekly_cash(times[1])
        for one, two in zip(euros, other, strict=True):
            for name in (
                "expected",
                "low",
                "high",
                "cumulative_low",
                "cumulative_high",
            ):
                value = getattr(one, name) * 128
                self.assertAlmostEqual(
                    getattr(two, name), value, delta=1e-5 * (1 + value)
                )

    def test_a_customer_as_regular_as_a_clock(self):
        """Each Monday an invoice at 30 days, paid 5 days late: by hand, one each week."""
        start = TODAY - 7 * 59 * DAY
        history = every(start, 30, 5)
        # Issued on 2 March and before: five are open, due on 4 March to 1 April.
        items = [item for item in history if item.settled is None]
        self.assertEqual(len(items), 5)
        model = PaymentTiming.fit(history, TODAY)
        weeks = model.weekly_cash(items)
        # Issued 2 February, due 4 March, paid 9 March: the last day of the first week.
        self.assertEqual(model.expected_date(items[0]), date(2026, 3, 9))
        for week in weeks[:5]:
            self.assertAlmostEqual(week.expected, 100, delta=12)
        self.assertLess(sum(week.expected for week in weeks[5:]), 10)
        self.assertEqual(model.learnt_from, 55)

    def test_still_unpaid_today_is_a_fact(self):
        history = every(TODAY - 420 * DAY, 30, 5) + [
            Settlement("b", TODAY - n * DAY, TODAY - (n - 30) * DAY, 1.0, None)
            for n in range(60, 360, 5)
        ]
        model = PaymentTiming.fit(history, TODAY)
        fresh, old = (
            Settlement("new", TODAY - n * DAY, TODAY - (n - 30) * DAY, 1.0, None)
            for n in (30, 330)
        )
        month = TODAY + 30 * DAY
        self.assertGreater(
            model.payment_probability(fresh, month),
            2 * model.payment_probability(old, month),
        )
        self.assertLess(model.payment_probability(old, TODAY + 2000 * DAY), 0.9)

    def test_a_promise_and_a_dispute(self):
        model = PaymentTiming.fit(every(TODAY - 420 * DAY, 30, 40), TODAY)
        item = Settlement("a", TODAY - 30 * DAY, TODAY, 1.0, None)
        promised = replace(item, promised=TODAY + 5 * DAY)
        disputed = replace(item, disputed=True)
        soon, later = TODAY + 8 * DAY, TODAY + 60 * DAY
        # Six promises out of ten are kept, all of them within four days.
        self.assertGreaterEqual(model.payment_probability(promised, soon), 0.57)
        self.assertLess(model.payment_probability(item, soon), 0.1)
        self.assertLess(
            model.payment_probability(disputed, later),
            model.payment_probability(item, later),
        )
        broken = replace(item, promised=TODAY - 20 * DAY)
        self.assertEqual(
            model.payment_probability(broken, soon),
            model.payment_probability(item, soon),
        )

    def test_the_first_day(self):
        item = Settlement("a", TODAY, TODAY + 30 * DAY, 100.0, None)
        model = PaymentTiming.fit([], TODAY)
        self.assertEqual(model.learnt_from, 0)
        self.assertEqual(len(model.weekly_cash([item])), 13)
        self.assertEqual(model.weekly_cash([], weeks=2)[1].high, 0)
        self.assertGreater(sum(w.expected for w in model.weekly_cash([item])), 80)

    def test_a_credit_note_lowers_the_week(self):
        model = PaymentTiming.fit(every(TODAY - 420 * DAY, 30, 5), TODAY)
        item = Settlement("a", TODAY - 30 * DAY, TODAY, 100.0, None)
        credit = replace(item, amount=-40.0)
        alone, both = model.weekly_cash([item])[0], model.weekly_cash([item, credit])[0]
        self.assertAlmostEqual(both.expected, 0.6 * alone.expected)
        self.assertLessEqual(both.low, both.expected)
        self.assertLessEqual(both.expected, both.high)

    def test_a_run_on_thursdays_is_seen(self):
        """One customer of many days due; all is paid on the first Thursday after."""
        history = []
        for n in range(400):
            due = TODAY - (410 - n) * DAY
            paid = due + (3 - due.weekday()) % 7 * DAY
            history.append(Settlement(f"c{n % 9}", due - 30 * DAY, due, 1.0, paid))
        model = PaymentTiming.fit(history, TODAY)
        item = Settlement("c1", TODAY - 29 * DAY, TODAY + DAY, 1.0, None)
        thursday = date(2026, 3, 5)
        self.assertLess(model.payment_probability(item, thursday - DAY), 0.1)
        self.assertGreater(model.payment_probability(item, thursday), 0.6)
        self.assertEqual(model.expected_date(item), thursday)

    def test_a_band_by_hand(self):
        """Two amounts, each received with one chance out of two: 0, 10, 20 or 30."""
        self.assertEqual(
            bands.band([10.0, 20.0], [0.5, 0.5], 0.0), bands.Band(15.0, 0.0, 30.0)
        )
        # 0 has 64 chances out of 100, 10 has 32, 20 has 4: 10 is the ninth decile.
        found = bands.band([10.0, 10.0], [0.2, 0.2], 0.0)
        self.assertAlmostEqual(found.high, 10, delta=0.3)
        self.assertEqual(found.low, 0)

    @quietly
    @given(ledgers, opened)
    def test_all_at_once_is_the_same_as_one_by_one(self, history, items):
        model = PaymentTiming.fit(history, TODAY)
        outlook = model.outlook(items)
        for at, item in enumerate(items):
            for week, chance in enumerate(outlook.chances[at], 1):
                by = TODAY + 7 * week * DAY
                self.assertEqual(chance, model.payment_probability(item, by))
            day = outlook.days[at]
            self.assertGreaterEqual(day, TODAY)
            if item.promised is None and day < TODAY + 90 * DAY:
                # The same week as the exact day; nothing is ever paid of some.
                away = abs((day - model.expected_date(item)).days)
                self.assertTrue(away < 7 or outlook.ever[at] < 1e-3, away)
        for total, week in zip(outlook.totals, model.weekly_cash(items), strict=True):
            self.assertAlmostEqual(total.expected, week.cumulative, delta=1e-6)
            self.assertAlmostEqual(total.low, week.cumulative_low, delta=1e-6)
            self.assertAlmostEqual(total.high, week.cumulative_high, delta=1e-6)

    def test_all_of_it_later_and_only_perhaps(self):
        model = PaymentTiming.fit(every(TODAY - 420 * DAY, 30, 5), TODAY)
        item = Settlement("a", TODAY - 30 * DAY, TODAY, 100.0, None)
        now, late = model.outlook([item]), model.outlook([item], late=14)
        self.assertEqual(late.chances[0][:2], [0.0, 0.0])
        self.assertEqual(late.chances[0][2:], now.chances[0][:-2])
        self.assertEqual(late.days[0], now.days[0] + 14 * DAY)
        perhaps = model.outlook([item], shares=[0.25])
        self.assertAlmostEqual(perhaps.ever[0], 0.25 * now.ever[0])
        self.assertAlmostEqual(perhaps.chances[0][3], 0.25 * now.chances[0][3])
