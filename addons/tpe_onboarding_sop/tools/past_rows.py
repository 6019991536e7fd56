"""Rows of the database that say the same of many documents.

>>> sides(Decimal("12.5"), True)["amount_residual"], sides(Decimal(-3), False)["credit"]
(Decimal('12.5'), Decimal('3'))
>>> samples([1, 2, 3])
([1, 2, 3], [])
"""

from decimal import Decimal

SAMPLES = 6
ZERO = Decimal(0)


class Unexplained(Exception):
    """A column that core writes otherwise than was foreseen; the message is its name."""


def samples(alike):
    """``(some, the others)``: first, last and between, so that what varies shows."""
    if len(alike) < 2 * SAMPLES:
        return alike, []
    ranks = {0, 1, len(alike) // 3, len(alike) // 2, len(alike) - 2, len(alike) - 1}
    return (
        [alike[rank] for rank in sorted(ranks)],
        [one for rank, one in enumerate(alike) if rank not in ranks],
    )


def check_foreseen(rows, wanted):
    """What core wrote of the samples is what would have been copied."""
    for written, differ in zip(rows, wanted, strict=True):
        for row, pattern, own in zip(written, rows[0], differ, strict=True):
            expected = {**pattern, **own}
            for column, value in row.items():
                if value_of(expected[column]) != value_of(value):
                    raise Unexplained(column)
            if set(own) - set(row):
                raise Unexplained(next(iter(set(own) - set(row))))


def sides(balance, reconciles):
    """The columns of a line's amount; only what can be matched has a rest."""
    rest = balance if reconciles else ZERO
    return {
        "balance": balance,
        "debit": max(balance, ZERO),
        "credit": max(-balance, ZERO),
        "amount_currency": balance,
        "amount_residual": rest,
        "amount_residual_currency": rest,
    }


def prices(pattern, balance):
    """What core makes of the price of a line that has none."""
    found = {}
    for name in ("price_unit", "price_subtotal", "price_total"):
        value, model = value_of(pattern[name]), value_of(pattern["balance"])
        if value in (model, -model):
            found[name] = balance if value == model else -balance
    return found


def same(value, model, new):
    """``new`` where core copied ``model``, nothing where it wrote nothing."""
    if value is None:
        return None
    if value != model:
        raise Unexplained(f"{value} is not {model}")
    return new


def value_of(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    return value


def plain(row):
    """For JSON; PostgreSQL reads exact numbers from their text."""
    return {
        key: str(value) if isinstance(value, Decimal) else value
        for key, value in row.items()
    }
