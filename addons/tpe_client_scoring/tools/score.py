"""What the criteria say of a customer: a score, a verdict. No ORM, no clock.

The points and the verdict are explained on the sheet; a person decides.
"""

from typing import NamedTuple

from .criteria import (
    Criterion,
    Facts,
    Grid,
    alignment,
    delay,
    hours,
    margin,
    recurrence,
    time,
)
from .margin import Margin, net_margin

# What each criterion weighs in the score; those that are not known weigh nothing.
WEIGHTS = {"delay": 40, "margin": 25, "time": 15, "recurrence": 10, "alignment": 10}
# A score is never this much better than how the customer pays.
ABOVE_PAYMENT = 25
CLASSES = ((80, "a"), (65, "b"), (50, "c"))
PART_FROM = 3  # toxic criteria
JUDGED_FROM = 2  # known criteria
STEADY = 5  # points of score


class Score(NamedTuple):
    """All that is known of a customer."""

    delay: Criterion
    beyond: float | None
    margin: Criterion
    money: Margin
    time: Criterion
    time_source: str
    recurrence: Criterion
    alignment: Criterion
    score: int | None
    score_class: str
    toxic: int
    known: int
    verdict: str


def combine(points: dict[str, int | None]) -> int | None:
    """The score: the mean of the known criteria, by weight, held down by how he pays.

    (40 x 80 + 25 x 60 + 15 x 100) / 80 = 77.5

    >>> combine({"delay": 80, "margin": 60, "time": 100, "recurrence": None})
    78

    The best of customers who does not pay: (40 x 20 + 60 x 100) / 100 = 68, held at 45.

    >>> combine({name: 100 for name in WEIGHTS} | {"delay": 20})
    45

    Without payments there is no score, whatever the rest.

    >>> combine({"delay": None, "margin": 100}) is None
    True
    """
    paid = points.get("delay")
    if paid is None:
        return None
    weight = weighed = 0
    for name, value in points.items():
        if value is not None:
            weight += WEIGHTS[name]
            weighed += WEIGHTS[name] * value
    return int(min(weighed / weight, paid + ABOVE_PAYMENT) + 0.5)


def score_class(score: int | None) -> str:
    """
    >>> [score_class(score) for score in (80, 79, 65, 50, 49, None)]
    ['a', 'b', 'b', 'c', 'd', 'unknown']
    """
    if score is None:
        return "unknown"
    for least, letter in CLASSES:
        if score >= least:
            return letter
    return "d"


def verdict(statuses: list[str]) -> str:
    """What is proposed; a person decides.  ``statuses``: delay and margin come first.

    >>> verdict(["toxic", "toxic", "toxic", "good", "good"])
    'part'
    >>> verdict(["toxic", "good", "good", "good", "unknown"])
    'improve'
    >>> verdict(["good", "good", "good", "unknown", "unknown"])
    'develop'
    >>> verdict(["good", "watch", "good", "good", "unknown"])
    'keep'
    >>> verdict(["agreed", "good", "good", "good", "good"])
    'keep'
    >>> verdict(["unknown", "unknown", "unknown", "toxic", "unknown"])
    'unknown'
    """
    toxic, good = statuses.count("toxic"), statuses.count("good")
    if toxic >= PART_FROM:
        return "part"
    if len(statuses) - statuses.count("unknown") < JUDGED_FROM:
        return "unknown"
    if toxic:
        return "improve"
    pays_and_earns = statuses[:2] == ["good", "good"]
    return "develop" if pays_and_earns and good >= PART_FROM else "keep"


def trend(now: int | None, before: int | None) -> str:
    """
    >>> trend(70, 75), trend(70, 74), trend(80, 70), trend(80, None)
    ('down', 'steady', 'up', 'unknown')
    """
    if now is None or before is None:
        return "unknown"
    if abs(now - before) < STEADY:
        return "steady"
    return "up" if now > before else "down"


def judge(facts: Facts, grid: Grid) -> Score:
    """All of it, for one customer."""
    pays, beyond = delay(facts, grid)
    spent, reminding, count, source = hours(facts, grid)
    money = net_margin(
        facts.revenue,
        facts.cost,
        ((spent or 0) - reminding) * facts.months * grid.hourly_cost,
        facts.late_days * grid.financing_rate / 100 / 365,
        reminding * facts.months * grid.hourly_cost,
    )
    earns = margin(facts, money, grid)
    takes = time(spent, count, grid)
    returns = recurrence(facts, grid)
    fits = alignment(facts)
    total = combine(
        {
            "delay": pays.points,
            "margin": earns.points,
            "time": takes.points,
            "recurrence": returns.points,
            "alignment": fits.points,
        }
    )
    statuses = [found.status for found in (pays, earns, takes, returns, fits)]
    return Score(
        delay=pays,
        beyond=beyond,
        margin=earns,
        money=money,
        time=takes,
        time_source=source,
        recurrence=returns,
        alignment=fits,
        score=total,
        score_class=score_class(total),
        toxic=statuses.count("toxic"),
        known=len(statuses) - statuses.count("unknown"),
        verdict=verdict(statuses),
    )
