"""Amounts that come off others: a thing that two sources know of is counted once.

Plain Python: no ORM, no clock.
"""

from collections.abc import Sequence

from .flow import NOTHING, WEEKS, Flow, spread


def against(cents: int, flows: Sequence[Flow]) -> dict:
    """``weeks``, ``later``, ``never`` of ``cents`` that come off ``flows`` as they come.

    What ``flows`` do not hold is for ``later``.

    >>> sale = Flow("a", "x", "customers", "A", 90, (30, 30) + (0,) * 11, 20, 10)
    >>> found = against(-45, [sale])
    >>> found["weeks"][:3], found["later"], found["never"]
    ((-15, -15, 0), -10, -5)
    >>> against(-100, [sale])["later"], against(-7, [])["later"]
    (-30, -7)
    """
    parts = [
        abs(sum(column))
        for column in zip(
            *((*flow.weeks, flow.later, flow.never) for flow in flows), strict=True
        )
    ]
    used = min(abs(cents), sum(parts)) * (-1 if cents < 0 else 1)
    if not used:
        return {"weeks": NOTHING, "later": cents}
    shared = spread(used, parts)
    return {
        "weeks": shared[:WEEKS],
        "later": shared[WEEKS] + cents - used,
        "never": shared[WEEKS + 1],
    }


def allotted(amounts: Sequence[int], total: int) -> list[int]:
    """``total`` handed to the first of ``amounts``, then to the next; all are positive.

    >>> allotted([50, 40, 30], 70)
    [50, 20, 0]
    """
    given = []
    for amount in amounts:
        given.append(min(amount, total))
        total -= given[-1]
    return given
