"""What the French rules want of an invoice, as plain values read from the books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Party:
    """The seller or the buyer.

    ``siren``: 9 digits, empty for a consumer or a foreigner.  ``siret``: 14 digits or
    empty.  ``address``: where the platform delivers, ``scheme`` says how to read it.
    ``tax_number``: given instead of a VAT number by who has none (BT-32).
    """

    siren: str = ""
    siret: str = ""
    address: str = ""
    scheme: str = "0225"
    tax_number: str = ""


@dataclass(frozen=True)
class Line:
    """An invoice line, in the order of the books.

    ``gross``, ``net``: price of one unit without VAT, before and after the discount.
    ``total``: what the books say the line is worth without VAT, ``charges`` included
    (contributions of a fixed amount).  ``on_payment``: its VAT is due when the customer
    pays; ``on_debit``: the seller chose the invoice's date.
    """

    name: str
    quantity: Decimal
    gross: Decimal
    net: Decimal
    total: Decimal
    charges: Decimal = Decimal(0)
    category: str = "S"
    rate: Decimal = Decimal(0)
    on_payment: bool = False
    on_debit: bool = False

    @property
    def vat_key(self) -> tuple[str, Decimal]:
        """Under which the breakdown of VAT counts the line.

        >>> one = Decimal(1)
        >>> Line("Pose", one, one, one, one, category="AE").vat_key
        ('AE', Decimal('0'))
        """
        return self.category, self.rate


@dataclass(frozen=True)
class Breakdown:
    """What the books hold for a category and a rate of VAT (BG-23)."""

    category: str
    rate: Decimal
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Preceding:
    """An invoice that this one credits, corrects or settles (BG-3)."""

    number: str
    day: date | None


@dataclass(frozen=True)
class Facts:
    """All that ``cii_fr.enrich`` adds; an empty value adds nothing.

    ``unit``: the smallest amount of the currency, what a rounding may move.
    """

    type_code: str
    frame: str
    number: str
    notes: tuple[tuple[str, str], ...]
    seller: Party
    buyer: Party
    buyer_name: str
    lines: tuple[Line, ...]
    taxes: tuple[Breakdown, ...] = ()
    preceding: tuple[Preceding, ...] = ()
    euro_vat: Decimal | None = None
    total: Decimal | None = None
    rounding: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)
    due: date | None = None
    delivered_elsewhere: bool = False
    unit: Decimal = Decimal("0.01")
