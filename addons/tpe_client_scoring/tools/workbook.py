"""A workbook in memory. Plain Python: no ORM, no clock."""

import io
import re
from collections.abc import Iterable
from datetime import date

import xlsxwriter


def sheet_title(title: str) -> str:
    """What Excel accepts as the name of a sheet.

    >>> sheet_title("Who [earns]: / costs?")
    'Who earns costs'
    """
    return re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\']", "", title)).strip()[:31]


def write(sheets: Iterable[tuple[str, list, list]]) -> bytes:
    """The file; each sheet is ``(title, header, rows)``.

    A text is written as a text whatever it begins with: what a customer typed as his name
    is never a formula, nor a link.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, header, rows in sheets:
        sheet = book.add_worksheet(sheet_title(title))
        sheet.freeze_panes(1, 1)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, bold)
            sheet.set_column(column, column, 32 if column == 0 else 16)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _cell(sheet, number, column, value, day)
    book.close()
    return stream.getvalue()


def _cell(sheet, row, column, value, day):
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif value:
        sheet.write_string(row, column, str(value)[:32767])
