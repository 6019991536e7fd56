"""What is assumed beside the books.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from dateutil.relativedelta import relativedelta

from .flow import (
    NOTHING,
    WEEKS,
    Flow,
    Found,
    caution,
    never_paid,
    on_day,
    scaled,
    together,
)

KINDS = ("pessimistic", "realistic", "optimistic")
# What customers bring: what a customer who is lost takes away, credit notes included.
SOLD = ("customers", "orders", "expected_sales")
# What a loss of sales strikes: not what is invoiced, nor a draft of an invoice.
SALES = ("orders", "expected_sales")


@dataclass(frozen=True)
class Scenario:
    """``days_late``: every customer pays so many days later than expected;
    ``lost``: customers who do not pay; ``sales_loss``: share of the sales to come, 0 to 1;
    ``extra``: flows of a plan (an investment, a hire)."""

    kind: str = "realistic"
    days_late: int = 0
    lost: frozenset[int] = frozenset()
    sales_loss: float = 0.0
    extra: tuple[Flow, ...] = field(default=())


def applied(
    scenario: Scenario, found: dict[str, Found], label: str = "Caution"
) -> list[Flow]:
    """All the flows of ``{source: what it found}``, as ``scenario`` sees them.

    ``days_late`` is heeded by the sources, which know the chances of each day.

    >>> sale = Flow("a", "receivable", "customers", "A", 9, (9,) + (0,) * 12, partner_id=1)
    >>> found = {"receivable": Found([sale], [(2, 3)] * 13)}
    >>> [flow.weeks[0] for flow in applied(Scenario(), found)]
    [9]
    >>> [flow.weeks[0] for flow in applied(Scenario("pessimistic"), found)]
    [9, -2]

    Whoever is lost takes his orders and his credit notes along, and leaves no caution:

    >>> order = Flow("b", "order", "orders", "B", 5, (5,) + (0,) * 12, partner_id=1)
    >>> refund = replace(sale, cents=-1, weeks=(-1,) + (0,) * 12)
    >>> found["order"] = Found([order, refund])
    >>> lost = Scenario("pessimistic", lost=frozenset({1}))
    >>> [flow.weeks[0] for flow in applied(lost, found)]
    [0, 0, 0]
    """
    kept = _kept(scenario, found)
    flows = [flow for one in kept for flow in one.flows]
    flows += scenario.extra
    if scenario.kind != "realistic":
        side = KINDS.index(scenario.kind) // 2
        whole = Found(band=together(one.band for one in kept))
        flows += filter(None, [caution(whole, "all", side, label)])
    return flows


def band_of(scenario: Scenario, found: dict[str, Found]) -> list[tuple[int, int]]:
    """How far the balance may be from the curve of ``scenario``.

    A careful curve is the lower edge of the realistic one's band: only better is left.

    >>> found = {"receivable": Found(band=[(2, 3)] * 13)}
    >>> [band_of(Scenario(kind), found)[0] for kind in KINDS]
    [(0, 5), (2, 3), (5, 0)]
    """
    band = together(one.band for one in _kept(scenario, found))
    if scenario.kind == "pessimistic":
        return [(0, less + more) for less, more in band]
    if scenario.kind == "optimistic":
        return [(less + more, 0) for less, more in band]
    return band


def _kept(scenario: Scenario, found: dict[str, Found]) -> list[Found]:
    """What ``scenario`` leaves of each source, and as much of its band."""
    kept = []
    for one in found.values():
        flows = [_seen(scenario, flow) for flow in one.flows]
        band = one.band
        if scenario.lost or scenario.sales_loss:
            shares = zip(_coming_in(one.flows), _coming_in(flows), strict=True)
            band = [
                tuple(round(side * after / before) if before else side for side in two)
                for two, (before, after) in zip(band, shares, strict=True)
            ]
        kept.append(replace(one, flows=flows, band=band))
    return kept


def _coming_in(flows: Sequence[Flow]) -> list[int]:
    """Money come in by the end of each week."""
    return list(
        accumulate(
            sum(flow.weeks[at] for flow in flows if flow.cents > 0)
            for at in range(WEEKS)
        )
    )


def _seen(scenario: Scenario, flow: Flow) -> Flow:
    if flow.partner_id in scenario.lost and _comes_from_customer(flow):
        return never_paid(flow)
    if scenario.sales_loss and flow.category in SALES:
        return scaled(flow, 1 - scenario.sales_loss)
    return flow


def _comes_from_customer(flow: Flow) -> bool:
    """What a customer owes or has credit for; what he paid already is not lost."""
    return flow.category in SOLD and flow.source != "bank"


def planned(flow: Flow, first: date, months: int, today: date) -> Flow | None:
    """``flow`` paid on ``first`` and then each month, ``months`` times in all.

    Each month on the day of the first, or the last one of a shorter month.  What was to be
    paid before ``today`` is left out; None when nothing is left.

    >>> hire = Flow("h", "plan", "payroll", "Hire", -10, (-10,) + (0,) * 12)
    >>> planned(hire, date(2026, 1, 31), 4, date(2026, 2, 23)).weeks[:7]
    (-10, 0, 0, 0, 0, -10, 0)
    >>> planned(hire, date(2026, 1, 31), 4, date(2026, 2, 23)).cents  # 30 April too
    -30
    >>> planned(hire, date(2026, 1, 31), 1, date(2026, 2, 23))
    """
    days = [first + relativedelta(months=month) for month in range(max(months, 1))]
    days = [day for day in days if day >= today]
    if not days:
        return None
    weeks, later = list(NOTHING), 0
    for day in days:
        placed = on_day(flow.cents, day, today)
        weeks = [a + b for a, b in zip(weeks, placed["weeks"], strict=True)]
        later += placed["later"]
    return replace(
        flow,
        cents=flow.cents * len(days),
        weeks=tuple(weeks),
        later=later,
        day=days[0],
    )
