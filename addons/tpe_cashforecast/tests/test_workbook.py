import csv
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..tools import cash_workbook
from ..tools.flow import WEEKS, Flow, curve
from .common import CashCommon

URL = "/tpe_cashforecast/forecast.xlsx"
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "-2+3",
    "http://evil.example",
    "x" * 40_000,
    "bell\x07 and\x1b escape",
)


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def formulas_of(content):
    files = files_of(content)
    return [
        formula
        for name, xml in files.items()
        if name.startswith("xl/worksheets/")
        for formula in re.findall(r"<f>(.*?)</f>", xml)
    ]


def without_results(content):
    """The same workbook, its formulas without the result we wrote beside them."""
    old, stream = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(name, data)
    return stream.getvalue()


def computed(content):
    """``[rows of each sheet]`` as LibreOffice computes them, numbers unrounded."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "book.xlsx")
        book.write_bytes(without_results(content))
        # 44 comma, 34 quote, 76 UTF-8, values not as shown, every sheet (-1).
        options = ",".join(("44,34,76,1,,0", *["false"] * 5, "-1"))
        subprocess.run(
            [
                *(program, "--headless", f"-env:UserInstallation=file://{folder}/own"),
                *(
                    "--convert-to",
                    f"csv:Text - txt - csv (StarCalc):{options}",
                    "--outdir",
                    folder,
                    str(book),
                ),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        found = {}
        for path in Path(folder).glob("book-*.csv"):
            with path.open(encoding="utf-8") as stream:
                found[path.stem.removeprefix("book-")] = list(csv.reader(stream))
        return found


@tagged("-at_install", "post_install")
class TestWorkbook(CashCommon, HttpCase):
    def _login(self, group, **values):
        login = f"book_{group.rpartition('.')[2]}"
        new_test_user(
            self.env,
            login,
            f"base.group_user,{group}",
            lang="en_US",
            **{
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                **values,
            },
        )
        self.authenticate(login, login)

    def _content(self, kind="realistic"):
        return self.forecasts.with_context(lang="en_US")._workbook(self.company, kind)

    def _sell_and_buy(self):
        self.company.tpe_cash_threshold = 5000
        self._invoice(40, 1234.56)
        self._invoice(10, 99.99)
        self._invoice(3, 8000.01, term=60)
        self._bill(35, 700.01)
        self._bill(1, 333.33, term=45)
        self._bill(1, 9000, term=60)

    def test_libreoffice_computes_the_same_figures(self):
        self._sell_and_buy()
        for kind in ("realistic", "pessimistic"):
            _opening, flows, weeks, _words = self._build(kind=kind)
            sheets = computed(self._content(kind))
            rows = {row[0]: row[1:] for row in sheets["13 weeks"]}
            for label, name in (
                ("Cash at the beginning", "opening"),
                ("Cash in", "cash_in"),
                ("Cash out", "cash_out"),
                ("Cash at the end", "closing"),
                ("Low bound", "low"),
                ("High bound", "high"),
            ):
                self.assertEqual(
                    [round(float(cell) * 100) for cell in rows[label][:WEEKS]],
                    [getattr(week, name) for week in weeks],
                    (kind, label),
                )
            suppliers = [
                sum(flow.weeks[at] for flow in flows if flow.category == "suppliers")
                for at in range(WEEKS)
            ]
            self.assertEqual(
                [round(float(cell) * 100) for cell in rows["Suppliers"][:WEEKS]],
                suppliers,
            )
            summary = {row[0]: row[1] for row in sheets["Summary"]}
            lowest = min(weeks, key=lambda week: week.closing)
            self.assertEqual(
                round(float(summary["Low point"]) * 100), lowest.closing, kind
            )
            self.assertEqual(
                round(float(summary["Low point less threshold"]) * 100),
                lowest.closing - 5000_00,
            )
            self.assertEqual(float(summary["Check (must be 0)"]), 0)
            for name in ("later", "never"):
                self.assertEqual(
                    round(float(summary[name.capitalize()]) * 100),
                    sum(getattr(flow, name) for flow in flows),
                )

    def test_a_detail_that_is_changed_moves_the_sums(self):
        """The sums are those of the detail, not figures beside it."""
        self._bill(35, 700.01)
        content = self._content()
        old, stream = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
        with zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "xl/worksheets/sheet3.xml":
                    data = data.replace(b"<v>-700.01</v>", b"<v>-1000</v>")
                new.writestr(name, data)
        rows = {row[0]: row[1:] for row in computed(stream.getvalue())["13 weeks"]}
        self.assertEqual(float(rows["Cash at the end"][0]), 9000)

    def test_data_is_never_a_formula(self):
        self._login("tpe_base.group_tpe_manager")
        for name in HOSTILE[:-1]:
            partner = self._customer("A customer")
            partner.name = name
            self._invoice(10, 100, partner=partner)
        self.company.name = HOSTILE[0]
        content = self.url_open(URL).content
        files = files_of(content)
        self.assertIn("=HYPERLINK(", files["xl/sharedStrings.xml"])
        for name, xml in files.items():
            self.assertNotIn("<hyperlink", xml, name)
            self.assertNotIn("evil.example", xml if "sheet" in name else "", name)
        for formula in formulas_of(content):
            self.assertRegex(formula, r"^(ROUND|SUM|MIN|INDEX|'|[A-Z]+\d)", formula)

    def test_control_characters_and_long_texts(self):
        flows = [
            Flow(f"k{at}", "payable", "suppliers", name, -1, (-1, *[0] * 12), note=name)
            for at, name in enumerate(HOSTILE)
        ]
        contents = cash_workbook.Contents(
            company=HOSTILE[-1],
            scenario=HOSTILE[0],
            today=date(2026, 3, 31),
            opening=100,
            threshold=0,
            weeks=curve(100, flows, [(0, 0)] * WEEKS, date(2026, 3, 31)),
            items=[cash_workbook.Item(f, "Suppliers", f.label, "") for f in flows],
            assumptions=[(name, name) for name in HOSTILE],
            definitions=[(name, name) for name in HOSTILE],
            actuals=[
                cash_workbook.Actual(date(2026, 3, 2), name, 1.0, 2.5, name)
                for name in HOSTILE
            ],
        )
        words = self.forecasts.with_context(lang="en_US")._workbook_words()
        content = cash_workbook.write(contents, words)
        for formula in formulas_of(content):
            self.assertRegex(formula, r"^(ROUND|SUM|MIN|INDEX|'|[A-Z]+\d)", formula)
        sheets = computed(content)
        self.assertEqual(sheets["Detail"][1][1], HOSTILE[0])
        self.assertEqual(sheets["Detail"][4][1], " =1+1")
        self.assertEqual(sheets["Detail"][7][1], "x" * 32767)
        self.assertEqual(sheets["Actual and forecast"][1][4], "1.5")

    def test_an_empty_firm(self):
        rows = {row[0]: row[1:] for row in computed(self._content())["13 weeks"]}
        self.assertEqual(
            [float(c) for c in rows["Cash at the end"][:13]], [10_000] * 13
        )

    def test_who_may_not_read_gets_nothing(self):
        self._login("tpe_base.group_tpe_assistant")
        self.assertEqual(self.url_open(URL).status_code, 403)

    def test_the_accountant_reads_it(self):
        self._login("account.group_account_readonly")
        self._sell_and_buy()
        self.assertEqual(self.url_open(URL).status_code, 200)
        self.assertEqual(self.url_open(URL + "?scenario=pessimistic").status_code, 200)
        self.assertNotEqual(self.url_open(URL + "?scenario=rosy").status_code, 200)

    def test_a_scenario_by_its_number(self):
        self._sell_and_buy()
        plan = self.env["tpe.cash.scenario"].create(
            {"name": "=Nobody buys", "company_id": self.company.id, "days_late": 30}
        )
        texts = files_of(self._content(str(plan.id)))["xl/sharedStrings.xml"]
        self.assertIn("=Nobody buys", texts)
        plan.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(UserError):
            self._content(str(plan.id))

    def test_a_company_that_is_not_mine(self):
        self._sell_and_buy()
        other = self.setup_other_company()["company"]
        self._login("tpe_base.group_tpe_manager")
        self.opener.cookies["cids"] = str(other.id)
        texts = files_of(self.url_open(URL).content)["xl/sharedStrings.xml"]
        self.assertIn(self.customer.name, texts)
        self.assertNotIn(other.name, texts)
