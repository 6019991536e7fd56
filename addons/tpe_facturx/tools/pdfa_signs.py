"""Why a PDF cannot be PDF/A-3b, as far as its objects tell without a validator.

No sign is no proof: only a validator can say that a PDF conforms.
"""

from collections.abc import Iterator

from pypdf.generic import DictionaryObject, IndirectObject

_PAGES_LIMIT = 2000
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SCRIPTS = ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm")


def signs(reader) -> Iterator[str]:
    """One sentence for each sign.

    >>> import io
    >>> from pypdf import PdfReader, PdfWriter
    >>> writer, file = PdfWriter(), io.BytesIO()
    >>> page = writer.add_blank_page(100, 100)
    >>> writer.add_js("app.alert('hello')")
    >>> written = writer.write(file)
    >>> list(signs(PdfReader(file)))
    ['no file identifier', 'no output intent for its colours']
    >>> scripted(PdfReader(file))
    True
    """
    root = reader.root_object
    if "/ID" not in reader.trailer:
        yield "no file identifier"
    intents, coloured = _plain(root.get("/OutputIntents")), False
    fonts, seen = set(), set()
    for page in _pages(root):
        resources = _inherited(page, "/Resources")
        coloured = coloured or "/ColorSpace" in resources
        fonts |= set(_not_embedded(resources, seen))
        if any(_forbidden(note) for note in _plain(page.get("/Annots")) or ()):
            yield "an annotation that PDF/A forbids"
    if not intents and not coloured:
        yield "no output intent for its colours"
    for font in sorted(fonts):
        yield f"the font {font[:60]} is not embedded"


def scripted(reader) -> bool:
    """Whether opening it runs something (ISO 19005-3, 6.5)."""
    root = reader.root_object
    names = _plain(root.get("/Names")) or {}
    return "/JavaScript" in names or _runs(root.get("/OpenAction")) or "/AA" in root


def _plain(value):
    return value.get_object() if isinstance(value, IndirectObject) else value


def _runs(action) -> bool:
    action = _plain(action)
    return isinstance(action, DictionaryObject) and action.get("/S") in _SCRIPTS


def _forbidden(note) -> bool:
    note = _plain(note)
    if not isinstance(note, DictionaryObject):
        return False
    kinds = ("/Sound", "/Movie", "/3D", "/Screen")
    return note.get("/Subtype") in kinds or _runs(note.get("/A"))


def _pages(root) -> Iterator[DictionaryObject]:
    """The pages, whatever loops their tree has."""
    todo, seen = [_plain(root.get("/Pages"))], set()
    while todo and len(seen) < _PAGES_LIMIT:
        node = todo.pop()
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        if "/Kids" in node:
            todo += [_plain(kid) for kid in _plain(node["/Kids"])]
        else:
            yield node


def _inherited(page, key: str) -> DictionaryObject:
    seen = set()
    while isinstance(page, DictionaryObject) and id(page) not in seen:
        seen.add(id(page))
        if key in page:
            return _plain(page[key])
        page = _plain(page.get("/Parent"))
    return DictionaryObject()


def _not_embedded(resources, seen: set) -> Iterator[str]:
    todo = [resources]
    while todo:
        held = _plain(todo.pop())
        if not isinstance(held, DictionaryObject) or id(held) in seen:
            continue
        seen.add(id(held))
        for font in map(_plain, (_plain(held.get("/Font")) or {}).values()):
            if id(font) not in seen and not _embedded(font):
                yield str(font.get("/BaseFont", "?")).lstrip("/")
            seen.add(id(font))
        drawings = map(_plain, (_plain(held.get("/XObject")) or {}).values())
        todo += [
            d.get("/Resources") for d in drawings if isinstance(d, DictionaryObject)
        ]


def _embedded(font) -> bool:
    if not isinstance(font, DictionaryObject) or font.get("/Subtype") == "/Type3":
        return True
    below = _plain(font.get("/DescendantFonts"))
    descriptor = _plain((_plain(below[0]) if below else font).get("/FontDescriptor"))
    return bool(descriptor) and any(key in descriptor for key in _FILES)
