"""What proves that a message was not altered since it left.

Plain Python: no ORM, no clock.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256


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
