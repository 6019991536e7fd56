"""The longest payment term the law allows. Plain Python: no ORM, no clock.

Between professionals a term is at most 60 days from the invoice date, or 45 days end of
month where the contract says so expressly (Code de commerce, L441-10 I).  A public buyer
has 30 days (Code de la commande publique, R2192-10: to be confirmed).  A consumer's term
is what the contract says: no limit here.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

PROFESSIONAL = "professional"
PUBLIC = "public"
NET_DAYS = 60
END_OF_MONTH_DAYS = 45
PUBLIC_DAYS = 30


@dataclass(frozen=True, slots=True)
class Excess:
    """A due date beyond ``latest``, the last one the law allows for ``issued``."""

    issued: date
    due: date
    latest: date


def end_of_month(day: date) -> date:
    """Last day of the month of ``day``.

    >>> end_of_month(date(2028, 2, 3))
    datetime.date(2028, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def end_of_month_terms(issued: date) -> tuple[date, date]:
    """The two readings of "45 days end of month", both allowed.

    45 days, then the end of that month; or the end of the month, then 45 days.

    >>> [f"{day:%d/%m}" for day in end_of_month_terms(date(2026, 1, 1))]
    ['28/02', '17/03']
    >>> [f"{day:%d/%m}" for day in end_of_month_terms(date(2026, 1, 20))]
    ['31/03', '17/03']
    """
    days = timedelta(END_OF_MONTH_DAYS)
    return end_of_month(issued + days), end_of_month(issued) + days


def latest_due(issued: date, profile: str) -> date | None:
    """Last due date the law allows for an invoice of ``issued``; None without a limit.

    The most generous of the readings: what is beyond it is beyond all of them.

    1 January 2026: 60 days are 2 March, and 45 days end of month at most 17 March.

    >>> latest_due(date(2026, 1, 1), "professional")
    datetime.date(2026, 3, 17)

    31 January: 60 days are 1 April, later than both readings.

    >>> latest_due(date(2026, 1, 31), "professional")
    datetime.date(2026, 4, 1)
    >>> latest_due(date(2026, 1, 1), "public")
    datetime.date(2026, 1, 31)
    >>> latest_due(date(2026, 1, 1), "consumer") is None
    True
    """
    if profile == PUBLIC:
        return issued + timedelta(PUBLIC_DAYS)
    if profile == PROFESSIONAL:
        return max(issued + timedelta(NET_DAYS), *end_of_month_terms(issued))
    return None


def excess(issued: date, due: date, profile: str) -> Excess | None:
    """How ``due`` goes beyond the law, or None.

    >>> excess(date(2026, 1, 1), date(2026, 3, 17), "professional") is None
    True
    >>> excess(date(2026, 1, 1), date(2026, 3, 18), "professional").latest
    datetime.date(2026, 3, 17)
    >>> excess(date(2026, 1, 1), date(2027, 1, 1), "consumer") is None
    True
    """
    latest = latest_due(issued, profile)
    return Excess(issued, due, latest) if latest and due > latest else None


def needs_clause(issued: date, due: date, profile: str) -> bool:
    """Whether ``due`` is lawful only as 45 days end of month, written in the contract.

    >>> needs_clause(date(2026, 1, 1), date(2026, 3, 2), "professional")
    False
    >>> needs_clause(date(2026, 1, 1), date(2026, 3, 3), "professional")
    True
    >>> needs_clause(date(2026, 1, 1), date(2026, 3, 18), "professional")
    False
    """
    return (
        profile == PROFESSIONAL
        and due > issued + timedelta(NET_DAYS)
        and excess(issued, due, profile) is None
    )


def first_excess(
    dates: Iterable[tuple[date, date]], profile: str = PROFESSIONAL
) -> Excess | None:
    """The first ``(issued, due)`` beyond the law, or None.

    61 days go beyond it for an invoice of 31 January, not for one of the 20th.

    >>> january = [date(2026, 1, 20), date(2026, 1, 31)]
    >>> first_excess((day, day + timedelta(61)) for day in january).issued
    datetime.date(2026, 1, 31)
    >>> first_excess((day, day + timedelta(60)) for day in january) is None
    True
    """
    found = (excess(issued, due, profile) for issued, due in dates)
    return next((each for each in found if each), None)
