"""Lines of a FEC that stand together: lettered, or of one customer."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .past_fec_entries import CUSTOMERS


def collective(customer):
    """Whether a line on this account says nothing of the customer.

    >>> collective("411000"), collective("411BATI"), collective("BATI")
    (True, False, False)
    """
    return customer.rstrip("0") == CUSTOMERS


@dataclass
class Group:
    """Lines of a customer that were lettered together, oldest first.

    What an opening entry repeats is apart: it is no debt of its own.
    """

    debts: list = field(default_factory=list)
    opened: list = field(default_factory=list)  # credits of an opening entry
    credits: list = field(default_factory=list)
    backs: list = field(default_factory=list)
    balance: Decimal = Decimal(0)
    again: Decimal = Decimal(0)
    since: date | None = None


@dataclass
class Carried:
    """What the groups of a customer leave, to settle through opening entries."""

    debts: list = field(default_factory=list)
    credits: list = field(default_factory=list)
    payments: list = field(default_factory=list)
    uses: list = field(default_factory=list)
