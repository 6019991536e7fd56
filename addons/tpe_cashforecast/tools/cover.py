"""How long the cash lasts.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence

from .flow import Week


def days_of_cover(opening: int, weeks: Sequence[Week]) -> int | None:
    """Days that ``opening`` pays what goes out, were nothing to come in.

    Past the weeks, as much goes out as on a mean day of theirs.  None: nothing goes out.

    >>> from datetime import date
    >>> def week(out):
    ...     return Week(1, date(2026, 3, 2), date(2026, 3, 8), 0, 0, -out, 0, 0, 0)
    >>> days_of_cover(100, [week(70), week(70)])  # 70, then three days of ten
    10
    >>> days_of_cover(210, [week(70), week(70)])  # the last week goes on
    21
    >>> days_of_cover(0, [week(70)]), days_of_cover(50, [week(0)])
    (0, None)
    """
    if not any(week.cash_out for week in weeks):
        return None
    left, days = max(opening, 0), 0
    for week in weeks:
        out = -week.cash_out
        if left < out:
            return days + 7 * left // out
        left -= out
        days += 7
    total = -sum(week.cash_out for week in weeks)
    return days + days * left // total
