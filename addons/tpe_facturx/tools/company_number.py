"""SIREN and SIRET: what was typed, how it is shown, whether its key is right."""

import re

SIREN = 9
SIRET = 14
# La Poste numbers its offices under one SIREN with a key of their own.
LA_POSTE = "356000000"


def digits(text: str | None) -> str:
    """The digits of a number typed or pasted with spaces, dots or dashes; else "".

    >>> digits(" 552.100 554-00013 "), digits("FR40303265045"), digits(None)
    ('55210055400013', '', '')
    """
    bare = re.sub(r"[\s.\-\u00a0\u202f]", "", text or "")
    return bare if re.fullmatch(r"[0-9]+", bare) else ""


def grouped(text: str | None) -> str:
    """As INSEE prints it; what is no French number is left as it is.

    >>> grouped("552100554"), grouped("55210055400013"), grouped("CHE-123")
    ('552 100 554', '552 100 554 00013', 'CHE-123')
    """
    bare = digits(text)
    if len(bare) not in (SIREN, SIRET):
        return text or ""
    parts = [bare[at : at + 3] for at in range(0, SIREN, 3)] + [bare[SIREN:]]
    return " ".join(filter(None, parts))


def key_is_right(bare: str) -> bool:
    """Luhn's key of a SIREN or a SIRET, or the sum of digits of La Poste's offices.

    >>> key_is_right("552100554"), key_is_right("552100555")
    (True, False)
    >>> key_is_right("35600000000048"), key_is_right("35600000009075")
    (True, True)
    """
    if bare.startswith(LA_POSTE) and len(bare) == SIRET:
        return sum(map(int, bare)) % 5 == 0 or _luhn(bare)
    return _luhn(bare)


def _luhn(bare: str) -> bool:
    doubled = [int(digit) * 2 for digit in bare[-2::-2]]
    return (
        sum(map(int, bare[::-2])) + sum(each - 9 * (each > 9) for each in doubled)
    ) % 10 == 0


def fault(text: str | None) -> str:
    """What is wrong with a French number: "", letters, length, siren or siret.

    >>> [fault(each) for each in ("", "552 100 554", "55210055A", "5521005", "552100555")]
    ['', '', 'letters', 'length', 'siren']
    >>> fault("552 100 554 00012"), fault("552 100 555 00013")
    ('siret', 'siren')
    """
    if not (text or "").strip():
        return ""
    bare = digits(text)
    if not bare:
        return "letters"
    if len(bare) not in (SIREN, SIRET):
        return "length"
    if not key_is_right(bare[:SIREN]):
        return "siren"
    return "" if key_is_right(bare) else "siret"
