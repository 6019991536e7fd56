"""Who to pay when.  Plain Python: no ORM, no clock.

A date for each bill, so that the low point of the cash stays above a threshold within the
terms; early-payment discounts are taken when the cash allows it and they are worth it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from .supplier_bill import Bill, Curve, Payment, Schedule, discount_rate, penalty


def weekday(day: date) -> bool:
    """Monday to Friday: when a bank carries out a transfer, holidays apart."""
    return day.weekday() < 5


def schedule(
    curve: Curve,
    bills: Sequence[Bill],
    threshold: int,
    within_law: bool = False,
    works: Callable[[date], bool] = weekday,
    worth: float = 0.10,
) -> Schedule:
    """A date for each of the ``bills`` that are in ``curve``.

    No bill is paid after its due date, or its latest lawful date when ``within_law``; a
    bill that is late already may be paid today.  The low point never falls under the
    threshold, nor under what it was.  A discount is taken when it yields ``worth`` a year.

    >>> monday = date(2026, 3, 2)
    >>> rexel = Bill("1", "Rexel", 3000, date(2026, 3, 9), latest=date(2026, 4, 20))
    >>> found = schedule(Curve(monday, (6000, 3000, 9000)), [rexel], 5000)
    >>> found.payments[0].kind, found.missing
    ('keep', 2000)
    >>> found = schedule(Curve(monday, (6000, 3000, 9000)), [rexel], 5000, within_law=True)
    >>> found.payments[0].on, found.after.balances, found.missing
    (datetime.date(2026, 3, 16), (6000, 6000, 9000), 0)

    A discount of 2 % for ten days sooner, with the cash for it, is worth it:

    >>> from dataclasses import replace
    >>> early = replace(rexel, discount_on=date(2026, 3, 5), discount_rate=0.02)
    >>> found = schedule(Curve(monday, (9000, 6000, 9000)), [early], 5000)
    >>> found.payments[0].on, found.payments[0].gain, found.after.balances
    (datetime.date(2026, 3, 5), 60, (6060, 6060, 9060))
    """
    plan = _Plan(curve, bills, threshold, within_law, works, worth)
    plan.delay()
    plan.bring_back()
    plan.take_discounts()
    return plan.schedule()


class _Plan:
    def __init__(self, curve, bills, threshold, within_law, works, worth):
        self.before = self.curve = curve
        self.bills, self.threshold = bills, threshold
        self.works, self.worth, self.today = works, worth, curve.today
        self.starts = [max(bill.planned or bill.due, self.today) for bill in bills]
        self.dates = list(self.starts)
        self.limits = [
            max(bill.latest or bill.due, bill.due) if within_law else bill.due
            for bill in bills
        ]
        self.gains = [0] * len(bills)

    def delay(self):
        """Point by point: what is too low is let down by moving bills past it.

        Moving all that may be moved past a point gives the best balance it can have, so
        this reaches the threshold, or the best low point there is.
        """
        goal = min(self.threshold, self._best_low())
        for point in range(len(self.before.balances)):
            while self.curve.balances[point] < goal:
                self._move_one(point, goal - self.curve.balances[point])

    def _best_low(self) -> int:
        curve = self.before
        for rank, bill in enumerate(self.bills):
            last = self._last(rank)
            if bill.cents <= 0:
                continue
            curve = curve.moved(bill.cents, self.starts[rank], bill.cents, last)
        return curve.low

    def _last(self, rank: int) -> date:
        """The last day a bill may be paid: a working day, or the day it has."""
        day, start = self.limits[rank], self.starts[rank]
        while day > start and not self.works(day):
            day -= timedelta(1)
        return max(day, start)

    def _next(self, rank: int, point: int) -> date | None:
        """First working day after ``point`` on which a bill may still be paid."""
        day = self.today + timedelta(self.before.step * (point + 1))
        last = self._last(rank)
        while day <= last and not self.works(day):
            day += timedelta(1)
        return day if day <= last else None

    def _move_one(self, point: int, missing: int):
        """The cheapest bill that is enough by itself, else the one that helps most."""
        ranks = [
            rank
            for rank, bill in enumerate(self.bills)
            if bill.cents > 0
            and self.curve.at(self.dates[rank]) <= point
            and self._next(rank, point)
        ]
        enough = [rank for rank in ranks if self.bills[rank].cents >= missing]
        if enough:
            rank = min(enough, key=lambda rank: self._price(rank, point))
        else:
            rank = max(ranks, key=lambda rank: (self.bills[rank].cents, -rank))
        self._set(rank, self._next(rank, point))

    def _price(self, rank: int, point: int) -> tuple:
        bill, day = self.bills[rank], self._next(rank, point)
        return penalty(bill, day), max(0, (day - bill.due).days), bill.cents, rank

    def _set(self, rank: int, day: date, gain: int = 0):
        bill = self.bills[rank]
        paid = bill.cents - self.gains[rank]
        self.curve = self.curve.moved(paid, self.dates[rank], bill.cents - gain, day)
        self.dates[rank], self.gains[rank] = day, gain

    def bring_back(self):
        """No move that is not needed: the dearest ones are tried first."""
        goal = min(self.threshold, self.curve.low)
        moved = [rank for rank in range(len(self.bills)) if self._is_moved(rank)]
        for rank in sorted(moved, key=self._burden):
            day, start = self.dates[rank], self.starts[rank]
            for sooner in (start, *self._steps(rank, day)):
                self._set(rank, sooner)
                if self.curve.low >= goal:
                    break
                self._set(rank, day)

    def _burden(self, rank: int) -> tuple:
        bill = self.bills[rank]
        return -penalty(bill, self.dates[rank]), bill.cents, rank

    def _steps(self, rank: int, until: date) -> Iterable[date]:
        for point in range(self.curve.at(self.starts[rank]), self.curve.at(until) - 1):
            day = self._next(rank, point)
            if day and day > self.starts[rank]:
                yield day

    def _is_moved(self, rank: int) -> bool:
        return self.dates[rank] != self.starts[rank]

    def take_discounts(self):
        """The best ones first, as long as the cash allows it."""
        offers = [
            rank
            for rank, bill in enumerate(self.bills)
            if bill.discount_on
            and bill.discount > 0
            and self.today <= bill.discount_on
            and not self._is_moved(rank)
            and self._yield(rank) >= self.worth
        ]
        for rank in sorted(offers, key=lambda rank: (-self._yield(rank), rank)):
            day, bill, curve = self._discount_day(rank), self.bills[rank], self.curve
            old = self.dates[rank]
            if day is None:
                continue
            self._set(rank, day, bill.discount)
            if self.curve.low < min(self.threshold, curve.low):
                self._set(rank, old)

    def _discount_day(self, rank: int) -> date | None:
        """The last working day that gives the discount: no sooner than needed."""
        day = min(self.bills[rank].discount_on, self.dates[rank])
        while day > self.today and not self.works(day):
            day -= timedelta(1)
        return day if day >= self.today else None

    def _yield(self, rank: int) -> float:
        bill = self.bills[rank]
        days = (self.dates[rank] - min(bill.discount_on, self.dates[rank])).days
        return discount_rate(bill.discount_rate, days)

    def schedule(self) -> Schedule:
        payments = [
            Payment(
                bill,
                self.dates[rank],
                self.starts[rank],
                self._last(rank),
                kind="discount"
                if self.gains[rank]
                else "delay"
                if self._is_moved(rank)
                else "keep",
                cost=penalty(bill, self.dates[rank]),
                gain=self.gains[rank],
            )
            for rank, bill in enumerate(self.bills)
        ]
        return Schedule(tuple(payments), self.before, self.curve, self.threshold)
