"""Schedules of loans, to the cent.  Plain Python: no ORM, no clock."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

METHODS = ("annuity", "capital", "bullet")
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True)
class Terms:
    """``number`` payments in all, the ``deferred`` first ones without capital.

    ``rate``: percent a year; ``insurance``: cents with each payment; ``free``: not even
    interest is paid while it is deferred, it is added to the capital.
    """

    capital: int
    rate: float
    number: int
    first: date
    method: str = "annuity"
    every: str = "monthly"
    deferred: int = 0
    free: bool = False
    insurance: int = 0


@dataclass(frozen=True)
class Payment:
    number: int
    day: date
    capital: int
    interest: int
    insurance: int
    left: int

    @property
    def total(self) -> int:
        return self.capital + self.interest + self.insurance


def annuity(capital: int, rate: float, number: int) -> int:
    """The constant payment: C × i / (1 - (1 + i) ** -n), ``rate`` i of one period.

    >>> annuity(10_000_00, 0.01, 12)  # 10,000 at 1 % a month: 888.49
    88849
    >>> annuity(1200, 0.0, 12)
    100
    """
    if not rate:
        return round(capital / number)
    return round(capital * rate / (1 - (1 + rate) ** -number))


def schedule(terms: Terms) -> list[Payment]:
    """All the payments; the last one takes what rounding left.

    >>> loan = schedule(Terms(1000_00, 12.0, 3, date(2026, 1, 31)))
    >>> [(f"{p.day:%d/%m}", p.capital, p.interest, p.left) for p in loan]
    [('31/01', 33002, 1000, 66998), ('28/02', 33332, 670, 33666), ('31/03', 33666, 337, 0)]

    Constant capital, one payment deferred with its interest paid:

    >>> loan = schedule(Terms(900_00, 12.0, 4, date(2026, 1, 5), "capital", deferred=1))
    >>> [(p.capital, p.interest) for p in loan]
    [(0, 900), (30000, 900), (30000, 600), (30000, 300)]

    Nothing at all is paid during a free deferral, and the capital grows:

    >>> loan = schedule(Terms(900_00, 12.0, 2, date(2026, 1, 5), deferred=1, free=True))
    >>> [(p.total, p.left) for p in loan]
    [(0, 90900), (91809, 0)]

    All the capital at the end; insurance with each payment:

    >>> loan = schedule(Terms(500_00, 12.0, 2, date(2026, 1, 5), "bullet", insurance=150))
    >>> [p.total for p in loan]
    [650, 50650]
    """
    months = MONTHS[terms.every]
    rate = terms.rate / 100 * months / 12
    left, found = terms.capital, []
    paying = terms.number - terms.deferred
    fixed = part = None
    for number in range(1, terms.number + 1):
        interest = round(left * rate)
        capital = 0
        if number <= terms.deferred:
            if terms.free:
                left, interest = left + interest, 0
        else:
            if fixed is None:
                # What a free deferral added is repaid too.
                fixed, part = annuity(left, rate, paying), round(left / paying)
            capital = {"annuity": fixed - interest, "capital": part, "bullet": 0}[
                terms.method
            ]
            if number == terms.number:
                capital = left
            left -= capital
        day = terms.first + relativedelta(months=months * (number - 1))
        found.append(Payment(number, day, capital, interest, terms.insurance, left))
    return found
