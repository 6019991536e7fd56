"""What a firm loses in a year: hours, tools, and who could do it instead.

Plain Python: no ORM, no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# Weeks of twelve months.  Four a month, the usual shortcut, forgets four of each year.
WEEKS = {"year": 52, "four": 48}


@dataclass(frozen=True)
class Range:
    """From an amount to another one."""

    low: float
    high: float


def hours_cost(hours_a_week: float, hourly: float, weeks: str = "year") -> float:
    """What these hours cost in twelve months.

    >>> hours_cost(9, 50), hours_cost(9, 50) / 12
    (23400, 1950.0)
    >>> hours_cost(9, 50, "four"), hours_cost(9, 50, "four") / 12
    (21600, 1800.0)
    """
    return hours_a_week * hourly * WEEKS[weeks]


def tools_cost(monthly: Iterable[float]) -> float:
    """What tools that nobody uses cost in twelve months.

    >>> tools_cost([129, 20.5]), tools_cost([])
    (1794.0, 0)
    """
    return 12 * sum(monthly)


def tool_worth(hours_saved: float, hourly: float, cost: float) -> float:
    """What a tool brings in a month: the hours it saves, less what it costs.

    >>> tool_worth(4, 50, 129), tool_worth(0, 50, 129)
    (71, -129)
    """
    return hours_saved * hourly - cost


@dataclass(frozen=True)
class Return:
    """What a thing to do brings over twelve months for what it takes once."""

    cost: float
    net: float
    times: float | None
    days: int | None


def quick_win(euros: float, minutes: float, hourly: float) -> Return:
    """Return on an action of so many minutes; ``days`` is when it has paid for itself.

    Two hours at 50 EUR for 1,200 EUR a year come back twelve times, within 31 days:

    >>> quick_win(1200, 120, 50)
    Return(cost=100.0, net=1100.0, times=12.0, days=31)

    What brings nothing never pays, what takes no time has no return to divide by:

    >>> quick_win(0, 60, 50)
    Return(cost=50.0, net=-50.0, times=0.0, days=None)
    >>> quick_win(300, 0, 50)
    Return(cost=0.0, net=300.0, times=None, days=0)
    """
    cost = minutes / 60 * hourly
    # The day on which it has paid is a whole one: -(-a // b) rounds up.
    days = int(-(-cost * 365 // euros)) if euros > 0 else None
    return Return(cost, euros - cost, euros / cost if cost else None, days)


@dataclass(frozen=True)
class Choice:
    """To go on, to hire, to outsource: what a year of each costs.

    A gain is what is left of today's cost; below zero it costs more.  ``hire_from`` and
    ``outsource_from`` are the hours a week from which each one may pay.
    """

    today: float
    hire: Range
    outsource: Range
    hire_gain: Range
    outsource_gain: Range
    hire_from: float | None
    outsource_from: float | None


def hire_or_outsource(
    hours_a_week: float,
    hourly: float,
    hire: Range,
    outsource: Range,
    weeks: str = "year",
) -> Choice:
    """Compare the hours of today with somebody hired and with a service bought.

    9 h at 50 EUR are 23,400 EUR a year:

    >>> choice = hire_or_outsource(9, 50, Range(35000, 45000), Range(12000, 24000))
    >>> choice.today, choice.hire_gain, choice.outsource_gain
    (23400, Range(low=-21600, high=-11600), Range(low=-600, high=11400))
    >>> round(choice.hire_from, 2), round(choice.outsource_from, 2)
    (13.46, 4.62)

    With four weeks a month the same hours are 21,600 EUR:

    >>> hire_or_outsource(9, 50, Range(35000, 45000), Range(12000, 24000), "four").today
    21600
    >>> hire_or_outsource(9, 0, Range(1, 2), Range(1, 2)).hire_from
    """
    today = hours_cost(hours_a_week, hourly, weeks)
    an_hour = hours_cost(1, hourly, weeks)
    return Choice(
        today,
        hire,
        outsource,
        Range(today - hire.high, today - hire.low),
        Range(today - outsource.high, today - outsource.low),
        hire.low / an_hour if an_hour else None,
        outsource.low / an_hour if an_hour else None,
    )
