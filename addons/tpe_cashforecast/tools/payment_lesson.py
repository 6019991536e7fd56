"""A lesson kept: what the past taught, as plain figures beside what it was learnt from.

Plain Python: no ORM, no clock.
"""

from array import array
from functools import cache
from hashlib import sha256
from pathlib import Path

from . import payment_view
from .payment_backtest import Lesson
from .payment_bands import Width


def mark(ledger: payment_view.Ledger) -> str:
    """Changes with any fact of the ledger, with its day, and with the model itself.

    >>> Line, Ledger = payment_view.Line, payment_view.Ledger
    >>> one, other = ([Line(10, 40, day, "a", 1.0)] for day in (50, 51))
    >>> mark(Ledger(one, 60)) == mark(Ledger(one, 60))
    True
    >>> mark(Ledger(one, 60)) in (mark(Ledger(other, 60)), mark(Ledger(one, 61)))
    False
    """
    found = sha256(_model() + str(ledger.as_of).encode())
    if ledger.lines:
        *days, customers, amounts = zip(*ledger.lines, strict=True)
        for column in days:
            found.update(array("q", column))
        found.update("\n".join(customers).encode())
        found.update(array("d", amounts))
    return found.hexdigest()


@cache
def _model() -> bytes:
    """Another text of the model learns anew."""
    files = sorted(Path(__file__).parent.glob("payment_*.py"))
    return sha256(b"".join(path.read_bytes() for path in files)).digest()


def packed(lesson: Lesson) -> dict:
    """The lesson as JSON can hold it.

    >>> unpacked(packed(Lesson())) == Lesson()
    True
    """
    return {
        "weights": lesson.weights,
        "week": [lesson.week.common, lesson.week.factors],
        "total": [lesson.total.common, lesson.total.factors],
        "origins": lesson.origins,
    }


def unpacked(kept: dict) -> Lesson:
    """The lesson that was `packed`."""
    widths = (Width(common, tuple(f)) for common, f in (kept["week"], kept["total"]))
    return Lesson(tuple(map(tuple, kept["weights"])), *widths, kept["origins"])
