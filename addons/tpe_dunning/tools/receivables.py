"""How long customers take to pay, in figures. Plain Python: no ORM, no clock.

Not enough data is a value: every figure that cannot be known is None, never a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Month:
    """What was billed in a month, tax included, and how many of its days have passed."""

    days: int
    billed: float


@dataclass(frozen=True, slots=True)
class Lateness:
    """Days from the due date to the payment, over ``payments`` payments."""

    payments: int
    average: float
    median: float


def countback_dso(receivable: float, months: Sequence[Month]) -> float | None:
    """Days of the latest billing that customers still owe; None when it is not known.

    ``months`` come latest first; the first one counts the days that have passed.  The
    receivable is exhausted against what was billed: a month that it covers gives all its
    days, the last one its share.  Unlike receivable / sales x days, it does not move with
    the season.

    Source: the count-back method (also: exhaustion, or working-back method). Example
    published by Benji Pays, « Mastering DSO Calculation: The Count-Back Method
    Explained », 2 April 2024: 212,000 due; 100,000, 80,000 and 70,000 billed in months of
    30 days, hence 30 + 30 + 30 x 32/70.

    >>> months = [Month(30, 100_000), Month(30, 80_000), Month(30, 70_000)]
    >>> round(countback_dso(212_000, months), 1)
    73.7

    By hand: on 10 March, 1,500 due; 600 billed since the 1st, 1,800 in February. Ten days,
    and 28 x 900/1,800 = 14.

    >>> countback_dso(1_500, [Month(10, 600), Month(28, 1_800)])
    24.0

    Nothing due is no day at all. More due than was billed in the months known is older
    than they are: nobody can tell.

    >>> countback_dso(0, [Month(10, 600)])
    0.0
    >>> countback_dso(700, [Month(10, 600)]) is None
    True
    >>> countback_dso(0, []) is None
    True
    """
    if not any(month.billed > 0 for month in months):
        return None
    left, days = receivable, 0.0
    for month in months:
        if left <= 0:
            break
        if month.billed > left:
            return days + month.days * left / month.billed
        left -= month.billed
        days += month.days
    return days if left <= 0 else None


def lateness(payments: Mapping[int, int]) -> Lateness | None:
    """Average and median days late; ``payments`` gives how many came n days late.

    An early payment counts as less than zero. Each payment counts once, whatever its
    amount: one large invoice does not speak for all customers.

    Source: average days delinquent in its plain form, the mean of payment day - due day;
    the median says what is usual when a few are very late.

    By hand: 3 days early, on the day, 5 and 38 days late: 40 / 4, and between 0 and 5.

    >>> lateness({-3: 1, 0: 1, 5: 1, 38: 1})
    Lateness(payments=4, average=10.0, median=2.5)
    >>> lateness({10: 2, 40: 1})
    Lateness(payments=3, average=20.0, median=10.0)
    >>> lateness({}) is None
    True
    """
    total = sum(payments.values())
    if not total:
        return None
    average = sum(days * count for days, count in payments.items()) / total
    lower, upper = (total - 1) // 2, total // 2
    middle, seen = [], 0
    for days, count in sorted(payments.items()):
        middle += [days for rank in (lower, upper) if seen <= rank < seen + count]
        seen += count
    return Lateness(total, average, sum(middle) / 2)


def share(part: float, whole: float) -> float | None:
    """``part`` of ``whole`` in percent; None when there is no whole.

    >>> share(30, 120)
    25.0
    >>> share(0, 120)
    0.0
    >>> share(0, 0) is None
    True
    """
    return 100 * part / whole if whole > 0 else None


def hours_saved(messages: int, minutes: int) -> float:
    """Hours a person would have spent on ``messages`` at ``minutes`` each.

    >>> hours_saved(9, 10)
    1.5
    """
    return messages * minutes / 60
