"""What is assumed beside the books.  Plain Python: no ORM, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .flow import Flow, Found, caution, never_paid, scaled

KINDS = ("pessimistic", "realistic", "optimistic")
# What a loss of sales strikes: not what is invoiced already.
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
    >>> [flow.weeks[0] for flow in applied(Scenario(lost=frozenset({1})), found)]
    [0]
    """
    flows = [
        _seen(scenario, flow) for source in found.values() for flow in source.flows
    ]
    flows += scenario.extra
    if scenario.kind != "realistic":
        side = KINDS.index(scenario.kind) // 2
        flows += _cautions(found, side, label)
    return flows


def _seen(scenario: Scenario, flow: Flow) -> Flow:
    if flow.partner_id in scenario.lost and _comes_from_customer(flow):
        return never_paid(flow)
    if scenario.sales_loss and flow.category in SALES:
        return scaled(flow, 1 - scenario.sales_loss)
    return flow


def _comes_from_customer(flow: Flow) -> bool:
    """What a customer owes or has credit for; what he paid already is not lost."""
    return flow.category in ("customers", "orders") and flow.source != "bank"


def _cautions(found: dict[str, Found], side: int, label: str) -> Iterable[Flow]:
    lines = (caution(one, source, side, label) for source, one in found.items())
    return [line for line in lines if line]
