"""Letters that a printed invoice can show.  Plain Python: no ORM, no clock."""

import re
import unicodedata

# Beyond the basic plane, and what joins or colours pictograms: no font of a server draws
# them, and PDF/A forbids a sign without a glyph (ISO 19005-3, 6.2.11.8).
_UNDRAWN = re.compile("[\U00010000-\U0010ffff\ufe0e\ufe0f\u200d]")


def printable(text: str) -> str:
    """``text`` without pictograms; a rare letter becomes a question mark.

    The XML of the invoice keeps them all.

    >>> printable("Étagère \U0001fa9a sur mesure ❤\ufe0f")
    'Étagère  sur mesure ❤'
    >>> printable("\U00020bb7野家")
    '?野家'
    """
    return _UNDRAWN.sub(_drawn, text)


def _drawn(found):
    return "?" if unicodedata.category(found[0]).startswith("L") else ""
