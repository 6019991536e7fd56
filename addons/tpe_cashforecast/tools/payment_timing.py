"""When the money of open invoices comes in, week by week.  Plain Python: no ORM, no clock.

Never a sum of dates: each invoice has a chance of being paid in each week, given that it is
still unpaid today, and the weeks add up the chances.
"""

import math
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

if not __package__:
    # Read from its file, outside the addon: the modules beside it are found all the same.
    __package__, __spec__ = "_payment_timing", None
    sys.modules.setdefault(__package__, ModuleType(__package__)).__path__ = [
        str(Path(__file__).resolve().parent)
    ]

from . import payment_bands as bands
from .payment_backtest import Lesson, blend, learn, week_chances
from .payment_view import OPEN, Ledger, Line, View
from .payment_words import Words

CURRENT_LINES = 8000  # lines behind the curves of today
HORIZON = 1100  # days after which a date is not looked for


@dataclass(frozen=True)
class Settlement:
    """A due amount of an invoice; ``settled`` None is still open.

    A partial payment is a settlement of its own, the rest another.
    """

    customer: str
    issued: date
    due: date
    amount: float
    settled: date | None
    promised: date | None = None
    disputed: bool = False


@dataclass(frozen=True)
class WeekCash:
    """Money expected in a week, and the sum since today; bands of eight times out of ten."""

    week: int
    start: date
    end: date
    expected: float
    low: float
    high: float
    cumulative: float
    cumulative_low: float
    cumulative_high: float


@dataclass(frozen=True)
class Outlook:
    """What is foreseen of open items: for each, in the order they came, its chances of
    being paid by the end of each week, of ever being paid, and the day to read; then the
    running total of all of them."""

    chances: Sequence[Sequence[float]]
    ever: Sequence[float]
    days: Sequence[date]
    totals: Sequence[bands.Band]


class PaymentTiming:
    """How customers pay, learnt from what was known on a day.

    Without any history, an invoice is paid as French business customers do:

    >>> model = PaymentTiming.fit([], date(2026, 3, 2))
    >>> item = Settlement("a", date(2026, 2, 1), date(2026, 3, 3), 100.0, None)
    >>> model.expected_date(item)
    datetime.date(2026, 3, 12)
    >>> model.payment_probability(item, date(2026, 3, 2))
    0.0
    >>> 0 < model.payment_probability(item, date(2026, 6, 1)) < 1
    True
    """

    def __init__(self, as_of: date, ledger: Ledger, lesson: Lesson, words: Words):
        self.as_of = as_of
        self.learnt_from = ledger.settled
        self.lesson = lesson
        self._words = words
        self._view = View(ledger, as_of.toordinal(), CURRENT_LINES)

    @classmethod
    def fit(cls, history: Iterable[Settlement], as_of: date) -> "PaymentTiming":
        known = [known_at(item, as_of) for item in history if item.issued <= as_of]
        known = [item for item in known if item.amount > 0]
        ledger = Ledger(
            [line(item) for item in known if not item.disputed], as_of.toordinal()
        )
        return cls(as_of, ledger, learn(ledger), Words.learn(known, as_of))

    def payment_probability(self, item: Settlement, by: date) -> float:
        """Chance that ``item``, unpaid at the model's date, is paid by ``by``."""
        # + 0.0: never « -0.0 ».
        return self._chances(item, [by.toordinal()])[0] + 0.0

    def expected_date(self, item: Settlement) -> date:
        """The median, if it is paid at all: to be read, never summed."""
        today = max(self.as_of.toordinal(), item.issued.toordinal() - 1)
        days = range(today + 1, today + HORIZON)
        half = self._chances(item, [days[-1]])[0] / 2
        place = bisect_left(days, half, key=lambda day: self._chances(item, [day])[0])
        return date.fromordinal(days[min(place, len(days) - 1)])

    def weekly_cash(
        self, open_items: Iterable[Settlement], weeks: int = 13
    ) -> list[WeekCash]:
        items = [known_at(item, self.as_of) for item in open_items]
        ends = self._ends(weeks, 0)
        ahead = self._view.horizon(ends)
        items = sorted((item for item in items if item.settled is None), key=_order)
        chances = [self._chances(item, ends, ahead) for item in items]
        return self._weeks(items, chances, weeks)

    def outlook(
        self,
        open_items: Sequence[Settlement],
        weeks: int = 13,
        late: int = 0,
        shares: Sequence[float] = (),
    ) -> Outlook:
        """All that is foreseen of ``open_items``, the work of equal ones being shared.

        ``late``: days that everybody pays later than expected; ``shares``: for each item,
        the chance that it comes to be at all.
        """
        ends = self._ends(weeks, late)
        days = [*ends, max(self.as_of.toordinal() + HORIZON - 1, ends[-1])]
        reader = _Reader(self._view.ledger.clock, ends)
        ahead, far = self._view.horizon(days), self._view.horizon(reader.far)
        seen: dict = {}
        read: dict = {}
        chances, ever, medians = [], [], []
        for item in open_items:
            one = line(known_at(item, self.as_of))
            key = *one[:4], item.promised, item.disputed
            if key not in seen:
                found = self._of_line(one, item, days, ahead)
                median = reader.median(one, item.promised, found)
                if median is None:
                    median = self._of_line(one, item, reader.far, far)
                    median = reader.far_median(median, found[-1])
                if median not in read:
                    day = max(date.fromordinal(median), self.as_of)
                    read[median] = day + timedelta(late)
                seen[key] = found[:-1], found[-1], read[median]
            known, at_all, median = seen[key]
            chances.append(known)
            ever.append(at_all)
            medians.append(median)
        if shares:
            pairs = zip(chances, shares, strict=True)
            chances = [[share * one for one in known] for known, share in pairs]
            ever = [share * one for one, share in zip(ever, shares, strict=True)]
        amounts = [item.amount for item in open_items]
        totals = self._guesses(amounts, chances, weeks, True, self.lesson.total)
        return Outlook(chances, ever, medians, totals)

    def _ends(self, weeks: int, late: int) -> list[int]:
        today = self.as_of.toordinal()
        return [today + 7 * week - late for week in range(1, weeks + 1)]

    def _guesses(self, amounts, chances, weeks: int, running: bool, width):
        least = math.fsum([amount for amount in amounts if amount < 0])
        most = math.fsum([amount for amount in amounts if amount > 0])
        return [
            bands.widen(
                bands.band(amounts, week_chances(chances, week, running), width.common),
                *(width.factor(week + 1), least, most),
            )
            for week in range(weeks)
        ]

    def _weeks(self, items, chances, weeks: int) -> list[WeekCash]:
        amounts = [item.amount for item in items]
        guesses = (
            self._guesses(amounts, chances, weeks, False, self.lesson.week),
            self._guesses(amounts, chances, weeks, True, self.lesson.total),
        )
        result = []
        for week, (alone, total) in enumerate(zip(*guesses, strict=True)):
            start = self.as_of + timedelta(7 * week + 1)
            result.append(
                WeekCash(
                    week + 1,
                    start,
                    start + timedelta(6),
                    alone.expected,
                    alone.low,
                    alone.high,
                    total.expected,
                    total.low,
                    total.high,
                )
            )
        return result

    def _chances(
        self, item: Settlement, days: Sequence[int], ahead=None
    ) -> list[float]:
        """``ahead``: the horizon of ``days``, for those who ask it of many items."""
        ahead = ahead or self._view.horizon(days)
        return self._of_line(line(known_at(item, self.as_of)), item, days, ahead)

    def _of_line(self, one: Line, item: Settlement, days, ahead) -> list[float]:
        if one.settled < OPEN:
            return [float(day >= one.settled) for day in days]
        known, experts = self._view.chances(one, ahead)
        chances = blend(self.lesson.weights[known], experts)
        if item.promised is None and not item.disputed:
            return chances
        return self._words.heed(item, self.as_of.toordinal(), days, chances)


class _Reader:
    """The day to read of an item, from its chances by week.

    Between the ends of two weeks a chance grows as the clock does: on the days on which
    firms pay.
    """

    def __init__(self, clock, ends: Sequence[int]):
        self.clock, self.ends = clock, ends
        self.far = [ends[-1] + 7 * weeks for weeks in (0, 2, 4, 8, 13, 26, 52, 104)]
        self._parts: dict = {}

    def median(self, one: Line, promise: date | None, chances) -> int | None:
        """The day by which half of what is ever paid is; None after the last week."""
        half = chances[-1] / 2
        if one.settled < OPEN:
            return one.settled
        if promise is not None and chances[len(self.ends) - 1] >= half:
            promised = promise.toordinal()
            if self.ends[0] - 7 < promised <= self.ends[-1]:
                return promised
        week = bisect_left(chances, half, 0, len(self.ends))
        if week == len(self.ends):
            return None
        before = chances[week - 1] if week else 0.0
        start = self.ends[week] - 7
        return self._between(start, self.ends[week], half, before, chances[week])

    def far_median(self, chances: Sequence[float], ever: float) -> int:
        """The same, from the chances by each of ``far``."""
        half = ever / 2
        at = bisect_left(chances, half)
        if at == len(chances):
            return self.far[-1]
        start, end = self.far[max(at - 1, 0)], self.far[at]
        return self._between(start, end, half, chances[max(at - 1, 0)], chances[at])

    def _between(self, start: int, end: int, half, before, after) -> int:
        if (start, end) not in self._parts:
            ticks = [self.clock.at(day) for day in range(start, end + 1)]
            whole = max(ticks[-1] - ticks[0], 1)
            self._parts[start, end] = [(one - ticks[0]) / whole for one in ticks]
        parts = self._parts[start, end]
        share = (half - before) / (after - before) if after > before else 1.0
        return min(start + bisect_left(parts, share), end)


def known_at(item: Settlement, as_of: date) -> Settlement:
    """``item`` as it was known then: what is settled later is open."""
    if item.settled is None or item.settled <= as_of:
        return item
    return replace(item, settled=None)


def _order(item: Settlement) -> tuple:
    return (
        *(item.issued, item.due, item.customer, item.amount),
        *(str(item.promised), item.disputed),
    )


def line(item: Settlement) -> Line:
    return Line(
        item.issued.toordinal(),
        item.due.toordinal(),
        item.settled.toordinal() if item.settled else OPEN,
        item.customer,
        item.amount,
    )
