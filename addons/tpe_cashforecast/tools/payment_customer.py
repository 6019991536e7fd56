"""What one customer's own payments say, against those of all.

Plain Python: no ORM, no clock.  The location of a customer is shrunk as in Bühlmann's
credibility (ASTIN Bulletin 4, 1967); its own payments weigh against the usual curve as in the
Dirichlet prior of Susarla & Van Ryzin (JASA 71, 1976).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .payment_hazard import HIGH, LOW, Curve, Spell, learn
from .payment_horizon import Steps


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of all the customers of a ledger."""

    residual: Curve  # around the location of a customer
    level: float
    credibility: float  # invoices that the level is worth for a customer
    spread: float


# A delay beyond these says no more about a habit than these do.
EARLIEST, LATEST = -90, 150


def location(values: Iterable[tuple[float, float]], habits) -> float:
    """Usual delay of a customer, from ``(delay, weight)``, shrunk towards all of them.

    >>> from types import SimpleNamespace as N
    >>> location([(10, 1), (14, 1)], N(level=0.0, credibility=2.0))
    6.0
    """
    total, weights = habits.level * habits.credibility, habits.credibility
    for value, weight in values:
        if value < EARLIEST or value > LATEST:
            value = EARLIEST if value < EARLIEST else LATEST
        total += weight * value
        weights += weight
    return total / weights


def values(spells: Iterable[Spell], level: float) -> list[tuple[float, float]]:
    """Delays that inform the location: those paid, and those open longer than usual.

    Nothing weighs what is not known yet:

    >>> values([Spell(0, 9, 10), Spell(0, 199, 200), Spell(0, None, 9)], 9.0)
    [(10, 1.0), (150, 1.0), (0.0, 0.0)]
    """
    found = []
    for _entry, before, value, weight in spells:
        if before is None:
            if value <= level:
                found.append((0.0, 0.0))
                continue
            # At least so long; a guess of what is still to come.
            value += 7.0
        if value < EARLIEST or value > LATEST:
            value = EARLIEST if value < EARLIEST else LATEST
        found.append((value, weight))
    return found


def learn_habits(customers: Sequence[tuple], half_life: int = 0) -> Habits:
    """From the spells, the terms in days and the ``(issued, settled)`` days of customers.

    With ``half_life``, the residuals are those from the location known on the day of
    issue: when customers turn worse, they say by how much it is outrun.
    """
    every = [spell for spells, _terms, _days in customers for spell in spells]
    level, credibility, spread = _variances(
        [spells for spells, _terms, _days in customers]
    )
    residuals = []
    for spells, _terms, days in customers:
        if half_life:
            residuals += _announced(spells, days, level, credibility, half_life)
        else:
            residuals += _residuals(spells, level, credibility)
    if len(every) < 5:
        residuals, level = every, 0.0
    return Habits(learn(residuals), level, credibility, spread)


def learn_pool(customers: Sequence[tuple]) -> tuple[Curve, dict]:
    """The curve of all the invoices, and of each term that many have."""
    by_term: dict = {}
    for spells, terms, _days in customers:
        for spell, term in zip(spells, terms, strict=True):
            by_term.setdefault(term, []).append(spell)
    every = [spell for spells, _terms, _days in customers for spell in spells]
    pool = learn(every)
    return pool, {
        term: learn(spells, pool, 12.0)
        for term, spells in sorted(by_term.items())
        if len(every) > len(spells) >= max(20, len(every) // 10)
    }


def _variances(customers) -> tuple[float, float, float]:
    """Level of all, credibility (within over between) and spread of one customer."""
    groups = []
    for spells in customers:
        group = [one for one in values(spells, 30.0) if one[1]]
        if group:
            groups.append(group)
    if not groups:
        return 0.0, 5.0, 10.0
    weights = [sum([w for _v, w in group]) for group in groups]
    means = [
        sum([v * w for v, w in group]) / total
        for group, total in zip(groups, weights, strict=True)
    ]
    # Each customer once, up to a few invoices: a new one is drawn from the customers.
    capped = [min(total, 5.0) for total in weights]
    level = sum(m * c for m, c in zip(means, capped, strict=True)) / sum(capped)
    within = freedom = 4.0  # a day and a half apart, before anything is seen
    within *= 6.0
    for group, mean, total in zip(groups, means, weights, strict=True):
        if len(group) > 1:
            within += sum([w * (v - mean) ** 2 for v, w in group])
            freedom += total * (1 - 1 / len(group))
    within /= freedom
    between = sum(
        c * ((m - level) ** 2 - within / total)
        for c, m, total in zip(capped, means, weights, strict=True)
    )
    between = max(between / sum(capped), within / 25, 1.0)
    return level, min(max(within / between, 0.2), 25.0), math.sqrt(within)


def _residuals(spells: Sequence[Spell], level, credibility) -> list[Spell]:
    """Spells around what the customer's other invoices announced."""
    own = [(v * w, w) for v, w in values(spells, level)]
    total = level * credibility + sum([value for value, _w in own])
    weights = credibility + sum([w for _value, w in own])
    return [
        _shift(spell, round((total - value) / (weights - w)))
        for spell, (value, w) in zip(spells, own, strict=True)
    ]


def _announced(spells, days, level, credibility, half_life) -> list[Spell]:
    """Spells around what the invoices settled before their issue announced.

    >>> spells = [Spell(-30, 9, 10, 1.0), Spell(-30, 19, 20, 1.0)]
    >>> [s.end for s in _announced(spells, [(0, 40), (50, 100)], 0.0, 1.0, 10**9)]
    [10, 15]
    """
    paid = sorted(
        [
            (settled, issued, min(max(end, EARLIEST), LATEST))
            for (_entry, before, end, _weight), (issued, settled) in zip(
                spells, days, strict=True
            )
            if before is not None
        ]
    )
    total = weights = 0.0
    place, number, shifted = 0, len(paid), []
    start = days[0][0]
    for spell, (issued, _settled) in zip(spells, days, strict=True):
        while place < number and paid[place][0] < issued:
            # In units of the first day: only the ratio of the sums counts.
            _settled, told, end = paid[place]
            w = 2.0 ** ((told - start) / half_life)
            total, weights, place = total + w * end, weights + w, place + 1
        k = credibility * 2.0 ** ((issued - start) / half_life)
        shifted.append(_shift(spell, round((total + k * level) / (weights + k))))
    return shifted


def _shift(spell: Spell, by: int) -> Spell:
    if not by:
        return spell
    entry, before, end, weight = spell
    return Spell(entry - by, None if before is None else before - by, end - by, weight)


class Customer:
    """One customer's own payments against the curve around its location."""

    __slots__ = (
        "first",
        "habits",
        "left",
        "paid",
        "shift",
        "strength",
        "until",
        "waits",
    )

    def __init__(self, paid: list, waiting: list, habits: Habits, strength: float):
        """``paid``: ``(before, end, weight)``; ``waiting``: ``(end, weight)`` of the open."""
        self.habits = habits
        self.strength = strength
        self.paid = paid
        level, last = habits.level, LOW
        known = [(end, weight) for _before, end, weight in paid]
        if paid:
            last = max(known)[0]
        # At least so long; a guess of what is still to come.
        known += [(end + 7.0, weight) for end, weight in waiting if end > level]
        self.shift = shift = round(location(known, habits))
        usual = habits.residual.share
        self.waits = [
            (end, weight, weight / usual(end - shift))
            for end, weight in sorted(waiting)[-6:]
            if end > shift
        ]
        # From this tick on, only the usual curve tells what comes.
        self.until = max(min(last, HIGH) + round(habits.spread / 4), LOW)
        self.left = None

    def chances(self, now: int, steps: Steps) -> list[float]:
        """Chance of being paid by each of ``steps``, when unpaid at ``now``."""
        residual, strength = self.habits.residual, self.strength
        usual, longer = now - self.shift, []
        for wait in self.waits:
            # Still open: it will go on as the usual curve does.
            if wait[0] <= now:
                strength += wait[2]
            else:
                longer.append(wait)
        if not longer and now >= self.until:
            return steps.chances(residual, usual)
        shares = steps.shares(residual, usual)
        own = [strength * share for share in shares]
        if now < self.until:
            if self.left is None:
                self.first, self.left = _unpaid(
                    self.paid, round(self.habits.spread / 4)
                )
            left, size, place = self.left, len(self.left), now - self.first
            own = [
                one + left[at if at > 0 else 0] if (at := place + step) < size else one
                for one, step in zip(own, steps.ahead, strict=True)
            ]
        for end, weight, scale in longer:
            until = end - now
            own = [
                one + (weight if step <= until else scale * share)
                for one, share, step in zip(own, shares, steps.ahead, strict=True)
            ]
        whole = own[0]
        return [1.0 - one / whole if one < whole else 0.0 for one in own[1:]]


def _unpaid(paid: Sequence[tuple], width: int) -> tuple[int, list[float]]:
    """Weight of the payments that came after each tick, each spread over ``width``.

    >>> _unpaid([(-1, 0, 1.0), (1, 2, 1.0)], 0)
    (-1, [2.0, 1.0, 1.0, 0.0])
    """
    low = max(min([before for before, _end, _weight in paid]), LOW) - width
    high = max([end for _before, end, _weight in paid])
    high = max(min(high, HIGH) + width, low + 1)
    change, whole = [0.0] * (high - low + 2), 0.0
    for before, end, weight in paid:
        start = min(max(before - width, low), high - 1)
        stop = min(max(end + width, start + 1), high)
        share = weight / (stop - start)
        change[start + 1 - low] += share
        change[stop + 1 - low] -= share
        whole += weight
    paid = accumulate(accumulate(change[:-1]))
    return low, [whole - one if one < whole else 0.0 for one in paid]
