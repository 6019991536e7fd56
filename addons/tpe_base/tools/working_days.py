"""French public holidays and working days. Plain Python: no ORM, no clock."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

SATURDAY, SUNDAY = 5, 6


@lru_cache(maxsize=64)
def public_holidays(year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """The public holidays of a year: 11 days (Code du travail, L3133-1).

    >>> len(public_holidays(2026))
    11
    >>> [f"{day:%d/%m}" for day in sorted(public_holidays(2026))]  # doctest: +ELLIPSIS
    ['01/01', '06/04', '01/05', '08/05', '14/05', '25/05', '14/07', '15/08', ..., '25/12']

    The three departments of the east also have Good Friday and 26 December
    (L3134-13; Good Friday where the town has a Protestant church: counted everywhere
    here, because the mistake only costs a day).

    >>> east = public_holidays(2026, alsace_moselle=True) - public_holidays(2026)
    >>> [f"{day:%d/%m}" for day in sorted(east)]
    ['03/04', '26/12']

    Two holidays may fall on one day: in 2008, Ascension on 1 May.

    >>> len(public_holidays(2008))
    10
    """
    sunday = easter(year)
    days = {
        date(year, 1, 1),
        sunday + timedelta(1),
        date(year, 5, 1),
        date(year, 5, 8),
        sunday + timedelta(39),
        sunday + timedelta(50),
        date(year, 7, 14),
        date(year, 8, 15),
        date(year, 11, 1),
        date(year, 11, 11),
        date(year, 12, 25),
    }
    if alsace_moselle:
        days |= {sunday - timedelta(2), date(year, 12, 26)}
    return frozenset(days)


def is_working_day(
    day: date, saturday: bool = False, alsace_moselle: bool = False
) -> bool:
    """Whether people work on ``day``: no Sunday, no public holiday.

    ``saturday``: whether a Saturday counts ("jour ouvrable" rather than "jour ouvré").

    >>> is_working_day(date(2026, 5, 13)), is_working_day(date(2026, 5, 14))
    (True, False)
    >>> is_working_day(date(2026, 5, 16)), is_working_day(date(2026, 5, 16), saturday=True)
    (False, True)
    >>> is_working_day(date(2026, 5, 17), saturday=True)
    False
    """
    if day.weekday() == SUNDAY or (day.weekday() == SATURDAY and not saturday):
        return False
    return day not in public_holidays(day.year, alsace_moselle)


def next_working_day(
    day: date, saturday: bool = False, alsace_moselle: bool = False
) -> date:
    """``day`` itself when people work on it, else the first working day after it.

    >>> next_working_day(date(2026, 5, 13))
    datetime.date(2026, 5, 13)

    The long weekend of 1 May 2026, a Friday; Christmas to the first Monday of the year.

    >>> next_working_day(date(2026, 5, 1))
    datetime.date(2026, 5, 4)
    >>> next_working_day(date(2026, 5, 1), saturday=True)
    datetime.date(2026, 5, 2)
    >>> next_working_day(date(2026, 12, 25), saturday=True, alsace_moselle=True)
    datetime.date(2026, 12, 28)
    """
    while not is_working_day(day, saturday, alsace_moselle):
        day += timedelta(1)
    return day


def previous_working_day(
    day: date, saturday: bool = False, alsace_moselle: bool = False
) -> date:
    """``day`` itself when people work on it, else the last working day before it.

    >>> previous_working_day(date(2026, 5, 31))
    datetime.date(2026, 5, 29)
    """
    while not is_working_day(day, saturday, alsace_moselle):
        day -= timedelta(1)
    return day
