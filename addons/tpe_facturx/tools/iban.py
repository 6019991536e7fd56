"""The key of an IBAN (ISO 13616), whatever its country."""

import re

_IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{10,30}")


def iban_is_right(iban: str) -> bool:
    """
    >>> iban_is_right("FR1420041010050500013M02606"), iban_is_right("DE89370400440532013000")
    (True, True)
    >>> iban_is_right("FR1520041010050500013M02606"), iban_is_right("20041010050500013M026")
    (False, False)
    """
    if not _IBAN.fullmatch(iban):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
