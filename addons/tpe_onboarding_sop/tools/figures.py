"""What the runs of procedures say, from numbers already counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Below this number of times, a step is not judged.
LEAST = 5


@dataclass(frozen=True)
class StepFigure:
    """A step of the version in use, over a period, all its versions together.

    ``times``: how often it was finished; ``errors``: how often it met a problem, mended
    afterwards or not; ``median``: seconds, None when nobody ran the clock.
    """

    step: int
    name: str
    procedure: int
    expected_minutes: int
    times: int = 0
    median: int | None = None
    errors: int = 0
    left_out: int = 0

    @property
    def error_rate(self) -> float | None:
        """Share of the times that met a problem; None when nothing was finished.

        >>> StepFigure(1, "Call", 1, 5, times=8, errors=2).error_rate
        0.25
        >>> StepFigure(1, "Call", 1, 5).error_rate is None
        True
        """
        return self.errors / self.times if self.times else None

    @property
    def overrun(self) -> float | None:
        """Median time over the expected time: 1.5 is half as long again.

        >>> StepFigure(1, "Call", 1, 10, times=8, median=900).overrun
        1.5
        """
        if self.median is None or not self.expected_minutes:
            return None
        return self.median / (self.expected_minutes * 60)


def to_rewrite(steps: Iterable[StepFigure], least: int = LEAST) -> list[StepFigure]:
    """Steps that deserve a rewrite, the worst first: errors, then the time lost.

    A step counts from ``least`` times on, with an error at least or half as long again as
    expected.

    >>> bad = StepFigure(1, "Check", 1, 10, times=10, errors=4)
    >>> slow = StepFigure(2, "Call", 1, 10, times=10, median=1800)
    >>> rare = StepFigure(3, "Close", 1, 10, times=2, errors=2)
    >>> fine = StepFigure(4, "Send", 1, 10, times=10, median=600)
    >>> [step.name for step in to_rewrite([fine, slow, rare, bad])]
    ['Check', 'Call']
    """
    known = [
        step
        for step in steps
        if step.times >= least and (step.errors or (step.overrun or 0) >= 1.5)
    ]
    return sorted(known, key=lambda step: (-step.error_rate, -(step.overrun or 0)))


@dataclass(frozen=True)
class Dependence:
    """On how few people the procedures rest.

    ``factor``: how many absences, at worst, stop more than half of the procedures;
    ``alone``: person, number of procedures that stop without this person alone.
    """

    factor: int | None
    alone: tuple[tuple[int, int], ...]


def dependence(procedures: Mapping[int, Iterable[frozenset[int]]]) -> Dependence:
    """Of procedures, each a list of the people who may do each of its steps.

    A procedure stops when one of its steps is left without anybody.  The factor is found
    by taking away, each time, the person whose absence stops most: exact for the handful
    of people of a small firm in all but contrived cases, never too low by more than that.

    Claire does everything: one absence stops the firm.

    >>> claire, karim = 1, 2
    >>> dependence({10: [frozenset({claire})], 20: [frozenset({claire})]})
    Dependence(factor=1, alone=((1, 2),))

    Each can stand in for the other: both have to be away.

    >>> both = frozenset({claire, karim})
    >>> dependence({10: [both], 20: [both, both]})
    Dependence(factor=2, alone=())
    >>> dependence({}).factor is None
    True
    """
    needs = {
        procedure: [people for people in steps if people]
        for procedure, steps in procedures.items()
    }
    needs = {procedure: steps for procedure, steps in needs.items() if steps}
    if not needs:
        return Dependence(None, ())
    alone = Counter(
        person
        for steps in needs.values()
        for person in {next(iter(people)) for people in steps if len(people) == 1}
    )
    return Dependence(_factor(needs), tuple(alone.most_common()))


def _factor(needs):
    total, stopped, away = len(needs), 0, set()
    while stopped * 2 <= total:
        left = Counter()
        for steps in needs.values():
            # The quickest way to stop this procedure: its step with the fewest people.
            fewest = min((people - away for people in steps), key=len)
            for person in fewest:
                left[person] += 1 / len(fewest) ** 2
        away.add(left.most_common(1)[0][0])
        needs = {
            procedure: steps
            for procedure, steps in needs.items()
            if all(people - away for people in steps)
        }
        stopped = total - len(needs)
    return len(away)


def hours_saved(
    runs: int, minutes_before: int, seconds_spent: int, runs_timed: int
) -> float | None:
    """Hours gained by ``runs`` since the procedure was written; None when not known.

    ``minutes_before``: what it took before, typed by the owner; the time of the runs whose
    clock was on stands for the others.

    Ten runs of 20 minutes where it took half an hour: 10 x 10 minutes.

    >>> hours_saved(10, 30, 5 * 1200, 5)
    1.6666666666666667
    >>> hours_saved(10, 0, 600, 1) is None, hours_saved(10, 30, 0, 0) is None
    (True, True)
    """
    if not (minutes_before and runs and runs_timed):
        return None
    return runs * (minutes_before * 60 - seconds_spent / runs_timed) / 3600
