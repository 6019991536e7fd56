"""A workbook as sheets of rows, read with the care that a stranger's file needs.

>>> import openpyxl
>>> book = openpyxl.Workbook()
>>> book.active.append(["Numéro", "Montant"])
>>> book.active.append(["F-1", 12.5])
>>> file = io.BytesIO()
>>> book.save(file)
>>> sheets(file.getvalue())
[('Sheet', [(1, ('Numéro', 'Montant')), (2, ('F-1', 12.5))])]
>>> try:
...     sheets(b"PK not a workbook")
... except Refused as refused:
...     print(refused.kind)
xlsx
"""

import io
import warnings
import zipfile

from .past_types import Refused

MARK = b"PK\x03\x04"
MOST_BYTES = 150 * 2**20
MOST_PARTS = 2000
MOST_LINES = 50_000
MOST_COLUMNS = 40
BLOCK = 2**20
# What turns a small file into a large one, or into a reader of other files.
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def sheets(content):
    """``[(title, [(line, cells)])]`` of the sheets that hold something."""
    try:
        _check(content)
        found, formulas = _read(content, values=False)
        if formulas:
            found, _none = _read(content, values=True)
            _check_results(found, formulas)
        return found
    except Refused:
        raise
    except Exception:
        # openpyxl raises whatever its parsers raise: the file is not one of Excel's.
        raise Refused("xlsx") from None


def _check(content):
    """Refuse what would grow in memory, or read other files, before it is parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_BYTES:
            raise Refused("bomb")
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise Refused("xlsx")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    _check_part(stream)


def _check_part(stream):
    before = b""
    while block := stream.read(BLOCK):
        seen = (before + block).upper()
        # Two bytes for each character would hide the words.
        if b"\0" in block or any(each in seen for each in DECLARATIONS):
            raise Refused("entity")
        before = block[-10:]


def _read(content, values):
    """``(sheets, where a cell holds a formula)``."""
    import openpyxl  # noqa: PLC0415 (half a second that only an import of files needs)

    with warnings.catch_warnings():
        # Of styles and extensions, which are not read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=values, keep_links=False
        )
        found, formulas = [], set()
        for sheet in book.worksheets:
            rows = []
            for line, cells in _lines(sheet):
                formulas |= {
                    (sheet.title, line, column)
                    for column, cell in enumerate(cells)
                    if cell.data_type == "f"
                }
                row = tuple(cell.value for cell in cells)
                while row and row[-1] in (None, ""):
                    row = row[:-1]
                if row:
                    rows.append((line, row))
            if rows:
                found.append((sheet.title, rows))
        book.close()
    return found, formulas


def _lines(sheet):
    # A file may announce a million empty columns.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_LINES + 1)
    for line, row in enumerate(cells, 1):
        if line > MOST_LINES:
            raise Refused("lines", None, MOST_LINES)
        yield line, row


def _check_results(found, formulas):
    """A formula counts by the result that Excel kept beside it."""
    known = {
        (title, line, column)
        for title, rows in found
        for line, row in rows
        for column, value in enumerate(row)
        if value not in (None, "")
    }
    if unknown := sorted(formulas - known):
        title, line, _column = unknown[0]
        raise Refused("formula", line, title)
