"""What a firm usually invoices on a day to come.  Plain Python: no ORM, no clock."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST_DAYS = 90  # under three months of history nothing is said
YEAR = 365
SEASON_BELIEF = 2  # years that a flat season is worth
PART_BELIEF = 3  # months that an even month is worth
PARTS = 4  # of a month: a firm that invoices at its end does so each month
QUANTILE = 1.2816  # of the normal law: eight times out of ten within


def part(day: date) -> int:
    """0 to 3; the last is the end of the month, whatever its length.

    >>> [part(date(2026, 2, day)) for day in (1, 8, 16, 28)]
    [0, 1, 2, 3]
    """
    left = ((day + timedelta(28)).replace(day=1) - timedelta(1)).day - day.day
    return 3 if left < 7 else min(day.day // 8, 2)


@dataclass(frozen=True)
class Habit:
    """``daily`` over the last year; ``months`` and ``parts``: how much each is of it."""

    daily: float
    months: tuple[float, ...]
    parts: tuple[float, ...]
    spread: float  # of a month, in share of it
    seen: int  # whole months
    days: int = YEAR  # behind ``daily``

    def on(self, day: date) -> float:
        """What is usually invoiced on that day.

        >>> Habit(10.0, (2.0,) + (1.0,) * 11, (1.0,) * 4, 0.0, 12).on(date(2026, 1, 5))
        20.0
        """
        return self.daily * self.months[day.month - 1] * self.parts[part(day)]

    def week(self, start: date) -> float:
        return sum(self.on(start + timedelta(n)) for n in range(7))

    def band(self, running: float, weeks: int) -> float:
        """How far a running total may be from what is expected after so many weeks.

        A month's luck says nothing of the next: the spread of several is smaller.

        >>> habit = Habit(1.0, (1.0,) * 12, (1.0,) * 4, 0.5, 12)
        >>> round(habit.band(100.0, 1), 2), round(habit.band(100.0, 52), 2)
        (64.08, 18.52)
        """
        months = max(weeks * 7 * 12 / YEAR, 1.0)
        return QUANTILE * self.spread * running / months**0.5


def learn(amounts: Iterable[tuple[date, float]], today: date) -> Habit | None:
    """From ``(day, invoiced)``, what was before ``today``; None when it is too short.

    >>> days = [date(2025, 1, 1) + timedelta(n) for n in range(365)]
    >>> habit = learn([(day, 10.0) for day in days], date(2026, 1, 1))
    >>> round(habit.daily, 6), round(habit.spread, 2), habit.seen
    (10.0, 0.03, 12)
    >>> double = [(day, 20.0 if day.month == 3 else 10.0) for day in days]
    >>> habit = learn(double, date(2026, 1, 1))
    >>> 1 < habit.months[2] < 20 / habit.daily  # one year alone is believed by a third
    True
    >>> learn([(date(2025, 12, 1), 10.0)], date(2026, 1, 1)) is None
    True
    """
    known = sorted((day, amount) for day, amount in amounts if day < today)
    if not known or (today - known[0][0]).days < FEWEST_DAYS:
        return None
    last = min((today - known[0][0]).days, YEAR)
    since = today - timedelta(last)
    daily = sum(amount for day, amount in known if day >= since) / last
    if daily <= 0:
        return None
    months: Counter = Counter()
    parts: Counter = Counter()
    for day, amount in known:
        months[day.year, day.month] += amount
        parts[part(day)] += amount if day >= since else 0.0
    whole = _whole_months(known[0][0], today)
    seasons = _seasons(months, whole)
    return Habit(
        daily,
        seasons,
        _parts(parts, since, today, daily),
        _spread(months, whole),
        len(whole),
        last,
    )


def _whole_months(first: date, today: date) -> list[tuple[int, int]]:
    start = first if first.day == 1 else (first.replace(day=1) + timedelta(31))
    year, month, found = start.year, start.month, []
    while (year, month) < (today.year, today.month):
        found.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found[-36:]


def _length(month: tuple[int, int]) -> int:
    return ((date(*month, 1) + timedelta(31)).replace(day=1) - date(*month, 1)).days


def _seasons(months, whole) -> tuple[float, ...]:
    """Each month of the year against the mean one, shrunk; flat under a whole year."""
    years = len(whole) // 12
    if not years:
        return (1.0,) * 12
    used = whole[-12 * years :]
    mean = sum(months[month] for month in used) / sum(map(_length, used))
    found = []
    for number in range(1, 13):
        mine = [month for month in used if month[1] == number]
        own = sum(months[month] for month in mine) / sum(map(_length, mine))
        share = max(own / mean, 0.0) if mean > 0 else 1.0
        found.append((years * share + SEASON_BELIEF) / (years + SEASON_BELIEF))
    return tuple(found)


def _parts(parts, since, today, daily) -> tuple[float, ...]:
    """Each part of the month against the mean day, shrunk."""
    lengths = Counter(part(since + timedelta(n)) for n in range((today - since).days))
    trust = (today - since).days / 30.4
    found = []
    for number in range(PARTS):
        share = max(parts[number], 0.0) / (daily * lengths[number])
        found.append((trust * share + PART_BELIEF) / (trust + PART_BELIEF))
    return tuple(found)


def _spread(months, whole) -> float:
    """Spread of a month's amount, in share of the mean month of its year."""
    recent = whole[-12:]
    if len(recent) < 2:
        return 0.5
    values = [months[month] for month in recent]
    mean = sum(values) / len(values)
    if mean <= 0:
        return 1.0
    square = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return min(square**0.5 / mean, 1.0)
