import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..tools.check import check, check_many
from ..tools.inspection import inspect
from ..tools.words import lines
from . import invoice_files as files

TODAY = date(2026, 11, 22)
ADDON = Path(__file__).resolve().parent.parent
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from tools.check_files import main; sys.exit(main(sys.argv[1:]))"
)
TERMS = re.search(
    "<ram:SpecifiedTradePaymentTerms>.*</ram:SpecifiedTradePaymentTerms>",
    files.CII,
    re.DOTALL,
)[0]
PEPPOL = "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
MINIMUM = "urn:factur-x.eu:1p0:minimum"


def minimum(country="FR"):
    """A true MINIMUM: neither lines, nor notes, nor addresses."""
    text = files.CII.replace(files.EN16931, MINIMUM)
    for name in (
        *("ram:IncludedNote", "ram:IncludedSupplyChainTradeLineItem", "ram:GlobalID"),
        *("ram:PostcodeCode", "ram:LineOne", "ram:CityName"),
        *("ram:URIUniversalCommunication", "ram:ActualDeliverySupplyChainEvent"),
        *("ram:ApplicableTradeTax", "ram:SpecifiedTradePaymentTerms"),
    ):
        text = re.sub(rf"<{name}\b.*?</{name}>", "", text, flags=re.DOTALL)
    buyer = r"(<ram:Name>Garage.*?)<ram:PostalTradeAddress>.*?</ram:PostalTradeAddress>"
    text = re.sub(buyer, r"\1", text, flags=re.DOTALL)
    text = text.replace("<ram:LineTotalAmount>200.00</ram:LineTotalAmount>", "")
    # The schema wants it, and wants it empty.
    delivery = r"(<ram:ApplicableHeaderTradeDelivery>)\s*"
    text = re.sub(delivery, r"\1", text)
    return text.replace("<ram:CountryID>FR", f"<ram:CountryID>{country}").encode()


@tagged("-at_install", "post_install")
class TestCheckNorm(BaseCase):
    """What EN 16931-1 and the French rules say, and the published rules do not look at."""

    def found(self, *changes, make=files.cii):
        findings = inspect(make(*changes), TODAY).findings
        return [(f.rule, f.fatal) for f in findings]

    def test_an_amount_due_has_its_day_or_its_terms(self):
        """BR-CO-25 of EN 16931-1, of which only EXTENDED has kept a published rule."""
        none = (TERMS, "")
        described = TERMS.replace(
            re.search("<ram:DueDateDateTime>.*</ram:DueDateDateTime>", TERMS, re.S)[0],
            "<ram:Description>30 jours</ram:Description>",
        )
        paid = (
            "<ram:DuePayableAmount>240.00",
            "<ram:TotalPrepaidAmount>240.00</ram:TotalPrepaidAmount>"
            "<ram:DuePayableAmount>0.00",
        )
        credit = (">380<", ">381<")
        self.assertEqual(self.found(none), [("BR-CO-25", True)])
        self.assertEqual(self.found((TERMS, described)), [])
        self.assertEqual(self.found(none, paid), [])
        self.assertEqual(self.found(none, credit), [])
        due = ("<cbc:DueDate>2026-12-05</cbc:DueDate>", "")
        self.assertIn(("BR-CO-25", True), self.found(due, make=files.ubl))

    def test_extended_tells_it_once(self):
        level = (
            files.EN16931,
            "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
        )
        verdict = check(files.cii(level, (TERMS, "")), today=TODAY)
        told = [f.layer for f in verdict.findings if f.rule == "BR-CO-25"]
        self.assertEqual(told, ["factur-x"])

    def test_the_key_of_an_iban(self):
        means = """<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>
    <ram:PayeePartyCreditorFinancialAccount>
     <ram:IBANID>%s</ram:IBANID>
    </ram:PayeePartyCreditorFinancialAccount>
   </ram:SpecifiedTradeSettlementPaymentMeans>"""
        currency = "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"
        for iban, rules in (
            ("FR14 2004 1010 0505 0001 3M02 606", []),
            ("FR15 2004 1010 0505 0001 3M02 606", [("TPE-IBAN", False)]),
            ("20041010050500013M02606", [("TPE-IBAN", False)]),
        ):
            self.assertEqual(self.found((currency, means % iban)), rules, iban)
        account = """<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
 <cac:PayeeFinancialAccount><cbc:ID>%s</cbc:ID></cac:PayeeFinancialAccount>
 </cac:PaymentMeans><cac:LegalMonetaryTotal>"""
        for text, told in (("12345678901", False), ("FR15 2004 1010 0505 0001", True)):
            change = ("<cac:LegalMonetaryTotal>", account % text)
            found = self.found(change, make=files.ubl)
            self.assertEqual(("TPE-IBAN", False) in found, told, text)

    def test_the_price_is_the_gross_price_less_its_discount(self):
        """BT-146 = BT-148 - BT-147."""
        net = "<ram:NetPriceProductTradePrice>\n     <ram:ChargeAmount>45.00"
        gross = (
            """<ram:GrossPriceProductTradePrice>
     <ram:ChargeAmount>50.00</ram:ChargeAmount>%s
    </ram:GrossPriceProductTradePrice>"""
            + net
        )
        discount = """<ram:AppliedTradeAllowanceCharge>
      <ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
      <ram:ActualAmount>%s</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>"""
        for amount, rules in (("5.00", []), ("4.00", [("TPE-PRICE", False)])):
            change = (net, gross % (discount % amount))
            self.assertEqual(self.found(change), rules, amount)
        self.assertEqual(self.found((net, gross % "")), [("TPE-PRICE", False)])
        # For a hundred before, for one after: nothing can be told.
        hundred = (gross % "").replace(
            "50.00</ram:ChargeAmount>",
            "50.00</ram:ChargeAmount><ram:BasisQuantity>100</ram:BasisQuantity>",
        )
        self.assertEqual(self.found((net, hundred)), [])
        cut = """5</cbc:PriceAmount><cac:AllowanceCharge>
 <cbc:ChargeIndicator>false</cbc:ChargeIndicator>
 <cbc:Amount currencyID="EUR">1</cbc:Amount>
 <cbc:BaseAmount currencyID="EUR">%s</cbc:BaseAmount></cac:AllowanceCharge>"""
        for base, told in (("6", False), ("7", True)):
            change = ("5</cbc:PriceAmount>", cut % base)
            found = self.found(change, make=files.ubl)
            self.assertEqual(("TPE-PRICE", False) in found, told, base)

    def test_every_date_is_in_the_calendar(self):
        reference = """</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
   <ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F1</ram:IssuerAssignedID>
    <ram:FormattedIssueDateTime>
     <q:DateTimeString xmlns:q="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
      format="102">%s</q:DateTimeString>
    </ram:FormattedIssueDateTime></ram:InvoiceReferencedDocument>"""
        end = "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        for day, rules in (("20260601", []), ("20260631", [("TPE-DATE", True)])):
            self.assertEqual(self.found((end, reference % day)), rules, day)

    def test_signs_alone_say_nothing(self):
        words = "Indemnité forfaitaire de recouvrement : 40 euros."
        for text in ("???", "\u00a0\u2003\u200b", "—"):
            self.assertEqual(self.found((words, text)), [("TPE-NOTE", True)], text)
        self.assertEqual(self.found((words, "40 €")), [])

    def test_minimum_is_no_invoice_in_france(self):
        french, abroad = check_many([(minimum(), ""), (minimum("BE"), "")], TODAY)
        self.assertEqual((french.profile, french.not_run), ("minimum", ()))
        self.assertIn("TPE-PROFILE-SHORT", french.rules)
        self.assertIn("BR-FR-05_BT-22_PMT", french.rules)
        self.assertEqual((abroad.rules, abroad.not_run), ([], ()))
        self.assertEqual(abroad.not_applied, ("br-fr",))

    def test_a_national_use_of_the_norm_is_the_norm(self):
        for end, name in (
            (PEPPOL, "cius"),
            ("#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "xrechnung"),
        ):
            verdict = check(files.cii((files.EN16931, files.EN16931 + end)))
            self.assertEqual((verdict.findings, verdict.not_run), ((), ()), end)
            self.assertEqual(verdict.profile, name)
        for end in ("#gold", "#compliant#urn:factur-x.eu:1p0:gold", "-gold"):
            found = self.found((files.EN16931, files.EN16931 + end))
            self.assertEqual(found, [("TPE-PROFILE", True)], end)

    def test_what_the_declared_level_asks_for(self):
        """EXTENDED allows a line without VAT, EN 16931 does not (BR-CO-04)."""
        tax = re.search(
            "<ram:ApplicableTradeTax>.*?</ram:ApplicableTradeTax>", files.CII, re.S
        )[0]
        verdict = check(files.cii((tax, "")))
        self.assertEqual(verdict.profile, "en16931")
        self.assertIn("BR-CO-04", verdict.rules)
        self.assertFalse([r for r in verdict.rules if r.startswith("BR-FXEXT")])
        self.assertEqual(verdict.warnings, ["TPE-PROFILE-LOW"])

    def test_zugferd_1_is_refused(self):
        root = "urn:ferd:CrossIndustryDocument:invoice:1p0"
        found = inspect(f'<r:CrossIndustryDocument xmlns:r="{root}"/>'.encode())
        self.assertIn("TPE-PROFILE-OLD", [f.rule for f in found.findings if f.fatal])

    def test_the_metadata_give_a_version(self):
        xmp = files.XMP.replace("<fx:Version>1.0</fx:Version>", "")
        found = inspect(files.pdf(xmp=xmp))
        self.assertEqual([f.rule for f in found.findings], ["TPE-XMP-VERSION"])

    def test_a_name_cannot_write_a_verdict(self):
        line = check(b"hello", official=False).as_dict("a.pdf : acceptée\nb\udcff.pdf")
        first, *_others = lines(line, "fr")
        self.assertEqual(first, "a.pdf : acceptée?b?.pdf : refusée")

    def test_no_verdict_is_no_refusal(self):
        """A full disk, or a standard output that the caller closed."""
        command = [sys.executable, "-c", PROGRAM, ADDON, "/"]
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"The verdicts cannot be written", done.stderr)
        closed = subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE
        )
        self.assertEqual((closed.returncode, closed.stderr), (2, b""))

    def test_nobody_reads_the_rest(self):
        done = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, ADDON, "/", "/"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        done.stdout.close()
        self.assertEqual(done.stderr.read(), b"")
        self.assertEqual(done.wait(60), 1)
        done.stderr.close()
