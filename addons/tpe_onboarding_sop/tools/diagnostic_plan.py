"""From what a diagnostic says to what is done about it, in which order and when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# Days after the diagnostic: two weeks to look and sort, six to set up, ninety for the law.
WINDOWS = {"audit": (1, 14), "tooling": (15, 42), "compliance": (43, 90)}


@dataclass(frozen=True)
class Fact:
    """What the diagnostic says under one key: a question, a figure or an axis.

    ``score`` is from 0 to 100, None where nothing is scored: ``value`` speaks then.
    ``known`` is False when there were not enough data.
    """

    score: float | None
    known: bool = True
    value: float | None = None
    euros: float = 0.0


@dataclass(frozen=True)
class Remedy:
    """What is proposed when one of ``keys`` scores under ``below``.

    It is expected to win ``share`` percent of what ``cost_keys`` cost over twelve months.
    """

    code: str
    phase: str
    keys: tuple[str, ...]
    below: float = 60.0
    when_unknown: bool = False
    cost_keys: tuple[str, ...] = ()
    share: float = 0.0
    minutes: int = 0


@dataclass(frozen=True)
class Proposal:
    """A remedy that the facts ask for; ``key`` is the one that scores lowest."""

    code: str
    phase: str
    key: str
    euros: float
    minutes: int


def propose(facts: Mapping[str, Fact], remedies: Iterable[Remedy]) -> list[Proposal]:
    """By phase, then by euros, then by ease.

    >>> facts = {
    ...     "dso": Fact(score=20),
    ...     "margin_known": Fact(score=None, known=False),
    ...     "cash_cover": Fact(score=90),
    ...     "late_cost": Fact(score=None, euros=1000),
    ... }
    >>> for proposal in propose(facts, [
    ...     Remedy("threshold", "tooling", ("cash_cover",), minutes=10),
    ...     Remedy("policy", "tooling", ("dso",), cost_keys=("late_cost",), share=25),
    ...     Remedy("script", "tooling", ("dso", "overdue_share"), minutes=45),
    ...     Remedy("costs", "audit", ("margin_known",), when_unknown=True),
    ...     Remedy("bank", "audit", ("margin_known",)),
    ... ]):
    ...     print(proposal.phase, proposal.code, proposal.key, proposal.euros)
    audit costs margin_known 0.0
    tooling policy dso 250.0
    tooling script dso 0.0
    """
    found = []
    for remedy in remedies:
        asking = [key for key in remedy.keys if _asks(facts.get(key), remedy)]
        if not asking:
            continue
        cost = sum(facts[key].euros for key in remedy.cost_keys if key in facts)
        found.append(
            Proposal(
                code=remedy.code,
                phase=remedy.phase,
                key=min(asking, key=lambda key: facts[key].score or 0.0),
                euros=round(cost * remedy.share / 100, 2),
                minutes=remedy.minutes,
            )
        )
    return sorted(found, key=lambda one: in_order(one.phase, one.euros, one.minutes))


def _asks(fact: Fact | None, remedy: Remedy) -> bool:
    """Not enough data asks only where the remedy says so.

    >>> remedy = Remedy("x", "audit", ("x",), below=60, when_unknown=True)
    >>> _asks(None, remedy), _asks(Fact(None, known=False), remedy)
    (False, True)
    >>> _asks(Fact(60), remedy), _asks(Fact(59), remedy)
    (False, True)

    What gives no points asks as soon as there is one.

    >>> _asks(Fact(None, value=0), remedy), _asks(Fact(None, value=3), remedy)
    (False, True)
    """
    if fact is None:
        return False
    if not fact.known:
        return remedy.when_unknown
    if fact.score is None:
        return bool(fact.value)
    return fact.score < remedy.below


def in_order(phase: str, euros: float, minutes: int) -> tuple:
    """Key of sorting: by phase, what wins most, what is easiest.

    >>> in_order("audit", 0.0, 60) < in_order("tooling", 900.0, 5)
    True
    >>> in_order("audit", 0.0, 10) < in_order("audit", 0.0, 60)
    True
    """
    return list(WINDOWS).index(phase), -euros, minutes


def due_days(
    count: int, phase: str, start: date, is_working: Callable[[date], bool]
) -> list[date]:
    """A day for each of ``count`` things of one person, spread over the phase.

    Five things over the ten working days of two weeks: one every other day.

    >>> weekday = lambda day: day.weekday() < 5
    >>> [f"{day:%a %d}" for day in due_days(5, "audit", date(2026, 3, 2), weekday)]
    ['Wed 04', 'Fri 06', 'Tue 10', 'Thu 12', 'Mon 16']
    >>> len(set(due_days(10, "audit", date(2026, 3, 2), weekday)))
    10
    >>> [f"{day:%d/%m}" for day in due_days(1, "compliance", date(2026, 3, 2), weekday)]
    ['29/05']

    More things than working days: the days are shared evenly.

    >>> due_days(20, "audit", date(2026, 3, 2), weekday).count(date(2026, 3, 3))
    3
    """
    first, last = WINDOWS[phase]
    days = [start + timedelta(number) for number in range(first, last + 1)]
    days = [day for day in days if is_working(day)] or days[-1:]
    ranks = ((rank + 1) * len(days) // count - 1 for rank in range(count))
    return [days[max(rank, 0)] for rank in ranks]


@dataclass(frozen=True)
class Progress:
    """How far a plan is; what was dropped is out of it."""

    total: int
    done: int
    late: int
    euros: float
    won: float


def progress(
    actions: Iterable[tuple[str, date | None, float]], today: date
) -> Progress:
    """From ``(state, due on, euros)`` of each action.

    >>> progress([
    ...     ("done", date(2026, 3, 1), 300.0),
    ...     ("todo", date(2026, 3, 9), 200.0),
    ...     ("started", date(2026, 3, 10), 0.0),
    ...     ("dropped", date(2026, 3, 1), 900.0),
    ... ], today=date(2026, 3, 10))
    Progress(total=3, done=1, late=1, euros=500.0, won=300.0)
    """
    kept = [action for action in actions if action[0] != "dropped"]
    done = [euros for state, _due, euros in kept if state == "done"]
    late = [due for state, due, _euros in kept if state != "done" and due]
    return Progress(
        total=len(kept),
        done=len(done),
        late=sum(due < today for due in late),
        euros=sum(euros for *_action, euros in kept),
        won=sum(done),
    )
