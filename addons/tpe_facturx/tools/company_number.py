"""SIREN and SIRET: what was typed, how it is shown, whether its key is right."""

import re

from .french_ids import siren_is_right, siret_is_right

SIREN = 9
SIRET = 14


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
    if not siren_is_right(bare[:SIREN]):
        return "siren"
    return "" if len(bare) == SIREN or siret_is_right(bare) else "siret"
