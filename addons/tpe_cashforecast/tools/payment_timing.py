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
from .payment_view import Ledger, Line, View

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
    being paid by the end of each week, of ever being paid, and the day to read."""

    chances: Sequence[Sequence[float]]
    ever: Sequence[float]
    days: Sequence[date]
    weeks: Sequence[WeekCash]


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

    def __init__(self, as_of: date, ledger: Ledger, lesson: Lesson, words: "Words"):
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
        return self._chances(item, [by.toordinal()])[0]

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
        items = sorted((item for item in items if item.settled is None), key=_order)
        return self._weeks(items, [self._chances(item, ends) for item in items], ends)

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
        last = self.as_of.toordinal() + HORIZON - 1
        days = [*ends, max(last, ends[-1])]
        seen: dict = {}
        chances, ever, medians = [], [], []
        for item in open_items:
            key = (
                *(item.customer, item.issued, item.due, item.settled),
                *(item.promised, item.disputed),
            )
            if key not in seen:
                found = self._chances(item, days)
                median = self._median(item, ends, found) + timedelta(late)
                seen[key] = (found[:-1], found[-1], median)
            known, at_all, median = seen[key]
            chances.append(known)
            ever.append(at_all)
            medians.append(median)
        if shares:
            pairs = zip(chances, shares, strict=True)
            chances = [[share * one for one in known] for known, share in pairs]
            ever = [share * one for one, share in zip(ever, shares, strict=True)]
        return Outlook(chances, ever, medians, self._weeks(open_items, chances, ends))

    def _ends(self, weeks: int, late: int) -> list[int]:
        today = self.as_of.toordinal()
        return [today + 7 * week - late for week in range(1, weeks + 1)]

    def _median(self, item, ends: Sequence[int], chances: Sequence[float]) -> date:
        """`expected_date`, from chances that are known by week."""
        half = chances[-1] / 2
        week = bisect_left(chances[:-1], half)
        if not half or week == len(ends) or item.issued > self.as_of:
            return self.expected_date(item)
        days = range(ends[week] - 6, ends[week] + 1)
        place = bisect_left(self._chances(item, days), half)
        return date.fromordinal(days[min(place, 6)])

    def _weeks(self, items, chances, ends: Sequence[int]) -> list[WeekCash]:
        amounts = [item.amount for item in items]
        least = math.fsum(amount for amount in amounts if amount < 0)
        most = math.fsum(amount for amount in amounts if amount > 0)
        guesses = [
            [
                bands.widen(
                    bands.band(
                        amounts, week_chances(chances, week, running), width.common
                    ),
                    *(width.factor(week + 1), least, most),
                )
                for week in range(len(ends))
            ]
            for running, width in (
                (False, self.lesson.week),
                (True, self.lesson.total),
            )
        ]
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

    def _chances(self, item: Settlement, days: Sequence[int]) -> list[float]:
        item = known_at(item, self.as_of)
        if item.settled is not None:
            return [float(day >= item.settled.toordinal()) for day in days]
        known, experts = self._view.chances(line(item), days)
        chances = blend(self.lesson.weights[known], experts)
        return self._words.heed(item, self.as_of.toordinal(), days, chances)


@dataclass(frozen=True)
class Words:
    """What promises are worth, and how disputes delay."""

    kept: float = 0.6
    pace: float = 0.3  # hazard of a disputed amount, against the others

    @classmethod
    def learn(cls, known: Sequence[Settlement], as_of: date) -> "Words":
        """Promises due: kept when paid within three days after.

        >>> day = date(2026, 3, 2)
        >>> def item(settled):
        ...     return Settlement("a", day, day, 1.0, settled, date(2026, 4, 1))
        >>> Words.learn([item(date(2026, 4, 2))] * 4, date(2026, 5, 1)).kept  # 3 + 4 of 9
        0.7777777777777778
        """
        limit = as_of - timedelta(3)
        due = [
            item
            for item in known
            if item.promised and item.promised >= item.issued and item.promised < limit
        ]
        kept = sum(
            item.settled is not None and (item.settled - item.promised).days <= 3
            for item in due
        )
        return cls((3 + kept) / (5 + len(due)))

    def heed(self, item, today: int, days: Sequence[int], chances: list) -> list[float]:
        """Chances, once the promise and the dispute of ``item`` are taken in."""
        if item.disputed:
            chances = [1 - (1 - chance) ** self.pace for chance in chances]
        if item.promised is None:
            return chances
        day = item.promised.toordinal()
        left = 1 - _promise(today - day)
        trust = self.kept * left / (self.kept * left + 1 - self.kept)
        return [
            (1 - trust) * chance
            + trust * ((_promise(by - day) - 1 + left) / left if left else 0.0)
            for chance, by in zip(chances, days, strict=True)
        ]


PROMISE = (0.05, 0.1, 0.2, 0.6, 0.75, 0.85, 0.95, 1.0)


def _promise(days: int) -> float:
    """Share of kept promises that are paid so many days after the promised one.

    >>> _promise(-10), _promise(0), _promise(9)
    (0.0, 0.6, 1.0)
    """
    return 0.0 if days < -3 else PROMISE[min(days + 3, len(PROMISE) - 1)]


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
        item.settled and item.settled.toordinal(),
        item.amount,
        item.customer,
    )
