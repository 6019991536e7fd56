"""What would save the cash: the cheapest mix of measures.  Plain Python: no ORM, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

DAYS = 365
MOST = 12  # measures tried in every combination: 4096 of them


@dataclass(frozen=True)
class Measure:
    """``gains``: what it adds to the balance of each week; ``cost``: in cents, out of the
    gains already; ``kind``: chase, delay or advance.  A target (an invoice is chased or
    advanced) serves one measure only."""

    key: str
    kind: str
    targets: tuple[str, ...]
    gains: tuple[int, ...]
    cost: int = 0


@dataclass(frozen=True)
class Credit:
    """What the bank lends below zero: at most ``limit`` cents, at ``rate`` a year."""

    limit: int = 0
    rate: float = 0.0


@dataclass(frozen=True)
class Rescue:
    """``drawn``: what is borrowed in each week; ``missing``: what nothing brings."""

    measures: tuple[Measure, ...]
    drawn: tuple[int, ...]
    interest: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    missing: int

    @property
    def cost(self) -> int:
        return self.interest + sum(measure.cost for measure in self.measures)


def rescue(
    balances: Sequence[int],
    measures: Sequence[Measure],
    threshold: int,
    credit: Credit | None = None,
    least: float = 0.0,
) -> Rescue:
    """The cheapest set that keeps each balance at ``threshold``, or what comes nearest.

    Every combination of the `MOST` best measures is tried: the one that misses least,
    then costs least, then is the shortest, wins.  The others only come in when those do
    not suffice.  What brings less than ``least`` of the shortfall is left out.

    >>> chase = Measure("a", "chase", ("a",), (0, 300, 0))
    >>> advanced = Measure("b", "advance", ("b",), (480, 480, -20), cost=20)
    >>> found = rescue([1000, 700, 1200], [chase, advanced], 1000)
    >>> [measure.key for measure in found.measures], found.cost, found.after
    (['a'], 0, (1000, 1000, 1200))
    >>> found = rescue([900, 700, 1200], [chase, advanced], 1000)
    >>> [measure.key for measure in found.measures], found.cost
    (['b'], 20)

    Below zero a credit line at 10 % a year for two weeks is cheaper.  It is no money to
    put aside: it brings nothing to a balance above zero.

    >>> found = rescue([-100, -300, 200], [advanced], 0, Credit(500, 0.10))
    >>> found.drawn, found.interest, found.measures
    ((100, 300, 0), 1, ())
    >>> rescue([900, 100, 1200], [chase], 1000, Credit(900, 0.10)).missing
    600
    """
    credit = credit or Credit()
    before = tuple(balances)
    ranked = _most_useful(before, measures, threshold, least)
    best, rank = None, None
    for chosen in _sets(ranked[:MOST]):
        found = _with(before, chosen, threshold, credit)
        worth = (
            *(found.missing, found.cost, len(chosen) + (max(found.drawn) > 0)),
            tuple(measure.key for measure in chosen),
        )
        if rank is None or worth < rank:
            best, rank = found, worth
    for measure in ranked[MOST:]:
        # Too many to be tried together: the others one by one, while money is missing.
        if best.missing and _apart((*best.measures, measure)):
            more = _with(before, (*best.measures, measure), threshold, credit)
            best = more if more.missing < best.missing else best
    if len(ranked) > MOST:
        best = _without_useless(best, threshold, credit)
    return best


def _without_useless(found: Rescue, threshold: int, credit: Credit) -> Rescue:
    """What is not needed after all is taken out, the dearest first."""
    for measure in sorted(found.measures, key=lambda one: (-one.cost, one.key)):
        kept = tuple(each for each in found.measures if each is not measure)
        fewer = _with(found.before, kept, threshold, credit)
        if fewer.missing <= found.missing and fewer.cost <= found.cost:
            found = fewer
    return found


def _most_useful(
    before: Sequence[int],
    measures: Sequence[Measure],
    threshold: int,
    least: float,
) -> list[Measure]:
    """The measures that help the weeks under the threshold: of those that cost and of
    those that do not, the best come first, so that both are tried together."""
    if min(before) >= threshold:
        return []
    low = min(range(len(before)), key=lambda at: before[at])
    # An advance is paid back later: a week may need help because of another measure.
    weeks = [
        at
        for at, balance in enumerate(before)
        if balance + sum(min(0, measure.gains[at]) for measure in measures) < threshold
    ]
    enough = least * (threshold - before[low])

    def merit(measure: Measure) -> tuple:
        brought = min(measure.gains[low], threshold - before[low])
        price = measure.cost / brought if brought > 0 else float("inf")
        return price, -sum(measure.gains[at] for at in weeks), measure.key

    helpful = [
        measure
        for measure in measures
        if any(measure.gains[at] > max(0, enough) for at in weeks)
    ]
    free = sorted((one for one in helpful if not one.cost), key=merit)
    paid = sorted((one for one in helpful if one.cost), key=merit)
    first = max(MOST // 2, MOST - len(paid))
    return (
        free[:first]
        + paid[: MOST - len(free[:first])]
        + sorted(free[first:] + paid[MOST - len(free[:first]) :], key=merit)
    )


def _sets(measures: Sequence[Measure]) -> Iterable[tuple[Measure, ...]]:
    for size in range(len(measures) + 1):
        for chosen in combinations(measures, size):
            if _apart(chosen):
                yield chosen


def _apart(measures: Sequence[Measure]) -> bool:
    """Whether no target serves two of them."""
    targets = [target for measure in measures for target in measure.targets]
    return len(targets) == len(set(targets))


def _with(
    before: tuple[int, ...],
    chosen: tuple[Measure, ...],
    threshold: int,
    credit: Credit,
) -> Rescue:
    helped = [
        balance + sum(measure.gains[at] for measure in chosen)
        for at, balance in enumerate(before)
    ]
    # A firm that wants to stay above -2,000 has counted so much of its overdraft itself.
    floor = min(threshold, 0)
    drawn = tuple(min(credit.limit, max(0, floor - balance)) for balance in helped)
    after = tuple(balance + lent for balance, lent in zip(helped, drawn, strict=True))
    return Rescue(
        measures=chosen,
        drawn=drawn,
        interest=round(sum(drawn) * credit.rate * 7 / DAYS),
        before=before,
        after=after,
        missing=max(0, threshold - min(after)),
    )
