"""A ZIP whose content can be checked, and is the same each time. Plain Python: no ORM."""

import csv
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

# The first moment a ZIP can tell: the same files give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
COLUMNS = ("file", "kind", "reference", "date", "about", "bytes", "sha256")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: ``folder`` is ours, ``name`` may come from anybody."""

    folder: str
    name: str
    content: bytes
    kind: str = ""
    reference: str = ""
    date: str = ""
    about: str = ""


def safe_name(text: str, fallback: str = "file", limit: int = 80) -> str:
    """``text`` as a file name that every system takes, and that goes nowhere else.

    >>> safe_name("FAC/2026/00012.pdf")
    'FAC_2026_00012.pdf'
    >>> safe_name("../../etc/passwd")
    'etc_passwd'
    >>> safe_name("Société « Été »; rm -rf ~.pdf")
    'Societe_Ete_rm_-rf.pdf'
    >>> safe_name("\\u202efdp.exe\\n"), safe_name("///", "invoice"), safe_name("con.pdf")
    ('fdp.exe', 'invoice', '_con.pdf')
    >>> safe_name("a" * 100 + ".pdf", limit=10)
    'aaaaaa.pdf'
    """
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", plain)
    plain = re.sub(r"_*\.[._]*", ".", plain).strip("._-")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or not 1 <= len(suffix) <= 5:
        stem, dot, suffix = plain, "", ""
    stem = stem[: limit - len(dot + suffix)].strip("._-") or fallback
    return ("_" if RESERVED.match(stem + dot) else "") + stem + dot + suffix


def spreadsheet_safe(text: str) -> str:
    """``text``, which no spreadsheet takes for a formula.

    >>> spreadsheet_safe("=HYPERLINK(1)"), spreadsheet_safe("Dupont")
    ("'=HYPERLINK(1)", 'Dupont')
    """
    return f"'{text}" if text[:1] in tuple("=+-@\t\r\n") else text


def write_archive(target, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Write ``entries`` one by one, then ``manifest.csv`` and ``SHA256SUMS``.

    ``target``: a binary file open for writing.  Returns ``[(path, sha256)]`` of all the
    files, the list of hashes left out; ``sha256sum -c SHA256SUMS`` checks them.

    >>> target = io.BytesIO()
    >>> files = write_archive(target, [
    ...     Entry("invoices", "A/1.pdf", b"one"), Entry("invoices", "A/1.PDF", b"two")])
    >>> [path for path, _digest in files]
    ['invoices/A_1.pdf', 'invoices/A_1-2.PDF', 'manifest.csv']
    >>> zipfile.ZipFile(target).read("SHA256SUMS").decode().splitlines()[0]
    '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  invoices/A_1.pdf'
    """
    files, rows, taken = [], [], set()
    with zipfile.ZipFile(target, "w") as archive:

        def add(path, content):
            info = zipfile.ZipInfo(path, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
            files.append((path, hashlib.sha256(content).hexdigest()))

        for entry in entries:
            path = _free_path(entry, taken)
            add(path, entry.content)
            rows.append(_row(entry, *files[-1]))
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
        add("manifest.csv", table.getvalue().encode())
        sums = "".join(f"{digest}  {path}\n" for path, digest in files)
        listed = files.copy()
        add("SHA256SUMS", sums.encode())
    return listed


def _free_path(entry, taken):
    """A path no other file has, capitals apart: some systems do not tell them."""
    name = safe_name(entry.name)
    path = "/".join(part for part in (entry.folder, name) if part)
    stem, dot, suffix = path.rpartition(".")
    number = 1
    while path.lower() in taken:
        number += 1
        path = f"{stem}-{number}.{suffix}" if dot else f"{suffix}-{number}"
    taken.add(path.lower())
    return path


def _row(entry, path, digest):
    texts = (path, entry.kind, entry.reference, entry.date, entry.about)
    return [*map(spreadsheet_safe, texts), len(entry.content), digest]
