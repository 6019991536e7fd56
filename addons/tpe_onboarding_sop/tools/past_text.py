r"""A text file as rows: its encoding, its separator, its lines.

>>> rows("Numéro;Montant\nF-1;12,50\n".encode("cp1252"))
[(1, ('Numéro', 'Montant')), (2, ('F-1', '12,50'))]
>>> rows("Cœur;12 €\n".encode("iso-8859-15")), rows("Cœur;½".encode("cp1252"))
([(1, ('Cœur', '12 €'))], [(1, ('Cœur', '½'))])
>>> rows("a\tb\n1\t\n".encode("utf-16"))
[(1, ('a', 'b')), (2, ('1',))]
>>> rows("Ventes\na;b\n1;2,5\n".encode("utf-16-le"))
[(1, ('Ventes',)), (2, ('a', 'b')), (3, ('1', '2,5'))]
>>> rows(b'"a"|"b"'), rows(b'a|the "b"')
([(1, ('a', 'b'))], [(1, ('a', 'the "b"'))])
"""

import csv
import io
import re
from itertools import islice

from .past_types import Refused
from .past_xlsx import MOST_LINES

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# Windows writes « œ » and the euro among these; where none is, they are of ISO 8859-15,
# which the law allows beside UTF-8.
WINDOWS = re.compile(rb"[\x80-\x9f]")
LATIN_9 = str.maketrans("¤¼½¾", "€ŒœŸ")
SEPARATORS = "\t|;,"
HEAD_LINES = 20
# A FEC holds the lines of all accounts.
MOST_TEXT_LINES = 20 * MOST_LINES


def decoded(content):
    """The text; UTF-8 where it is valid, otherwise the encodings of Windows."""
    marked = [name for mark, name in MARKS.items() if content.startswith(mark)]
    if not marked and content[1:8:2] == b"\0\0\0\0":
        marked = ["utf-16-le"]
    for name in (*marked, "utf-8", "cp1252", "latin-1"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if name == "cp1252" and not WINDOWS.search(content):
            text = text.translate(LATIN_9)
        return text
    raise Refused("unknown", None, "binary")


def rows(content):
    """``[(line, cells)]``, without what is empty."""
    text = decoded(content)
    filled = (line for line in io.StringIO(text) if line.strip())
    # A name of the list, or a date, may stand above the titles.
    head = "".join(islice(filled, HEAD_LINES))
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    if separator in "\t|" and not head.startswith('"'):
        # The format of the tax office quotes nothing: a quotation mark is one.
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=separator,
            quoting=csv.QUOTE_NONE,
        )
    found = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return found
        except csv.Error:
            raise Refused("quotes", line) from None
        cells = [cell.strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((line, tuple(cells)))
        if len(found) > MOST_TEXT_LINES:
            raise Refused("lines", None, MOST_TEXT_LINES)
