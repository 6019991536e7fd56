import io
import zipfile

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ScoringCommon


def sheets(content):
    """The XML of the sheets and of the texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {
            name: book.read(name).decode()
            for name in book.namelist()
            if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"
        }


@tagged("-at_install", "post_install")
class TestPortfolio(ScoringCommon, HttpCase):
    """All the customers on one page, and as a workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hostile = cls._customer('=HYPERLINK("http://evil.example","x")')
        for days in (120, 90, 60):
            cls._sell(cls.customer, 3000, days, 30, 30)
            cls._sell(cls.hostile, 1000, days, 30, 30)
        cls._profile(cls.hostile, has_manual_hours=True, manual_hours=100)
        cls.scores.sudo()._refresh(cls.company)

    def _page(self):
        pages = self.env["tpe.client.portfolio"].with_context(lang="en_US")
        return pages.action_page()

    def test_dependency(self):
        dependency = self._page()["dependency"]
        # 9,000 of 12,000
        self.assertEqual(dependency["first"][0]["share"], 75)
        self.assertIn("makes 75", dependency["alert"])
        self.grid.dependency_alert = 80
        self.scores.sudo()._refresh(self.company)
        self.assertEqual(self._page()["dependency"]["alert"], "")

    def test_whale(self):
        page = self._page()
        good, bad = self._row().euros_per_month, self._row(self.hostile).euros_per_month
        self.assertLess(bad, 0)
        self.assertEqual(
            [step["cumulated"] for step in page["whale"]],
            [round(good, 2), round(good + bad, 2)],
        )
        self.assertIn("The first 1 customers", page["whale_words"])

    def test_what_changed_this_month(self):
        row = self._row().sudo()
        old = self._row(month="2026-02-01").sudo()
        old.write({"verdict": row.verdict, "score_class": row.score_class})
        old.euros_per_month = row.euros_per_month
        theirs = self._row(self.hostile, month="2026-02-01").sudo()
        theirs.write(
            {
                "verdict": self._row(self.hostile).verdict,
                "score_class": self._row(self.hostile).score_class,
                "euros_per_month": -1,
            }
        )
        self.assertEqual(self._page()["changes"], [])
        old.verdict = "part"
        [change] = self._page()["changes"]
        self.assertEqual(change["name"], self.customer.name)
        self.assertIn("Part politely →", change["words"])

    def test_empty(self):
        self.scores.search([]).sudo().unlink()
        page = self._page()
        self.assertTrue(page["empty"])
        self.assertEqual((page["customers"], page["whale"]), ([], []))

    def test_unknown_is_no_bubble(self):
        lonely = self._customer("One invoice")
        self._sell(lonely, 10, 5)
        self.scores.sudo()._refresh(self.company)
        row = next(c for c in self._page()["customers"] if c["name"] == lonely.name)
        self.assertEqual((row["delay"], row["delay_words"]), (None, "–"))

    # --- Workbooks --------------------------------------------------------------------

    def _login(self, group):
        login = f"book_{group.rpartition('.')[2]}"
        new_test_user(
            self.env,
            login,
            f"base.group_user,{group}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.authenticate(login, login)

    def test_a_name_is_never_a_formula(self):
        self._login("tpe_base.group_tpe_manager")
        answer = self.url_open("/tpe_client_scoring/portfolio.xlsx")
        self.assertEqual(answer.status_code, 200)
        files = sheets(answer.content)
        self.assertIn("=HYPERLINK(", files["xl/sharedStrings.xml"])
        for name, xml in files.items():
            self.assertNotIn("<f>", xml, name)
            self.assertNotIn("<hyperlink", xml, name)

    def test_the_data_of_one_person(self):
        self.env["tpe.client.decision"].create(
            {
                "partner_id": self.hostile.id,
                "verdict": "part",
                "reason": "=1+1 never reads a quote",
            }
        )
        self._login("tpe_base.group_tpe_manager")
        url = f"/tpe_client_scoring/person/{self.hostile.id}.xlsx"
        files = sheets(self.url_open(url).content)
        texts = files["xl/sharedStrings.xml"]
        self.assertIn("=1+1 never reads a quote", texts)
        self.assertNotIn(self.customer.name, texts)
        self.assertNotIn("toxi", texts.lower())
        self.assertFalse([name for name, xml in files.items() if "<f>" in xml])

    def test_who_may_not_read_gets_nothing(self):
        self._login("tpe_base.group_tpe_assistant")
        for url in ("portfolio.xlsx", f"person/{self.hostile.id}.xlsx"):
            answer = self.url_open(f"/tpe_client_scoring/{url}")
            self.assertEqual(answer.status_code, 403, url)
            self.assertNotIn(b"HYPERLINK", answer.content)

    def test_a_company_that_is_not_mine(self):
        other = self.setup_other_company()["company"]
        self._login("tpe_base.group_tpe_manager")
        self.opener.cookies["cids"] = str(other.id)
        texts = sheets(self.url_open("/tpe_client_scoring/portfolio.xlsx").content)
        self.assertIn(self.customer.name, texts["xl/sharedStrings.xml"])
