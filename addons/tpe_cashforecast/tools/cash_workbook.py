"""The forecast as a workbook whose sums are alive.  Plain Python: no ORM, no clock.

The detail holds numbers; all that is above it is a formula on it.  What came from data is
written as a text, whatever it begins with.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .flow import WEEKS, Flow, Week

# Columns of the detail, from the left.
TEXTS = ("category", "name", "partner", "source", "note", "due", "expected")
AMOUNT = len(TEXTS)
FIRST_WEEK = AMOUNT + 1
LATER = FIRST_WEEK + WEEKS
NEVER = LATER + 1
CHECK = NEVER + 1
LONGEST = 32767  # characters a cell may hold


@dataclass(frozen=True)
class Item:
    """A row of the detail: a flow and what the books say of it."""

    flow: Flow
    category: str
    partner: str
    source: str


@dataclass(frozen=True)
class Actual:
    """A past week of a category: what was foreseen, what happened, why it differs."""

    start: date
    category: str
    foreseen: float
    actual: float
    cause: str = ""


@dataclass(frozen=True)
class Contents:
    """All that is in the workbook.  ``digits``: decimals of the currency."""

    company: str
    scenario: str
    today: date
    opening: int
    threshold: float
    weeks: Sequence[Week]
    items: Sequence[Item]
    assumptions: Sequence[tuple[str, str]]
    definitions: Sequence[tuple[str, str]]
    actuals: Sequence[Actual] = ()
    digits: int = 2
    symbol: str = "€"

    def money(self, cents: int) -> float:
        return cents / 10**self.digits


def clean(text: str) -> str:
    """What a cell may hold: no control character, not too long.

    >>> clean("\\t=1+1\\x07 two\\nlines")
    ' =1+1  two lines'
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", text)[:LONGEST]


def write(contents: Contents, words: dict[str, str]) -> bytes:
    """The file, with its ``words`` (titles and headers) in the language of the reader."""
    return _Book(contents, words).write()


class _Book:
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
        self.total_text = add({"bold": True, "top": 1})
        self.row_of: dict[str, int] = {}

    def write(self) -> bytes:
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
            if name != "definitions" and name != "assumptions":
                sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
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
        for column, name in enumerate((*TEXTS, "amount")):
            sheet.write_string(0, column, self.words[name], self.head)
        for at, week in enumerate(has.weeks):
            sheet.write_datetime(0, FIRST_WEEK + at, week.start, self.date_head)
        for column, name in ((LATER, "later"), (NEVER, "never"), (CHECK, "check")):
            sheet.write_string(0, column, self.words[name], self.head)
        for row, item in enumerate(has.items, start=1):
            self._item(sheet, row, item)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 2, 26)
        sheet.set_column(3, 3, 14)
        sheet.set_column(4, 4, 20)
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

    def _weeks(self):
        sheet, has = self.sheets["weeks"], self.has
        sheet.write_string(0, 0, self.words["week_of"], self.head)
        for at, week in enumerate(has.weeks, start=1):
            sheet.write_datetime(0, at, week.start, self.date_head)
        sheet.write_string(0, WEEKS + 1, self.words["total"], self.head)
        self.row_of = {"start": 0, "opening": 1}
        categories = list(dict.fromkeys(item.category for item in has.items))
        row = 2
        for category in categories:
            self._category(sheet, row, category)
            row += 1
        first = 3
        for name in ("in", "out", "closing", "less", "more", "low", "high"):
            self.row_of[name] = row
            row += 1
        self.row_of |= {"threshold": row, "check": row + 1}
        for name in ("opening", "in", "out", "closing", "low", "high", "less", "more"):
            self._label(sheet, name)
        self._label(sheet, "threshold")
        self._label(sheet, "check")
        for at, week in enumerate(has.weeks):
            self._week(sheet, at, week, (first, first + len(categories) - 1))
        column = xl_col_to_name(WEEKS)
        for name, value in (
            ("in", sum(week.cash_in for week in has.weeks)),
            ("out", sum(week.cash_out for week in has.weeks)),
        ):
            line = self.row_of[name] + 1
            sheet.write_formula(
                *(line - 1, WEEKS + 1),
                f"=SUM(B{line}:{column}{line})",
                self.total,
                has.money(value),
            )
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, WEEKS + 1, 13)
        sheet.repeat_columns(0)

    def _label(self, sheet, name: str):
        heavy = name in ("opening", "closing")
        sheet.write_string(
            self.row_of[name], 0, self.words[name], self.total_text if heavy else None
        )

    def _category(self, sheet, row: int, category: str):
        sheet.write_string(row, 0, category, self.text)
        flows = [item.flow for item in self.has.items if item.category == category]
        for at in range(WEEKS):
            sheet.write_formula(
                *(row, at + 1),
                f"=SUMIFS({self._column(FIRST_WEEK + at)},{self._column(0)},$A{row + 1})",
                self.money,
                self.has.money(sum(flow.weeks[at] for flow in flows)),
            )
        last = xl_col_to_name(WEEKS)
        sheet.write_formula(
            *(row, WEEKS + 1),
            f"=SUM(B{row + 1}:{last}{row + 1})",
            self.total,
            self.has.money(sum(sum(flow.weeks) for flow in flows)),
        )

    def _week(self, sheet, at: int, week: Week, categories: tuple[int, int]):
        """The formulas of a column; ``categories``: first and last of their lines."""
        has, column = self.has, at + 1
        here, before = xl_col_to_name(column), xl_col_to_name(column - 1)
        line = {name: row + 1 for name, row in self.row_of.items()}
        if at == 0:
            sheet.write_number(1, column, has.money(has.opening), self.total)
        else:
            sheet.write_formula(
                *(1, column),
                f"={before}{line['closing']}",
                self.total,
                has.money(week.opening),
            )
        for name, less in (("less", week.closing - week.low), ("more", week.high)):
            cents = less if name == "less" else less - week.closing
            sheet.write_number(self.row_of[name], column, has.money(cents), self.money)
        amounts, weeks = self._column(AMOUNT), self._column(FIRST_WEEK + at)
        digits = has.digits
        first, last = categories
        lines = f"SUM({here}{first}:{here}{last})" if last >= first else "0"
        for name, formula, cents in (
            ("in", f'=SUMIFS({weeks},{amounts},">0")', week.cash_in),
            ("out", f'=SUMIFS({weeks},{amounts},"<=0")', week.cash_out),
            (
                "closing",
                f"=ROUND({here}{line['opening']}+{lines},{digits})",
                week.closing,
            ),
            ("low", f"={here}{line['closing']}-{here}{line['less']}", week.low),
            ("high", f"={here}{line['closing']}+{here}{line['more']}", week.high),
            (
                "check",
                f"=ROUND({here}{line['opening']}+{here}{line['in']}+{here}{line['out']}"
                f"-{here}{line['closing']},{digits})",
                0,
            ),
        ):
            style = self.total if name == "closing" else self.money
            sheet.write_formula(
                self.row_of[name], column, formula, style, has.money(cents)
            )
        sheet.write_formula(
            *(self.row_of["threshold"], column),
            f"='{self.words['sheet_summary']}'!$B$5",
            self.money,
            has.threshold,
        )

    def _summary(self):
        sheet, has, words = self.sheets["summary"], self.has, self.words
        lowest = min(has.weeks, key=lambda week: week.closing)
        closing = self._range("closing")
        ins, outs = self.row_of["in"], self.row_of["out"]
        sheet.write_string(0, 0, clean(has.company), self.title)
        sheet.write_string(1, 0, words["subtitle"], self.bold)
        sheet.write_string(2, 0, words["foreseen_on"])
        sheet.write_datetime(2, 1, has.today, self.day)
        sheet.write_string(3, 0, words["scenario"])
        sheet.write_string(3, 1, clean(has.scenario), self.text)
        sheet.write_string(4, 0, words["threshold"])
        sheet.write_number(4, 1, has.threshold, self.money)
        never = sum(item.flow.never for item in has.items)
        later = sum(item.flow.later for item in has.items)
        rows = (
            ("opening", "=" + self._on_weeks(1, 1), has.money(has.opening)),
            (
                "in",
                "=" + self._on_weeks(ins, WEEKS + 1),
                has.money(sum(week.cash_in for week in has.weeks)),
            ),
            (
                "out",
                "=" + self._on_weeks(outs, WEEKS + 1),
                has.money(sum(week.cash_out for week in has.weeks)),
            ),
            (
                "closing_13",
                "=" + self._on_weeks(self.row_of["closing"], WEEKS),
                has.money(has.weeks[-1].closing),
            ),
            ("low_point", f"=MIN({closing})", has.money(lowest.closing)),
            (
                "over_threshold",
                "=B10-B5",
                round(has.money(lowest.closing) - has.threshold, has.digits),
            ),
            ("later", f"=SUM({self._column(LATER)})", has.money(later)),
            ("never", f"=SUM({self._column(NEVER)})", has.money(never)),
            (
                "check",
                f"=SUMPRODUCT(ABS({self._range('check')}))"
                f"+SUMPRODUCT(ABS({self._column(CHECK)}))",
                0,
            ),
        )
        for row, (name, formula, value) in enumerate(rows, start=5):
            sheet.write_string(row, 0, words[name])
            sheet.write_formula(row, 1, formula, self.money, value)
        sheet.write_string(14, 0, words["low_point_week"])
        sheet.write_formula(
            *(14, 1),
            f"=INDEX({self._range('start')},MATCH(MIN({closing}),{closing},0))",
            self.day,
            (lowest.start - date(1899, 12, 30)).days,
        )
        sheet.write_string(15, 0, words["amounts_in"])
        sheet.write_string(15, 1, clean(has.symbol), self.text)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 9, 11)
        sheet.freeze_panes(2, 0)
        self._charts(sheet)

    def _charts(self, sheet):
        words = self.words
        curve = self.book.add_chart({"type": "line"})
        for name, color, dash in (
            ("closing", "#1F4E79", "solid"),
            ("low", "#7F7F7F", "dash"),
            ("high", "#7F7F7F", "dash"),
            ("threshold", "#C00000", "square_dot"),
        ):
            curve.add_series(
                {
                    "name": words[name],
                    "categories": self._series("start"),
                    "values": self._series(name),
                    "line": {
                        "color": color,
                        "dash_type": dash,
                        "width": 2.25 if name == "closing" else 1.25,
                    },
                }
            )
        bars = self.book.add_chart({"type": "column"})
        for name, color in (("in", "#548235"), ("out", "#C55A11")):
            bars.add_series(
                {
                    "name": words[name],
                    "categories": self._series("start"),
                    "values": self._series(name),
                    "fill": {"color": color},
                    "overlap": 100,
                }
            )
        for row, chart, title in ((17, curve, "balance"), (36, bars, "in_and_out")):
            chart.set_title({"name": words[title], "name_font": {"size": 12}})
            chart.set_x_axis(
                {"num_format": "dd/mm", "label_position": "low", "text_axis": True}
            )
            chart.set_y_axis({"num_format": "#,##0"})
            chart.set_legend({"position": "bottom"})
            chart.set_size({"width": 940, "height": 350})
            sheet.insert_chart(row, 0, chart)

    def _pairs(self, name: str, pairs: Sequence[tuple[str, str]]):
        sheet = self.sheets[name]
        sheet.write_string(0, 0, self.words["what"], self.head)
        sheet.write_string(0, 1, self.words[f"head_{name}"], self.head)
        for row, (label, text) in enumerate(pairs, start=1):
            sheet.write_string(row, 0, clean(label), self.long)
            sheet.write_string(row, 1, clean(text), self.long)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)

    def _actuals(self):
        sheet, words = self.sheets["actuals"], self.words
        for column, name in enumerate(
            ("week_of", "category", "foreseen", "actual", "difference", "cause")
        ):
            sheet.write_string(0, column, words[name], self.head)
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
            sheet.write_string(row, 5, clean(each.cause), self.long)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 20)
        sheet.set_column(2, 4, 14)
        sheet.set_column(5, 5, 50)
