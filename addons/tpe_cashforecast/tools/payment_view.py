"""What a ledger showed on a given day, and the forecasts drawn from it.

Plain Python: no ORM, no clock.  Days are ordinals.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from .payment_calendar import learn as learn_clock
from .payment_customer import Customer, learn_habits, learn_pool
from .payment_hazard import Spell
from .payment_horizon import Horizon

RECENT = 40  # invoices of a customer that count
FARTHEST = 5000  # invoices of a customer that are looked at
SLOW, FAST = 720, 100  # days in which an invoice loses half its weight
PERIOD = 900  # days of history behind the curves of all customers
STRENGTH = 4.0  # invoices that the usual curve is worth against a customer's own
SEEN = (0, 2, 9)  # settled invoices up to which a customer is new, hardly known, known
OPEN = 10**9  # later than any day


ISSUED = itemgetter(0)


class Line(NamedTuple):
    """An amount due, with ordinals for days; ``settled`` is OPEN while it is.

    A plain tuple: a large ledger has a hundred thousand, and sorts them.
    """

    issued: int
    due: int
    settled: int
    customer: str
    amount: float


class Ledger:
    """Lines by customer, in an order that does not depend on the one they came in.

    >>> ledger = Ledger([Line(10, 40, 50, "b", 1.0), Line(5, 35, OPEN, "a", 1.0)], 60)
    >>> [line.customer for line in ledger.lines], ledger.settled
    (['a', 'b'], 1)
    """

    def __init__(self, lines: Iterable[Line], as_of: int):
        self.as_of = as_of
        self.lines = sorted(lines)
        self.issued = [line.issued for line in self.lines]
        self.customers: dict[str, list[Line]] = {}
        for line in self.lines:
            self.customers.setdefault(line.customer, []).append(line)
        self.draws = [(crc32(name.encode()), name) for name in sorted(self.customers)]
        pairs = [
            (due, settled)
            for _issued, due, settled, _customer, _amount in self.lines
            if settled < OPEN
        ]
        self.paid = sorted([settled for _due, settled in pairs])
        self.settled = len(pairs)
        # Where facts end, recent begins: an old ledger has its recent lines too.
        self.last = max([*self.issued[-1:], *self.paid[-1:]], default=as_of)
        self.clock = learn_clock(as_of, _sample(pairs, 4000))
        self.from_due = _due_tells_more(self.customers.values())

    def spells(
        self, lines: Sequence[Line], day: int
    ) -> tuple[list[Spell], list[Spell]]:
        """Lines as they stood on ``day``, weighed as the slow and the fast memory do."""
        at, from_due = self.clock.at, self.from_due
        now, last = at(day), min(day, self.last)
        slow, fast = [], []
        for issued, due, settled, _customer, _amount in lines:
            anchor = at(due if from_due else issued)
            entry = at(issued - 1) - anchor
            if settled > day:
                before, end = None, now - anchor
                if end < entry:
                    end = entry
            else:
                end = at(settled) - anchor
                before = at(settled - 1) - anchor
                if before >= end:
                    before = end - 1
                if entry > before:
                    entry = before
            age = last - issued
            slow.append(Spell(entry, before, end, 0.5 ** (age / SLOW)))
            fast.append(Spell(entry, before, end, 0.5 ** (age / FAST)))
        return slow, fast

    def fates(self, lines: Sequence[Line], day: int) -> tuple[list, list]:
        """What `spells` tells of one customer: what was paid, and what was waited for.

        ``(before, end, slow weight, fast weight)`` of the first, without ``before`` of
        the others.  Asked of tens of thousands of customers: one loop.
        """
        at, from_due = self.clock.at, self.from_due
        now, last = at(day), min(day, self.last)
        paid, waiting = [], []
        for issued, due, settled, _customer, _amount in lines:
            anchor = at(due if from_due else issued)
            slow, fast = (
                0.5 ** ((last - issued) / SLOW),
                0.5 ** ((last - issued) / FAST),
            )
            if settled > day:
                end = now - anchor
                waiting.append((end, slow, fast))
            else:
                end = at(settled) - anchor
                before = at(settled - 1) - anchor
                paid.append((before if before < end else end - 1, end, slow, fast))
        return paid, waiting

    def recent(self, customer: str, day: int) -> list[Line]:
        """The lines of a customer on ``day``, back to the RECENT last settled ones.

        And so far back that the open ones are few: among those of last month only the
        early payments are known.
        """
        lines = self.customers.get(customer, ())
        start = stop = bisect_right(lines, day, key=ISSUED)
        paid = 0
        while start and (paid < RECENT or paid < 2 * (stop - start - paid)):
            start -= 1
            paid += lines[start].settled <= day
            if stop - start >= FARTHEST:
                break
        return _sample(lines[start:stop], 4 * RECENT)

    def sample(self, day: int, limit: int) -> list[list[Line]]:
        """Lines issued in the PERIOD before ``day``, by customer: about ``limit``."""
        since = min(day, self.last) - PERIOD
        number = bisect_right(self.issued, day) - bisect_right(self.issued, since)
        # Whole customers, chosen by their name: the others do not change it.
        most = limit / max(number, limit) * 2**32

        def issued(name):
            lines = self.customers[name]
            start = bisect_right(lines, since, key=ISSUED)
            return lines[start : bisect_right(lines, day, key=ISSUED)]

        groups = [
            lines
            for draw, name in self.draws
            if draw < most and (lines := issued(name))
        ]
        if not groups:
            every = (issued(name) for _draw, name in self.draws)
            groups = [lines for lines in every if lines][:1]
        return [_sample(lines, max(200, limit // 4)) for lines in groups]


def _sample(values: Sequence, limit: int) -> list:
    """At most ``limit`` of ``values``, evenly apart.

    >>> _sample(range(10), 3)
    [0, 4, 8]
    """
    return list(values[:: -(-len(values) // limit)]) if values else []


def _due_tells_more(customers: Iterable[Sequence[Line]]) -> bool:
    """Whether a customer's delay varies less from the due date than from the issue.

    >>> pays_at_30 = [Line(0, term, 30, "a", 1.0) for term in (0, 30, 60)]
    >>> _due_tells_more([pays_at_30])
    False
    """
    from_due = from_issue = 0.0
    for lines in customers:
        paid = [line for line in lines[-RECENT:] if line.settled < OPEN]
        if len(paid) > 1 and len({line.due - line.issued for line in paid}) > 1:
            from_due += _scatter([line.settled - line.due for line in paid])
            from_issue += _scatter([line.settled - line.issued for line in paid])
    return from_due <= 1.1 * from_issue


def _scatter(delays: list[int]) -> float:
    middle = sorted(delays)[len(delays) // 2]
    return sum(min(abs(delay - middle), 60) for delay in delays)


class View:
    """The experts, with what was known on ``day``."""

    def __init__(self, ledger: Ledger, day: int, limit: int):
        self.ledger, self.day = ledger, day
        sample = ledger.sample(day, limit)
        slow, fast = self._groups(sample)
        self.pool, self.terms = learn_pool(slow)
        self.slow = learn_habits(slow)
        self.fast = learn_habits(fast, FAST)
        self._customers: dict[str, tuple] = {}
        self._now = ledger.clock.at(day)

    def _groups(self, sample) -> tuple[list, list]:
        """What the slow and the fast memory see of each customer of a sample."""
        slow, fast = [], []
        for lines in sample:
            both = self.ledger.spells(lines, self.day)
            terms = [line.due - line.issued for line in lines]
            days = [(line.issued, line.settled) for line in lines]
            slow.append((both[0], terms, days))
            fast.append((both[1], terms, days))
        return slow, fast

    def customer(self, name: str) -> tuple[Customer, Customer, int]:
        """Slow and fast memory of a customer, and how well it is known."""
        if name not in self._customers:
            ledger = self.ledger
            paid, waiting = ledger.fates(ledger.recent(name, self.day), self.day)
            self._customers[name] = (
                Customer(
                    [(before, end, slow) for before, end, slow, _fast in paid],
                    [(end, slow) for end, slow, _fast in waiting],
                    *(self.slow, STRENGTH),
                ),
                Customer(
                    [(before, end, fast) for before, end, _slow, fast in paid],
                    [(end, fast) for end, _slow, fast in waiting],
                    *(self.fast, STRENGTH),
                ),
                sum([len(paid) > most for most in SEEN]),
            )
        return self._customers[name]

    def horizon(self, days: Sequence[int]) -> Horizon:
        """The days by which `chances` are asked, of as many lines as there are."""
        return Horizon([self.ledger.clock.at(day) for day in days])

    def chances(self, line: Line, horizon: Horizon) -> tuple[int, list[list[float]]]:
        """How well the customer is known; then each expert's chance by each day."""
        at = self.ledger.clock.at
        first = at(line.issued - 1) if line.issued > self.day else self._now
        now = first - at(line.due if self.ledger.from_due else line.issued)
        steps = horizon.steps(first)
        slow, fast, known = self.customer(line.customer)
        curve = self.terms.get(line.due - line.issued, self.pool)
        return known, [
            steps.chances(curve, now),
            slow.chances(now, steps),
            fast.chances(now, steps),
        ]
