"""What proves that a message was not altered since it left.

Plain Python: no ORM, no clock.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

SEAL = "SHA-256: "


def digest(facts: Mapping) -> str:
    """SHA-256, in hexadecimal, of ``facts``: the order of the keys does not count.

    ``facts`` holds texts, whole numbers and lists of them, no float: an amount is given
    as the text that was sent.

    >>> digest({"to": "a@example.com", "lines": [["INV/1", "10.00"]]})[:12]
    '634b2d919eb2'
    >>> digest({"lines": [["INV/1", "10.00"]], "to": "a@example.com"})[:12]
    '634b2d919eb2'
    >>> digest({"to": "a@example.com", "lines": [["INV/1", "10.01"]]})[:12]
    '6af7cbdd7917'
    """
    text = json.dumps(
        facts,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return sha256(text.encode()).hexdigest()


def file_line(name: str, content: bytes) -> str:
    r"""One line as ``sha256sum`` writes it, so that anybody can check the file.

    >>> file_line("a\nb.pdf", b"")
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a b.pdf'
    """
    return f"{sha256(content).hexdigest()}  {' '.join(name.split())}"


def that_fit(sizes: Iterable[int], most: int, room: int) -> list[bool]:
    """Which files go along: in order, at most ``most``, ``room`` bytes in all.

    >>> that_fit([4, 9, 3, 1], most=3, room=10)
    [True, False, True, True]
    >>> that_fit([1, 1, 1], most=2, room=10)
    [True, True, False]
    """
    kept, count = [], 0
    for size in sizes:
        fits = count < most and size <= room
        kept.append(fits)
        if fits:
            count, room = count + 1, room - size
    return kept


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
