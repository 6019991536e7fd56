r"""Bytes into text, whatever the bank's computer wrote.

>>> decoded("Café €".encode("utf-8-sig")), decoded("Café €".encode("cp1252"))
('Café €', 'Café €')
>>> decoded(b"caf\xe9 \x81")
'café \x81'
"""

from .statement import Refused

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def decoded(content, encoding=None):
    """The text; UTF-8 where it is valid, otherwise the encodings of Windows."""
    for mark, named in MARKS.items():
        if content.startswith(mark):
            encoding = named
    for name in (encoding, "utf-8", "cp1252", "latin-1"):
        try:
            text = content.decode(name) if name else ""
        except UnicodeDecodeError:
            continue
        if name:
            break
    if "\0" in text:
        raise Refused("unknown")
    return text
