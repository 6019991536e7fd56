"""What deserves a word to the owner.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from statistics import median

FEWEST = 3  # months before one of them is said to jump
JUMP = 1.5  # against the median of the months before
WORSE = 1.1  # what makes an alert that was put aside speak again


def jumps(months: Sequence[float], least: float) -> bool:
    """Whether the last month costs much more than the ones before.

    The median of them, which one odd month does not move; ``least`` leaves trifles out.

    >>> jumps([100, 110, 900, 105, 240], least=50)
    True
    >>> jumps([100, 110, 900, 105, 150], least=50), jumps([10, 300], least=50)
    (False, False)
    >>> jumps([10, 10, 10, 30], least=50)  # twenty more: a trifle
    False
    """
    *before, last = months
    if len(before) < FEWEST:
        return False
    usual = median(before)
    return last > JUMP * usual and last - usual >= least


def is_worse(before: float, now: float) -> bool:
    """Whether something put aside has grown enough to be told again.

    >>> is_worse(100, 109), is_worse(100, 111), is_worse(0, 5)
    (False, True, True)
    """
    return now > WORSE * before
