"""Where the bank's balances and the books part.

>>> from datetime import date
>>> from decimal import Decimal
>>> day = lambda number: date(2026, 11, number)
>>> bank = [(day(2), Decimal(100)), (day(5), Decimal(80)), (day(9), Decimal(50))]
>>> books = {day(2): Decimal(100), day(5): Decimal(60), day(9): Decimal(30)}
>>> gaps(bank, books)
[Gap(after=datetime.date(2026, 11, 2), until=datetime.date(2026, 11, 5), amount=Decimal('20'))]
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Gap:
    """Money the bank has seen in that time and the books have not (``after`` excluded)."""

    after: date | None
    until: date
    amount: Decimal


def gaps(known, booked):
    """Each stretch of days over which the difference changes.

    ``known`` are (day, the bank's balance at its end), ``booked`` the books' at the same
    days.
    """
    found, last, before = [], None, Decimal(0)
    for day, balance in sorted(dict(known).items()):
        difference = balance - booked[day]
        if difference != before:
            found.append(Gap(last, day, difference - before))
        last, before = day, difference
    return found
