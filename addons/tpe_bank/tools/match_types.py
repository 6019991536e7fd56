"""What matching reads and what it answers. Amounts are whole minor units (cents).

Pure: no Odoo, no clock.

>>> Proposal(line=1, kind="fee", score=60, taken=((4, 100_00),), rest=-8_50).sure
False
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the bank not yet matched; money that comes in is positive."""

    id: int
    day: date
    amount: int
    label: str
    currency: str = "EUR"
    partner: int = 0
    name: str = ""
    iban: str = ""
    journal: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """What is open: positive when money is to come, negative when it is to go."""

    id: int
    amount: int
    day: date
    issued: date
    partner: int = 0
    number: str = ""
    reference: str = ""
    currency: str = "EUR"
    move: int = 0
    account: str = ""  # code of its account
    discounted: int = 0  # what pays it whole until `discount_until`
    discount_until: date | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who pays or is paid."""

    id: int
    name: str
    ibans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a person once made of a label: whose it was, or which account it went to."""

    key: str
    incoming: bool
    partner: int = 0
    account: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """What comes in or goes out at known days without a document: a rent, a debit."""

    name: str
    amount: int
    currency: str = "EUR"
    partner: int = 0
    prefixes: tuple[str, ...] = ()  # codes of accounts, where nobody is named


@dataclass(frozen=True, slots=True)
class Own:
    """The firm itself: its name, its accounts, what moves between them."""

    name: str = ""
    ibans: tuple[str, ...] = ()
    transfer: str = ""  # code of the account of internal transfers
    # Lines of the firm's other banks, not matched either.
    elsewhere: tuple[BankLine, ...] = ()
    # Lines matched in the last days, in which a payment made twice shows.
    recent: tuple[BankLine, ...] = ()
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with its figures; the words are the reader's language."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line may be. `taken` pairs each due line with the amount it receives.

    What is left of the line after `taken` is `rest`: a fee, a discount, money on account.
    """

    line: int
    kind: str  # invoice group partial fee discount over partner account transfer
    score: int
    sure: bool = False
    taken: tuple[tuple[int, int], ...] = ()
    rest: int = 0
    partner: int = 0
    account: int = 0
    prefixes: tuple[str, ...] = ()  # codes of accounts, when none is remembered
    mirror: int = 0  # line of the other bank
    reasons: tuple[Reason, ...] = field(default=())
