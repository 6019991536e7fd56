"""What makes a PDF with an XML in it a Factur-X.

Sources: Factur-X 1.0.07, part "PDF/A-3 and XMP", and ISO 19005-3, annex E.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .pdf_reading import Attachment, Pdf
from .profile import Profile
from .reading import Refused, parse_xml
from .verdict import PDF, Finding

NAME = "factur-x.xml"
# ZUGFeRD 1 and 2.0, and the German authorities.
OLD_NAMES = ("ZUGFeRD-invoice.xml", "zugferd-invoice.xml", "xrechnung.xml")
RELATIONSHIPS = ("Data", "Source", "Alternative")
_PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
_FX = "pdfa:CrossIndustryDocument:invoice:"
_LEVELS = {"comfort": "en16931", "en 16931": "en16931", "basic wl": "basicwl"}


@dataclass(frozen=True)
class Xmp:
    part: str = ""
    conformance: str = ""
    level: str = ""
    file_name: str = ""
    version: str = ""
    kind: str = ""
    described: bool = False


def invoice_of(pdf: Pdf) -> Attachment:
    """The attached invoice; ``Refused`` when there is none, or when it is a PDF.

    >>> invoice_of(Pdf((Attachment("factur-x.xml", data=b"<a/>"),))).name
    'factur-x.xml'
    """
    named = [a for a in pdf.attachments if a.name == NAME]
    named += [a for a in pdf.attachments if a.name in OLD_NAMES]
    named += [a for a in pdf.attachments if a.name.lower().endswith(".xml")]
    if named:
        if named[0].is_pdf:
            raise Refused("TPE-PDF-NESTED", f"{named[0].name} is a PDF inside the PDF.")
        return named[0]
    if any(a.is_pdf for a in pdf.attachments):
        text = "The PDF carries no XML, but another PDF: send that one by itself."
        raise Refused("TPE-PDF-NESTED", text)
    raise Refused(
        "TPE-PDF-NO-XML", "The PDF carries no factur-x.xml: it is only a picture."
    )


def check_attachment(pdf: Pdf, invoice: Attachment) -> Iterator[Finding]:
    """How the XML is attached.

    >>> wrong = Attachment("factur-x.xml", "", True, b"<a/>")
    >>> [f.rule for f in check_attachment(Pdf((wrong,)), wrong)]
    ['TPE-PDF-RELATION']
    """
    if invoice.name not in (NAME, *OLD_NAMES):
        text = f"The XML is named {invoice.name[:60]!r}, not {NAME}: readers ignore it."
        yield Finding("TPE-PDF-NAME", PDF, "", text)
    same = [a for a in pdf.attachments if a.name in (NAME, *OLD_NAMES)]
    if len(same) > 1:
        text = f"{len(same)} invoices are attached: nobody can tell which one counts."
        yield Finding("TPE-PDF-TWO", PDF, "", text)
    if not invoice.relationship:
        text = "The XML has no AFRelationship."
        yield Finding("TPE-PDF-RELATION", PDF, "", text)
    elif invoice.relationship not in RELATIONSHIPS:
        text = f"The XML's AFRelationship is {invoice.relationship[:30]}, not Data."
        yield Finding("TPE-PDF-RELATION", PDF, "", text)
    if pdf.scripted:
        yield Finding("TPE-PDF-SCRIPT", PDF, "", "The PDF runs a script when opened.")
    if not invoice.associated:
        text = "The document does not list the XML as its associated file (/AF)."
        yield Finding("TPE-PDF-AF", PDF, "", text)


def check_xmp(
    pdf: Pdf, invoice: Attachment, profile: Profile | None
) -> Iterator[Finding]:
    """What the metadata say of the PDF and of the XML.

    >>> [f.rule for f in check_xmp(Pdf(), Attachment("factur-x.xml"), None)]
    ['TPE-XMP']
    """
    if pdf.xmp is None:
        yield Finding("TPE-XMP", PDF, "", "The PDF has no XMP metadata.")
        return
    try:
        xmp = read_xmp(pdf.xmp)
    except Refused as no:
        yield Finding("TPE-XMP", PDF, "", f"The XMP metadata cannot be read. {no}")
        return
    if xmp.part != "3" or xmp.conformance.upper() not in ("A", "B", "U"):
        text = (
            f"The XMP says PDF/A {xmp.part or '?'}{xmp.conformance}, not 3b, 3a or 3u."
        )
        yield Finding("TPE-XMP-PDFA", PDF, "", text)
    if not xmp.level:
        text = "The XMP does not say that this is a Factur-X, nor its level."
        yield Finding("TPE-XMP-FX", PDF, "", text)
        return
    if not xmp.described:
        text = "The XMP does not describe the Factur-X schema it uses."
        yield Finding("TPE-XMP-SCHEMA", PDF, "", text)
    if xmp.file_name != invoice.name:
        text = f"The XMP says {xmp.file_name[:60]!r}, the attached file is {invoice.name!r}."
        yield Finding("TPE-XMP-NAME", PDF, "", text)
    if not xmp.version:
        text = "The XMP does not say the version of the Factur-X."
        yield Finding("TPE-XMP-VERSION", PDF, "", text)
    if xmp.kind != "INVOICE":
        text = f"The XMP's document type is {xmp.kind[:30]!r}, not INVOICE."
        yield Finding("TPE-XMP-TYPE", PDF, "", text)
    level = _LEVELS.get(xmp.level.lower(), xmp.level.lower())
    if (
        profile
        and profile.syntax == "cii"
        and level not in (profile.name, profile.level)
    ):
        text = f"The XMP says {xmp.level[:30]}, the XML {profile.name or 'something else'}."
        yield Finding("TPE-XMP-LEVEL", PDF, "BT-24", text)


def read_xmp(data: bytes) -> Xmp:
    """The properties that matter, written as elements or as attributes.

    >>> read_xmp(b'<x xmlns:p="http://www.aiim.org/pdfa/ns/id/" p:part="3"/>').part
    '3'
    """
    root = parse_xml(data.strip(b"\0 \r\n\t"))
    found, described = {}, False
    for node in root.iter(etree.Element):
        if etree.QName(node).localname == "namespaceURI":
            described = described or _FX in (node.text or "")
        for key, value in ((node.tag, node.text), *node.attrib.items()):
            if key.startswith(_PDFAID) or _FX in key:
                found.setdefault(etree.QName(key).localname, (value or "").strip())
    return Xmp(
        found.get("part", ""),
        found.get("conformance", ""),
        found.get("ConformanceLevel", ""),
        found.get("DocumentFileName", ""),
        found.get("Version", ""),
        found.get("DocumentType", ""),
        described,
    )


def check_signs(pdf: Pdf) -> list[Finding]:
    """Why it cannot be PDF/A-3, when no validator could be asked.

    >>> [f.rule for f in check_signs(Pdf(signs=("no file identifier",)))]
    ['TPE-PDFA']
    """
    return [Finding("TPE-PDFA", PDF, "", f"Not PDF/A-3: {sign}.") for sign in pdf.signs]
