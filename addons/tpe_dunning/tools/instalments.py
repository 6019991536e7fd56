"""Payment plans: equal parts, and which parts were kept. Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from dateutil.relativedelta import relativedelta

OPEN, KEPT, BROKEN = "open", "kept", "broken"


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: what is to be paid, and by when."""

    on: date
    amount: float


def split(total: float, parts: int, first: date, cent: float = 0.01) -> list[Part]:
    """Equal monthly parts of ``total``; the last one takes the cents left over.

    >>> [part.amount for part in split(1000.0, 3, date(2026, 1, 31))]
    [333.33, 333.33, 333.34]
    >>> [str(part.on) for part in split(1000.0, 3, date(2026, 1, 31))]
    ['2026-01-31', '2026-02-28', '2026-03-31']

    ``ValueError`` when there is nothing to divide.

    >>> split(0.0, 3, date(2026, 1, 31))
    Traceback (most recent call last):
    ...
    ValueError: a plan needs an amount above zero and at least one part
    """
    if total <= 0 or parts < 1:
        raise ValueError("a plan needs an amount above zero and at least one part")
    step = Decimal(str(cent))
    whole = Decimal(str(total))
    each = (whole / parts / step).quantize(Decimal(1), ROUND_DOWN) * step
    amounts = [each] * (parts - 1) + [whole - each * (parts - 1)]
    return [
        Part(first + relativedelta(months=number), float(amount))
        for number, amount in enumerate(amounts)
    ]


def states(
    parts: Sequence[Part],
    paid: float,
    today: date,
    grace: int = 2,
    cent: float = 0.01,
) -> list[str]:
    """For each part: ``kept``, ``open`` or ``broken``.

    What was paid since the plan began is counted against the parts in their order, so
    that paying early, or twice at once, is not a fault.  ``grace``: days a transfer takes.

    >>> plan = split(300.0, 3, date(2026, 1, 31))
    >>> states(plan, 100.0, date(2026, 2, 10))
    ['kept', 'open', 'open']
    >>> states(plan, 150.0, date(2026, 3, 2))
    ['kept', 'open', 'open']
    >>> states(plan, 150.0, date(2026, 3, 3))
    ['kept', 'broken', 'open']
    >>> states(plan, 300.0, date(2026, 2, 1))
    ['kept', 'kept', 'kept']
    """
    found, expected = [], 0.0
    for part in parts:
        expected += part.amount
        if paid > expected - cent / 2:
            found.append(KEPT)
        elif today > part.on + timedelta(grace):
            found.append(BROKEN)
        else:
            found.append(OPEN)
    return found
