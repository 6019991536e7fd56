"""When a French firm pays VAT, corporate tax and local tax.  No ORM, no clock.

Days are those of the law: the shift to a working day is the caller's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

REFORM = date(2027, 1, 1)  # end of the simplified regime: art. 38 of law 2025-127
QUARTERLY_TURNOVER = 1_000_000  # euros: above, the return is monthly from 2027
REFERENCE_TAX = 3_000  # euros: up to there, no corporate tax instalments
LOCAL_TAX = 3_000  # euros: from there, half the local tax is paid in June
JULY, DECEMBER = 55, 40  # percent of last year's VAT
INSTALMENT_MONTHS = (3, 6, 9, 12)


@dataclass(frozen=True)
class Due:
    """A payment to the State.  ``start`` and ``end``: the period it is for."""

    kind: str  # vat, vat_instalment, vat_balance, tax_instalment, tax_balance, cfe…
    day: date
    start: date
    end: date
    percent: int = 100  # of the amount the kind is counted on

    @property
    def key(self) -> str:
        """Names the same payment another day."""
        return f"{self.kind},{self.day:%Y-%m}"


def fiscal_year(day: date, closing_month: int = 12) -> tuple[date, date]:
    """First and last day of the financial year that holds ``day``.

    >>> fiscal_year(date(2026, 3, 1), 6)
    (datetime.date(2025, 7, 1), datetime.date(2026, 6, 30))
    """
    end = day + relativedelta(month=closing_month, day=31)
    if end < day:
        end = day + relativedelta(years=1, month=closing_month, day=31)
    return end + timedelta(1) - relativedelta(years=1), end


def reform_day(closing_month: int = 12) -> date:
    """From when a simplified firm files normal returns: its first year after the reform.

    >>> reform_day(), reform_day(6)
    (datetime.date(2027, 1, 1), datetime.date(2027, 7, 1))
    """
    start, _end = fiscal_year(REFORM, closing_month)
    return start if start >= REFORM else start + relativedelta(years=1)


def vat_dues(
    regime: str,
    pay_day: int,
    since: date,
    until: date,
    closing_month: int = 12,
    after_reform: str = "quarterly",
) -> list[Due]:
    """VAT payments whose day is from ``since`` to ``until``.

    >>> [(due.kind, f"{due.day:%d/%m/%y}", f"{due.end:%d/%m}") for due in vat_dues(
    ...     "monthly", 19, date(2026, 1, 1), date(2026, 2, 28))]
    [('vat', '19/01/26', '31/12'), ('vat', '19/02/26', '31/01')]

    The simplified regime ends: December 2026 is its last instalment, April 2027 the first
    quarterly return, and the return of 2026 is still due in May 2027.

    >>> for due in vat_dues("simplified", 24, date(2026, 11, 1), date(2027, 7, 31)):
    ...     print(due.kind, due.percent, due.day)
    vat_instalment 40 2026-12-24
    vat 100 2027-04-24
    vat_balance 100 2027-05-03
    vat 100 2027-07-24
    """
    if regime == "none":
        return []
    found = []
    switch = date.min
    if regime == "simplified":
        switch = reform_day(closing_month)
        found += _simplified(pay_day, since, until, closing_month, switch)
        regime = after_reform
    months = 3 if regime == "quarterly" else 1
    end = since - relativedelta(months=months + 1)
    while end <= until:
        end += relativedelta(day=31)
        day = (end + timedelta(1)) + relativedelta(day=pay_day)
        start = end + timedelta(1) - relativedelta(months=months)
        if end.month % months == 0 and since <= day <= until and start >= switch:
            found.append(Due("vat", day, start, end))
        end += timedelta(1)
    return sorted(found, key=lambda due: due.day)


def _simplified(pay_day, since, until, closing_month, switch) -> Iterable[Due]:
    for year in range(since.year - 1, until.year + 1):
        for month, percent in ((7, JULY), (12, DECEMBER)):
            day = date(year, month, pay_day)
            start, end = fiscal_year(day, closing_month)
            if since <= day <= until and start < switch:
                yield Due("vat_instalment", day, start, end, percent)
        start, end = fiscal_year(date(year, 1, 1), closing_month)
        # The second working day after 1 May, or three months after another closing.
        day = date(end.year + 1, 5, 3)
        if closing_month != 12:
            day = end + relativedelta(months=3, day=31)
        if since <= day <= until and start < switch:
            yield Due("vat_balance", day, start, end)


def tax_dues(since: date, until: date, closing_month: int = 12) -> list[Due]:
    """Corporate tax: instalments on four days of the year, and the balance.

    ``start`` and ``end`` are the year that is taxed (art. 360, annex III of the CGI: the
    closing date says which of the four days is the first instalment).

    >>> [(due.kind, f"{due.day:%d/%m}", due.end.year) for due in tax_dues(
    ...     date(2026, 1, 1), date(2026, 12, 31))]  # doctest: +NORMALIZE_WHITESPACE
    [('tax_instalment', '15/03', 2026), ('tax_balance', '15/05', 2025),
     ('tax_instalment', '15/06', 2026), ('tax_instalment', '15/09', 2026),
     ('tax_instalment', '15/12', 2026)]

    Closing on 30 June: September is the first instalment, June the last one.

    >>> [(due.kind, f"{due.day:%d/%m}", f"{due.end:%d/%m/%y}") for due in tax_dues(
    ...     date(2026, 6, 1), date(2026, 10, 31), 6)]  # doctest: +NORMALIZE_WHITESPACE
    [('tax_instalment', '15/06', '30/06/26'), ('tax_instalment', '15/09', '30/06/27'),
     ('tax_balance', '15/10', '30/06/26')]
    """
    found = []
    for year in range(since.year - 1, until.year + 1):
        _start, end = fiscal_year(date(year, 1, 1), closing_month)
        start = end + timedelta(1) - relativedelta(years=1)
        day = end + timedelta(1) + relativedelta(months=3, day=15)
        if closing_month == 12:
            day = date(end.year + 1, 5, 15)
        if since <= day <= until:
            found.append(Due("tax_balance", day, start, end))
        for month in INSTALMENT_MONTHS:
            day = date(year, month, 15)
            if since <= day <= until:
                start, end = _taxed_year(day, closing_month)
                found.append(Due("tax_instalment", day, start, end, 25))
    return sorted(found, key=lambda due: due.day)


def _taxed_year(day: date, closing_month: int) -> tuple[date, date]:
    """The year an instalment of ``day`` is for: its first one follows the opening.

    Closing from 20 February to 19 May: June; to 19 August: September; to 19 November:
    December; else March.  The four that follow are of the same year.

    >>> _taxed_year(date(2026, 3, 15), 2)[1]  # the last one, after the closing
    datetime.date(2026, 2, 28)
    """
    first = ((closing_month + 1) // 3 * 3 + 2) % 12 + 1
    started = day.year - (day.month < first)
    return fiscal_year(date(started, first, 15), closing_month)


def local_tax_dues(since: date, until: date) -> list[Due]:
    """Local tax on firms: 15 December, and half of it on 15 June for the larger ones.

    >>> [(due.kind, due.day.month) for due in local_tax_dues(
    ...     date(2026, 1, 1), date(2026, 12, 31))]
    [('cfe_instalment', 6), ('cfe', 12)]
    """
    found = []
    for year in range(since.year, until.year + 1):
        whole = (date(year, 1, 1), date(year, 12, 31))
        found.append(Due("cfe_instalment", date(year, 6, 15), *whole, 50))
        found.append(Due("cfe", date(year, 12, 15), *whole))
    return [due for due in found if since <= due.day <= until]
