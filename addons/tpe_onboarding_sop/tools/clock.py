"""Time spent on a step, told by a phone that may have been without a network."""

from datetime import datetime


def spent(since: datetime | None, now: datetime, late: float = 0) -> int:
    """Whole seconds between ``since`` and a tap that arrives ``late`` seconds after.

    >>> nine, later = datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 9, 10)
    >>> spent(nine, later)
    600
    >>> spent(nine, later, late=240)
    360
    >>> spent(nine, later, late=9999), spent(nine, later, late=-50)
    (0, 600)
    >>> spent(None, later)
    0
    """
    if since is None:
        return 0
    elapsed = (now - since).total_seconds()
    return int(max(elapsed - max(late, 0), 0))
