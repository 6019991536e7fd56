"""The forecast as a workbook whose sums are alive.  Plain Python: no ORM, no clock.

The detail holds numbers; all that is above it is a formula on it.  What came from data is
written as a text, whatever it begins with.
"""

import io
from collections.abc import Sequence
from math import ceil

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .cash_workbook_contents import (
    AMOUNT,
    CHECK,
    FIRST_WEEK,
    LATER,
    NEVER,
    TEXTS,
    WEEKS,
    Actual,
    Contents,
    Item,
    clean,
)
from .cash_workbook_summary import SummarySheet
from .cash_workbook_weeks import WeeksSheet

__all__ = ["Actual", "Contents", "Item", "write"]
ACROSS = 90  # characters of a sentence before it takes another line


def write(contents: Contents, words: dict[str, str]) -> bytes:
    """The file, with its ``words`` (titles and headers) in the language of the reader.

    >>> from .cash_workbook_contents import example
    >>> write(*example())[:2]  # a ZIP
    b'PK'
    """
    return _Book(contents, words).content()


class _Book(WeeksSheet, SummarySheet):
    def __init__(self, contents: Contents, words: dict[str, str]):
        self.has, self.words = contents, words
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        add = self.book.add_format
        decimals = "." + "0" * contents.digits if contents.digits else ""
        plain = f"#,##0{decimals}"
        money = {"num_format": f"{plain};[Red]-{plain};-"}
        self.title = add({"bold": True, "font_size": 14})
        self.head = add({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.date_head = add({"bold": True, "bottom": 1, "num_format": "dd/mm/yyyy"})
        # Kept a text by a spreadsheet even after somebody edits the cell.
        self.text = add({"quote_prefix": True, "valign": "top"})
        self.long = add({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        self.bold = add({"bold": True})
        self.day = add({"num_format": "dd/mm/yyyy", "align": "left"})
        self.money = add(money)
        self.total = add({**money, "bold": True, "top": 1})
        self.sum = add({**money, "bold": True})
        self.right_head = add(
            {
                "bold": True,
                "bottom": 1,
                "align": "right",
                "text_wrap": True,
                "valign": "top",
            }
        )
        self.total_text = add({"bold": True, "top": 1})
        self.row_of: dict[str, int] = {}

    def content(self) -> bytes:
        names = ("summary", "weeks", "detail", "assumptions", "actuals", "definitions")
        self.sheets = {
            name: self.book.add_worksheet(self.words[f"sheet_{name}"]) for name in names
        }
        self._detail()
        self._weeks()
        self._summary()
        self._pairs("assumptions", self.has.assumptions)
        self._actuals()
        self._pairs("definitions", self.has.definitions)
        for name, sheet in self.sheets.items():
            sheet.set_paper(9)  # A4
            if name in ("weeks", "detail", "actuals"):
                sheet.set_landscape()
            sheet.fit_to_pages(1, 1 if name == "summary" else 0)
            sheet.set_margins(left=0.4, right=0.4)
            sheet.set_footer("&L&A&R&P / &N")
        self.book.close()
        return self.stream.getvalue()

    # --- Addresses --------------------------------------------------------------------

    def _column(self, number: int) -> str:
        """A column of the detail, as a range other sheets can add up."""
        name = xl_col_to_name(number)
        last = max(len(self.has.items), 1) + 1
        return f"'{self.words['sheet_detail']}'!${name}$2:${name}${last}"

    def _on_weeks(self, row: int, column: int) -> str:
        return f"'{self.words['sheet_weeks']}'!${xl_col_to_name(column)}${row + 1}"

    def _range(self, name: str) -> str:
        """The 13 weeks of a row of the sheet of weeks."""
        row = self.row_of[name]
        last = xl_col_to_name(WEEKS)
        return f"'{self.words['sheet_weeks']}'!$B${row + 1}:${last}${row + 1}"

    def _series(self, name: str) -> str:
        return "=" + self._range(name)

    # --- Sheets -----------------------------------------------------------------------

    def _detail(self):
        sheet, has = self.sheets["detail"], self.has
        for column, name in enumerate(TEXTS):
            sheet.write_string(0, column, self.words[name], self.head)
        for at, week in enumerate(has.weeks):
            sheet.write_datetime(0, FIRST_WEEK + at, week.start, self.date_head)
        numbers = {AMOUNT: "amount", LATER: "later", NEVER: "never", CHECK: "check"}
        for column, name in numbers.items():
            sheet.write_string(0, column, self.words[name], self.right_head)
        for row, item in enumerate(has.items, start=1):
            self._item(sheet, row, item)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 2, 32)
        sheet.set_column(3, 3, 24)
        sheet.set_column(4, 4, 34)
        sheet.set_column(5, 6, 12)
        sheet.set_column(AMOUNT, CHECK, 12)
        sheet.autofilter(0, 0, max(len(has.items), 1), CHECK)
        sheet.repeat_rows(0)

    def _item(self, sheet, row: int, item: Item):
        flow, money = item.flow, self.has.money
        texts = (item.category, flow.label, item.partner, item.source, flow.note)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, clean(text or ""), self.text)
        for column, day in enumerate((flow.due, flow.day), start=len(texts)):
            if day:
                sheet.write_datetime(row, column, day, self.day)
        sheet.write_number(row, AMOUNT, money(flow.cents), self.money)
        parts = (*flow.weeks, flow.later, flow.never)
        for column, cents in enumerate(parts, start=FIRST_WEEK):
            if cents:
                sheet.write_number(row, column, money(cents), self.money)
        first, last = xl_col_to_name(FIRST_WEEK), xl_col_to_name(NEVER)
        amount = xl_col_to_name(AMOUNT)
        line = row + 1
        sheet.write_formula(
            *(row, CHECK),
            f"=ROUND({amount}{line}-SUM({first}{line}:{last}{line}),{self.has.digits})",
            self.money,
            0,
        )

    def _pairs(self, name: str, pairs: Sequence[tuple[str, str]]):
        sheet = self.sheets[name]
        sheet.write_string(0, 0, self.words["what"], self.head)
        sheet.write_string(0, 1, self.words[f"head_{name}"], self.head)
        for row, (label, text) in enumerate(pairs, start=1):
            sheet.write_string(row, 0, clean(label), self.long)
            sheet.write_string(row, 1, clean(text), self.long)
            # Not every program gives a wrapped text its lines.
            sheet.set_row(row, 15 * max(1, ceil(len(text) / ACROSS)))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, ACROSS)

    def _actuals(self):
        sheet, words = self.sheets["actuals"], self.words
        for column, name in enumerate(
            ("week_of", "category", "foreseen", "actual", "difference", "cause")
        ):
            head = self.right_head if 2 <= column <= 4 else self.head
            sheet.write_string(0, column, words[name], head)
        if not self.has.actuals:
            sheet.write_string(1, 0, words["no_actuals"], self.text)
        for row, each in enumerate(self.has.actuals, start=1):
            sheet.write_datetime(row, 0, each.start, self.day)
            sheet.write_string(row, 1, clean(each.category), self.text)
            sheet.write_number(row, 2, each.foreseen, self.money)
            sheet.write_number(row, 3, each.actual, self.money)
            sheet.write_formula(
                *(row, 4),
                f"=ROUND(D{row + 1}-C{row + 1},{self.has.digits})",
                self.money,
                round(each.actual - each.foreseen, self.has.digits),
            )
            sheet.write_string(row, 5, clean(each.cause), self.text)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 20)
        sheet.set_column(2, 4, 14)
        sheet.set_column(5, 5, 66)
