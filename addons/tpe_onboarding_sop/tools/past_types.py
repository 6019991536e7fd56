r"""What a file of the past becomes, whatever its format.

>>> words("  N° de facture (Échéance)")
'n de facture echeance'
>>> words("Date d’échéance"), words("Montant T.T.C."), words("N°facture")
('date d echeance', 'montant ttc', 'n facture')
>>> key_of("  Bâti-Sud   SARL ")
'bâti-sud sarl'
>>> name_key("  Bâti-Sud   S.A.R.L. "), name_key("BATI SUD SARL")
('bati sud sarl', 'bati sud sarl')
>>> name_key("L’Œuvre"), name_key("L'OEUVRE"), name_key("株式会社")
('l oeuvre', 'l oeuvre', '株式会社')
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# The apostrophe and the ordinal separate words, the dot does not.
SIGNS = str.maketrans(
    {"’": " ", "‘": " ", "´": " ", "°": " ", "º": " ", ".": None, "œ": "oe", "Œ": "OE"}
)
PAYMENT, CREDIT_NOTE, OTHER = "payment", "credit_note", "other"


class Refused(ValueError):
    """A file that is not read at all: what kind of fault, where, with what."""

    def __init__(self, kind, line=None, detail=""):
        super().__init__(kind, line, detail)
        self.kind, self.line, self.detail = kind, line, str(detail)[:120]


@dataclass(frozen=True)
class At:
    """Where something stands in the file; ``sheet`` is its title, or nothing."""

    sheet: str
    line: int


@dataclass(frozen=True)
class Customer:
    at: At
    name: str
    ref: str = ""
    vat: str = ""
    registry: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True)
class Invoice:
    """``customer`` is whatever the file calls him by; a credit note is negative.

    ``open`` is what the file says is still due, None when it does not say; ``foreign`` is
    what the paper says, where the amount is its value in the books; ``note`` is what a
    person should know of it; ``opened`` is the day of the opening entry that it comes from.
    """

    at: At
    number: str
    customer: str
    date: date
    amount: Decimal
    due: date | None = None
    open: Decimal | None = None
    untaxed: Decimal | None = None
    currency: str = ""
    foreign: str = ""
    note: str = ""
    opened: date | None = None


@dataclass(frozen=True)
class Settlement:
    """Part of an invoice that was settled; without a number, a credit of the customer.

    ``ref`` names the credit note, or the paper, that settled it; ``opened`` tells a credit
    of an opening entry.
    """

    at: At
    number: str
    date: date
    amount: Decimal
    kind: str = PAYMENT
    customer: str = ""
    ref: str = ""
    opened: bool = False


@dataclass(frozen=True)
class Problem:
    """A line that cannot be read, or is left out, and why."""

    at: At
    subject: str  # « customer », « invoice », « settlement », or nothing
    kind: str
    detail: str = ""
    name: str = ""
    stops: bool = True


@dataclass(frozen=True)
class Past:
    kind: str
    customers: tuple[Customer, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    problems: tuple[Problem, ...] = ()
    # What opening entries say: {(customer, day): balance}
    openings: dict = field(default_factory=dict)


def words(text):
    """Lower case, without accents or signs: how titles are compared."""
    plain = unicodedata.normalize("NFKD", str(text).translate(SIGNS))
    plain = plain.encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower()))


def name_key(text):
    """The same for a name typed with accents or in capitals, with dots or without."""
    plain = unicodedata.normalize("NFKD", str(text).translate(SIGNS).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))


def key_of(text):
    """The same for two spellings that differ by case and spaces only."""
    return " ".join(str(text).split()).casefold()
