"""Numbers that say how much and not exactly."""

from math import floor, log10


def blurred(value: float, digits: int = 2) -> float:
    """``value`` with that many digits that count.

    >>> blurred(48_312.55), blurred(-0.0347), blurred(7), blurred(0)
    (48000.0, -0.035, 7.0, 0.0)
    """
    if not value:
        return 0.0
    return round(float(value), digits - 1 - floor(log10(abs(value))))


def few(count: float, least: int = 5) -> float | str:
    """A count, unless it is so small that it points at somebody.

    >>> few(0), few(1), few(4), few(5), few(312)
    (0.0, '1-4', '1-4', 5.0, 310.0)
    """
    return f"1-{least - 1}" if 0 < count < least else blurred(count)
