"""Past forecasts made again with what was known then: what they teach.

Plain Python: no ORM, no clock.  The experts are weighed by how probable they made what
happened (stacking of predictive distributions: Yao et al., Bayesian Analysis 13, 2018), then
the bands are set by the errors of the weighed forecast.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul

from . import payment_bands as bands
from .payment_view import SEEN, Ledger, View

WEEKS = 13
ORIGINS = 16  # a third of them when the ledger is long, and each says more
MANY = 30_000
ITEMS = 500  # open lines of a past day that are forecast again
LINES = 2500  # lines behind the curves of a past day
FEWEST = 5  # settled lines before a past day says anything
# Pool, slow and fast memory of the customer, before anything is learnt.
USUAL = ((0.6, 0.3, 0.1), (0.3, 0.5, 0.2), (0.15, 0.6, 0.25), (0.05, 0.65, 0.3))
BELIEF = 15.0  # lines that the usual weights are worth
GROUPS = (1, 2, 2, 2, 3)  # weeks whose errors are counted together; then the last


@dataclass(frozen=True, slots=True)
class Forecast:
    """A line forecast on a past day: experts' chances by week, and what happened."""

    known: int
    amount: float
    chances: list
    paid: int | None  # week in which it was paid, None when not in those known


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the past teaches the forecast of today."""

    weights: tuple = USUAL
    week: bands.Width = bands.Width()
    total: bands.Width = bands.Width()
    origins: int = 0


def blend(weights: Sequence[float], experts: Sequence[Sequence[float]]) -> list[float]:
    """The weighed mean of the experts' chances.

    >>> blend((0.5, 0.5), ([0.2, 0.4], [0.6, 1.0]))
    [0.4, 0.7]
    """
    if len(weights) == 3:
        a, b, c = weights
        return [a * x + b * y + c * z for x, y, z in zip(*experts, strict=True)]
    return [
        sum(w * chance for w, chance in zip(weights, column, strict=True))
        for column in zip(*experts, strict=True)
    ]


def learn(ledger: Ledger) -> Lesson:
    """Forecast again from past days, and keep what the errors teach."""
    days = _origins(ledger)
    # Those that were open on one of the days: what is older is not looked at each time.
    late = [line for line in ledger.lines if line.settled > min(days, default=0)]
    found = [_again(ledger, day, late) for day in days]
    past = [(weeks, forecasts) for weeks, forecasts, _sampled in found if forecasts]
    sampled = any(one[-1] for one in found)
    if not past:
        return Lesson()
    weights = _weights(past)
    return Lesson(weights, *_widths(past, weights, sampled), len(past))


def _origins(ledger: Ledger) -> list[int]:
    if ledger.settled <= FEWEST:
        return []
    last, first = min(ledger.as_of, ledger.last), ledger.paid[FEWEST - 1]
    turns = ORIGINS if len(ledger.lines) < MANY else ORIGINS // 3
    step = min(max((last - first) // (ORIGINS + 2) // 7 * 7, 7), 21)
    return [
        day
        for day in (last - 21 - step * turn for turn in range(turns))
        if day >= first
    ]


def _again(ledger: Ledger, day: int, late: list) -> tuple[int, list[Forecast], bool]:
    """Lines of ``late`` open on ``day`` as they would have been forecast; their fate.

    Last, whether these are only some of them.
    """
    weeks = min((min(ledger.as_of, ledger.last) - day) // 7, WEEKS)
    lines = [line for line in late if line.issued <= day < line.settled]
    turn = -(-len(lines) // ITEMS)
    lines = lines[::turn] if lines else []
    view = View(ledger, day, LINES)
    days = [day + 7 * week for week in range(1, weeks + 1)]
    ahead, forecasts = view.horizon(days), []
    for line in lines:
        known, chances = view.chances(line, ahead)
        paid = None
        if line.settled <= days[-1]:
            paid = (line.settled - day - 1) // 7
        forecasts.append(Forecast(known, line.amount, chances, paid))
    return weeks, forecasts, turn > 1


def _weights(past) -> tuple:
    """For each degree of knowledge, the weights under which the past is most probable."""
    cases: list[list] = [[] for _degree in range(len(SEEN) + 1)]
    sizes = sorted(abs(f.amount) for _weeks, forecasts in past for f in forecasts)
    large = sizes[len(sizes) * 9 // 10] or 1.0
    for _weeks, forecasts in past:
        for forecast in forecasts:
            likely = [
                1e-4 + _happened(chances, forecast.paid) for chances in forecast.chances
            ]
            trust = 0.2 + min(abs(forecast.amount) / large, 1.0)
            cases[forecast.known].append((trust, likely))
    return tuple(_stack(case, usual) for case, usual in zip(cases, USUAL, strict=True))


def _happened(chances: Sequence[float], paid: int | None) -> float:
    if paid is None:
        return 1 - chances[-1]
    return chances[paid] - (chances[paid - 1] if paid else 0.0)


def _stack(cases: list, usual: Sequence[float]) -> tuple[float, ...]:
    """Weights of a mixture by expectation-maximisation.

    The first expert is right each time:

    >>> [round(w, 1) for w in _stack([(1.0, (0.9, 0.1, 0.1))] * 999, USUAL[0])]
    [1.0, 0.0, 0.0]
    """
    weights = list(usual)
    for _turn in range(12):
        shares = [BELIEF * one for one in usual]
        for trust, likely in cases:
            parts = list(map(mul, weights, likely))
            scale = trust / sum(parts)
            shares = [
                share + scale * part for share, part in zip(shares, parts, strict=True)
            ]
        total = sum(shares)
        weights = [share / total for share in shares]
    return tuple(weights)


def _widths(past, weights, sampled: bool) -> tuple[bands.Width, bands.Width]:
    """The width of the band of a week, and of the running total."""
    return tuple(_width(past, weights, running, sampled) for running in (False, True))


def _width(past, weights, running: bool, sampled: bool) -> bands.Width:
    sums = [_sums(*one, weights, running) for one in past]
    # What befalls all is seen in the many, not in the few amounts that outweigh them.
    sizes = sorted(abs(f.amount) for _weeks, forecasts in past for f in forecasts)
    most = sizes[len(sizes) * 3 // 4]
    common = bands.common_spread(
        [
            (actual, _mean(amounts, chances), _variance(amounts, chances))
            for one in past
            for amounts, chances, actual in _sums(*one, weights, running, most)
        ],
        sampled,
    )
    scores: list[list[float]] = [[] for _group in range(max(GROUPS))]
    for by_week in sums:
        means = [_mean(amounts, chances) for amounts, chances, _paid in by_week]
        largest = max(means)
        for week, (amounts, chances, actual) in enumerate(by_week):
            # Weeks in which next to nothing is due would hide the others.
            if means[week] > 0.05 * largest:
                guess = bands.band(amounts, chances, common)
                group = GROUPS[min(week, len(GROUPS) - 1)] - 1
                scores[group].append(bands.score(actual, guess))
    usual = bands.factor([one for group in scores for one in group])
    by_group = [bands.factor(group, usual) for group in scores]
    return bands.Width(common, tuple(by_group[group - 1] for group in GROUPS))


def _sums(
    weeks: int, forecasts, weights, running: bool, most: float = math.inf
) -> list[tuple]:
    """For each week: amounts, their chances, and what was really received."""
    blended = [blend(weights[f.known], f.chances) for f in forecasts]
    amounts = [min(forecast.amount, most) for forecast in forecasts]
    received = [0.0] * weeks
    for forecast, amount in zip(forecasts, amounts, strict=True):
        if forecast.paid is not None:
            received[forecast.paid] += amount
    if running:
        received = list(accumulate(received))
    return [
        (amounts, week_chances(blended, week, running), received[week])
        for week in range(weeks)
    ]


def _mean(amounts, chances) -> float:
    return sum(map(mul, amounts, chances))


def _variance(amounts, chances) -> float:
    return sum([a * a * p * (1 - p) for a, p in zip(amounts, chances, strict=True)])


def week_chances(blended: Sequence[Sequence[float]], week: int, running: bool):
    """Chance of each line in that week (0 is the first), or up to its end.

    >>> week_chances([[0.25, 0.75]], 1, False), week_chances([[0.25, 0.75]], 1, True)
    ([0.5], [0.75])
    """
    if running or not week:
        return [chances[week] for chances in blended]
    return [chances[week] - chances[week - 1] for chances in blended]
