"""What a bank's label says: words, invoice numbers, and what stays from month to month.

Pure: no Odoo, no clock.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


def _words(text):
    return frozenset(text.split())


# What every bank writes and nobody is called.
NOISE = _words(
    "VIR VIREMENT VIREMENTS SEPA RECU EMIS INST INSTANTANE PRLV PRELEVEMENT CB CARTE "
    "CHQ CHEQUE CHEQUES REM REMISE DE DU DES LE LA LES ET EN AU AUX POUR PAR SUR REF "
    "MOTIF FACT FACTURE FACTURES FAC FA NO NUM BENEFICIAIRE DONNEUR ORDRE MANDAT ID "
    "VOTRE NOTRE MR MME MONSIEUR MADAME EUR EURO EUROS FAVEUR CPT COMPTE PAIEMENT "
    "REGLEMENT ACHAT TEL END TO NOTPROVIDED LIB RUM ICS INV INVOICE BILL"
)
# Legal forms and the like: true of too many.
FORMS = _words(
    "SARL SAS SASU SA EURL SCI SELARL SNC EI EIRL SCOP SCM GIE ETS STE SOC SOCIETE "
    "ETABLISSEMENTS CIE FRERES FILS ASSOCIES LTD GMBH INC"
)
MONTHS = _words(
    "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE "
    "DECEMBRE JANV FEVR AVR JUIL SEPT OCT NOV DEC"
)
# Digits as a scanner or a hand writes them.
LOOKALIKE = str.maketrans("OIL", "011")
_PIECES = re.compile(r"[0-9A-Z]+")
_RUNS = re.compile(r"[0-9]+|[A-Z]+")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"20[0-9]{2}$")
# What stands before the number of an invoice, and before what may be one.
INVOICE = _words("FAC FACT FACTURE FACTURES FA F INV INVOICE")
MAYBE = _words("REF PIECE")
# What may stand between the word and the number, and between two numbers.
JOINED = _words("ET AND NO N NUM NR")


@lru_cache(50_000)
def plain(text: str) -> str:
    """Capitals without accents; what is neither a letter nor a digit becomes a space.

    >>> plain("Vir. Hélène d'Œuvre n° 12")
    'VIR HELENE D OEUVRE NO 12'
    """
    text = text.upper()
    if not text.isascii():
        text = text.replace("Œ", "OE").replace("Æ", "AE").replace("°", "O")
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_PIECES.findall(text))


@lru_cache(20_000)
def name_words(text: str) -> tuple[str, ...]:
    """The words by which somebody is known; the legal form only if nothing else is left.

    >>> name_words("SARL Plomberie Chaboud & Fils")
    ('PLOMBERIE', 'CHABOUD')
    >>> name_words("VIR SEPA RECU /DE BELLEROCHE PROMOTION SAS /REF FAC 00012")
    ('BELLEROCHE', 'PROMOTION')
    """
    words = [w for w in plain(text).split() if len(w) > 1 and not w[0].isdigit()]
    words = [w for w in words if w not in NOISE] or words
    return tuple(w for w in words if w not in FORMS) or tuple(words)


@lru_cache(20_000)
def memory_key(text: str) -> str:
    """What stays of a label from one time to the next.

    >>> memory_key("PRLV SEPA TELECOM CONFLUENCE 03/2026 REF 884512")
    'TELECOM CONFLUENCE'
    >>> memory_key("REMISE CHEQUES 000451")  # says nothing of who or what
    ''
    >>> memory_key("CB STATION DU PONT BRIGNAIS 12/03") == memory_key(
    ...     "CB STATION DU PONT BRIGNAIS 07/11")
    True
    """
    words = [w for w in plain(text).split() if not any(c.isdigit() for c in w)]
    return " ".join(w for w in words if w not in NOISE | MONTHS and len(w) > 1)


def _digits(piece: str) -> str:
    """A piece that holds digits, read as digits where letters look like them.

    >>> _digits("OOO12"), _digits("2O26"), _digits("SOLO"), _digits("BL12")
    ('00012', '2026', '', '')
    """
    number = piece.translate(LOOKALIKE)
    known = sum(c.isdigit() for c in piece)
    return number if number.isdigit() and 2 * known >= len(piece) - 1 and known else ""


@lru_cache(50_000)
def number_key(name: str) -> str:
    """A document's number as it is compared: its year, its rank without zeros.

    >>> number_key("FAC/2026/00012"), number_key("F202600012"), number_key("Avoir")
    ('2026/12', '2026/12', '')
    >>> number_key("INV/26-00007"), number_key("FAC/2026/03/0012"), number_key("00451")
    ('26/7', '2026/3/12', '451')
    """
    runs = _DIGITS.findall(plain(name))
    if len(runs) == 1 and (glued := _glued(runs[0])):
        runs = glued
    return "/".join(bare for run in runs if (bare := run.lstrip("0")))


def _glued(run):
    """Year and rank of digits that hold both."""
    if 6 < len(run) < 15 and _YEAR.match(run[:4]) and run[4:].strip("0"):
        return [run[:4], run[4:]]
    return None


@dataclass(frozen=True)
class Numbers:
    """Document numbers read in a label."""

    full: frozenset = frozenset()  # keys with a year, as `number_key` writes them
    said: frozenset = frozenset()  # ranks that follow a word as FACT or REF
    invoices: frozenset = frozenset()  # those of them that can only be invoices
    ranks: frozenset = frozenset()  # ranks of four digits or more, zeros counted


@lru_cache(20_000)
def numbers(label: str) -> Numbers:
    """Numbers in a label, glued or apart, with zeros or none, with a scanner's errors.

    >>> found = numbers("VIR DUPONT FAC2026-00012 ET 13")
    >>> sorted(found.said), sorted(found.ranks), {"2026/12", "2026/13"} <= found.full
    (['12', '13'], ['12'], True)
    >>> sorted(numbers("REGLT FACT 2O26/OOO12").full)
    ['2026/12']
    >>> sorted(numbers("VIR FAC 00012 00015").said)
    ['12', '15']
    >>> sorted(numbers("FAC202600012").full), sorted(numbers("FAC/2026/03/0012").full)
    (['2026/12'], ['2026/12', '2026/3', '2026/3/12'])
    >>> numbers("CB LE 12")
    Numbers(full=frozenset(), said=frozenset(), invoices=frozenset(), ranks=frozenset())
    >>> numbers("REMISE CHEQUE NO 7411862 REF 12").invoices
    frozenset()
    """
    reader = _Reader()
    for piece in _read(label):
        if piece.isdigit():
            reader.number(piece)
        elif piece not in JOINED:
            reader.word, reader.year, reader.last = piece, "", ""
    return Numbers(*map(frozenset, reader.found))


class _Reader:
    """Goes through a label; what stands before a number says what it is."""

    def __init__(self):
        self.found = self.full, self.said, self.invoices, self.ranks = (
            *(set(), set(), set(), set()),
        )
        self.word = self.year = self.last = ""

    def number(self, piece):
        """A run of digits: a year, a rank, or both glued."""
        if glued := _glued(piece):
            self.year, piece = glued
        elif _YEAR.match(piece):
            self.year, self.last = piece, ""
            return
        rank = piece.lstrip("0")
        if not rank or len(piece) > 9:
            return
        if len(piece) > 3:
            self.ranks.add(rank)
        if self.word in INVOICE or self.word in MAYBE:
            self.said.add(rank)
        if self.word in INVOICE:
            self.invoices.add(rank)
        self._in_full(rank)
        self.last = rank

    def _in_full(self, rank):
        if self.year:
            self.full.add(f"{self.year}/{rank}")
            if self.last:
                self.full.add(f"{self.year}/{self.last}/{rank}")
        elif self.word in INVOICE and self.last:
            self.full.add(f"{self.last}/{rank}")


def _read(label):
    """Runs of letters and of digits, misread digits mended."""
    for piece in plain(label).split():
        if number := _digits(piece):
            yield number
        else:
            yield from _RUNS.findall(piece)


@lru_cache(50_000)
def squeezed(text: str) -> str:
    """Letters and digits alone, as a reference is compared.

    >>> squeezed("RF18 5390-0754"), squeezed("FAC/2026/00012")
    ('RF1853900754', 'FAC202600012')
    """
    return plain(text).replace(" ", "")
