"""What the law adds to one invoice paid late. Plain Python: no ORM, no clock.

`regime` says which rate, from which day and whether a fee is due; `late_interest` counts
the days.  Here both meet the due lines of one invoice and what was claimed before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from . import regime
from .late_interest import CENT, YEAR, Segment, late_interest, total


@dataclass(frozen=True, slots=True)
class DueLine:
    """One instalment: what was due on ``due``, and ``(day, amount)`` of what came in."""

    due: date
    amount: float
    repayments: tuple[tuple[date, float], ...] = ()
    formal_notice: date | None = None


@dataclass(frozen=True, slots=True)
class Penalty:
    """Interest and fee of one invoice; ``late`` when at least one day was counted."""

    segments: tuple[Segment, ...]
    interest: Decimal
    fee: float
    provisional: bool
    late: bool


def penalty(
    profile: str,
    lines: Iterable[DueLine],
    until: date,
    ecb: regime.Table,
    legal: regime.Table,
    contract: float | None = None,
    after: date | None = None,
    fee_taken: bool = False,
    unit=CENT,
) -> Penalty:
    """Interest up to ``until`` included, and the fixed fee, of one invoice.

    ``after``: last day an earlier claim covers; ``fee_taken``: the fee was claimed before.
    The fee is due once for an invoice, whatever its instalments (D441-5).
    Raises ValueError when no rate is known for the first day.

    1,200.00 euros due on 31 May 2025 and paid on 15 September, by hand: 43.73 + 40.

    >>> ecb = [(date(2025, 1, 1), 3.15), (date(2025, 7, 1), 2.15)]
    >>> legal = [(date(2025, 1, 1), 3.71), (date(2025, 7, 1), 2.76)]
    >>> line = DueLine(date(2025, 5, 31), 1200, ((date(2025, 9, 15), 1200),))
    >>> found = penalty("professional", [line], date(2026, 3, 31), ecb, legal)
    >>> found.interest, found.fee
    (Decimal('43.73'), 40.0)

    A second claim takes up where the first one stopped, without the fee.

    >>> more = penalty("professional", [line], date(2026, 3, 31), ecb, legal,
    ...                after=date(2025, 6, 30), fee_taken=True)
    >>> more.interest, more.fee
    (Decimal('30.76'), 0.0)

    Paid on its day, an invoice owes nothing; neither does a consumer before the notice.

    >>> early = DueLine(date(2025, 5, 31), 1200, ((date(2025, 5, 31), 1200),))
    >>> penalty("professional", [early], date(2026, 3, 31), ecb, legal).fee
    0.0
    >>> penalty("consumer", [line], date(2026, 3, 31), ecb, legal).late
    False
    """
    counted, first_days = [], []
    for line in lines:
        begins = regime.interest_begins(profile, line.due, line.formal_notice)
        if begins is None:
            continue
        segments = late_interest(
            line.amount,
            begins,
            until,
            regime.interest_rates(profile, begins, ecb, legal, contract),
            [(day, amount) for day, amount in line.repayments if day <= until],
        )
        if segments:
            counted += segments
            first_days.append(segments[0].start)
    kept = tuple(later_than(after, counted))
    days = first_days if profile == "public" else [s.end for s in kept]
    by_contract = profile == "professional" and contract
    table = legal if profile == "consumer" else ecb
    return Penalty(
        segments=kept,
        interest=total(kept, unit),
        fee=0.0 if fee_taken or not counted else regime.fixed_fee(profile),
        provisional=bool(kept)
        and not by_contract
        and any(regime.is_provisional(table, day) for day in days),
        late=bool(counted),
    )


def later_than(after: date | None, segments: Sequence[Segment]) -> list[Segment]:
    """The part of ``segments`` that follows the day ``after``.

    >>> june = Segment(date(2025, 6, 1), date(2025, 6, 30), 30, 1000.0, 10.0, 8.22)
    >>> [(s.start, s.days) for s in later_than(date(2025, 6, 20), [june])]
    [(datetime.date(2025, 6, 21), 10)]
    >>> later_than(date(2025, 6, 30), [june])
    []
    >>> later_than(None, [june]) == [june]
    True
    """
    if after is None:
        return list(segments)
    kept = []
    for segment in segments:
        start = max(segment.start, after + timedelta(1))
        days = (segment.end - start).days + 1
        if days > 0:
            interest = segment.balance * segment.rate * days / (100 * YEAR)
            kept.append(replace(segment, start=start, days=days, interest=interest))
    return kept
