"""What being below zero costs.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from datetime import date, timedelta


def overdraft_cost(
    closings: Sequence[int], starts: Sequence[date], rate: float, charged_on: int = 1
) -> tuple[tuple[int, ...], int]:
    """Interest charged each week, that of the month that ended; then what is charged later.

    In cents, negative.  ``closings``: balances at the end of the weeks that begin on
    ``starts``; ``rate``: percent a year.  What is charged makes later balances lower.

    Two weeks at -10,000.00 for 7.3 % a year: 2.00 a day, 28.00, charged with the first of
    the next month.

    >>> weeks = [date(2026, 3, 16) + timedelta(7 * at) for at in range(4)]
    >>> overdraft_cost([-1_000_000, -1_000_000, 2800, 2800], weeks, 7.3)
    ((0, 0, -2800, 0), 0)
    >>> overdraft_cost([0, 5], weeks[:2], 7.3)
    ((0, 0), 0)

    A month that has not ended is charged after it:

    >>> overdraft_cost([-1_000_000], weeks[:1], 7.3)
    ((0,), -1400)
    """
    charges, owed, charged = [], 0.0, 0
    for closing, start in zip(closings, starts, strict=True):
        charge = 0
        if any((start + timedelta(at)).day == charged_on for at in range(7)):
            charge, owed = round(owed), 0.0
        charged += charge
        charges.append(-charge)
        owed += max(0, charged - closing) * rate / 100 * 7 / 365
    return tuple(charges), -round(owed)
