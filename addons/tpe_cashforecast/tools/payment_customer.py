"""What one customer's own payments say, against those of all.

Plain Python: no ORM, no clock.  The location of a customer is shrunk as in Bühlmann's
credibility (ASTIN Bulletin 4, 1967); its own payments weigh against the usual curve as in the
Dirichlet prior of Susarla & Van Ryzin (JASA 71, 1976).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .payment_hazard import HIGH, LOW, Curve, Spell, learn


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of all the customers of a ledger."""

    pool: Curve
    terms: dict  # term in days: curve
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


def values(spells: Iterable[Spell], level: float):
    """Delays that inform the location: those paid, and those open longer than usual."""
    for spell in spells:
        if spell.paid:
            yield spell.end, spell.weight
        elif spell.end > level:
            # At least so long; a guess of what is still to come.
            yield spell.end + 7.0, spell.weight


def learn_habits(customers: Sequence[tuple], half_life: int = 0) -> Habits:
    """From the spells, the terms in days and the ``(issued, settled)`` days of customers.

    With ``half_life``, the residuals are those from the location known on the day of
    issue: when customers turn worse, they say by how much it is outrun.
    """
    every = [spell for spells, _terms, _days in customers for spell in spells]
    pool = learn(every)
    level, credibility, spread = _variances(
        [spells for spells, _terms, _days in customers]
    )
    residuals = []
    by_term: dict = {}
    for spells, terms, days in customers:
        if half_life:
            residuals += _announced(spells, days, level, credibility, half_life)
        else:
            residuals += _residuals(spells, level, credibility)
        for spell, term in zip(spells, terms, strict=True):
            by_term.setdefault(term, []).append(spell)
    return Habits(
        pool,
        {
            term: learn(spells, pool, 12.0)
            for term, spells in sorted(by_term.items())
            if len(every) > len(spells) >= max(20, len(every) // 10)
        },
        learn(residuals) if len(residuals) >= 5 else learn(every),
        level if len(residuals) >= 5 else 0.0,
        credibility,
        spread,
    )


def _variances(customers) -> tuple[float, float, float]:
    """Level of all, credibility (within over between) and spread of one customer."""
    groups = []
    for spells in customers:
        group = [(min(max(v, EARLIEST), LATEST), w) for v, w in values(spells, 30.0)]
        if group:
            groups.append(group)
    if not groups:
        return 0.0, 5.0, 10.0
    weights = [sum(w for _v, w in group) for group in groups]
    means = [
        sum(v * w for v, w in group) / total
        for group, total in zip(groups, weights, strict=True)
    ]
    # Each customer once, up to a few invoices: a new one is drawn from the customers.
    capped = [min(total, 5.0) for total in weights]
    level = sum(m * c for m, c in zip(means, capped, strict=True)) / sum(capped)
    within = freedom = 4.0  # a day and a half apart, before anything is seen
    within *= 6.0
    for group, mean, total in zip(groups, means, weights, strict=True):
        if len(group) > 1:
            within += sum(w * (v - mean) ** 2 for v, w in group)
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
    known = [
        (min(max(v, EARLIEST), LATEST), w, spell)
        for spell in spells
        for v, w in values([spell], level)
    ]
    total = level * credibility + sum(v * w for v, w, _spell in known)
    weights = credibility + sum(w for _v, w, _spell in known)
    own = {id(spell): (v * w, w) for v, w, spell in known}
    shifted = []
    for spell in spells:
        value, w = own.get(id(spell), (0.0, 0.0))
        shifted.append(_shift(spell, round((total - value) / (weights - w))))
    return shifted


def _announced(spells, days, level, credibility, half_life) -> list[Spell]:
    """Spells around what the invoices settled before their issue announced.

    >>> spells = [Spell(-30, 9, 10, 1.0), Spell(-30, 19, 20, 1.0)]
    >>> [s.end for s in _announced(spells, [(0, 40), (50, 100)], 0.0, 1.0, 10**9)]
    [10, 15]
    """
    paid = sorted(
        (settled, issued, min(max(spell.end, EARLIEST), LATEST))
        for spell, (issued, settled) in zip(spells, days, strict=True)
        if spell.paid
    )
    total = weights = 0.0
    place, shifted = 0, []
    for spell, (issued, _settled) in zip(spells, days, strict=True):
        while place < len(paid) and paid[place][0] < issued:
            # In units of the first day: only the ratio of the sums counts.
            w = 2.0 ** ((paid[place][1] - days[0][0]) / half_life)
            total, weights, place = total + w * paid[place][2], weights + w, place + 1
        k = credibility * 2.0 ** ((issued - days[0][0]) / half_life)
        shifted.append(_shift(spell, round((total + k * level) / (weights + k))))
    return shifted


def _shift(spell: Spell, by: int) -> Spell:
    before = None if spell.before is None else spell.before - by
    return Spell(spell.entry - by, before, spell.end - by, spell.weight)


class Customer:
    """One customer's own payments against the curve around its location."""

    __slots__ = ("first", "habits", "left", "shift", "strength", "waits")

    def __init__(self, spells: Sequence[Spell], habits: Habits, strength: float):
        self.habits = habits
        self.strength = strength
        self.shift = round(location(values(spells, habits.level), habits))
        self.first, self.left = _unpaid(spells, round(habits.spread / 4))
        longest = sorted((s.end, s.weight) for s in spells if not s.paid)[-6:]
        self.waits = [
            (end, weight, weight / self._usual(end))
            for end, weight in longest
            if end > self.shift
        ]

    def chances(self, open_: int, ticks: Sequence[int]) -> list[float]:
        """Chance of being paid by each of ``ticks``, when unpaid at ``open_``."""
        # One loop without calls: a large ledger comes here half a million times.
        left, size, waits = self.left, len(self.left), self.waits
        curve = self.habits.residual
        unpaid, far = curve.unpaid, curve.share
        shift, first, strength = self.shift, self.first, self.strength
        found = []
        for tick in (open_, *ticks):
            at = tick - shift
            usual = unpaid[at - LOW] if LOW <= at <= HIGH else far(at)
            place = tick - first
            own = left[place if place > 0 else 0] if place < size else 0.0
            for end, weight, scale in waits:
                # Still open: it will go on as the usual curve does.
                own += weight if tick <= end else scale * usual
            found.append(own + strength * usual)
        now = found[0]
        return [1.0 - one / now if one < now else 0.0 for one in found[1:]]

    def _usual(self, tick: int) -> float:
        return self.habits.residual.share(tick - self.shift)


def _unpaid(spells: Sequence[Spell], width: int) -> tuple[int, list[float]]:
    """Weight of the payments that came after each tick, each spread over ``width``.

    >>> _unpaid([Spell(-30, -1, 0), Spell(-30, 1, 2)], 0)
    (-1, [2.0, 1.0, 1.0, 0.0])
    """
    settled = [spell for spell in spells if spell.paid]
    if not settled:
        return 0, [0.0]
    low = max(min(spell.before for spell in settled), LOW) - width
    high = max(min(max(spell.end for spell in settled), HIGH) + width, low + 1)
    paid = [0.0] * (high - low + 1)
    for spell in settled:
        start = min(max(spell.before - width, low), high - 1)
        stop = min(max(spell.end + width, start + 1), high)
        share = spell.weight / (stop - start)
        for tick in range(start + 1 - low, stop + 1 - low):
            paid[tick] += share
    left, now = [], sum(spell.weight for spell in settled)
    for one in paid:
        now -= one
        left.append(now if now > 0.0 else 0.0)
    return low, left
