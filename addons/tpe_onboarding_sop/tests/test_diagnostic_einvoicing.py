import re
from datetime import date
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common_diagnostic import DiagnosticCommon

BEFORE, AFTER = date(2026, 8, 31), date(2026, 9, 1)
ADDONS = Path(__file__).parents[2]
FORBIDDEN = {
    # The old name of the platforms; modules of Odoo keep it in their technical name.
    "old name": r"(?<![\w])P" r"DP(?![\w])",
    "free portal": r"(?i)portail public",
    "old fine": r"(?<![\d.,])1" r"5[\s\u00a0\u202f]?(?:€|EUR\b|euros?\b)",
}


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestDiagnosticEinvoicing(DiagnosticCommon):
    """Five points, dated law with its source, what is not known stays so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop_einvoice = cls.env["tpe.sop"].search(
            [("code", "=", "facture-electronique")]
        )
        if not cls.sop_einvoice:
            cls.sop_einvoice = cls._procedure("E-invoices", code="facture-electronique")

    def _points(self, today=AFTER, user=None, company=None):
        diagnostics = self.env["tpe.diagnostic"].with_user(user or self.boss)
        rows = diagnostics._einvoicing_points(company or self.company, today)
        return {row["code"]: row for row in rows}

    def _point(self, code):
        return self.env["tpe.diagnostic.point"].search(
            [("company_id", "=", self.company.id), ("code", "=", code)]
        )

    def _say(self, code, said, **values):
        self._point(code).with_user(self.boss).write({"said": said, **values})

    def test_five_points_of_an_empty_firm(self):
        points = self._points()
        self.assertEqual(list(points), ["platform", "flows", "data", "team", "tested"])
        self.assertEqual(points["platform"]["state"], "late")
        self.assertNotEqual(points["data"]["state"], "ok")
        self.assertNotEqual(points["tested"]["state"], "ok")
        for row in points.values():
            self.assertTrue(row["label"] and row["sentence"] and row["action"])

    def test_no_platform_is_late_since_the_first_of_september(self):
        self._say("platform", "no")
        before, after = self._points(BEFORE)["platform"], self._points()["platform"]
        self.assertEqual((before["state"], after["state"]), ("to_do", "late"))
        self.assertEqual(after["date"], AFTER)
        self.assertIn("A18802", after["url"])
        self.assertIn("Finance act", after["source"])
        for words in ("500", "1,000", "3 months", "09/01/2026"):
            self.assertIn(words, after["sentence"])

    def test_platform_said_with_its_name(self):
        self._say("platform", "yes", platform="Passerelle Test")
        row = self._points()["platform"]
        self.assertEqual(row["state"], "ok")
        self.assertIn("Passerelle Test. Said by Owner on 03/31/2026", row["sentence"])
        self._point("platform").with_user(self.boss).said = False
        self.assertFalse(self._point("platform").said_by_id)
        self.assertEqual(self._points()["platform"]["state"], "late")

    def test_the_machine_says_nothing(self):
        with self.assertRaises(UserError):
            self._point("team").with_user(self.env.ref("base.user_root")).said = "yes"

    def test_flows_are_documented_by_the_procedure(self):
        self.assertEqual(self._points()["flows"]["state"], "ok")
        self.sop_einvoice.active = False
        self.assertEqual(self._points()["flows"]["state"], "to_do")
        self._say("flows", "yes")
        self.assertEqual(self._points()["flows"]["state"], "ok")

    def test_team_has_read_it(self):
        self.sop_einvoice.owner_id = self.alice
        version = self.sop_einvoice.version_id
        self.assertIn(self.alice, version._readers())
        row = self._points()["team"]
        self.assertEqual(row["state"], "to_do")
        self.assertIn("Alice", row["sentence"])
        for reader in version._readers():
            version.with_user(reader).action_sign_off()
        self.assertEqual(self._points()["team"]["state"], "ok")

    def test_team_said(self):
        self.sop_einvoice.owner_id = self.alice
        self._say("team", "yes")
        row = self._points()["team"]
        self.assertEqual(row["state"], "ok")
        self.assertIn("Said by Owner", row["sentence"])

    def test_share_of_customers_with_a_siren(self):
        """One of two: 552 100 554 is valid, 552 100 555 is not; a consumer has none."""
        wrong = self._customer("Wrong", company_registry="552100555")
        person = self._customer("Person", is_company=False, company_registry=False)
        never = self._customer("Never invoiced", company_registry="552100555")
        person.tpe_profile = never.tpe_profile = "consumer"
        self.assertEqual(
            self.env["tpe.diagnostic"]._siren_share(self.company, date(2026, 3, 31)),
            (0, 0),
        )
        for partner in (self.customer, wrong, person):
            partner.tpe_profile = "consumer" if partner == person else "professional"
            self._invoice(10, partner=partner)
        share = self.env["tpe.diagnostic"]._siren_share
        self.assertEqual(share(self.company, date(2026, 3, 31)), (1, 2))
        self.assertEqual(share(self.company, date(2028, 3, 31)), (0, 0))

    def test_data_are_structured_when_all_customers_are_ready(self):
        def state(ready, known, missing, today=AFTER):
            method = "_ready_customers"
            answer = lambda *args: (ready, known, missing)  # noqa: E731
            with patch.object(self.env.registry["tpe.diagnostic"], method, answer):
                return self._points(today)["data"]

        self.assertEqual(state(0, 0, [])["state"], "unknown")
        self.assertEqual(state(2, 2, [])["state"], "ok")
        self.assertEqual(state(2, 2, ["SIREN"])["state"], "to_do")
        row = state(1, 2, [])
        self.assertEqual((row["state"], row["date"]), ("to_do", date(2027, 9, 1)))
        row = state(1, 2, [], date(2027, 9, 1))
        self.assertEqual(row["state"], "late")
        for words in ("1 of 2", "50", "15,000"):
            self.assertIn(words, row["sentence"])

    def test_three_invoices_said(self):
        self._say("tested", "yes")
        self.assertEqual(self._points()["tested"]["state"], "ok")
        self._say("tested", "no")
        self.assertEqual(self._points()["tested"]["state"], "to_do")
        self.assertEqual(self._points(date(2027, 9, 1))["tested"]["state"], "late")

    def test_law_is_dated(self):
        rules = self.env["tpe.diagnostic.rule"]
        fines = {
            code: (rule.amount, rule.amount_next, rule.months, rule.cap)
            for code in ("fine_platform", "fine_invoice", "fine_report")
            for rule in rules._current(code, AFTER)
        }
        self.assertEqual(
            fines,
            {
                "fine_platform": (500, 1000, 3, 0),
                "fine_invoice": (50, 0, 0, 15000),
                "fine_report": (500, 0, 0, 15000),
            },
        )
        self.assertEqual(rules._current("receive", BEFORE).valid_from, AFTER)
        self.assertEqual(rules._current("issue", BEFORE).valid_from, date(2027, 9, 1))
        later = rules._current("fine_platform", AFTER).copy(
            {"valid_from": "2028-01-01", "amount": 700}
        )
        self.assertEqual(rules._current("fine_platform", AFTER).amount, 500)
        self.assertEqual(rules._current("fine_platform", date(2028, 1, 1)), later)
        self.assertFalse(rules._current("none", AFTER))
        self.assertEqual(
            rules.search([("verified", "=", False)]).mapped("code"), ["relief"]
        )

    def test_what_is_not_verified_is_to_be_confirmed(self):
        self._say("platform", "no")
        self.assertNotIn("confirmed", self._points()["platform"]["sentence"])
        rules = self.env["tpe.diagnostic.rule"]
        rules._current("fine_platform", AFTER).verified = False
        self.assertIn("(to be confirmed).", self._points()["platform"]["sentence"])

    def test_who_reads(self):
        self._say("platform", "no")
        self.assertEqual(
            self._points(user=self.accountant)["platform"]["state"], "late"
        )
        point = self._point("platform")
        with freeze_time("2026-09-01 08:00:00"):
            self.assertEqual(point.with_user(self.accountant).state, "late")
        with self.assertRaises(AccessError):
            point.with_user(self.accountant).said = "yes"
        with self.assertRaises(AccessError):
            self._points(user=self.assistant)
        with self.assertRaises(AccessError):
            point.with_user(self.assistant).read(["said"])
        with self.assertRaises(AccessError):
            self.env["tpe.diagnostic.rule"].with_user(self.accountant).create(
                {"code": "x", "name": "x", "valid_from": AFTER, "source": "x"}
            )

    def test_of_each_firm(self):
        self._say("platform", "no")
        other, foreign = self._other_company()
        points = self.env["tpe.diagnostic.point"].with_user(foreign).search([])
        self.assertEqual(points.company_id, other)
        self.assertEqual(len(points), 5)
        row = self._points(user=foreign, company=other)["platform"]
        self.assertEqual((row["state"], "Said" in row["sentence"]), ("late", False))
        self.env["tpe.diagnostic.point"]._create_missing()
        self.assertEqual(len(points.search([])), 5)

    def test_action_opens_something(self):
        for point in self.env["tpe.diagnostic.point"].search(
            [("company_id", "=", self.company.id)]
        ):
            self.assertNotEqual(point.display_name, point.code)
            action = point.with_user(self.accountant).action_mend()
            self.assertIn(action["res_model"], self.env)

    def test_obsolete_words(self):
        for rule, sample in zip(
            FORBIDDEN.values(), ("une PDP.", "Portail public", "15 € par"), strict=True
        ):
            self.assertRegex(sample, rule)
        found = [
            f"{path.relative_to(ADDONS)}: {name}"
            for path in ADDONS.glob("tpe_*/**/*")
            if path.suffix in {".py", ".xml", ".json", ".po", ".js", ".md", ".csv"}
            and not {"tests", "lib"} & set(path.relative_to(ADDONS).parts)
            for name, pattern in FORBIDDEN.items()
            if re.search(pattern, path.read_text())
        ]
        self.assertFalse(found)
