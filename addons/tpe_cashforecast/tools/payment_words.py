"""What customers say: promises and disputes.  Plain Python: no ORM, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Words:
    """What promises are worth, and how disputes delay."""

    kept: float = 0.6
    pace: float = 0.3  # hazard of a disputed amount, against the others

    @classmethod
    def learn(cls, known: Sequence, as_of: date) -> "Words":
        """Promises due: kept when paid within three days after.

        >>> from types import SimpleNamespace
        >>> day = date(2026, 3, 2)
        >>> def item(settled):
        ...     promised = date(2026, 4, 1)
        ...     return SimpleNamespace(issued=day, settled=settled, promised=promised)
        >>> Words.learn([item(date(2026, 4, 2))] * 4, date(2026, 5, 1)).kept  # 3 + 4 of 9
        0.7777777777777778
        """
        limit = as_of - timedelta(3)
        due = [
            item
            for item in known
            if item.promised and item.promised >= item.issued and item.promised < limit
        ]
        kept = sum(
            item.settled is not None and (item.settled - item.promised).days <= 3
            for item in due
        )
        return cls((3 + kept) / (5 + len(due)))

    def heed(self, item, today: int, days: Sequence[int], chances: list) -> list[float]:
        """Chances, once the promise and the dispute of ``item`` are taken in."""
        if item.disputed:
            chances = [1 - (1 - chance) ** self.pace for chance in chances]
        if item.promised is None:
            return chances
        day = item.promised.toordinal()
        left = 1 - _promise(today - day)
        trust = self.kept * left / (self.kept * left + 1 - self.kept)
        return [
            (1 - trust) * chance
            + trust * ((_promise(by - day) - 1 + left) / left if left else 0.0)
            for chance, by in zip(chances, days, strict=True)
        ]


PROMISE = (0.05, 0.1, 0.2, 0.6, 0.75, 0.85, 0.95, 1.0)


def _promise(days: int) -> float:
    """Share of kept promises that are paid so many days after the promised one.

    >>> _promise(-10), _promise(0), _promise(9)
    (0.0, 0.6, 1.0)
    """
    return 0.0 if days < -3 else PROMISE[min(days + 3, len(PROMISE) - 1)]
