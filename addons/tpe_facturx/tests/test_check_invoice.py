import re
from datetime import date
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..tools.check import check, check_many
from ..tools.inspection import inspect
from ..tools.verdict import FRENCH, OWN, PDF, PROFILE, SCHEMA
from ..tools.words import RULES
from . import invoice_files as files


def fatal(found):
    return [finding.rule for finding in found.findings if finding.fatal]


def warned(found):
    return [finding.rule for finding in found.findings if not finding.fatal]


@tagged("-at_install", "post_install")
class TestCheckInvoice(BaseCase):
    """Our own checks and the XSD; the official rules are in test_official_rules."""

    def test_a_right_invoice_has_nothing(self):
        found = inspect(files.cii(), date(2026, 11, 22))
        self.assertEqual(found.findings, ())
        self.assertEqual((found.profile, found.french), ("en16931", True))

    def assertWarned(self, rule, *changes, make=files.cii):
        found = inspect(make(*changes), date(2026, 11, 22))
        self.assertEqual((fatal(found), warned(found)), ([], [rule]))
        return found.findings[0]

    def assertRefused(self, rule, *changes):
        found = inspect(files.cii(*changes), date(2026, 11, 22))
        self.assertEqual(fatal(found), [rule])
        return found.findings[0]

    def test_a_siren_has_a_key(self):
        finding = self.assertWarned("TPE-SIREN", (files.BUYER, "404833049"))
        self.assertEqual(finding.where, "BT-47")

    def test_a_siret_has_a_key_and_begins_with_the_siren(self):
        finding = self.assertWarned("TPE-SIRET", (files.SELLER_SIRET, "73282932000075"))
        self.assertEqual(finding.where, "BT-29")
        self.assertWarned("TPE-SIRET-SIREN", (files.SELLER_SIRET, "40483304800022"))

    def test_a_french_vat_number_has_a_key_and_holds_the_siren(self):
        finding = self.assertWarned("TPE-VAT-KEY", (files.SELLER_VAT, "FR45732829320"))
        self.assertEqual(finding.where, "BT-31")
        self.assertWarned("TPE-VAT-SIREN", (files.SELLER_VAT, "FR83404833048"))

    def test_a_line_adds_up(self):
        total = ("<ram:LineTotalAmount>135.00", "<ram:LineTotalAmount>135.02")
        finding = self.assertWarned("TPE-LINE", total)
        self.assertIn("3 x 45.00 makes 135.00", finding.text)
        # A cent of rounding is allowed.
        total = ("<ram:LineTotalAmount>135.00", "<ram:LineTotalAmount>135.01")
        self.assertFalse(inspect(files.cii(total)).findings)

    def test_the_price_of_a_line_may_be_for_several(self):
        found = inspect(files.ubl())
        self.assertNotIn("TPE-LINE", warned(found))
        found = inspect(files.ubl((">100</cbc:BaseQ", ">10</cbc:BaseQ")))
        self.assertIn("TPE-LINE", warned(found))

    def test_a_discount_of_the_line_counts(self):
        discount = """</ram:ApplicableTradeTax>
    <ram:SpecifiedTradeAllowanceCharge>
     <ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
     <ram:ActualAmount>5.00</ram:ActualAmount><ram:Reason>Remise</ram:Reason>
    </ram:SpecifiedTradeAllowanceCharge>"""
        change = ("</ram:ApplicableTradeTax>", discount)
        self.assertWarned("TPE-LINE", change)
        total = ("<ram:LineTotalAmount>135.00", "<ram:LineTotalAmount>130.00")
        self.assertFalse(inspect(files.cii(change, total)).findings)

    def test_goods_are_not_taxed_when_paid(self):
        finding = self.assertWarned("TPE-BT8", (">S1<", ">B1<"))
        self.assertEqual(finding.where, "BT-8")

    def test_a_date_is_in_the_calendar(self):
        self.assertRefused("TPE-DATE", (">20261205<", ">20261131<"))
        self.assertRefused("CII-DT-097", (">20261105<", ">20261105XX<"))
        self.assertRefused("CII-DT-097", (">20261105<", ">05/11/2026<"))

    def test_dates_follow_each_other_and_are_near(self):
        self.assertWarned("TPE-DUE", (">20261205<", ">20261104<"))
        found = inspect(files.cii(("20261105", "20990101"), ("20261205", "20990201")))
        self.assertEqual(warned(found), [])
        far = files.cii(("20261105", "20990101"), ("20261205", "20990201"))
        self.assertEqual(warned(inspect(far, date(2026, 11, 22))), ["TPE-DATE-YEAR"])

    def test_a_mandatory_note_says_something(self):
        words = "Indemnité forfaitaire de recouvrement : 40 euros."
        self.assertRefused("TPE-NOTE", (words, " . "))
        # Elsewhere than in France it is a clumsiness.
        abroad = [("<ram:CountryID>FR", "<ram:CountryID>BE")] * 2
        self.assertIn("TPE-NOTE", warned(inspect(files.cii((words, " . "), *abroad))))

    def test_an_amount_is_in_the_currency_of_the_invoice(self):
        self.assertWarned("TPE-CURRENCY", ('currencyID="EUR"', 'currencyID="USD"'))

    def test_the_schema_names_the_line(self):
        finding = self.assertRefused(
            "XSD", (">200.00</ram:Basis", ">200,00</ram:Basis")
        )
        self.assertRegex(finding.where, r"line \d+")
        self.assertIn("200,00", finding.text)

    def test_an_unknown_profile(self):
        self.assertRefused("TPE-PROFILE", (files.EN16931, "urn:factur-x.eu:1p0:gold"))

    def test_a_content_richer_than_its_profile_is_read_as_what_it_is(self):
        poor = files.cii((files.EN16931, "urn:factur-x.eu:1p0:minimum"))
        found = inspect(poor)
        self.assertEqual((fatal(found), warned(found)), ([], ["TPE-PROFILE-LOW"]))
        self.assertEqual((found.profile, found.level), ("minimum", "basic"))

    def test_basic_wl_is_refused_after_its_year(self):
        level = (files.EN16931, "urn:factur-x.eu:1p0:basicwl")
        abroad = ("<ram:CountryID>FR", "<ram:CountryID>BE")
        for written, changes, rules in (
            ("20270831", [], []),
            ("20270901", [], ["TPE-PROFILE-OVER"]),
            ("20270901", [abroad], []),
        ):
            day = ("20261105", written)
            found = inspect(files.cii(level, day, *changes), date(2027, 9, 2))
            rules_found = [rule for rule in fatal(found) if rule.startswith("TPE")]
            self.assertEqual(rules_found, rules, written)
            for finding in found.findings:
                if finding.rule == "TPE-PROFILE-OVER":
                    self.assertIn("to be confirmed", finding.text)

    def test_french_rules_are_for_french_sellers(self):
        abroad = ("<ram:CountryID>FR", "<ram:CountryID>DE")
        self.assertFalse(inspect(files.cii(abroad)).french)
        self.assertTrue(inspect(files.cii()).french)
        for country, french in (
            *(("GP", True), ("MQ", True), ("RE", True)),
            *(("GF", False), ("YT", False), ("NC", False)),
        ):
            there = ("<ram:CountryID>FR", f"<ram:CountryID>{country}")
            self.assertEqual(inspect(files.cii(there)).french, french, country)
        # No address at all: the identifiers tell.
        self.assertTrue(inspect(files.ubl()).french)

    def test_a_right_pdf(self):
        found = inspect(files.pdf())
        self.assertEqual((found.findings, found.profile), ((), "en16931"))
        self.assertEqual(found.xml, files.cii())
        # An empty page from pypdf is no PDF/A: it has no colours and no identifier.
        self.assertFalse(found.is_pdfa)

    def assertPdf(self, rules, **values):
        self.assertEqual(fatal(inspect(files.pdf(**values))), rules)

    def test_how_the_xml_is_attached(self):
        self.assertPdf(["TPE-PDF-RELATION"], relation=None)
        self.assertPdf(["TPE-PDF-RELATION"], relation="/Supplement")
        self.assertPdf([], relation="/Alternative")
        self.assertPdf(["TPE-PDF-AF"], listed=False)
        self.assertPdf(["TPE-PDF-NAME", "TPE-XMP-NAME"], name="facture.xml")
        self.assertPdf(["TPE-PDF-NO-XML"], xml=b"", name="notice.txt")
        second = ("ZUGFeRD-invoice.xml", files.cii())
        self.assertPdf(["TPE-PDF-TWO"], others=[second])
        self.assertPdf([], others=[("bon de livraison.pdf", b"%PDF-1.7")])

    def test_what_the_metadata_say(self):
        self.assertPdf(["TPE-XMP"], xmp=None)
        self.assertPdf(["TPE-XMP"], xmp="<not closed")
        self.assertPdf(["TPE-XMP-LEVEL"], xmp=files.XMP.replace("EN 16931", "BASIC"))
        self.assertPdf(
            ["TPE-XMP-NAME"], xmp=files.XMP.replace("factur-x.xml<", "invoice.xml<")
        )
        self.assertPdf(["TPE-XMP-TYPE"], xmp=files.XMP.replace("INVOICE", "ORDER"))
        self.assertPdf(["TPE-XMP-PDFA"], xmp=files.XMP.replace('part="3"', 'part="1"'))
        self.assertPdf(
            ["TPE-XMP-SCHEMA"],
            xmp=files.XMP.replace("pdfaSchema:namespaceURI", "pdfaSchema:other"),
        )
        self.assertPdf(
            ["TPE-XMP-FX"],
            xmp=files.XMP.replace("fx:ConformanceLevel", "fx:Something"),
        )

    def test_a_pdf_that_runs_something(self):
        self.assertPdf(["TPE-PDF-SCRIPT"], script="app.alert('hello')")

    def test_each_own_rule_has_its_words(self):
        tools = Path(__file__).resolve().parent.parent / "tools"
        code = "".join(path.read_text() for path in tools.glob("ch*.py"))
        code += "".join(
            (tools / f"{n}.py").read_text() for n in ("reading", "pdf_reading")
        )
        rules = set(re.findall(r'"(TPE-[A-Z0-9-]+)"', code))
        self.assertGreater(len(rules), 30)
        self.assertEqual(rules - set(RULES), set())

    def test_what_a_refused_pdf_holds_is_checked_all_the_same(self):
        xml = files.cii((">20261205<", ">20261131<"))
        self.assertPdf(["TPE-XMP", "TPE-DATE"], xml=xml, xmp=None)

    def test_what_did_not_run_is_told(self):
        verdict = check(files.cii(), trusted=True, official=False)
        self.assertEqual(verdict.not_run, (PROFILE, FRENCH))
        self.assertEqual(verdict.verdict, "accept")
        self.assertFalse(verdict.complete)
        verdict = check(b"", trusted=True, official=False)
        self.assertEqual(verdict.not_run, (SCHEMA, OWN, PROFILE, FRENCH))
        verdict = check(files.pdf(encrypted=True), trusted=True, official=False)
        self.assertEqual(verdict.rules, ["TPE-PDF-ENCRYPTED"])
        self.assertIs(verdict.pdfa, False)
        self.assertNotIn(PDF, verdict.not_run)

    def test_many_files_keep_their_order(self):
        items = [(files.cii(), "a"), (b"?", "b"), (files.ubl(), "c")]
        profiles = [v.profile for v in check_many(items, official=False)]
        self.assertEqual(profiles, ["en16931", "", "en16931"])
