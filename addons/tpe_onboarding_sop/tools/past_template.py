"""The workbook that a consultant fills in: titles, a note on each, one example.

>>> content = write([("Clients", [Column("Nom", "Obligatoire", "EXEMPLE : Bâti Sud")])])
>>> content[:2]
b'PK'
"""

import io
from dataclasses import dataclass
from datetime import date

import xlsxwriter

GREY = {"italic": True, "font_color": "#7F7F7F"}
NUMBERS = {"day": "dd/mm/yyyy", "amount": "#,##0.00"}


@dataclass(frozen=True)
class Column:
    title: str
    note: str
    example: object = ""
    needed: bool = False


def write(sheets):
    """The file; each sheet is ``(title, [Column])``."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FDE9D9"})
    other = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED"})
    example = book.add_format(GREY)
    formats = {
        kind: (
            book.add_format({"num_format": number}),
            book.add_format({"num_format": number, **GREY}),
        )
        for kind, number in NUMBERS.items()
    }
    for title, columns in sheets:
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for rank, column in enumerate(columns):
            sheet.write_string(
                0, rank, column.title, needed if column.needed else other
            )
            sheet.write_comment(0, rank, column.note, {"x_scale": 2, "y_scale": 1.2})
            kind = _kind(column.example)
            whole, grey = formats.get(kind, (None, example))
            sheet.set_column(rank, rank, 30 if rank == 0 else 17, whole)
            if kind == "day":
                sheet.write_datetime(1, rank, column.example, grey)
            elif kind == "amount":
                sheet.write_number(1, rank, column.example, grey)
            else:
                sheet.write_string(1, rank, str(column.example), example)
    book.close()
    return stream.getvalue()


def _kind(value):
    if isinstance(value, date):
        return "day"
    return "amount" if isinstance(value, float) else ""
