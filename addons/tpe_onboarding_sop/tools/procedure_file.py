"""Procedures as one file: read with the line of whatever is wrong, and written.

JSON: ``{"format": "tpe.sop/1", "procedures": [...]}``; the keys of a procedure are those of
``PROCEDURE``, the keys of a step those of ``STEP``.  Pictures and documents travel in the
file as base64.  The reader trusts nothing: it builds plain values and writes no HTML; what
the HTML may hold is the business of the field it is written to.
"""

import base64
import binascii
import json
from bisect import bisect_left
from dataclasses import asdict, dataclass, field
from json.decoder import JSONDecoder, JSONObject
from json.scanner import py_make_scanner

from .content import TEXTS, Content, StepContent

FORMAT = "tpe.sop/1"
MAX_BYTES = 40 * 2**20
MAX_FILE = 10 * 2**20
MAX_TEXT = 20_000
MAX_PROCEDURES = 2_000
MAX_STEPS = 200
LINKS = ("https://", "http://")
# What a browser shows or a person opens; nothing that it runs.
SUFFIXES = frozenset(
    [
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".webp",
        ".gif",
        ".mp4",
        ".webm",
        ".docx",
        ".xlsx",
        ".odt",
        ".ods",
        ".txt",
        ".csv",
    ]
)
STEP = {
    "name": str,
    "key": str,
    "role": str,
    "what": str,
    "minutes": int,
    "criterion": str,
    "checklist": list,
    "link": str,
    "document": str,
    "document_data": str,
    "media": str,
    "media_data": str,
}
PROCEDURE = {
    "code": str,
    "name": str,
    "impact": str,
    "frequency": str,
    "tags": list,
    "consulted": list,
    "informed": list,
    "steps": list,
    **dict.fromkeys(TEXTS, str),
}
ALLOWED = {
    "impact": ("1", "2", "3", "4"),
    "frequency": ("1", "2", "3", "4", "5"),
}


class Refused(ValueError):
    """The file is refused whole.

    ``line``: from 1, 0 when no line is to blame.  ``reason``: one word, turned into a
    sentence by the model.  ``what``: the key or the text that is wrong.
    """

    def __init__(self, reason: str, line: int = 0, what: str = ""):
        super().__init__(reason, line, what)
        self.reason, self.line, self.what = reason, line, what


@dataclass(frozen=True)
class Procedure:
    """A procedure of a file.  ``files``: (step's rank, field, bytes)."""

    name: str
    code: str = ""
    impact: str = "2"
    frequency: str = "3"
    tags: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    content: Content = Content()
    files: tuple[tuple[int, str, bytes], ...] = ()
    line: int = field(default=0, compare=False)


def read(data: bytes) -> list[Procedure]:
    r"""Procedures of a file; ``Refused`` for the first thing that is wrong.

    >>> one = b'{"format": "tpe.sop/1", "procedures": [\n {"name": "Pay", "steps": []}]}'
    >>> [(p.name, p.line) for p in read(one)]
    [('Pay', 2)]
    >>> def reason(data):
    ...     try:
    ...         read(data)
    ...     except Refused as error:
    ...         return error.reason, error.line, error.what
    >>> reason(one.replace(b'"Pay"', b'""'))
    ('missing', 2, 'name')
    >>> reason(one.replace(b"[]", b'[{"name": "x",\n "minuts": 3}]'))
    ('unknown', 2, 'minuts')
    >>> reason(one.replace(b"[]}", b"[}"))[:2]
    ('json', 2)
    >>> reason(b"PK")[0], reason(b"[" * 9999)[0], reason(b'{"format": "x"}')[0]
    ('json', 'json', 'format')
    """
    if len(data) > MAX_BYTES:
        raise Refused("size")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("encoding", line) from None
    whole = _parsed(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Refused("format", 1, FORMAT)
    rows = whole.get("procedures")
    if not isinstance(rows, list) or not rows:
        raise Refused("empty", 1)
    if len(rows) > MAX_PROCEDURES:
        raise Refused("size")
    found = [_procedure(row, whole.line) for row in rows]
    seen = set()
    for one in found:
        for known in {one.code, one.name.casefold()} - {""}:
            if known in seen:
                raise Refused("twice", one.line, one.code or one.name)
            seen.add(known)
    return found


def written(procedures: list[Procedure], lang: str = "") -> bytes:
    """The file that ``read`` reads back.

    >>> pay = Procedure("Pay", "pay", content=Content("x", steps=(StepContent("Call"),)))
    >>> read(written([pay])) == [pay]
    True
    """
    rows = []
    for one in procedures:
        row = asdict(one)
        content, files = row.pop("content"), row.pop("files")
        del row["line"]
        steps = [
            {k: v for k, v in step.items() if v and not k.endswith("_digest")}
            for step in content.pop("steps")
        ]
        for rank, name, data in files:
            steps[rank][f"{name}_data"] = base64.b64encode(data).decode()
        rows.append(row | content | {"steps": steps})
    whole = {"format": FORMAT, "lang": lang, "procedures": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


class _Located(dict):
    """An object of the file that knows its line."""

    line = 0


class _Decoder(JSONDecoder):
    """Tells for each object the line it begins at."""

    def __init__(self, text):
        super().__init__(parse_constant=_no_constant)
        self._ends = [rank for rank, letter in enumerate(text) if letter == "\n"]
        self.parse_object = self._object
        self.scan_once = py_make_scanner(self)

    def _object(self, source_and_end, *args):
        values, end = JSONObject(source_and_end, *args)
        located = _Located(values)
        located.line = bisect_left(self._ends, source_and_end[1]) + 1
        return located, end


def _no_constant(name):
    raise ValueError(name)


def _parsed(text):
    try:
        return _Decoder(text).decode(text)
    except json.JSONDecodeError as error:
        raise Refused("json", error.lineno, error.msg) from None
    except (RecursionError, ValueError):
        raise Refused("json", 1) from None


def _procedure(row, line):
    values = _values(row, PROCEDURE, line)
    if len(values["steps"]) > MAX_STEPS:
        raise Refused("size", row.line, values["name"])
    steps, files, keys = [], [], set()
    for rank, one in enumerate(values["steps"]):
        step, found = _step(one, row.line)
        if step.key and step.key in keys:
            raise Refused("twice", one.line, step.key)
        keys.add(step.key)
        steps.append(step)
        files += [(rank, name, data) for name, data in found]
    lists = {k: _texts(row, values[k]) for k in ("tags", "consulted", "informed")}
    plain = {k: values[k] for k in ("name", "code")}
    # Left out of the file, these two keep what a new procedure begins with.
    ranks = {k: values[k] for k in ALLOWED if values[k]}
    content = Content(**{k: values[k] for k in TEXTS}, steps=tuple(steps))
    return Procedure(
        **plain, **ranks, **lists, content=content, files=tuple(files), line=row.line
    )


def _step(row, line):
    values = _values(row, STEP, line)
    if values["minutes"] < 0 or values["minutes"] > 100_000:
        raise Refused("number", row.line, "minutes")
    if values["link"] and not values["link"].startswith(LINKS):
        raise Refused("link", row.line, values["link"])
    files = []
    for name in ("document", "media"):
        data = values.pop(f"{name}_data")
        if data:
            files.append((name, _bytes(row, name, values[name], data)))
    values["checklist"] = _texts(row, values["checklist"])
    return StepContent(**values), files


def _values(row, known, line):
    if not isinstance(row, _Located):
        raise Refused("object", line)
    for key in row:
        if key not in known:
            raise Refused("unknown", row.line, key)
    values = {}
    for key, kind in known.items():
        value = row.get(key, kind())
        # True is an int for Python, and no number of minutes for anybody.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise Refused("kind", row.line, key)
        if kind is str and not key.endswith("_data") and len(value) > MAX_TEXT:
            raise Refused("long", row.line, key)
        # PostgreSQL has no text with this letter.
        if kind is str and "\0" in value:
            raise Refused("kind", row.line, key)
        if key in ALLOWED and value and value not in ALLOWED[key]:
            raise Refused("choice", row.line, key)
        values[key] = value
    if not values["name"].strip():
        raise Refused("missing", row.line, "name")
    return values


def _texts(row, values):
    for value in values:
        if not isinstance(value, str) or "\0" in value or len(value) > 500:
            raise Refused("kind", row.line, str(value)[:40])
    return tuple(" ".join(value.split()) for value in values if value.strip())


def _bytes(row, name, file_name, data):
    suffix = file_name[file_name.rfind(".") :].lower() if "." in file_name else ""
    if suffix not in SUFFIXES:
        raise Refused("file", row.line, file_name or name)
    if len(data) > MAX_FILE * 4 // 3 + 4:
        raise Refused("size", row.line, file_name)
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("file", row.line, file_name) from None
