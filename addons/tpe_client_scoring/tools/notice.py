"""The notice before an established relation ends. Plain Python: no ORM, no clock."""

# C. com. L442-1 II: who gave 18 months of notice is not liable for a notice too short.
SAFE_MONTHS = 18


def months_between(first, last) -> int:
    """Whole months from one day to another.

    >>> from datetime import date
    >>> months_between(date(2024, 1, 31), date(2026, 3, 30))
    25
    >>> months_between(date(2026, 3, 1), date(2026, 3, 31))
    0
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def proposed_months(relation_months: int) -> int:
    """A month for each year begun, 18 at most.

    The law gives no scale; this is a habit read in judgments, to be confirmed. It is a
    proposal that a person changes.

    >>> [proposed_months(months) for months in (0, 12, 13, 60, 400)]
    [1, 2, 2, 6, 18]
    """
    return min(SAFE_MONTHS, relation_months // 12 + 1)
