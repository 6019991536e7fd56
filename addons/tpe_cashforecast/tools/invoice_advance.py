"""What an advance on an invoice costs.  Plain Python: no ORM, no clock."""

from dataclasses import dataclass
from datetime import date

DAYS = 365


@dataclass(frozen=True)
class Terms:
    """``fee``: a share (0.0395 = 3.95 %) of ``base``, once, for each month begun, or a year;
    ``share``: what is advanced of the invoice; ``near``: days under which it is refused."""

    fee: float = 0.0395
    unit: str = "flat"
    base: str = "advanced"
    share: float = 1.0
    near: int = 15


@dataclass(frozen=True)
class Advance:
    """``received``: on the account the day of the advance, the fee once taken off;
    ``rate``: simple, a year, on what is received; ``days``: won on the payment."""

    cents: int
    advanced: int
    fee: int
    days: int
    rate: float
    is_near: bool

    @property
    def received(self) -> int:
        return self.advanced - self.fee


def yearly(fee: float, received: float, days: int) -> float:
    """Simple yearly rate of ``fee`` on ``received`` for ``days``.

    3.95 % once, for 15, 30, 45, 60 and 90 days:

    >>> [round(100 * yearly(3.95, 96.05, days)) for days in (15, 30, 45, 60, 90)]
    [100, 50, 33, 25, 17]
    """
    if not fee:
        return 0.0
    if days <= 0 or received <= 0:
        return float("inf")
    return fee / received * DAYS / days


def advance(cents: int, terms: Terms, today: date, expected: date) -> Advance:
    """The advance today of an invoice of ``cents`` that is expected on ``expected``.

    >>> day = date(2026, 3, 1)
    >>> found = advance(1000_00, Terms(), day, date(2026, 4, 15))
    >>> found.fee, found.received, found.days, round(found.rate, 2), found.is_near
    (3950, 96050, 45, 0.33, False)
    >>> advance(1000_00, Terms(share=0.8), day, date(2026, 4, 15)).fee
    3160
    >>> advance(1000_00, Terms(share=0.8, base="invoice"), day, date(2026, 4, 15)).fee
    3950

    The same figure a year costs an eighth of it for 45 days; a month begun is due:

    >>> advance(1000_00, Terms(unit="year"), day, date(2026, 4, 15)).fee
    487
    >>> advance(1000_00, Terms(unit="month"), day, date(2026, 4, 15)).fee
    7900

    Near: the customer pays by himself in ten days.

    >>> advance(1000_00, Terms(), day, date(2026, 3, 11)).is_near
    True
    """
    days = max(0, (expected - today).days)
    advanced = round(cents * terms.share)
    basis = advanced if terms.base == "advanced" else cents
    fee = round(basis * terms.fee * _times(terms.unit, days))
    return Advance(
        cents=cents,
        advanced=advanced,
        fee=fee,
        days=days,
        rate=yearly(fee, advanced - fee, days),
        is_near=days < terms.near,
    )


def _times(unit: str, days: int) -> float:
    """How many times the fee is taken."""
    if unit == "flat":
        return 1
    if unit == "month":
        return max(1, -(-days // 30))
    return days / DAYS
