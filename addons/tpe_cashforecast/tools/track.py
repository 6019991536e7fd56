"""How right past forecasts were.  Plain Python: no ORM, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .payment_timing import PaymentTiming, Settlement

FEWEST = 4  # weeks before anything is said


@dataclass(frozen=True)
class Judged:
    """A week that has ended: what was foreseen, between what, and what happened.

    ``due_rule``: what the due dates alone said.
    """

    start: date
    expected: float
    due_rule: float
    actual: float
    low: float
    high: float

    @property
    def within(self) -> bool:
        return round(self.low, 2) <= round(self.actual, 2) <= round(self.high, 2)


def error(weeks: Sequence[Judged], rule: str = "expected") -> float | None:
    """Sum of the errors, as a share of what happened (WAPE); None without any money.

    >>> week = Judged(date(2026, 3, 2), 90.0, 150.0, 100.0, 80.0, 120.0)
    >>> error([week]), error([week], "due_rule"), error([])
    (0.1, 0.5, None)
    """
    total = sum(abs(week.actual) for week in weeks)
    if not total:
        return None
    missed = sum(abs(getattr(week, rule) - week.actual) for week in weeks)
    return round(missed / total, 3)


def replayed(history: Iterable[Settlement], mondays: Iterable[date]) -> list[Judged]:
    """The week of each Monday, forecast again from what was known the day before.

    >>> paid = Settlement("a", date(2026, 2, 1), date(2026, 3, 3), 100.0, date(2026, 3, 5))
    >>> [week] = replayed([paid], [date(2026, 3, 2)])
    >>> week.due_rule, week.actual, 0 < week.expected < 100
    (100.0, 100.0, True)
    """
    history = list(history)
    weeks = []
    for monday in mondays:
        yesterday, sunday = monday - timedelta(1), monday + timedelta(6)
        waiting = [
            one
            for one in history
            if one.issued < monday and (one.settled is None or one.settled >= monday)
        ]
        if not waiting:
            continue
        model = PaymentTiming.fit(history, yesterday)
        [week] = model.weekly_cash(waiting, 1)
        paid = [one for one in waiting if one.settled and one.settled <= sunday]
        weeks.append(
            Judged(
                start=monday,
                expected=round(week.expected, 2),
                due_rule=round(sum(o.amount for o in waiting if o.due <= sunday), 2),
                actual=round(sum(one.amount for one in paid), 2),
                low=round(week.low, 2),
                high=round(week.high, 2),
            )
        )
    return weeks
