"""Bands around sums of invoices, each paid or not.  Plain Python: no ORM, no clock.

The few amounts that weigh most are convolved exactly, the others are taken as a normal law
together with what invoices have in common (a bad month is bad for all).  The band is then
widened by the factor that would have made past bands hold (split conformal prediction with
normalised scores: Lei et al., JASA 113, 2018).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import mul

CELLS = 72
EXACT = 16  # amounts convolved one by one
LEVEL = 0.8
USUAL_FACTOR = 1.1  # before anything is learnt
USUAL_COMMON = 0.08
BELIEF = 6  # past errors that the usual figures are worth


@dataclass(frozen=True, slots=True)
class Band:
    """A sum of money: what is expected, and where it falls eight times out of ten."""

    expected: float
    low: float
    high: float


def band(amounts: Sequence[float], chances: Sequence[float], common: float) -> Band:
    """The 80 % band of the sum of ``amounts``, each received with its chance.

    ``common``: spread, in share of the expected sum, of what befalls all of them.

    >>> band([100.0], [0.5], 0.0)
    Band(expected=50.0, low=0.0, high=100.0)
    >>> many = band([1.0] * 400, [0.5] * 400, 0.0)  # normal: 200 +- 1.2816 x 10
    >>> many.expected, round(many.low, 1), round(many.high, 1)
    (200.0, 187.2, 212.8)
    """
    # A large ledger has tens of thousands of them, thirteen times: few loops.
    if min(chances, default=1.0) <= 0 or not all(amounts):
        kept = [(a, p) for a, p in zip(amounts, chances, strict=True) if a and p > 0]
        amounts, chances = zip(*kept, strict=True) if kept else ((), ())
    means = list(map(mul, amounts, chances))
    expected = math.fsum(means)
    least, most = 0.0, math.fsum(amounts)
    if min(amounts, default=0.0) < 0:
        least = math.fsum([a for a in amounts if a < 0])
        most = math.fsum([a for a in amounts if a > 0])
    if most == least:
        return Band(expected, expected, expected)
    # a p (a - a p): as it is summed, the variance of an amount paid with that chance.
    variances = [m * (a - m) for m, a in zip(means, amounts, strict=True)]
    floor = min(nlargest(EXACT, variances))
    largest = nlargest(
        EXACT,
        [
            (variance, (amounts[at], chances[at]))
            for at, variance in enumerate(variances)
            if variance >= floor
        ],
    )
    heavy = [part for _variance, part in largest]
    rest = math.fsum(variances) - math.fsum([one for one, _part in largest])
    mean = expected - math.fsum([a * p for a, p in heavy])
    spread = math.sqrt(max(rest, 0.0) + (common * expected) ** 2)
    start, step, cells = _convolve(heavy)
    tail = (1 - LEVEL) / 2
    nothing = math.prod([1 - p for p in chances]) if least == 0 else 0.0
    low = high = 0.0
    if nothing < tail:
        low = _quantile(start + mean, step, cells, spread, tail)
    if nothing < 1 - tail:
        high = _quantile(start + mean, step, cells, spread, 1 - tail)
    return Band(
        expected,
        min(max(low, least), expected),
        max(min(high, most), expected),
    )


def _convolve(parts) -> tuple[float, float, list[float]]:
    """The law of the sum on a grid: its start, its step and its masses."""
    start = math.fsum(a for a, _p in parts if a < 0)
    step = math.fsum(abs(a) for a, _p in parts) / (CELLS - len(parts) - 1)
    cells = [0.0] * CELLS
    cells[0] = 1.0
    top = 1
    for amount, p in parts:
        # A negative amount is one that starts received, and may not be.
        paid = p if amount > 0 else 1 - p
        places, part = divmod(abs(amount) / step, 1)
        near = int(places)
        keep, first, second = 1 - paid, paid * (1 - part), paid * part
        law = cells[:top]
        cells = [keep * mass for mass in law] + [0.0] * (near + 1)
        for place, mass in enumerate(law, near):
            cells[place] += first * mass
            cells[place + 1] += second * mass
        top = len(cells)
    return start, step, cells


def _quantile(start, step, cells, spread, share) -> float:
    if spread < step / 20:
        total = 0.0
        for place, mass in enumerate(cells):
            total += mass
            if total >= share - 1e-9:
                return start + place * step
        return start + (len(cells) - 1) * step
    points = [
        (start + place * step, mass) for place, mass in enumerate(cells) if mass > 1e-5
    ]
    low, high = points[0][0] - 4 * spread, points[-1][0] + 4 * spread
    scale, erf = 1 / (spread * math.sqrt(2)), math.erf
    reach = sum(mass for _point, mass in points) * (2 * share - 1)
    while high - low > spread / 50:
        middle = (low + high) / 2
        below = sum([mass * erf((middle - point) * scale) for point, mass in points])
        if below < reach:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Width:
    """What past errors taught: the spread in common, and the factor on each band."""

    common: float = USUAL_COMMON
    factors: tuple[float, ...] = (USUAL_FACTOR,)

    def factor(self, week: int) -> float:
        return self.factors[min(week, len(self.factors)) - 1]


def common_spread(errors: Sequence[tuple], sampled: bool = False) -> float:
    """Spread in common, from ``(actual, expected, variance if independent)``.

    What the squared errors have beyond that variance, in share of the expected sum.
    ``sampled``: the sums are of a few of the lines, where chance hides what all have in
    common; the more it does, the less they say.

    >>> round(common_spread([(120.0, 100.0, 0.0), (80.0, 100.0, 0.0)] * 500), 2)
    0.2
    """
    over = BELIEF * USUAL_COMMON**2
    weight = float(BELIEF)
    scale = max((expected for _a, expected, _v in errors), default=0.0)
    if scale <= 0:
        return USUAL_COMMON
    for actual, expected, variance in errors:
        # The sums that count most say most; one of them alone does not decide.
        trust = (expected / scale) ** 2
        if sampled and expected > 0:
            own = variance / expected**2
            trust *= (USUAL_COMMON**2 / (USUAL_COMMON**2 + own)) ** 2
        if expected > 0:
            excess = ((actual - expected) ** 2 - variance) / expected**2
            over += trust * min(excess, 4.0)
            weight += trust
    return math.sqrt(min(max(over / weight, 0.0), 1.0))


def score(actual: float, guess: Band) -> float:
    """How many times the half band the error was.

    >>> score(130.0, Band(100.0, 90.0, 120.0)), score(80.0, Band(100.0, 90.0, 120.0))
    (1.5, 2.0)
    """
    error = actual - guess.expected
    side = guess.high - guess.expected if error > 0 else guess.expected - guess.low
    if abs(error) < 1e-9:
        return 0.0
    return abs(error) / side if side > 1e-9 else 9.0


def factor(scores: Sequence[float], usual: float = USUAL_FACTOR) -> float:
    """The factor that would have made eight bands out of ten hold.

    The usual factor stands in for BELIEF more of them, spread as a band that needs it.

    >>> factor([]), factor([2.0] * 1000)
    (1.1, 2.0)
    """
    stand_in = [usual * (rank + 0.5) / (LEVEL * BELIEF) for rank in range(BELIEF)]
    every = sorted([*scores, *stand_in]) if scores else [usual]
    place = LEVEL * (len(every) + 1) - 1
    low = min(int(place), len(every) - 1)
    high = min(low + 1, len(every) - 1)
    found = every[low] + (place - low) * (every[high] - every[low])
    return min(max(found, 0.5), 4.0)


def widen(guess: Band, by: float, least: float, most: float) -> Band:
    """The band with both halves multiplied, within what is possible.

    A side that reaches what is possible stays there: nothing paid is not made unlikely.

    >>> widen(Band(10.0, 0.0, 30.0), 0.5, 0.0, 100.0)
    Band(expected=10.0, low=0.0, high=20.0)
    """
    low, high = guess.low, guess.high
    if low > least:
        low = guess.expected - by * (guess.expected - low)
    if high < most:
        high = guess.expected + by * (high - guess.expected)
    return Band(
        guess.expected,
        min(max(low, least), guess.expected),
        max(min(high, most), guess.expected),
    )
