"""How much VAT is to be paid, from what the books hold.  No ORM, no clock.

Amounts in cents.  Months are named by their first day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from .fiscal_calendar import Due

MEAN = 3  # months the trend is drawn from


@dataclass(frozen=True)
class VatBooks:
    """``collected`` and ``deductible`` of each month, without the entries of the returns.

    ``owed``: to be paid by returns that are booked (negative: paid before its return);
    ``credit``: carried forward; ``instalments`` paid, by month;
    ``declared``: the last day whose VAT has its return in the books.
    """

    collected: Mapping[date, int] = field(default_factory=dict)
    deductible: Mapping[date, int] = field(default_factory=dict)
    owed: int = 0
    credit: int = 0
    instalments: Mapping[date, int] = field(default_factory=dict)
    declared: date | None = None

    def net(self, month: date) -> int:
        return self.collected.get(month, 0) - self.deductible.get(month, 0)


@dataclass(frozen=True)
class VatPayment:
    """``cents`` to pay on a `Due`, and what it was counted from."""

    due: Due
    cents: int
    collected: int = 0
    deductible: int = 0
    trend: int = 0  # what is not booked yet
    before: int = 0  # credit carried forward, instalments, what is paid ahead
    owed: int = 0


def months_of(start: date, end: date) -> list[date]:
    """First days of the months from ``start`` to ``end``.

    >>> [f"{month:%m}" for month in months_of(date(2026, 1, 1), date(2026, 3, 31))]
    ['01', '02', '03']
    """
    month, found = start.replace(day=1), []
    while month <= end:
        found.append(month)
        month += relativedelta(months=1)
    return found


def trend(books: VatBooks, today: date) -> int:
    """Net VAT of a usual month: the mean of the last months that are over.

    >>> trend(VatBooks({date(2026, 1, 1): 300, date(2026, 2, 1): 600}), date(2026, 3, 2))
    450
    """
    over = sorted(
        month
        for month in {*books.collected, *books.deductible}
        if month < today.replace(day=1)
    )[-MEAN:]
    return round(sum(books.net(month) for month in over) / len(over)) if over else 0


def not_booked(books: VatBooks, month: date, today: date) -> int:
    """What a month still has to bring: all of one to come, the rest of the running one.

    >>> books = VatBooks({date(2026, 3, 1): 3100, date(2026, 4, 1): 50})
    >>> not_booked(books, date(2026, 5, 1), date(2026, 4, 16))
    3100
    >>> not_booked(books, date(2026, 4, 1), date(2026, 4, 16))  # 15 days of 30 are left
    1550
    >>> not_booked(books, date(2026, 3, 1), date(2026, 4, 16))
    0
    """
    usual = trend(books, today)
    running = today.replace(day=1)
    if month < running:
        return 0
    if month > running:
        return usual
    length = (running + relativedelta(months=1) - running).days
    return round(usual * (length - today.day + 1) / length)


def vat_payments(
    dues: Iterable[Due], books: VatBooks, reference: int, today: date, late: int = 45
) -> list[VatPayment]:
    """What is to be paid on each of the ``dues``; ``reference``: VAT of the last year.

    March brings 200 and uses up the credit of 50; April is not booked: as March.

    >>> march, april = date(2026, 3, 1), date(2026, 4, 1)
    >>> books = VatBooks({march: 500}, {march: 300}, credit=50)
    >>> dues = [Due("vat", date(2026, 4, 19), march, date(2026, 3, 31)),
    ...         Due("vat", date(2026, 5, 19), april, date(2026, 4, 30))]
    >>> [payment.cents for payment in vat_payments(dues, books, 0, date(2026, 4, 1))]
    [150, 200]

    A return that is booked is what it says, and nothing more:

    >>> books = VatBooks({march: 500}, {march: 300}, owed=200, declared=date(2026, 3, 31))
    >>> [payment.cents for payment in vat_payments(dues, books, 0, date(2026, 4, 1))]
    [200, 200]

    July and December are shares of last year's VAT:

    >>> july = Due("vat_instalment", date(2026, 7, 19), *[date(2026, 1, 1)] * 2, 55)
    >>> [payment.cents for payment in vat_payments([july], books, 1000, date(2026, 7, 1))]
    [200, 550]
    """
    found, carried = [], books.credit + max(0, -books.owed)
    owed = max(0, books.owed)
    dues = sorted(dues, key=lambda due: due.day)
    for due in dues:
        if due.kind == "vat_instalment":
            paid = sum(
                cents
                for month, cents in books.instalments.items()
                if due.day.replace(day=1) + relativedelta(months=-1) <= month
            )
            cents = max(0, round(reference * due.percent / 100) - paid)
            if due.day >= today:
                found.append(VatPayment(due, cents, before=paid))
            continue
        if books.declared and due.end <= books.declared:
            if owed and due.end == _last_declared(dues, books.declared):
                found.append(VatPayment(due, owed, owed=owed))
                owed = 0
            continue
        if due.day < today and not (books.declared and (today - due.day).days <= late):
            continue
        payment = _counted(due, books, dues, reference, carried, today)
        carried = max(0, -payment.cents)
        found.append(_at_least_nothing(payment))
    if owed:
        # Owed for a period that is not in the calendar: today.
        due = Due("vat", today, books.declared or today, books.declared or today)
        found.insert(0, VatPayment(due, owed, owed=owed))
    return found


def _last_declared(dues, declared):
    ends = [d.end for d in dues if d.kind != "vat_instalment" and d.end <= declared]
    return max(ends, default=None)


def _counted(due, books, dues, reference, carried, today):
    months = months_of(due.start, due.end)
    collected = sum(books.collected.get(month, 0) for month in months)
    deductible = sum(books.deductible.get(month, 0) for month in months)
    coming = sum(not_booked(books, month, today) for month in months)
    if due.kind == "vat_balance":
        carried += sum(
            cents for month, cents in books.instalments.items() if month in months
        )
        # The instalments of that year which are still to be paid.
        carried += sum(
            round(reference * each.percent / 100)
            for each in dues
            if each.kind == "vat_instalment"
            and each.end == due.end
            and each.day >= today
        )
    cents = collected - deductible + coming - carried
    return VatPayment(due, cents, collected, deductible, coming, carried)


def _at_least_nothing(payment: VatPayment) -> VatPayment:
    if payment.cents >= 0:
        return payment
    return VatPayment(
        payment.due,
        0,
        payment.collected,
        payment.deductible,
        payment.trend,
        payment.before,
    )


def set_aside(books: VatBooks, since: date, today: date) -> int:
    """VAT in today's balance that belongs to the State: booked and not paid.

    ``since``: first day whose VAT is not paid yet.

    >>> set_aside(VatBooks({date(2026, 3, 1): 500}, {date(2026, 3, 1): 100}, owed=80,
    ...     credit=30), date(2026, 3, 1), date(2026, 3, 20))
    450
    """
    net = sum(books.net(month) for month in months_of(since, today))
    paid = sum(cents for month, cents in books.instalments.items() if month >= since)
    return max(0, books.owed + net - books.credit - paid)
