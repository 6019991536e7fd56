"""The keys of French identifiers."""

import re

_SIREN = re.compile(r"\d{9}")
_SIRET = re.compile(r"\d{14}")
_VAT = re.compile(r"FR([0-9A-HJ-NP-Z]{2})(\d{9})")
LA_POSTE = "356000000"


def luhn(digits: str) -> bool:
    """Whether the last digit is the key of the others.

    >>> luhn("732829320"), luhn("732829321")
    (True, False)
    """
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def siren_is_right(siren: str) -> bool:
    """
    >>> siren_is_right("732829320"), siren_is_right("73282932"), siren_is_right("")
    (True, False, False)
    """
    return bool(_SIREN.fullmatch(siren)) and luhn(siren)


def siret_is_right(siret: str) -> bool:
    """
    >>> siret_is_right("73282932000074"), siret_is_right("73282932000075")
    (True, False)

    The offices of La Poste have a key of their own: the sum of the digits is a multiple of
    five. Source: https://fr.wikipedia.org/wiki/SIRET

    >>> siret_is_right("35600000000048"), siret_is_right("35600000049837")
    (True, True)
    >>> siret_is_right("35600000049838")
    False
    """
    if not _SIRET.fullmatch(siret):
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    return luhn(siret)


def vat_siren(vat: str) -> str:
    """The SIREN inside a French VAT number; empty when it has not that form.

    >>> vat_siren("FR44732829320"), vat_siren("FR447328293"), vat_siren("DE123456789")
    ('732829320', '', '')
    """
    found = _VAT.fullmatch(vat)
    return found[2] if found else ""


def vat_key_is_right(vat: str) -> bool:
    """A key with a letter follows another rule, which is not published: it is believed.

    >>> vat_key_is_right("FR44732829320"), vat_key_is_right("FR45732829320")
    (True, False)
    >>> vat_key_is_right("FRK7732829320")
    True
    """
    found = _VAT.fullmatch(vat)
    if not found:
        return False
    key, siren = found.groups()
    return not key.isdigit() or int(key) == (12 + 3 * (int(siren) % 97)) % 97
