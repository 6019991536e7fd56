"""What a PDF carries: its attachments, its metadata, how it is built."""

import io
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .pdfa_signs import scripted, signs
from .reading import XML_LIMIT, Refused

ATTACHMENTS_LIMIT = 200
_NODES_LIMIT = 5000


@dataclass(frozen=True)
class Attachment:
    """``relationship``: its AFRelationship.  ``associated``: listed in the catalog's /AF.

    ``data`` is None when it was not worth reading.
    """

    name: str
    relationship: str = ""
    associated: bool = False
    data: bytes | None = None

    @property
    def is_pdf(self) -> bool:
        return b"%PDF-" in (self.data or b"")[:1024]


@dataclass(frozen=True)
class Pdf:
    """``signs``: why it cannot be PDF/A-3, as far as can be told without a validator.

    ``scripted``: it holds a program, which validators of PDF/A do not all look for.
    """

    attachments: tuple[Attachment, ...] = ()
    xmp: bytes | None = None
    signs: tuple[str, ...] = ()
    scripted: bool = False


def read(data: bytes) -> Pdf:
    """What the PDF ``data`` carries; ``Refused`` when it cannot be opened.

    >>> try:
    ...     read(b"%PDF-1.7 and then nothing")
    ... except Refused as no:
    ...     no.finding.rule
    'TPE-PDF'
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Refused(
                "TPE-PDF-ENCRYPTED", "The PDF is encrypted, which PDF/A-3 forbids."
            )
        root = reader.root_object
        found = tuple(signs(reader))
        return Pdf(_attachments(root), _xmp(root), found, scripted(reader))
    except Refused:
        raise
    except MemoryError:
        raise Refused("TPE-LIMIT", "Opening the PDF takes too much memory.") from None
    except RecursionError:
        raise Refused("TPE-PDF", "The PDF refers to itself without an end.") from None
    # A damaged PDF fails in any place of the reader, in any way.
    except (PyPdfError, Exception) as error:
        text = f"The PDF is damaged or cut off: {type(error).__name__}: {error}"
        raise Refused("TPE-PDF", text[:300]) from None


def _plain(value):
    return value.get_object() if isinstance(value, IndirectObject) else value


def _key(value, other) -> object:
    """The same for the same file specification, wherever it is referred to from."""
    if isinstance(value, IndirectObject):
        return value.idnum, value.generation
    return id(other)


def _attachments(root) -> tuple[Attachment, ...]:
    associated = {}
    listed = _plain(root.get("/AF"))
    for value in listed if isinstance(listed, ArrayObject) else ():
        spec = _plain(value)
        if isinstance(spec, DictionaryObject):
            associated[_key(value, spec)] = ("", spec)
    found = _embedded(root)
    if len(found) + len(associated) > ATTACHMENTS_LIMIT:
        text = f"The PDF carries more than {ATTACHMENTS_LIMIT} files."
        raise Refused("TPE-PDF-MANY", text)
    # One that only /AF lists is no embedded file: readers do not show it.
    return tuple(
        _attachment(name, spec, key in associated)
        for key, (name, spec) in found.items()
    )


def _embedded(root) -> dict:
    """The file specifications of the name tree, which may hold loops."""
    names = _plain(root.get("/Names"))
    tree = _plain(names.get("/EmbeddedFiles")) if names else None
    found, seen, todo = {}, set(), [tree]
    while todo:
        node = todo.pop()
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        if len(seen) > _NODES_LIMIT or len(found) > ATTACHMENTS_LIMIT:
            text = f"The PDF carries more than {ATTACHMENTS_LIMIT} files."
            raise Refused("TPE-PDF-MANY", text)
        todo += [_plain(kid) for kid in _plain(node.get("/Kids")) or ()]
        pairs = _plain(node.get("/Names")) or []
        for name, value in zip(pairs[::2], pairs[1::2], strict=False):
            spec = _plain(value)
            if isinstance(spec, DictionaryObject):
                found[_key(value, spec)] = (str(_plain(name)), spec)
    return found


def _attachment(name: str, spec, associated: bool) -> Attachment:
    name = str(_plain(spec.get("/UF")) or _plain(spec.get("/F")) or name)
    relationship = str(_plain(spec.get("/AFRelationship")) or "").lstrip("/")
    return Attachment(name, relationship, associated, _content(spec, name))


def _content(spec, name: str) -> bytes | None:
    """The bytes of what may be the invoice: an XML, or a PDF that could hold one."""
    if not name.lower().endswith((".xml", ".pdf")):
        return None
    files = _plain(spec.get("/EF")) or {}
    stream = _plain(files.get("/F")) or _plain(files.get("/UF"))
    if stream is None:
        return b""
    data = stream.get_data()
    if len(data) > XML_LIMIT and name.lower().endswith(".xml"):
        text = f"The XML in the PDF is larger than {XML_LIMIT >> 20} MB."
        raise Refused("TPE-SIZE", text)
    return data


def _xmp(root) -> bytes | None:
    stream = _plain(root.get("/Metadata"))
    return stream.get_data() if hasattr(stream, "get_data") else None
