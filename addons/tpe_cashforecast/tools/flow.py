"""What comes in and goes out, week by week, to the cent.  Plain Python: no ORM, no clock.

Amounts are whole units of the currency's rounding (cents): sums agree everywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

WEEKS = 13
NOTHING = (0,) * WEEKS


@dataclass(frozen=True)
class Flow:
    """An amount that comes in (positive) or goes out (negative), and when.

    ``weeks``, ``later`` and ``never`` add up to ``cents``.  ``key`` names the same thing in
    the forecast of another day; ``day`` is to be read, never summed.
    """

    key: str
    source: str
    category: str
    label: str
    cents: int
    weeks: tuple[int, ...]
    later: int = 0
    never: int = 0
    day: date | None = None
    due: date | None = None
    partner_id: int | None = None
    record: tuple[str, int] | None = None
    note: str = ""

    def __post_init__(self):
        if sum(self.weeks) + self.later + self.never != self.cents:
            raise ValueError(f"The weeks of {self.key} do not add up to its amount.")


@dataclass(frozen=True)
class Found:
    """What a source found.  ``band``: for each week, how much less and how much more the
    running total may be, eight times out of ten; ``words``: how it was found."""

    flows: Sequence[Flow] = ()
    band: Sequence[tuple[int, int]] = ((0, 0),) * WEEKS
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Week:
    """``low`` and ``high``: the balance at its end stays between them 8 times out of 10."""

    number: int
    start: date
    end: date
    opening: int
    cash_in: int
    cash_out: int
    closing: int
    low: int
    high: int


def spread(cents: int, chances: Sequence[float]) -> tuple[int, ...]:
    """``cents`` shared by ``chances``, to the cent: the largest remainders round away.

    >>> spread(100, [1 / 3, 1 / 3, 1 / 3])
    (34, 33, 33)
    >>> spread(-5, [0.5, 0.5])
    (-3, -2)
    >>> spread(7, [])
    ()
    """
    if not chances:
        return ()
    sign, whole = (-1 if cents < 0 else 1), abs(cents)
    total = sum(chances)
    shares = [whole * chance / total for chance in chances]
    parts = [int(share) for share in shares]  # none is below zero
    left = whole - sum(parts)
    if left:
        pairs = zip(parts, shares, strict=True)
        missing = [part - share for part, share in pairs]
        for at in sorted(range(len(parts)), key=missing.__getitem__)[:left]:
            parts[at] += 1
    return tuple(parts if sign > 0 else [-part for part in parts])


def by_chances(cents: int, chances: Sequence[float], ever: float) -> dict:
    """``weeks``, ``later`` and ``never`` of an amount paid with these chances.

    ``chances`` are those of being paid by the end of each week, ``ever`` of being paid.

    >>> found = by_chances(1000, [0.1] + [0.5] * 12, 0.9)
    >>> found["weeks"][:3], found["later"], found["never"]
    ((100, 400, 0), 400, 100)
    """
    steps = [b - a if b > a else 0.0 for a, b in pairwise((0.0, *chances))]
    last = chances[-1]
    parts = spread(cents, [*steps, max(0.0, ever - last), max(0.0, 1 - ever)])
    return {"weeks": parts[:-2], "later": parts[-2], "never": parts[-1]}


def on_day(cents: int, day: date, today: date) -> dict:
    """``weeks``, ``later`` and ``day`` of an amount due on a day; the past is to do today.

    >>> on_day(-50, date(2026, 3, 12), date(2026, 3, 2))["weeks"][:3]
    (0, -50, 0)
    >>> on_day(-50, date(2026, 2, 1), date(2026, 3, 2))["weeks"][0]
    -50
    >>> on_day(-50, date(2026, 6, 1), date(2026, 3, 2))["later"]  # week 14
    -50
    """
    day = max(day, today)
    number = (day - today).days // 7
    if number >= WEEKS:
        return {"weeks": NOTHING, "later": cents, "day": day}
    weeks = tuple(cents if at == number else 0 for at in range(WEEKS))
    return {"weeks": weeks, "later": 0, "day": day}


def together(bands: Iterable[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The band of a sum of things that have nothing to do with one another.

    >>> together([[(3, 30)] * WEEKS, [(4, 40)] * WEEKS])[0]
    (5, 50)
    """
    squares = [[0, 0] for _week in range(WEEKS)]
    for band in bands:
        for square, sides in zip(squares, band, strict=True):
            for side in (0, 1):
                square[side] += sides[side] ** 2
    return [(round(low**0.5), round(high**0.5)) for low, high in squares]


def curve(
    opening: int, flows: Iterable[Flow], band: Sequence[tuple[int, int]], today: date
) -> list[Week]:
    """The balance at the end of each week; week 1 begins ``today``.

    >>> rent = Flow("rent", "recurring", "rent", "Rent", -50, (-50,) + (0,) * 12)
    >>> sale = Flow("sale", "receivable", "customers", "Sale", 30, (0, 30) + (0,) * 11)
    >>> weeks = curve(100, [rent, sale], [(5, 8)] * WEEKS, date(2026, 3, 2))
    >>> [(week.cash_in, week.cash_out, week.closing) for week in weeks[:2]]
    [(0, -50, 50), (30, 0, 80)]
    >>> weeks[1].start, weeks[1].low, weeks[1].high
    (datetime.date(2026, 3, 9), 75, 88)
    """
    ins, outs = [0] * WEEKS, [0] * WEEKS
    for flow in flows:
        side = ins if flow.cents > 0 else outs
        for at, cents in enumerate(flow.weeks):
            side[at] += cents
    weeks = []
    for at in range(WEEKS):
        start = today + timedelta(7 * at)
        closing = opening + ins[at] + outs[at]
        less, more = band[at]
        weeks.append(
            Week(
                number=at + 1,
                start=start,
                end=start + timedelta(6),
                opening=opening,
                cash_in=ins[at],
                cash_out=outs[at],
                closing=closing,
                low=closing - less,
                high=closing + more,
            )
        )
        opening = closing
    return weeks


def caution(found: Found, source: str, side: int, label: str) -> Flow | None:
    """What a source brings less (``side`` 0) or more (1) than expected, as a line.

    >>> found = Found(band=[(10 * week, 0) for week in range(1, 14)])
    >>> caution(found, "receivable", 0, "Careful").weeks[:2]
    (-10, -10)
    """
    sign = (-1, 1)[side]
    totals = [sign * sides[side] for sides in found.band]
    weeks = tuple(b - a for a, b in zip((0, *totals), totals, strict=False))
    if not any(weeks):
        return None
    return Flow(
        key=f"caution,{source}",
        source="scenario",
        category="caution",
        label=label,
        cents=sum(weeks),
        weeks=weeks,
    )


def never_paid(flow: Flow) -> Flow:
    """``flow`` as if nothing of it came.

    >>> lost = never_paid(Flow("a", "receivable", "customers", "A", 3, (3,) + (0,) * 12))
    >>> lost.weeks[0], lost.never
    (0, 3)
    """
    return replace(flow, weeks=NOTHING, later=0, never=flow.cents)


def scaled(flow: Flow, share: float) -> Flow:
    """``flow`` at a share of its amount; the rest never comes.

    >>> scaled(Flow("a", "order", "orders", "A", 10, (10,) + (0,) * 12), 0.7).weeks[0]
    7
    """
    weeks = tuple(round(cents * share) for cents in flow.weeks)
    later = round(flow.later * share)
    never = flow.cents - sum(weeks) - later
    return replace(flow, weeks=weeks, later=later, never=never)
