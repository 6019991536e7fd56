"""The days by which chances are asked, and what is the same for many of those who ask.

Plain Python: no ORM, no clock.
"""

from collections.abc import Sequence

from .payment_hazard import HIGH, LOW, Curve


class Horizon:
    """Some days, as all the lines of a view see them.

    How far away a day is depends on nothing but the tick at which a line is known to be
    unpaid: today, but for what is not issued yet.
    """

    __slots__ = ("_ends", "_steps")

    def __init__(self, ends: Sequence[int]):
        self._ends = ends
        self._steps: dict = {}

    def steps(self, first: int) -> "Steps":
        """The days, counted from the tick ``first``."""
        if first not in self._steps:
            self._steps[first] = Steps([max(end - first, 0) for end in self._ends])
        return self._steps[first]


class Steps:
    """Ticks ahead of now, and what the curves of all customers say at each."""

    __slots__ = ("_chances", "_shares", "ahead")

    def __init__(self, ahead: Sequence[int]):
        self.ahead = (0, *ahead)
        self._chances: dict = {}
        self._shares: dict = {}

    def shares(self, curve: Curve, now: int) -> list[float]:
        """Share of ``curve`` unpaid at ``now``, then at each step.

        >>> steps = Steps([1, 2])
        >>> curve = Curve([0.5] * (HIGH - LOW))
        >>> [round(share, 3) for share in steps.shares(curve, LOW)]
        [1.0, 0.5, 0.25]
        """
        key = curve, now
        if key not in self._shares:
            unpaid, far = curve.unpaid, curve.share
            if now >= LOW and now + max(self.ahead) <= HIGH:
                found = [unpaid[now + step - LOW] for step in self.ahead]
            else:
                found = [far(now + step) for step in self.ahead]
            self._shares[key] = found
        return self._shares[key]

    def chances(self, curve: Curve, now: int) -> list[float]:
        """Chance of being paid by each step, when unpaid at ``now``."""
        key = curve, now
        if key not in self._chances:
            ticks = [now + step for step in self.ahead[1:]]
            self._chances[key] = curve.chances(now, ticks)
        return self._chances[key]
