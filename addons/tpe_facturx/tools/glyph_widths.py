"""Widths of glyphs as an embedded TrueType font gives them."""

import struct


def widths(font: bytes) -> list[int]:
    """Thousandths of the em that each glyph advances; empty for what is no TrueType.

    Two tables hold them: ``hmtx``, whose last value stands for the glyphs after it, and
    ``head`` for the units of an em.

    >>> head = bytes(18) + struct.pack(">H", 2048)
    >>> hhea = bytes(34) + struct.pack(">H", 2)
    >>> maxp = bytes(4) + struct.pack(">H", 3)
    >>> hmtx = struct.pack(">HhHhh", 1024, 0, 569, 0, 0)
    >>> tables = {b"head": head, b"hhea": hhea, b"hmtx": hmtx, b"maxp": maxp}
    >>> directory, body, start = b"", b"", 12 + 16 * len(tables)
    >>> for tag, table in tables.items():
    ...     directory += tag + struct.pack(">LLL", 0, start + len(body), len(table))
    ...     body += table
    >>> widths(b"\\0\\1\\0\\0" + struct.pack(">H", 4) + bytes(6) + directory + body)
    [500, 278, 278]
    >>> widths(b"OTTO" + bytes(8))
    []
    """
    try:
        tables = _tables(font)
        em = _short(tables[b"head"], 18)
        own = _short(tables[b"hhea"], 34)
        glyphs = _short(tables[b"maxp"], 4)
        advances = [
            _short(tables[b"hmtx"], 4 * glyph) for glyph in range(min(own, glyphs))
        ]
        advances += advances[-1:] * (glyphs - own)
        return [round(advance * 1000 / em) for advance in advances]
    except (KeyError, struct.error, ZeroDivisionError):
        return []


def _tables(font):
    found = {}
    for number in range(_short(font, 4)):
        tag, _sum, start, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        found[tag] = font[start : start + length]
    return found


def _short(table, place):
    return struct.unpack_from(">H", table, place)[0]
