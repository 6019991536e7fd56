"""Which reminder a debt calls for next. Plain Python: no ORM, no clock.

The age of a debt says how old it is, not which message may leave: the next level is the
lowest one that was not delivered yet, once its day has come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

INVOICE = "invoice"
DUE = "due"
# Before the due date, then the steps of a reminder, then after the payment.
COURTESY, FRIENDLY, FIRM, FORMAL, THANKS = -1, 1, 2, 3, 9
RANKS = (FRIENDLY, FIRM, FORMAL)


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a policy.

    ``rank``: 1 friendly, 2 firm, 3 formal notice.  ``delay``: days counted from
    ``origin``, the invoice date or the due date.  ``gap``: fewest days after the
    delivery of the message before.
    """

    rank: int
    delay: int
    origin: str = INVOICE
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The furthest message already delivered for a debt, and its day."""

    rank: int
    on: date


def first_day(level: Level, issued: date, due: date, last: Delivered | None) -> date:
    """First day on which ``level`` may leave.

    >>> friendly = Level(rank=1, delay=30)
    >>> first_day(friendly, date(2026, 1, 1), date(2026, 1, 20), last=None)
    datetime.date(2026, 1, 31)

    Nobody is late on the due date itself, whatever the delay: with 60 days granted, the
    message waits for the day after.

    >>> first_day(friendly, date(2026, 1, 1), date(2026, 3, 2), last=None)
    datetime.date(2026, 3, 3)

    After a late start the next message keeps its distance.

    >>> firm = Level(rank=2, delay=45, gap=15)
    >>> first_day(firm, date(2026, 1, 1), date(2026, 1, 20), Delivered(1, date(2026, 4, 1)))
    datetime.date(2026, 4, 16)
    """
    start = due if level.origin == DUE else issued
    day = max(start + timedelta(level.delay), due + timedelta(1))
    if last:
        day = max(day, last.on + timedelta(level.gap))
    return day


def next_level(levels: Sequence[Level], last: Delivered | None) -> Level | None:
    """Lowest level of a policy above what was delivered; None when all were.

    ``levels`` come in ascending rank.

    >>> policy = [Level(1, 30), Level(2, 45, gap=15), Level(3, 60, gap=15)]
    >>> next_level(policy, last=None).rank
    1
    >>> next_level(policy, Delivered(1, date(2026, 4, 1))).rank
    2
    >>> next_level(policy, Delivered(3, date(2026, 4, 1))) is None
    True

    A policy changed in between never makes a customer step back.

    >>> next_level([Level(1, 30), Level(3, 60)], Delivered(2, date(2026, 4, 1))).rank
    3
    """
    reached = last.rank if last else 0
    return next((level for level in levels if level.rank > reached), None)


def step_due(
    levels: Sequence[Level],
    issued: date,
    due: date,
    today: date,
    last: Delivered | None = None,
) -> Level | None:
    """Level whose message is to leave today for a debt, or None.

    An old debt nobody ever mentioned begins softly.

    >>> policy = [Level(1, 30), Level(2, 45, gap=15), Level(3, 60, gap=15)]
    >>> step_due(policy, date(2026, 1, 1), date(2026, 1, 20), date(2026, 6, 1)).rank
    1
    >>> step_due(policy, date(2026, 1, 1), date(2026, 1, 20), date(2026, 1, 30)) is None
    True
    """
    level = next_level(levels, last)
    if level and today >= first_day(level, issued, due, last):
        return level
    return None
