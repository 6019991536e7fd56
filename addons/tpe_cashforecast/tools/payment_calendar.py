"""The days on which money comes in: an operational clock.  Plain Python: no ORM, no clock.

Firms pay in runs: on working days, on Thursdays, every other week, on the 15th and at the
end of the month.  Time is counted in ticks: a day on which payments are three times as
frequent as on the mean day moves the clock by three, a Sunday by none.  In that time "the
first run after the due date" is the same delay whatever the due date (time change of a
counting process: Daley & Vere-Jones, An Introduction to the Theory of Point Processes, 7.4).
"""

import calendar
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate

PAST = 4000  # days before the origin that the clock knows, and after
FUTURE = 1600
SHRINK = 1.0  # decisions to pay that no rhythm is worth
SWAPS = 4  # due dates given the delay of another, for each payment
FEWEST = 8  # payment days before a rhythm is looked for
# Cycles in days, and whether the day of the month counts; the simplest first.
FAMILIES = (
    ((7,), False),
    ((), True),
    ((7,), True),
    ((7, 14), False),
    ((7, 14), True),
)


def day_of_month(ordinal: int) -> int:
    """1 to 15 in the first half, -1 for the last day of the month and -2 for the eve.

    >>> [day_of_month(date(2024, 2, day).toordinal()) for day in (1, 15, 16, 29)]
    [1, 15, -14, -1]
    """
    day = date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
    if day.day <= 15:
        return day.day
    return day.day - calendar.monthrange(day.year, day.month)[1] - 1


class Clock:
    """Ticks up to each day; one a day until a rhythm is learnt.

    >>> clock = Clock(1000)
    >>> clock.at(1007) - clock.at(1000)
    7
    """

    def __init__(self, origin: int, frequency: Sequence[float] | None = None):
        self.first = origin - PAST
        self.even = frequency is None
        if frequency is None:
            self.ticks = list(range(PAST + FUTURE + 1))
        else:
            self.ticks = [round(ticks) for ticks in accumulate(frequency)]

    def at(self, ordinal: int) -> int:
        """Ticks at the end of that day."""
        place = ordinal - self.first
        if 0 <= place <= PAST + FUTURE:
            return self.ticks[place]
        return self.ticks[0 if place < 0 else PAST + FUTURE]


def learn(origin: int, paid: Iterable[tuple[int, int]]) -> Clock:
    """The clock of payments, from ``(day due, day paid)``; an even one if none shows.

    What is frequent is told from what the due dates explain by giving each due date the
    delays of others: when all is due at the end of the month, payments cluster there and
    no rhythm is needed to say so.  The rhythm is believed when, learnt on the first half of
    the payments, it makes the second half more probable.

    >>> thursdays = [(7 * n - n * n % 6, 7 * n) for n in range(1000, 1100)]
    >>> clock = learn(7701, thursdays)
    >>> clock.even, clock.at(7707) - clock.at(7706) >= 4  # 7707 is a Thursday of theirs
    (False, True)
    >>> month_end = [(d, d + 2 + n % 3) for n, d in enumerate([30, 60, 91, 121] * 20)]
    >>> learn(130, month_end).even
    True
    """
    pairs = sorted((day, due) for due, day in paid)
    if len({day for day, _due in pairs}) < FEWEST:
        return Clock(origin)
    first, half = origin - PAST, len(pairs) // 2
    known, later = _Days(pairs[:half]), _Days(pairs[half:])
    best, chosen = 0.02 * half + 2.0 * known.batch, None
    for family in FAMILIES:
        guess = _frequency(origin, known, family)
        gain = later.total * -math.log(
            sum(
                share * guess[max(day - first, 0)] for day, share in later.usual.items()
            )
            / later.total
        ) + sum(
            count * math.log(guess[max(day - first, 0)])
            for day, count in later.seen.items()
        )
        if gain > best:
            best, chosen = gain, family
    if chosen is None:
        return Clock(origin)
    return Clock(origin, _frequency(origin, _Days(pairs), chosen))


class _Days:
    """Payments by day, and where they would fall if only the due dates told."""

    def __init__(self, pairs: Sequence[tuple[int, int]]):
        self.seen = Counter(day for day, _due in pairs)
        self.total = len(pairs)
        # Payments of one day are one decision: how many a decision is worth.
        self.batch = sum(n * n for n in self.seen.values()) / self.total
        delays = [day - due for day, due in pairs]
        self.usual: Counter = Counter()
        for part in range(1, SWAPS + 1):
            turn = part * self.total // (SWAPS + 1)
            swapped = delays[turn:] + delays[:turn]
            for (_day, due), delay in zip(pairs, swapped, strict=True):
                self.usual[due + delay] += 1 / SWAPS


def _frequency(origin: int, days: _Days, family: tuple) -> list[float]:
    """Payments of each day against the usual, from PAST before ``origin``."""
    shrink, week = SHRINK * days.batch, [1.0] * 7
    for length in family[0]:
        seen, usual = _fold(days, lambda day, length=length: day % length)
        week = [
            (seen[n] + shrink * week[n % 7]) / (usual[n] + shrink)
            for n in range(length)
        ]
    start = (origin - PAST) % len(week)
    cycles = (PAST + FUTURE) // len(week) + 2
    often = (week * cycles)[start : start + PAST + FUTURE + 1]
    if family[1]:
        seen, usual = _fold(days, day_of_month)
        month = {
            n: (seen[n] + shrink) / (usual[n] + shrink)
            for n in (*range(1, 16), *range(-16, 0))
        }
        often = [
            one * month[day]
            for one, day in zip(often, _month_days(origin), strict=True)
        ]
    mean = sum(often) / len(often)
    return [max(one / mean, 0.002) for one in often]


def _fold(days: _Days, kind) -> tuple[Counter, Counter]:
    """Payments, and usual payments, by kind of day."""
    folded = Counter(), Counter()
    for counts, into in zip((days.seen, days.usual), folded, strict=True):
        for day, count in counts.items():
            into[kind(day)] += count
    return folded


@lru_cache(maxsize=4)
def _month_days(origin: int) -> list[int]:
    return [day_of_month(origin + n) for n in range(-PAST, FUTURE + 1)]
