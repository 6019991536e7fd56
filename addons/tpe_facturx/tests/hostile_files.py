"""Files made to break, fill or hang whoever reads them."""

import io
import re
import zlib

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from . import invoice_files as files

ROOT = f'<r:CrossIndustryInvoice xmlns:r="{files.RSM}"'
LAUGHS = f"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
{ROOT}>&d;</r:CrossIndustryInvoice>""".encode()
OUTSIDE = f"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
{ROOT}>&secret;</r:CrossIndustryInvoice>""".encode()
DTD = f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{ROOT}/>'.encode()
DEEP = ROOT.encode() + b">" + b"<a>" * 5000 + b"</a>" * 5000
DEEP_BUT_READABLE = ROOT.encode() + b">" + b"<a>" * 150 + b"</a>" * 150
DEEP_BUT_READABLE += b"</r:CrossIndustryInvoice>"
HUGE_NAME = b"<" + b"a" * 11_000_000 + b"/>"


def bomb(size=3 << 30):
    """A PDF whose attachment of a few megabytes expands to ``size`` bytes."""
    compress, block = zlib.compressobj(9), b" " * (1 << 20)
    first = compress.compress(block) + compress.flush(zlib.Z_FULL_FLUSH)
    again = compress.compress(block) + compress.flush(zlib.Z_FULL_FLUSH)
    writer, stream = _with_stream()
    stream._data = first + again * (size >> 20) + compress.flush()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return _written(writer)


def _with_stream():
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    stream = StreamObject()
    reference = writer._add_object(stream)
    spec = DictionaryObject(
        {
            NameObject("/UF"): TextStringObject("factur-x.xml"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): reference}),
        }
    )
    names = ArrayObject([TextStringObject("factur-x.xml"), writer._add_object(spec)])
    tree = DictionaryObject({NameObject("/Names"): names})
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): tree}
    )
    return writer, stream


def _written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def looping_names():
    """A tree of names whose branch is itself."""
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    node = DictionaryObject()
    reference = writer._add_object(node)
    node[NameObject("/Kids")] = ArrayObject([reference, reference])
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): reference}
    )
    return _written(writer)


def looping_pages():
    """A tree of pages that holds itself, and an invoice."""
    data = files.pdf()
    pages = re.search(rb"(\d+) 0 obj\n<<\n/Type /Pages", data)[1]
    loop, count = re.subn(rb"/Kids \[ \d+ 0 R \]", b"/Kids [ %s 0 R ]" % pages, data)
    assert count == 1
    return loop


def self_referring():
    """An object that is a reference to itself, where the catalog's names should be."""
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    number = writer._add_object(NumberObject(12345))
    writer.root_object[NameObject("/Names")] = number
    data = _written(writer)
    return data.replace(b"12345", b"%d 0 R" % number.idnum)


def crowd(count=500):
    """A PDF with very many files attached."""
    return files.pdf(others=[(f"{n}.txt", b"x") for n in range(count)])
