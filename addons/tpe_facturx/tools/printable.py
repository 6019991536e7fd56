"""Letters that a printed invoice can show.  Plain Python: no ORM, no clock."""

import re
import unicodedata

# What no font of a server draws, and PDF/A forbids a sign without a glyph (ISO 19005-3,
# 6.2.11.8).
_UNDRAWN = re.compile(
    "["
    "\U00010000-\U0010ffff"  # beyond the basic plane, where the pictograms are
    "\ufe0e\ufe0f\u200d"  # what joins or colours them
    # The older ones, of the basic plane: those that Unicode shows as pictures by default.
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f"
    "\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5"
    "\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\x85\u2028\u2029"  # ends of line of other systems
    "\ue000-\uf8ff"  # the private area, where Word keeps its bullets
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "]"
)


def printable(text: str) -> str:
    """``text`` without pictograms; a rare letter becomes a question mark.

    The XML of the invoice keeps them all.

    >>> printable("Étagère \U0001fa9a sur mesure ❤\ufe0f")
    'Étagère  sur mesure ❤'
    >>> printable("\uf0b7 \u2705 Pose\uffff\u2028des volets")
    '  Pose des volets'
    >>> printable("\U00020bb7野家")
    '?野家'
    """
    return _UNDRAWN.sub(_drawn, text)


def _drawn(found):
    kind = unicodedata.category(found[0])
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "?" if kind.startswith("L") else ""
