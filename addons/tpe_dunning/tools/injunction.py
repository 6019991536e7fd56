"""Dates and courts of an order for payment (injonction de payer). Plain Python: no clock.

Code de procédure civile, articles 1405 to 1424.  Orders made from 1 September 2026 follow
decree 2026-96 of 16 February 2026: three months to serve them instead of six, and
enforceable two months after service when the registry reported no opposition.
Delays that would end on a day off are not prolonged here: the earlier day is the safe one.
"""

import calendar
from dataclasses import dataclass
from datetime import date

NEW_RULES = date(2026, 9, 1)
OPPOSITION_MONTHS = 1
ENFORCEABLE_MONTHS = 2
# Simplified procedure by a commissaire de justice (CPCE, L125-1 and R125-1).
SIMPLIFIED_LIMIT = 5000.0


@dataclass(frozen=True, slots=True)
class Court:
    """``kind``: commercial, judicial, or administrative (no order for payment there)."""

    kind: str
    form: str | None


COURTS = {
    "professional": Court("commercial", "Cerfa 12946*02"),
    "consumer": Court("judicial", "Cerfa 12948*06"),
    "public": Court("administrative", None),
}


def court(profile: str) -> Court:
    """The kind of court, and its form; the place is the debtor's domicile (CPC, 1406).

    >>> court("professional")
    Court(kind='commercial', form='Cerfa 12946*02')
    >>> court("consumer").form
    'Cerfa 12948*06'
    >>> court("public").form is None
    True
    """
    return COURTS.get(profile, COURTS["consumer"])


def add_months(day: date, months: int) -> date:
    """The day of the same number, or the last one of a shorter month (CPC, 641).

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    >>> add_months(date(2026, 9, 1), 3)
    datetime.date(2026, 12, 1)
    >>> add_months(date(2027, 12, 31), 2)
    datetime.date(2028, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def service_deadline(order_on: date) -> date:
    """Last day on which the order can be served: after it, the order lapses.

    >>> service_deadline(date(2026, 9, 1))
    datetime.date(2026, 12, 1)
    >>> service_deadline(date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    return add_months(order_on, 3 if order_on >= NEW_RULES else 6)


def opposition_until(served_on: date) -> date:
    """Last day on which the debtor can oppose the order.

    >>> opposition_until(date(2027, 1, 31))
    datetime.date(2027, 2, 28)
    """
    return add_months(served_on, OPPOSITION_MONTHS)


def enforceable_from(order_on: date, served_on: date) -> date | None:
    """Day from which an order nobody opposed is enforced; None under the former rules.

    >>> enforceable_from(date(2026, 9, 15), date(2026, 10, 5))
    datetime.date(2026, 12, 5)
    >>> enforceable_from(date(2026, 8, 31), date(2026, 10, 5)) is None
    True
    """
    if order_on < NEW_RULES:
        return None
    return add_months(served_on, ENFORCEABLE_MONTHS)
