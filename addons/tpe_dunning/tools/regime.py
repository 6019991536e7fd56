"""Which late-payment interest and fee the law gives, by profile. Plain Python.

Professionals: ECB refinancing rate + 10 points, or the rate of the contract (Code de
commerce, L441-10 II), and 40 euros for each invoice paid late (D441-5).  Public buyers: ECB
rate + 8 points, the rate of the semester in which interest begins, and 40 euros (Code de la
commande publique; article numbers to be confirmed).  Consumers: the legal rate, from the
formal notice only (Code civil, 1231-6 and 1344-1), and no fee, ever (CPCE, L111-8).
"""

from collections.abc import Sequence
from datetime import date, timedelta

Table = Sequence[tuple[date, float]]
POINTS = {"professional": 10.0, "public": 8.0}
FIXED_FEE = 40.0


def rate_on(table: Table, day: date) -> float | None:
    """Rate in force on ``day``; None before the first known one.

    >>> ecb = [(date(2025, 1, 1), 3.15), (date(2025, 7, 1), 2.15)]
    >>> rate_on(ecb, date(2025, 6, 30))
    3.15
    >>> rate_on(ecb, date(2024, 12, 31)) is None
    True
    """
    known = [(valid_from, rate) for valid_from, rate in table if valid_from <= day]
    return max(known)[1] if known else None


def semester(day: date) -> date:
    """First day of the semester of ``day``.

    >>> semester(date(2026, 11, 22))
    datetime.date(2026, 7, 1)
    >>> semester(date(2026, 6, 30))
    datetime.date(2026, 1, 1)
    """
    return day.replace(month=7 if day.month > 6 else 1, day=1)


def is_provisional(table: Table, day: date) -> bool:
    """Whether the rate of the semester of ``day`` is carried on from an earlier one.

    >>> is_provisional([(date(2026, 1, 1), 2.15)], date(2026, 6, 30))
    False
    >>> is_provisional([(date(2026, 1, 1), 2.15)], date(2026, 7, 1))
    True
    """
    return all(valid_from < semester(day) for valid_from, _rate in table)


def interest_rates(
    profile: str, due: date, ecb: Table, legal: Table, contract: float | None = None
) -> list[tuple[date, float]]:
    """``(valid_from, yearly percent)`` for a debt due on ``due``: see `late_interest`.

    >>> ecb = [(date(2025, 1, 1), 3.15), (date(2025, 7, 1), 2.15)]
    >>> legal = [(date(2025, 1, 1), 3.71), (date(2025, 7, 1), 2.76)]
    >>> interest_rates("professional", date(2025, 5, 31), ecb, legal)
    [(datetime.date(2025, 1, 1), 13.15), (datetime.date(2025, 7, 1), 12.15)]
    >>> interest_rates("professional", date(2025, 5, 31), ecb, legal, contract=15)
    [(datetime.date(2025, 6, 1), 15)]

    The rate of a public buyer is settled the day interest begins.

    >>> interest_rates("public", date(2025, 6, 30), ecb, legal)
    [(datetime.date(2025, 7, 1), 10.15)]
    >>> interest_rates("consumer", date(2025, 5, 31), ecb, legal) == legal
    True
    """
    begins = due + timedelta(1)
    if profile == "professional":
        if contract:
            return [(begins, contract)]
        return [(day, round(rate + POINTS[profile], 4)) for day, rate in ecb]
    if profile == "public":
        rate = rate_on(ecb, begins)
        return [] if rate is None else [(begins, round(rate + POINTS[profile], 4))]
    return list(legal)


def interest_begins(profile: str, due: date, formal_notice: date | None) -> date | None:
    """Day after which interest runs: the due date, or the formal notice to a consumer.

    >>> interest_begins("professional", date(2025, 5, 31), None)
    datetime.date(2025, 5, 31)
    >>> interest_begins("consumer", date(2025, 5, 31), None) is None
    True
    >>> interest_begins("consumer", date(2025, 5, 31), date(2025, 8, 1))
    datetime.date(2025, 8, 1)
    """
    if profile in POINTS:
        return due
    return max(due, formal_notice) if formal_notice else None


def fixed_fee(profile: str) -> float:
    """Fixed recovery fee for an invoice paid late, in euros: once, never to a consumer.

    >>> fixed_fee("professional"), fixed_fee("public"), fixed_fee("consumer")
    (40.0, 40.0, 0.0)
    """
    return FIXED_FEE if profile in POINTS else 0.0


def contract_is_too_low(contract: float, legal: Table, day: date) -> bool:
    """Whether a contract rate is under the floor of 3 times the legal rate.

    The floor binds contracts only: the rate of the law itself may be lower.

    >>> legal = [(date(2026, 1, 1), 2.62)]
    >>> contract_is_too_low(7.85, legal, date(2026, 3, 1))
    True
    >>> contract_is_too_low(7.86, legal, date(2026, 3, 1))
    False
    """
    rate = rate_on(legal, day)
    return rate is not None and contract < round(3 * rate, 4)
