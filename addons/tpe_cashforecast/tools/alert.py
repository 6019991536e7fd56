"""What deserves a word to the owner.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from statistics import median

YEAR = 12
FEWEST = 3  # months before one of them is said to jump
JUMP = 1.5  # against the median of the months before
WORSE = 1.1  # what makes an alert that was put aside speak again


def jumps(months: Sequence[float], least: float) -> float:
    """How much more the last month cost than a usual one; 0 when that is no jump.

    Usual is the median of the months before, which one odd month does not move.
    ``least`` leaves trifles out; what cost about as much a year before is none either.

    >>> jumps([100, 110, 900, 105, 240], least=50)
    132.5
    >>> jumps([100, 110, 900, 105, 150], least=50), jumps([10, 300], least=50)
    (0, 0)
    >>> jumps([10, 10, 10, 30], least=50)  # twenty more: a trifle
    0
    >>> jumps([500] + [0] * 11 + [600], least=50)  # comes each year
    0
    """
    *before, last = months
    if len(before) < FEWEST:
        return 0
    usual = median(before)
    year_ago = before[-YEAR] if len(before) >= YEAR else usual
    jumped = last > JUMP * max(usual, year_ago) and last - usual >= least
    return last - usual if jumped else 0


def is_worse(before: float, now: float) -> bool:
    """Whether something put aside has grown enough to be told again.

    >>> is_worse(100, 109), is_worse(100, 111), is_worse(0, 5)
    (False, True, True)
    """
    return now > WORSE * before
