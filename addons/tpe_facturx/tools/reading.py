"""Reading a file that anybody may have made: what it is, and its XML without its traps.

Nothing is fetched, no entity is expanded, and what cannot be an invoice is refused with
the reason before any rule looks at it.
"""

import codecs
import re

from lxml import etree

from .verdict import READ, Finding

PDF_LIMIT = 100 * 2**20
XML_LIMIT = 50 * 2**20
# The XML reader stops at 256 itself, with words that nobody understands.
DEPTH_LIMIT = 100
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE)
_WIDE = (*_MARKS, codecs.BOM_UTF16_BE, b"<\0", b"\0<")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']""")


class Refused(Exception):
    """The file cannot be read as an invoice; ``finding`` says why."""

    def __init__(self, rule: str, text: str, where: str = ""):
        super().__init__(text)
        self.finding = Finding(rule, READ, where, text)


def kind(data: bytes) -> str:
    """'pdf' or 'xml', from the first bytes; ``Refused`` for anything else.

    >>> kind(b"%PDF-1.7 ..."), kind(b" <Invoice/>"), kind(codecs.BOM_UTF8 + b"<a/>")
    ('pdf', 'xml', 'xml')
    >>> try:
    ...     kind(b"PK\\x03\\x04")
    ... except Refused as no:
    ...     print(no)
    The file is neither a PDF nor an XML invoice.
    """
    if not data.strip():
        raise Refused("TPE-EMPTY", "The file is empty.")
    # Readers of PDF accept some bytes in front of the mark.
    if b"%PDF-" in data[:1024]:
        if len(data) > PDF_LIMIT:
            raise Refused("TPE-SIZE", f"The PDF is larger than {PDF_LIMIT >> 20} MB.")
        return "pdf"
    if _start(data)[:1] == b"<" or data.startswith(_WIDE):
        return "xml"
    raise Refused("TPE-KIND", "The file is neither a PDF nor an XML invoice.")


def _start(data: bytes) -> bytes:
    return data[:512].removeprefix(codecs.BOM_UTF8).lstrip()


def parse_xml(data: bytes) -> etree._Element:
    """The root of ``data``.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    >>> try:
    ...     parse_xml(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')
    ... except Refused as no:
    ...     print(no)
    The XML holds a DOCTYPE, which an invoice never needs.
    """
    if len(data) > XML_LIMIT:
        raise Refused("TPE-SIZE", f"The XML is larger than {XML_LIMIT >> 20} MB.")
    _check_encoding(data)
    if b"<!DOCTYPE" in data:
        # Also where it only stands in a comment or a text: no invoice has one there.
        raise Refused(
            "TPE-XML-DOCTYPE", "The XML holds a DOCTYPE, which an invoice never needs."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_well_formed(error) from None
    if root is None:
        raise Refused("TPE-XML", "The XML is empty.")
    _check_depth(root)
    return root


def _not_well_formed(error) -> Refused:
    text = str(error)
    line = getattr(error, "lineno", None) or 0
    where = f"line {line}" if line else ""
    if "encoding" in text or "Invalid bytes" in text or "not proper UTF-8" in text:
        return Refused(
            "TPE-XML-ENCODING",
            f"The bytes are not in the encoding that the XML declares ({text}).",
            where,
        )
    if "depth" in text.lower():
        return Refused("TPE-XML-DEPTH", "The XML is nested too deep.", where)
    return Refused("TPE-XML", f"The XML is not well formed: {text}.", where)


def _check_encoding(data: bytes) -> None:
    """Refuse what is not UTF-8: the norm of each profile asks for it."""
    if data.startswith(_WIDE):
        raise Refused(
            "TPE-XML-ENCODING", "The XML is in UTF-16 or UTF-32, not in UTF-8."
        )
    declared = _DECLARED.search(_start(data))
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if name not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise Refused("TPE-XML-ENCODING", f"The XML is in {name}, not in UTF-8.")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise Refused(
            "TPE-XML-ENCODING",
            "The XML says UTF-8 and holds bytes that are not.",
            f"line {data.count(10, 0, error.start) + 1}",
        ) from None


def _check_depth(root) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH_LIMIT:
            raise Refused("TPE-XML-DEPTH", "The XML is nested too deep.")
