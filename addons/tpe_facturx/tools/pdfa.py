"""From the PDF that wkhtmltopdf prints to a Factur-X: PDF/A-3b with the XML inside.

Plain Python over pypdf and factur-x: no ORM, no clock. The same input gives the same
bytes. What is mended is what the two builds of wkhtmltopdf get wrong; a PDF of another
origin whose fonts are not embedded stays what it is, and the checker says so.
"""

import base64
import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

import facturx
from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from . import glyph_widths
from .pdf_dates import dated_xmp, stamp

EMPTY = "empty"
BROKEN = "broken"
ENCRYPTED = "encrypted"
ATTACHMENT = "attachment"
XML = "xml"
XML_NAME = "factur-x.xml"
# The French extension, for one, exists as XML alone.
LEVELS = {"minimum", "basicwl", "basic", "en16931", "extended"}

# ISO 19005-3, 6.5.1: the actions a reader may be asked for; the others run programs,
# scripts or media.
ACTIONS = {"/GoTo", "/GoToR", "/URI", "/Thread", "/SubmitForm", "/Named"}
# 6.3.1: annotations that are never allowed. A file attached to a page is embedded once
# more, beside the XML: it goes as well.
ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"}
INVISIBLE, HIDDEN, PRINT, NO_VIEW, TOGGLE_NO_VIEW = 1, 2, 4, 32, 256


class Refused(ValueError):
    """Input of which no Factur-X can be made; ``reason`` is one of the words above."""

    def __init__(self, reason: str, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


@dataclass(frozen=True)
class Document:
    """What the PDF says of itself, to a person who looks at its properties."""

    title: str
    author: str
    subject: str
    created: datetime
    lang: str = "fr-FR"


@dataclass(frozen=True)
class Attachment:
    """Another file to carry along, such as a delivery note."""

    name: str
    data: bytes
    description: str = ""


def to_facturx(
    pdf: bytes,
    xml: bytes,
    document: Document,
    icc: bytes,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The PDF/A-3b that shows ``pdf`` and carries ``xml``, its level named in the XMP.

    ``icc``: an sRGB profile.  An XML that ``pdf`` may carry already is replaced.
    """
    names = [XML_NAME, *(attachment.name.lower() for attachment in attachments)]
    if len(set(names)) < len(names):
        raise Refused(ATTACHMENT, "two files of one name")
    level = _level(xml)
    _readable(pdf)
    try:
        embedded = facturx.generate_from_binary(
            pdf,
            xml,
            flavor="factur-x",
            level=level,
            check_xsd=False,  # a layer of the checker, with a verdict of its own
            pdf_metadata={
                "title": document.title,
                "author": document.author,
                "subject": document.subject,
            },
            lang=document.lang,
            attachments={
                attachment.name: {
                    "filedata": attachment.data,
                    "description": attachment.description,
                    "afrelationship": "supplement",
                }
                for attachment in attachments
            },
            xmp_compression=False,
        )
        return _mended(embedded, document.created, icc, hashlib.md5(pdf + xml).digest())
    except Refused:
        raise
    except (PyPdfError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise Refused(BROKEN, error) from error
    except (RecursionError, zlib.error, struct.error) as error:
        raise Refused(BROKEN, error) from error


def _level(xml):
    """Level of ``xml``; the library guards neither against entities nor networks."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        level = facturx.get_level(etree.fromstring(xml, parser), "factur-x")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(XML, error) from error
    if level not in LEVELS:
        raise Refused(XML, level)
    return level


def _readable(pdf):
    if not pdf:
        raise Refused(EMPTY)
    try:
        reader = PdfReader(io.BytesIO(pdf))
        encrypted = reader.is_encrypted
        pages = 0 if encrypted else len(reader.pages)
    except Exception as error:
        # Damaged files make pypdf stumble in more ways than it has errors for.
        raise Refused(BROKEN, error) from error
    if encrypted:
        raise Refused(ENCRYPTED)
    if not pages:
        raise Refused(EMPTY, "no page")


def _mended(pdf, created, icc, identity):
    """The same document without what PDF/A-3b forbids and with what it asks for."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    root.pop("/OpenAction", None)
    root.pop("/AcroForm", None)
    for found in list(_dictionaries(root)):
        _dictionary(found, created)
    producer = dated_xmp(root["/Metadata"].get_object(), created)
    # A clone holds what can be reached from the catalog: what was taken out and the XML
    # of an earlier embedding are left behind.
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.7"
    _output_intent(writer, icc)
    kept = ("/Title", "/Author", "/Subject", "/Creator")
    writer.metadata = {
        **{key: value for key, value in reader.metadata.items() if key in kept},
        "/Producer": producer,
        "/CreationDate": stamp(created),
        "/ModDate": stamp(created),
    }
    identifier = ByteStringObject(identity)
    writer._ID = ArrayObject((identifier, identifier))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _output_intent(writer, icc):
    """Say which colours the device colours of the pages are."""
    profile = DecodedStreamObject()
    profile.set_data(icc)
    profile = profile.flate_encode()
    profile[NameObject("/N")] = NumberObject(3)
    _in_letters(profile)
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB"),
            NameObject("/Info"): TextStringObject("sRGB"),
            NameObject("/DestOutputProfile"): writer._add_object(profile),
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject(
        [writer._add_object(intent)]
    )


def _is_kept(annotation):
    """Whether the archive may hold it, and it leads somewhere.

    >>> _is_kept(DictionaryObject({NameObject("/Subtype"): NameObject("/Movie")}))
    False
    """
    action = annotation.get("/A", {}).get_object() if "/A" in annotation else {}
    # A link inside the page becomes one to the temporary file it was printed from.
    is_local = str(action.get("/URI", "")).startswith("file:")
    return annotation.get("/Subtype") not in ANNOTATIONS and not is_local


def _dictionaries(start):
    """Every dictionary that can be reached, each once."""
    seen, to_see = set(), [start]
    while to_see:
        item = to_see.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            to_see.extend(item.values())
        elif isinstance(item, ArrayObject):
            to_see.extend(item)


def _dictionary(found, created):
    found.pop("/AA", None)
    found.pop("/JavaScript", None)
    action = found.get("/A")
    if action is not None and action.get_object().get("/S") not in ACTIONS:
        found.pop("/A")
    if found.get("/S") in ACTIONS:
        found.pop("/Next", None)  # what to do after it
    if "/Annots" in found:
        annotations = found["/Annots"]
        annotations[:] = [one for one in annotations if _is_kept(one.get_object())]
    kind, subtype = found.get("/Type"), found.get("/Subtype")
    if kind == "/Annot" or "/Rect" in found and subtype:
        flags = int(found.get("/F", 0)) | PRINT
        flags &= ~(INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW)
        found[NameObject("/F")] = NumberObject(flags)
    elif subtype == "/Image" and found.get("/Interpolate"):
        found[NameObject("/Interpolate")] = BooleanObject(False)
    elif subtype == "/CIDFontType2":
        _font(found)
    elif kind == "/EmbeddedFile":
        found["/Params"][NameObject("/ModDate")] = TextStringObject(stamp(created))
    if isinstance(found, StreamObject):
        _in_letters(found)


def _in_letters(stream):
    """Write as ASCII the bytes whose end could be taken for an end of line.

    The last one belongs to a check sum: compressing otherwise does not change it.
    """
    if not stream._data.endswith(b"\r"):
        return
    stream._data = base64.a85encode(stream._data) + b"~>"
    for name, first in (("/Filter", "/ASCII85Decode"), ("/DecodeParms", None)):
        if first or name in stream:
            others = stream.get(name, ArrayObject())
            others = others if isinstance(others, ArrayObject) else [others]
            stream[NameObject(name)] = ArrayObject(
                [NameObject(first) if first else NullObject(), *others]
            )


def _font(font):
    """Give the widths that the font itself has: patched Qt writes those of the screen."""
    file = font.get("/FontDescriptor", {}).get("/FontFile2")
    if file is None or font.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return
    if widths := glyph_widths.widths(file.get_object().get_data()):
        numbers = ArrayObject(NumberObject(width) for width in widths)
        font[NameObject("/W")] = ArrayObject([NumberObject(0), numbers])
