"""When an invoice still unpaid is paid: curves learnt from settled and open invoices.

Plain Python: no ORM, no clock.  The curve is that of Kaplan & Meier (JASA 53, 1958) with late
entry, smoothed; in Saini et al. (Discover Analytics 2:4, 2024) a discrete-time survival model
with a client effect forecasts receivables better than payment terms do.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

LOW, HIGH = -200, 400  # ticks after the anchor that a curve tells apart
ENOUGH = 6.0  # payments behind each point of a curve
WIDEST = 2 + HIGH // 4  # ticks on each side of a point
PRIOR_WEIGHT = 3.0  # invoices that the prior curve is worth


class Spell(NamedTuple):
    """The time an invoice was open, in ticks after its anchor.

    Paid in ``(before, end]``; ``before`` is None when it was still open at ``end``.
    """

    entry: int
    before: int | None
    end: int
    weight: float = 1.0

    @property
    def paid(self) -> bool:
        return self.before is not None


def prior_hazard(ticks: int) -> float:
    """Chance of being paid that day, before any invoice is known.

    A French firm's invoices: few paid before the due date, half within ten days of it,
    fewer and fewer each day later on (mean of 42.7 days for terms of 30).

    >>> [round(prior_hazard(ticks), 4) for ticks in (-30, 0, 10, 30, 90)]
    [0.003, 0.0545, 0.0696, 0.035, 0.0039]
    """
    rise = 0.003 + 0.067 / (1 + math.exp(-(ticks + 3) / 2.5)) if ticks < 60 else 0.07
    return rise * min(1.0, (15 / max(ticks, 1)) ** 1.0) * min(1.0, (30 / max(ticks, 1)))


class Curve:
    """Cumulated hazard from LOW to HIGH, then a hazard that falls as the square of time.

    The fall keeps the total finite: whoever has not paid in a year may never pay.
    """

    def __init__(self, hazards: Sequence[float]):
        total, cumulated = 0.0, [0.0]
        for hazard in hazards:
            total -= math.log1p(-min(hazard, 0.97))
            cumulated.append(total)
        self.cumulated = cumulated
        self._hazards: list[float] = []
        self.unpaid = [math.exp(-min(one, 500.0)) for one in cumulated]
        last = min(hazards[-60:]) if hazards else 0.0
        self.tail = last * HIGH

    def at(self, ticks: int) -> float:
        """Cumulated hazard at the end of that tick.

        >>> curve = Curve([0.5, 0.5] + [0.0] * (HIGH - LOW - 2))
        >>> round(math.exp(-curve.at(LOW + 2)), 6), curve.at(LOW - 5)
        (0.25, 0.0)
        """
        if ticks <= LOW:
            return 0.0
        if ticks <= HIGH:
            return self.cumulated[ticks - LOW]
        return self.cumulated[-1] + self.tail * (1 - HIGH / ticks)

    def hazards(self) -> list[float]:
        """Chance of being paid at each tick, from LOW on, when unpaid before."""
        if not self._hazards:
            pairs = pairwise(self.cumulated)
            self._hazards = [1 - math.exp(before - after) for before, after in pairs]
        return self._hazards

    def share(self, ticks: int) -> float:
        """Share unpaid at the end of that tick."""
        if LOW <= ticks <= HIGH:
            return self.unpaid[ticks - LOW]
        return math.exp(-min(self.at(ticks), 500.0))

    def chances(self, open_: int, ticks: Sequence[int]) -> list[float]:
        """Chance of being paid by each of ``ticks``, when unpaid at ``open_``."""
        now, cumulated = self.at(open_), self.cumulated
        return [
            -math.expm1(
                now - (cumulated[tick - LOW] if LOW < tick <= HIGH else self.at(tick))
            )
            for tick in ticks
        ]


PRIOR = Curve([prior_hazard(ticks) for ticks in range(LOW + 1, HIGH + 1)])


def learn(
    spells: Iterable[Spell], prior: Curve = PRIOR, weight: float = PRIOR_WEIGHT
) -> Curve:
    """The curve of ``spells``, shrunk towards ``prior`` and smoothed where it is thin.

    Two invoices out of four paid on the due date, one the day after, one open:

    >>> spells = [Spell(-30, -1, 0), Spell(-30, -1, 0), Spell(-30, 0, 1),
    ...           Spell(-30, None, 9)]
    >>> curve = learn(spells * 1000, weight=1e-9)
    >>> [round(math.exp(curve.at(-1) - curve.at(ticks)), 3) for ticks in (0, 1, 9)]
    [0.5, 0.25, 0.25]
    """
    size = HIGH - LOW
    paid, change = [0.0] * (size + 2), [0.0] * (size + 2)
    # Conditions, not min and max: it is asked of all the lines of many past days.
    for entry, before, end, w in spells:
        place = entry - LOW
        change[0 if place < 0 else size if place > size else place] += w
        if before is None:
            place = end - LOW
            change[0 if place < 0 else size + 1 if place > size else place] -= w
            continue
        low = LOW if before < LOW else before
        high = HIGH if end > HIGH else end
        if high <= LOW:
            low, high = LOW, LOW + 1
        elif low >= HIGH:
            change[size + 1] -= w
            continue
        if high == low + 1:
            paid[low - LOW] += w
            change[high - LOW] -= w
            continue
        share = w / (high - low)
        for tick in range(low - LOW, high - LOW):
            paid[tick] += share
            change[tick + 1] -= share
    at_risk, now = [], 0.0
    for step in change[: size + 1]:
        now += step
        at_risk.append(max(now, 0.0))
    return Curve(_smooth(paid[:size], at_risk[:size], prior, weight))


def _smooth(paid, at_risk, prior, weight) -> list[float]:
    """Hazards over a window as wide as it takes to hold ENOUGH payments."""
    # Beyond the ends nothing is paid and nothing is open: no window has to stop there.
    pad = WIDEST + WIDEST // 3 + 2
    before = [*[0.0] * pad, *accumulate(paid, initial=0.0)]
    risk = [*[0.0] * pad, *accumulate(at_risk, initial=0.0)]
    before += before[-1:] * pad
    risk += risk[-1:] * pad
    enough, hazards = 40 * ENOUGH, []
    for tick, usual in enumerate(prior.hazards()):
        widest, half = 2 + abs(tick + LOW) // 4, 0
        low = high = tick + pad
        high += 1
        while True:
            events, exposure = before[high] - before[low], risk[high] - risk[low]
            if events >= ENOUGH or exposure >= enough or half >= widest:
                break
            more = 1 + half // 3
            half, low, high = half + more, low - more, high + more
        hazards.append((events + weight * usual) / (exposure + weight))
    return hazards
