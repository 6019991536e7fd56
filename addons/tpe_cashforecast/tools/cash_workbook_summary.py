"""The first sheet: the figures one reads, and two charts, all on the 13 weeks."""

from datetime import date

from .cash_workbook_contents import CHECK, LATER, NEVER, WEEKS, clean


class SummarySheet:
    """What a book needs to write it.

    >>> import io, re, zipfile
    >>> from .cash_workbook import write
    >>> from .cash_workbook_contents import example
    >>> book = zipfile.ZipFile(io.BytesIO(write(*example())))
    >>> text = book.read("xl/worksheets/sheet1.xml").decode()
    >>> re.findall(r"<f>(.*?)</f>", text)[0]
    "'sheet_weeks'!$B$2"
    """

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
