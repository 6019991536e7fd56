"""What a customer leaves, and who carries the firm. Plain Python: no ORM, no clock."""

from collections.abc import Iterable
from typing import NamedTuple


class Margin(NamedTuple):
    """The net result, and what was taken off to get it."""

    rate: float | None  # percent of revenue; None without revenue
    net: float
    time_cost: float
    late_cost: float
    reminder_cost: float


class Step(NamedTuple):
    """A point of the whale curve: after ``rank`` customers, the best first."""

    rank: int
    key: int
    result: float
    cumulated: float
    share: float | None  # percent of the total result; None when it is not positive


def net_margin(revenue, cost, time_cost, late_cost, reminder_cost) -> Margin:
    """Revenue less what was bought, the hours, the late days and the reminders.

    >>> net_margin(10_000, 5_500, 840, 123.29, 35)
    Margin(rate=35.0, net=3501.71, time_cost=840, late_cost=123.29, reminder_cost=35)
    >>> net_margin(-200, 0, 35, 0, 0).rate is None
    True
    """
    time_cost, late_cost = round(time_cost, 2), round(late_cost, 2)
    reminder_cost = round(reminder_cost, 2)
    net = round(revenue - cost - time_cost - late_cost - reminder_cost, 2)
    rate = round(100 * net / revenue, 1) if revenue > 0 else None
    return Margin(rate, net, time_cost, late_cost, reminder_cost)


def whale_curve(results: Iterable[tuple[int, float]]) -> list[Step]:
    """The result of the firm, cumulated from its best customer to its worst.

    The curve climbs above the total, then comes down with those who cost money.

    >>> for step in whale_curve([(1, 100.0), (2, -60.0), (3, 80.0)]):
    ...     print(step.rank, step.key, step.cumulated, step.share)
    1 1 100.0 83.3
    2 3 180.0 150.0
    3 2 120.0 100.0
    >>> whale_curve([(1, -10.0)])[0].share is None
    True
    """
    ranked = sorted(results, key=lambda result: (-result[1], result[0]))
    total, cumulated, steps = sum(value for _key, value in ranked), 0.0, []
    for rank, (key, value) in enumerate(ranked, start=1):
        cumulated = round(cumulated + value, 2)
        share = round(100 * cumulated / total, 1) if total > 0 else None
        steps.append(Step(rank, key, value, cumulated, share))
    return steps


def lifetime_value(result_a_month: float, months: int, one_shot: bool) -> float:
    """What a customer brings over ``months`` at today's pace; nothing if he will not return.

    >>> lifetime_value(120.5, 36, False), lifetime_value(120.5, 36, True)
    (4338.0, 0.0)
    """
    return 0.0 if one_shot else round(result_a_month * months, 2)
