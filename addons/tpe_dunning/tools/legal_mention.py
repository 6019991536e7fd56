"""What an invoice must say about late payment. Plain Python: no ORM, no clock.

Between professionals: the due date, the discount for early payment, the rate of the
penalties payable from the day after, and the fixed fee of 40 euros (Code de commerce,
L441-9 I and D441-5).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .regime import POINTS, is_provisional, rate_on


@dataclass(frozen=True, slots=True)
class PenaltyRate:
    """The rate to name on an invoice, in percent a year.

    ``points``: what is added to the ECB rate, None for a rate of the contract.
    ``percent``: None while the rate of the semester is not known.
    """

    points: float | None
    percent: float | None


def penalty_rate(
    profile: str,
    issued: date,
    ecb: Sequence[tuple[date, float]],
    contract: float | None = None,
) -> PenaltyRate | None:
    """Rate to name on an invoice of ``issued``; None for a consumer.

    >>> ecb = [(date(2025, 7, 1), 2.15), (date(2026, 1, 1), 2.15)]
    >>> penalty_rate("professional", date(2026, 3, 31), ecb)
    PenaltyRate(points=10.0, percent=12.15)
    >>> penalty_rate("professional", date(2026, 3, 31), ecb, contract=15)
    PenaltyRate(points=None, percent=15)
    >>> penalty_rate("public", date(2026, 3, 31), ecb, contract=15)
    PenaltyRate(points=8.0, percent=10.15)

    A rate nobody knows yet is not printed as if it were known.

    >>> penalty_rate("professional", date(2026, 7, 1), ecb)
    PenaltyRate(points=10.0, percent=None)
    >>> penalty_rate("consumer", date(2026, 3, 31), ecb, contract=15) is None
    True
    """
    if profile not in POINTS:
        return None
    if profile == "professional" and contract:
        return PenaltyRate(None, contract)
    points, rate = POINTS[profile], rate_on(ecb, issued)
    known = rate is not None and not is_provisional(ecb, issued)
    return PenaltyRate(points, round(rate + points, 4) if known else None)


def already_says_it(*texts: str | None) -> bool:
    """Whether the terms of a company already name the penalties and the fixed fee.

    Both have to be there, in French or in English: half a mention is no mention.

    >>> already_says_it("Pénalités de retard : 15 %. Indemnité forfaitaire : 40 €")
    True
    >>> already_says_it("Indemnité forfaitaire : 40 €", "Late penalties: 15 %")
    True
    >>> already_says_it("Pénalités de retard : 15 %", None)
    False
    """
    plain = unicodedata.normalize("NFKD", " ".join(text or "" for text in texts))
    plain = plain.encode("ascii", "ignore").decode().lower()
    fee = re.search(r"indemnite\s+forfaitaire|fixed\s+(recovery\s+)?fee", plain)
    return bool(
        fee and re.search(r"penalites|penalties|interets?\s+de\s+retard", plain)
    )
