"""What a ledger showed on a given day, and the forecasts drawn from it.

Plain Python: no ORM, no clock.  Days are ordinals.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from .payment_calendar import learn as learn_clock
from .payment_customer import Customer, learn_habits
from .payment_hazard import Spell

RECENT = 40  # invoices of a customer that count
FARTHEST = 5000  # invoices of a customer that are looked at
SLOW, FAST = 720, 100  # days in which an invoice loses half its weight
PERIOD = 900  # days of history behind the curves of all customers
STRENGTH = 4.0  # invoices that the usual curve is worth against a customer's own
SEEN = (0, 2, 9)  # settled invoices up to which a customer is new, hardly known, known
EXPERTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """An amount due, with ordinals for days; ``settled`` None while it is open."""

    issued: int
    due: int
    settled: int | None
    amount: float
    customer: str


class Ledger:
    """Lines by customer, in an order that does not depend on the one they came in.

    >>> ledger = Ledger([Line(10, 40, 50, 1.0, "b"), Line(5, 35, None, 1.0, "a")], 60)
    >>> [line.customer for line in ledger.lines], ledger.settled
    (['a', 'b'], 1)
    """

    def __init__(self, lines: Iterable[Line], as_of: int):
        self.as_of = as_of
        self.lines = sorted(lines, key=_order)
        self.issued = [line.issued for line in self.lines]
        self.customers: dict[str, list[Line]] = {}
        for line in self.lines:
            self.customers.setdefault(line.customer, []).append(line)
        self.days = {
            name: [line.issued for line in lines]
            for name, lines in self.customers.items()
        }
        paid = [line.settled for line in self.lines if line.settled is not None]
        self.settled = len(paid)
        # Where facts end, recent begins: an old ledger has its recent lines too.
        self.last = max([*self.issued[-1:], *paid], default=as_of)
        pairs = [(line.due, line.settled) for line in self.lines if line.settled]
        self.clock = learn_clock(as_of, _sample(pairs, 4000))
        self.from_due = _due_tells_more(self.customers.values())

    def spell(self, line: Line, day: int, half_life: int) -> Spell:
        """The line as it stood on ``day``."""
        clock = self.clock
        anchor = clock.at(line.due if self.from_due else line.issued)
        weight = 0.5 ** ((min(day, self.last) - line.issued) / half_life)
        entry = clock.at(line.issued - 1) - anchor
        if line.settled is None or line.settled > day:
            return Spell(entry, None, max(clock.at(day) - anchor, entry), weight)
        end = clock.at(line.settled) - anchor
        before = min(clock.at(line.settled - 1) - anchor, end - 1)
        return Spell(min(entry, before), before, end, weight)

    def recent(self, customer: str, day: int) -> list[Line]:
        """The lines of a customer on ``day``, back to the RECENT last settled ones.

        And so far back that the open ones are few: among those of last month only the
        early payments are known.
        """
        stop = bisect_right(self.days.get(customer, ()), day)
        start, paid = stop, 0
        lines = self.customers.get(customer, ())
        while start and (paid < RECENT or paid < 2 * (stop - start - paid)):
            start -= 1
            settled = lines[start].settled
            paid += settled is not None and settled <= day
            if stop - start >= FARTHEST:
                break
        return _sample(lines[start:stop], 4 * RECENT)

    def sample(self, day: int, limit: int) -> list[list[Line]]:
        """Lines issued in the PERIOD before ``day``, by customer: about ``limit``."""
        start = bisect_right(self.issued, min(day, self.last) - PERIOD)
        stop = bisect_right(self.issued, day)
        share = min(1.0, limit / max(stop - start, 1))
        names = sorted({line.customer for line in self.lines[start:stop]})
        if share < 1:
            # Whole customers, chosen by their name: the others do not change it.
            kept = [n for n in names if crc32(n.encode()) < share * 2**32]
            names = kept or names[:1]
        groups = []
        for name in names:
            days = self.days[name]
            first = bisect_right(days, min(day, self.last) - PERIOD)
            lines = self.customers[name][first : bisect_right(days, day)]
            groups.append(_sample(lines, max(200, limit // 4)))
        return groups


def _order(line: Line):
    return (
        *(line.issued, line.due, line.settled is None, line.settled or 0),
        *(line.customer, line.amount),
    )


def _sample(values: Sequence, limit: int) -> list:
    """At most ``limit`` of ``values``, evenly apart.

    >>> _sample(range(10), 3)
    [0, 4, 8]
    """
    return list(values[:: -(-len(values) // limit)]) if values else []


def _due_tells_more(customers: Iterable[Sequence[Line]]) -> bool:
    """Whether a customer's delay varies less from the due date than from the issue.

    >>> pays_at_30 = [Line(0, term, 30, 1.0, "a") for term in (0, 30, 60)]
    >>> _due_tells_more([pays_at_30])
    False
    """
    from_due = from_issue = 0.0
    for lines in customers:
        paid = [line for line in lines[-RECENT:] if line.settled is not None]
        if len({line.due - line.issued for line in paid}) > 1:
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
        self.slow = learn_habits(slow)
        self.fast = learn_habits(fast, FAST)
        self._customers: dict[str, tuple] = {}
        self._days: Sequence[int] = ()
        self._ends: list[int] = []

    def _groups(self, sample) -> tuple[list, list]:
        """What the slow and the fast memory see of each customer of a sample."""
        slow, fast = [], []
        for lines in sample:
            both = self._spells(lines)
            terms = [line.due - line.issued for line in lines]
            days = [(line.issued, line.settled) for line in lines]
            slow.append((both[0], terms, days))
            fast.append((both[1], terms, days))
        return slow, fast

    def _spells(self, lines) -> tuple[list[Spell], list[Spell]]:
        """The same spells, weighed as the slow and as the fast memory does."""
        ledger, day = self.ledger, self.day
        slow = [ledger.spell(line, day, SLOW) for line in lines]
        last = min(day, ledger.last)
        fast = [
            Spell(
                *(spell.entry, spell.before, spell.end),
                0.5 ** ((last - line.issued) / FAST),
            )
            for spell, line in zip(slow, lines, strict=True)
        ]
        return slow, fast

    def customer(self, name: str) -> tuple[Customer, Customer, int]:
        """Slow and fast memory of a customer, and how well it is known."""
        if name not in self._customers:
            ledger = self.ledger
            slow, fast = self._spells(ledger.recent(name, self.day))
            paid = sum(spell.paid for spell in slow)
            known = sum(paid > most for most in SEEN)
            self._customers[name] = (
                Customer(slow, self.slow, STRENGTH),
                Customer(fast, self.fast, STRENGTH),
                known,
            )
        return self._customers[name]

    def chances(self, line: Line, days: Sequence[int]) -> tuple[int, list[list[float]]]:
        """How well the customer is known; then each expert's chance by each day."""
        clock = self.ledger.clock
        anchor = clock.at(line.due if self.ledger.from_due else line.issued)
        now = clock.at(max(self.day, line.issued - 1)) - anchor
        if days is not self._days:
            self._days, self._ends = days, [clock.at(day) for day in days]
        first = now + anchor
        ticks = [end - anchor if end > first else now for end in self._ends]
        slow, fast, known = self.customer(line.customer)
        curve = self.slow.terms.get(line.due - line.issued, self.slow.pool)
        return known, [
            curve.chances(now, ticks),
            slow.chances(now, ticks),
            fast.chances(now, ticks),
        ]
