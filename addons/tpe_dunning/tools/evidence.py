"""Records that show if somebody changed them. Plain Python: no ORM, no clock."""

from hashlib import sha256

SEAL = "SHA-256: "


def sealed(*lines: str) -> str:
    """One text of ``lines``, and the SHA-256 of the UTF-8 bytes above it.

    >>> print(sealed("I owe 10.00 EUR", "On 2026-03-31"))
    I owe 10.00 EUR
    On 2026-03-31
    SHA-256: 43fff95ee718d1cdce3d94a53a746d7c26755be598f4cb368ae86b14b83fd06c
    """
    text = "\n".join(lines)
    return f"{text}\n{SEAL}{sha256(text.encode()).hexdigest()}"


def is_intact(record: str) -> bool:
    """Whether ``record`` still says what was sealed.

    >>> is_intact(sealed("I owe 10.00 EUR"))
    True
    >>> is_intact(sealed("I owe 10.00 EUR").replace("10", "90"))
    False
    >>> is_intact("nothing sealed")
    False
    """
    text, found, _hash = record.rpartition(f"\n{SEAL}")
    return bool(found) and sealed(text) == record
