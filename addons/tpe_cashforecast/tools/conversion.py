"""How often quotes become orders, and when.  Plain Python: no ORM, no clock."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# Before a firm has quotes of its own; a starting value, to be confirmed on real firms.
USUAL_SHARE = 0.3
USUAL_DAYS = (3, 7, 14, 21, 35)
BELIEF = 10  # quotes that the usual share is worth


@dataclass(frozen=True)
class Conversion:
    """``share`` of the quotes that are accepted, after so many ``days`` each."""

    share: float
    days: tuple[int, ...]
    learnt_from: int = 0

    @classmethod
    def learn(cls, accepted: Sequence[int], refused: int) -> "Conversion":
        """From the days the accepted quotes took, and how many others there were.

        >>> Conversion.learn([5] * 27, 13).share  # (27 + 3) of (40 + 10)
        0.6
        >>> Conversion.learn([], 0).share
        0.3
        """
        known = len(accepted) + refused
        share = (len(accepted) + BELIEF * USUAL_SHARE) / (known + BELIEF)
        days = sorted([*(max(day, 0) for day in accepted), *USUAL_DAYS])
        return cls(share, tuple(days), known)

    def chance(self, age: int) -> float:
        """Chance that a quote without an answer after ``age`` days is accepted.

        >>> conversion = Conversion(0.5, (10, 20))
        >>> [round(conversion.chance(age), 3) for age in (0, 10, 20)]
        [0.5, 0.333, 0.0]
        """
        waiting = self._waiting(age)
        return self.share * waiting / (self.share * waiting + 1 - self.share)

    def wait(self, age: int) -> int:
        """Days until the answer, if it is yes: a median.

        >>> Conversion(0.5, (10, 20, 40)).wait(15)
        5
        """
        left = self.days[bisect_right(self.days, age) :]
        return left[(len(left) - 1) // 2] - age if left else 0

    def _waiting(self, age: int) -> float:
        return 1 - bisect_right(self.days, age) / len(self.days)
