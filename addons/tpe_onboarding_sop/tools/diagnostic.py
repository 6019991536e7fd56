"""What a diagnostic is made of, and how its scores are made."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

# Less than this part of an axis answered says nothing of the axis.
LEAST_ANSWERED = 0.5


class Unit(Enum):
    """How a measured value reads."""

    DAYS = "days"
    PERCENT = "percent"
    NUMBER = "number"
    YES_NO = "yes_no"  # 1 or 0
    MONEY = "money"


@dataclass(frozen=True)
class Measure:
    """An answer read in the books.

    ``value`` is None when there are not enough data; ``count`` is how many records make it;
    ``proof`` says so in words of the reader; ``action`` opens them; ``euros`` is what the
    fact costs over twelve months, when the books say so.
    """

    key: str
    value: float | None
    unit: Unit
    count: int
    proof: str
    action: dict | None = None
    euros: float | None = None


def score_of(value: float | None, worst: float, best: float) -> float | None:
    """0 at ``worst`` and beyond, 100 at ``best`` and beyond, straight between.

    >>> score_of(45, worst=90, best=30)
    75.0
    >>> score_of(120, worst=90, best=30), score_of(10, worst=90, best=30)
    (0.0, 100.0)
    >>> score_of(None, worst=90, best=30)
    """
    if value is None:
        return None
    return min(max(100 * (value - worst) / (best - worst), 0.0), 100.0)


def axis_score(answers: Iterable[tuple[float | None, float]]) -> float | None:
    """Weighted mean of ``(score, weight)``; None when less than half of the weight is known.

    >>> axis_score([(100, 1), (50, 1), (None, 1)])
    75.0
    >>> axis_score([(100, 1), (None, 2)])
    >>> axis_score([])
    """
    answers = list(answers)
    whole = sum(weight for _score, weight in answers)
    known = [(score, weight) for score, weight in answers if score is not None]
    part = sum(weight for _score, weight in known)
    if not part or part < LEAST_ANSWERED * whole:
        return None
    return sum(score * weight for score, weight in known) / part


def overall_score(axes: Iterable[float | None]) -> float | None:
    """Mean of the axes that are known; None when less than half of them are.

    >>> overall_score([80, 40, None])
    60.0
    >>> overall_score([80, None, None])
    """
    return axis_score((score, 1) for score in axes)


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are known.

    >>> mean([100, None, 50])
    75.0
    >>> mean([None])
    """
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def spread(values: Iterable[float | None]) -> float | None:
    """How far apart the answers of several people are; None below two people.

    >>> spread([80, 35, None])
    45
    >>> spread([80, None])
    """
    known = [value for value in values if value is not None]
    return max(known) - min(known) if len(known) > 1 else None


class Readiness(Enum):
    """Whether to bring customers, jobs and figures together in one tool."""

    UNKNOWN = "unknown"
    READY = "ready"  # it is time, and all is there
    PREPARE = "prepare"  # it is time, and something is missing
    COULD = "could"  # all is there, and nothing presses
    WAIT = "wait"


# One signal may be chance.
LEAST_SIGNALS = 2


def readiness(
    prerequisites: list[bool | None], signals: list[bool | None]
) -> Readiness:
    """An answer that is not known is a prerequisite not met, a signal not given.

    >>> readiness([True] * 4, [True, True, False])
    <Readiness.READY: 'ready'>
    >>> readiness([True, True, True, None], [True, True, False])
    <Readiness.PREPARE: 'prepare'>
    >>> readiness([True] * 4, [True, False, None])
    <Readiness.COULD: 'could'>
    >>> readiness([True, None, False, False], [False, False, True])
    <Readiness.WAIT: 'wait'>
    >>> readiness([None, None, None, True], [True, True, True])
    <Readiness.UNKNOWN: 'unknown'>
    """
    for answers in (prerequisites, signals):
        known = [one for one in answers if one is not None]
        if not known or len(known) < LEAST_ANSWERED * len(answers):
            return Readiness.UNKNOWN
    time = sum(one is True for one in signals) >= LEAST_SIGNALS
    if all(one is True for one in prerequisites):
        return Readiness.READY if time else Readiness.COULD
    return Readiness.PREPARE if time else Readiness.WAIT
