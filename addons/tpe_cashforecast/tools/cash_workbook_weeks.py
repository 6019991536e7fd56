"""The sheet of the 13 weeks: each figure is a formula on the detail."""

from xlsxwriter.utility import xl_col_to_name

from .cash_workbook_contents import AMOUNT, FIRST_WEEK, WEEKS
from .flow import Week


class WeeksSheet:
    """What a book needs to write it; `row_of` says where each line is.

    >>> import io, re, zipfile
    >>> from .cash_workbook import write
    >>> from .cash_workbook_contents import example
    >>> book = zipfile.ZipFile(io.BytesIO(write(*example())))
    >>> text = book.read("xl/worksheets/sheet2.xml").decode()
    >>> re.findall(r"<f>(SUMIFS.*?)</f>", text)[0]
    "SUMIFS('sheet_detail'!$I$2:$I$2,'sheet_detail'!$A$2:$A$2,$A3)"
    """

    def _weeks(self):
        sheet, has = self.sheets["weeks"], self.has
        sheet.write_string(0, 0, self.words["week_of"], self.head)
        for at, week in enumerate(has.weeks, start=1):
            sheet.write_datetime(0, at, week.start, self.date_head)
        sheet.write_string(0, WEEKS + 1, self.words["total"], self.right_head)
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
                self.sum,
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
            self.sum,
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
