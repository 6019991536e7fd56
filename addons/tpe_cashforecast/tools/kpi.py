"""Figures of a firm from a few sums of its books.  Plain Python: no ORM, no clock.

A figure is a number, or None: « not enough data ».  Amounts are those of the books: costs and
debts are negative.
"""

from collections.abc import Iterable, Mapping

YEAR = 365
# A figure about habits takes a month of them.
SHORTEST = 30

# Parts of a result.  The charges that stay when nothing is sold are the fixed ones.
FIXED = ("external", "taxes", "payroll", "financial")
# Earnings before interest, taxes, depreciation: what French accounts call EBE.
OPERATING = ("revenue", "other_income", "purchases", "external", "taxes", "payroll")


def dso(receivable: float, billed: float, days: int) -> float | None:
    """Days of turnover, tax included, that customers still owe.

    10,000 due, 73,000 billed in a year, 200 a day: 50 days.

    >>> dso(10_000, 73_000, 365)
    50.0
    >>> dso(0, 73_000, 365)
    0.0
    >>> dso(10_000, 0, 365) is None, dso(10_000, 4000, 20) is None
    (True, True)
    """
    if days < SHORTEST or billed <= 0:
        return None
    return max(0.0, receivable) / billed * days


def requirement(stock: float, customers: float, suppliers: float, taxes: float):
    """Working capital requirement: what the cycle of business keeps of the cash.

    2,000 of stock and 10,000 at customers, less 5,000 to suppliers and 3,000 of tax:

    >>> requirement(2000, 10_000, -5000, -3000)
    4000
    """
    return stock + customers + suppliers + taxes


def percent(part: float, whole: float) -> float | None:
    """``part`` of ``whole``, in percent.

    >>> percent(30, 120), percent(1, 0)
    (25.0, None)
    """
    return 100 * part / whole if whole > 0 else None


def liquidity(sides: Iterable[float]) -> float | None:
    """What comes within a year, for 1 that is due within a year.

    Each balance counts on the side where it stands: an overdraft is a debt.

    >>> liquidity([8000, 10_000, -5000, -4000])
    2.0
    >>> liquidity([8000]) is None
    True
    """
    sides = list(sides)
    owned, owed = (
        sum(s for s in sides if s > 0),
        -sum(s for s in sides if s < 0),
    )
    return owned / owed if owed else None


def result(parts: Mapping[str, float]) -> float:
    """
    >>> result({"revenue": 1000, "purchases": -400, "payroll": -350})
    250
    """
    return sum(parts.values())


def gross_margin(parts: Mapping[str, float]) -> float | None:
    """Percent of the revenue that is left once what was sold is bought.

    >>> gross_margin({"revenue": 1000, "purchases": -400, "payroll": -350})
    60.0
    """
    revenue = parts.get("revenue", 0)
    return percent(revenue + parts.get("purchases", 0), revenue)


def net_margin(parts: Mapping[str, float]) -> float | None:
    """Percent of the revenue that is left once all is paid.

    >>> net_margin({"revenue": 1000, "purchases": -400, "payroll": -350})
    25.0
    >>> net_margin({"payroll": -350}) is None
    True
    """
    return percent(result(parts), parts.get("revenue", 0))


def operating_profit(parts: Mapping[str, float], one_offs: float = 0.0) -> float:
    """EBE; ``one_offs``, what will not come back, is taken out of it.

    1,000 sold, 900 spent of which 60 once and for all:

    >>> operating_profit({"revenue": 1000, "external": -900, "depreciation": -50}, -60)
    160
    """
    return sum(parts.get(name, 0) for name in OPERATING) - one_offs


def fixed_costs(parts: Mapping[str, float]) -> float:
    """
    >>> fixed_costs({"revenue": 9, "purchases": -4, "external": -2, "payroll": -1})
    3
    """
    return -sum(parts.get(name, 0) for name in FIXED)


def break_even(fixed: float, margin_rate: float | None) -> float | None:
    """Revenue from which money is made: each 100 sold leaves ``margin_rate``.

    6,000 of fixed costs, 40 left of each 100: 15,000.

    >>> break_even(6000, 40)
    15000.0
    >>> break_even(6000, -3) is None
    True
    """
    return fixed / margin_rate * 100 if margin_rate and margin_rate > 0 else None


def added(months: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The parts of several months together.

    >>> added([{"revenue": 2}, {"revenue": 3, "taxes": -1}])
    {'revenue': 5, 'taxes': -1}
    """
    total: dict[str, float] = {}
    for month in months:
        for name, amount in month.items():
            total[name] = total.get(name, 0) + amount
    return total


def growing(months: list[float], share: float = 0.1) -> bool:
    """Whether an expense of each month weighs more than it did.

    ``months``: what it cost, the oldest first; the last three against those before.

    >>> growing([10, 10, 10, 12, 12, 12]), growing([10, 10, 10, 10, 10, 10])
    (True, False)
    >>> growing([10, 12, 12, 12])  # one month says nothing
    False
    """
    before, last = months[:-3], months[-3:]
    if len(before) < 3:
        return False
    return sum(last) / 3 > (1 + share) * sum(before) / len(before)
