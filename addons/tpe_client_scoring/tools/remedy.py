"""What would make a customer pay, before he is refused. Plain Python: no ORM, no clock."""

import math
from typing import NamedTuple

# Proposed where nothing reaches the target.
USUAL_DEPOSIT = 30


class Situation(NamedTuple):
    """A customer over ``months``: amounts in euros, rates in percent."""

    months: int
    revenue: float
    cost: float
    time_cost: float
    late_cost: float
    reminder_cost: float
    billed: float  # tax included: what is waited for
    delay_days: float  # from the invoice to the payment
    target: float  # net margin aimed at
    financing_rate: float  # a year
    hourly_cost: float
    usual_term: float  # days

    @property
    def gap(self) -> float:
        """Euros missing to the target over the months."""
        net = self.revenue - self.cost - self.time_cost
        net -= self.late_cost + self.reminder_cost
        return self.revenue * self.target / 100 - net

    @property
    def day_cost(self) -> float:
        """What a day of waiting for all that was billed costs."""
        return self.billed * self.financing_rate / 100 / 365


class Remedy(NamedTuple):
    """``value``: percent of price or deposit, days of term, hours a month."""

    kind: str
    value: float
    reaches: bool
    euros_per_month: float


def remedies(now: Situation) -> list[Remedy]:
    """Price, deposit, term and hours: what brings the margin to its target, and the gain.

    One that cannot is shown with what it does bring: a usual deposit, the usual term.
    """
    found = (price(now), deposit(now), term(now), fewer_hours(now))
    return [remedy for remedy in found if remedy]


def price(now: Situation) -> Remedy | None:
    """The price rise, rounded up to a tenth of a percent; the late days cost as much more.

    10,000 of revenue leave 1,000 where 3,000 are aimed at: costs are 9,000, and prices p
    higher leave 3 for 10 when 10,000 p x 0.7 = 9,000, hence p = 1.2858.

    >>> base = Situation(10, 10_000, 8_000, 1_000, 0, 0, 12_000, 30, 30, 6, 35, 30)
    >>> price(base)
    Remedy(kind='price', value=28.6, reaches=True, euros_per_month=286.0)
    >>> price(base._replace(cost=5_000)) is None
    True
    """
    if now.gap <= 0 or now.revenue <= 0:
        return None
    kept = now.revenue * (1 - now.target / 100) - now.late_cost
    if kept <= 0:
        return None
    fixed = now.cost + now.time_cost + now.reminder_cost
    rise = _up(100 * (fixed / kept - 1), 1)
    gain = (now.revenue - now.late_cost) * rise / 100
    return Remedy("price", rise, True, _monthly(gain, now))


def deposit(now: Situation) -> Remedy | None:
    """The share paid at the order: it is not waited for.

    12,000 billed at 10 % a year cost 3.2877 a day; 120 days waited for are 394.52. To gain
    100, a deposit of 25.4 % is asked for.

    >>> base = Situation(10, 10_000, 6_100, 1_000, 0, 0, 12_000, 120, 30, 10, 35, 30)
    >>> deposit(base)
    Remedy(kind='deposit', value=26, reaches=True, euros_per_month=10.26)

    >>> deposit(base._replace(cost=8_000))
    Remedy(kind='deposit', value=30, reaches=False, euros_per_month=11.84)
    """
    waited = now.day_cost * now.delay_days
    if waited <= 0:
        return None
    share = _up(100 * max(0, now.gap) / waited, 0)
    reaches = 0 < share <= 100
    share = share if reaches else USUAL_DEPOSIT
    return Remedy("deposit", share, reaches, _monthly(waited * share / 100, now))


def term(now: Situation) -> Remedy | None:
    """The days within which he would have to pay.

    The same customer, paid 120 days after the invoice: 100 / 3.2877 = 30.4 days sooner.

    >>> base = Situation(10, 10_000, 6_100, 1_000, 0, 0, 12_000, 120, 30, 10, 35, 30)
    >>> term(base)
    Remedy(kind='term', value=89, reaches=True, euros_per_month=10.19)

    Where that is not enough: the usual term, for what it brings.

    >>> term(base._replace(cost=8_000))
    Remedy(kind='term', value=30, reaches=False, euros_per_month=29.59)
    >>> term(base._replace(delay_days=20, cost=8_000)) is None
    True
    """
    if now.day_cost <= 0:
        return None
    days = math.floor(now.delay_days - now.gap / now.day_cost)
    reaches = now.gap > 0 and days >= 0
    if not reaches:
        days = now.usual_term
    sooner = now.delay_days - days
    if sooner <= 0:
        return None
    return Remedy("term", days, reaches, _monthly(now.day_cost * sooner, now))


def fewer_hours(now: Situation) -> Remedy | None:
    """The hours a month at which he would pay.

    Ten months, 1,000 of hours at 35: 2.86 a month; 500 are missing: 1.43 are left.

    >>> base = Situation(10, 10_000, 6_500, 1_000, 0, 0, 12_000, 30, 30, 6, 35, 30)
    >>> fewer_hours(base)
    Remedy(kind='hours', value=1.4, reaches=True, euros_per_month=51.0)
    >>> fewer_hours(base._replace(cost=8_000)) is None
    True
    """
    if not 0 < now.gap <= now.time_cost or now.hourly_cost <= 0:
        return None
    a_month = now.hourly_cost * now.months
    left = math.floor((now.time_cost - now.gap) / a_month * 10) / 10
    return Remedy("hours", left, True, _monthly(now.time_cost - left * a_month, now))


def _monthly(euros, now):
    return round(euros / now.months, 2)


def _up(value, digits):
    scale = 10**digits
    # 28.600000000000001 is 28.6.
    up = math.ceil(round(value * scale, 6)) / scale
    return up if digits else int(up)
