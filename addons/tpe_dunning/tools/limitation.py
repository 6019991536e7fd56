"""Until when an unpaid invoice can be claimed in court. Plain Python: no ORM, no clock.

5 years from a professional (Code de commerce, L110-4), 2 years from a consumer (Code de la
consommation, L218-2), 4 years from a public buyer, counted from 1 January of the year after
(loi 68-1250: to be confirmed).  The clock starts when the service or the delivery is
complete, not on the invoice date (Cass. com., 26 February 2020, 18-25.036).  What restarts
it is an acknowledgement by the debtor: a written promise, a part payment (Code civil, 2240).
A reminder or a formal notice does not.
"""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

YEARS = {"professional": 5, "consumer": 2}
PUBLIC_YEARS = 4


def limitation_date(
    profile: str, served: date, acknowledged: Iterable[date] = ()
) -> date:
    """Last day on which the claim can be brought.

    ``served``: day the service or the delivery was complete.  ``acknowledged``: days on
    which the debtor acknowledged the debt, in any order.  An unknown profile has the
    shortest time.

    >>> limitation_date("professional", date(2021, 3, 10))
    datetime.date(2026, 3, 10)
    >>> limitation_date("consumer", date(2024, 2, 29))
    datetime.date(2026, 2, 28)
    >>> limitation_date("public", date(2021, 3, 10))
    datetime.date(2025, 12, 31)

    An acknowledgement starts the whole time again, while it still runs.

    >>> limitation_date("consumer", date(2021, 3, 10), [date(2023, 3, 10)])
    datetime.date(2025, 3, 10)
    >>> limitation_date("consumer", date(2021, 3, 10), [date(2023, 3, 11)])
    datetime.date(2023, 3, 10)

    A deposit paid before the delivery changes nothing.

    >>> limitation_date("consumer", date(2021, 3, 10), [date(2021, 1, 5)])
    datetime.date(2023, 3, 10)
    """
    last = _after(profile, served)
    for day in sorted(acknowledged):
        if day <= last:
            last = max(last, _after(profile, day))
    return last


def _after(profile, day):
    if profile == "public":
        return date(day.year + PUBLIC_YEARS, 12, 31)
    return day + relativedelta(years=YEARS.get(profile, YEARS["consumer"]))


def months_left(last: date, today: date) -> int:
    """Whole months from ``today`` to ``last``; negative once the claim is time-barred.

    >>> months_left(date(2026, 3, 10), date(2025, 9, 10))
    6
    >>> months_left(date(2026, 3, 10), date(2025, 9, 11))
    5
    >>> months_left(date(2026, 3, 10), date(2026, 3, 10))
    0
    >>> months_left(date(2026, 3, 10), date(2026, 3, 11))
    -1
    """
    if today > last:
        return -1
    gap = relativedelta(last, today)
    return 12 * gap.years + gap.months
