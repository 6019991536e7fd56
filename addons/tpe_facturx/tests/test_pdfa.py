import io
import tempfile
import zlib
from datetime import datetime, timezone

import page as page_validation
from facturx import get_xml_from_pdf
from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from ..tools import pdfa
from .printed_page import UNPATCHED, print_patched

XML = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
  <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
  <ram:ID>%s</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
</rsm:CrossIndustryInvoice>
"""
EN16931 = XML % "urn:cen.eu:en16931:2017"
LEVELS = {
    "BASIC": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "EN 16931": "urn:cen.eu:en16931:2017",
    "EXTENDED": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}
DOCUMENT = pdfa.Document(
    title="Atelier – Facture FAC/1",
    author="Atelier & fils",
    subject="Facture FAC/1 du 05/10/2026",
    created=datetime(2026, 10, 5, 8, 30, 15, tzinfo=timezone.utc),
)
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"


@tagged("-at_install", "post_install")
class TestPdfa(BaseCase):
    """From a print of wkhtmltopdf, of both builds, to a Factur-X."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("tools/data/files/sRGB2014.icc", "rb") as profile:
            cls.icc = profile.read()
        cls.prints = {
            "patched": print_patched(),
            "unpatched": UNPATCHED.read_bytes(),
        }

    def _made(self, pdf, xml=EN16931, *attachments):
        return pdfa.to_facturx(pdf, xml.encode(), DOCUMENT, self.icc, attachments)

    def _tampered(self, change, build="unpatched"):
        """A print after ``change``, and the Factur-X made of it."""
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(self.prints[build])))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue(), self._made(out.getvalue())

    def _accepted(self, pdf):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            report = page_validation.validate_pdf(
                file.name, profile=page_validation.ValidationProfile.PDF_A_3B
            )
        self.assertTrue(report.is_compliant, str(report))

    def _refused(self, reason, pdf, xml=EN16931, *attachments):
        with self.assertRaises(pdfa.Refused) as caught:
            self._made(pdf, xml, *attachments)
        self.assertEqual(caught.exception.reason, reason)

    def test_both_builds_become_pdfa(self):
        for build, pdf in self.prints.items():
            with self.subTest(build):
                self._accepted(self._made(pdf))

    def test_the_page_is_what_it_was(self):
        for build, pdf in self.prints.items():
            with self.subTest(build):
                before = PdfReader(io.BytesIO(pdf))
                after = PdfReader(io.BytesIO(self._made(pdf)))
                texts = [page.extract_text() for page in after.pages]
                self.assertEqual(texts, [page.extract_text() for page in before.pages])
                self.assertIn("Facture FAC/2026/00001", " ".join(texts[0].split()))
                self.assertGreater(len(texts), 1)

    def test_the_xml_comes_out_as_it_went_in(self):
        for build, pdf in self.prints.items():
            with self.subTest(build):
                found = get_xml_from_pdf(self._made(pdf), check_xsd=False)
                self.assertEqual(found, ("factur-x.xml", EN16931.encode()))

    def test_the_xmp_names_the_level_of_the_xml(self):
        for level, urn in LEVELS.items():
            with self.subTest(level):
                made = self._made(self.prints["unpatched"], XML % urn)
                self.assertEqual(
                    self._xmp(made).findtext(f".//{FX}ConformanceLevel"), level
                )

    def test_the_properties_agree_with_the_xmp(self):
        made = self._made(self.prints["patched"])
        info, xmp = PdfReader(io.BytesIO(made)).metadata, self._xmp(made)
        for key, path, value in (
            ("/Title", f"{DC}title//{RDF}li", DOCUMENT.title),
            ("/Author", f"{DC}creator//{RDF}li", DOCUMENT.author),
            ("/Subject", f"{DC}description//{RDF}li", DOCUMENT.subject),
            ("/Creator", f"{XMP}CreatorTool", info["/Creator"]),
            ("/Producer", "{http://ns.adobe.com/pdf/1.3/}Producer", info["/Producer"]),
        ):
            self.assertEqual((info[key], xmp.findtext(f".//{path}")), (value, value))
        self.assertEqual(info["/CreationDate"], "D:20261005083015+00'00'")
        self.assertEqual(info["/ModDate"], info["/CreationDate"])
        for name in ("CreateDate", "ModifyDate"):
            self.assertEqual(
                xmp.findtext(f".//{XMP}{name}"), "2026-10-05T08:30:15+00:00"
            )
        self.assertNotIn("/Keywords", info)
        names = PdfReader(io.BytesIO(made)).root_object["/Names"]["/EmbeddedFiles"]
        file = names["/Names"][1].get_object()["/EF"]["/F"]
        self.assertEqual(file["/Params"]["/ModDate"], info["/ModDate"])

    def test_the_same_input_gives_the_same_bytes(self):
        pdf = self.prints["patched"]
        self.assertEqual(self._made(pdf), self._made(pdf))
        other = PdfReader(io.BytesIO(self._made(pdf, XML % LEVELS["BASIC"])))
        first = PdfReader(io.BytesIO(self._made(pdf)))
        self.assertNotEqual(first.trailer["/ID"], other.trailer["/ID"])

    def test_the_language_of_the_page_is_told(self):
        root = PdfReader(io.BytesIO(self._made(self.prints["patched"]))).root_object
        self.assertEqual(root["/Lang"], "fr-FR")

    def test_a_factur_x_given_again_holds_the_new_xml_alone(self):
        other = XML % LEVELS["EXTENDED"]
        again = self._made(self._made(self.prints["unpatched"]), other)
        self._accepted(again)
        self.assertEqual(get_xml_from_pdf(again, check_xsd=False)[1], other.encode())
        reader = PdfReader(io.BytesIO(again))
        self.assertEqual(list(reader.attachments), ["factur-x.xml"])
        embedded = [
            found
            for number in range(1, int(reader.trailer["/Size"]))
            if isinstance(found := reader.get_object(number), DictionaryObject)
            and found.get("/Type") == "/EmbeddedFile"
        ]
        self.assertEqual(len(embedded), 1)
        self.assertEqual(len(reader.root_object["/OutputIntents"]), 1)

    def test_links_are_printed_and_dead_ones_go(self):
        for build, pdf in self.prints.items():
            with self.subTest(build):
                made = PdfReader(io.BytesIO(self._made(pdf)))
                links = [note.get_object() for note in made.pages[0]["/Annots"]]
                targets = [link["/A"]["/URI"] for link in links if "/A" in link]
                self.assertEqual(targets, ["https://example.com/pay"])
                self.assertEqual({link["/F"] for link in links}, {4})

    def test_a_hidden_annotation_is_shown(self):
        def change(writer):
            link = Link(rect=(0, 0, 9, 9), url="https://example.com")
            link[NameObject("/F")] = NumberObject(2 | 32)
            writer.add_annotation(0, link)

        _pdf, made = self._tampered(change)
        notes = PdfReader(io.BytesIO(made)).pages[0]["/Annots"]
        self.assertEqual([note.get_object()["/F"] for note in notes], [4, 4])
        self._accepted(made)

    def test_nothing_runs(self):
        script = {"/S": "/JavaScript", "/JS": "app.alert(1)"}
        launch = {"/S": "/Launch", "/F": "/bin/true"}

        def change(writer):
            writer.add_js("app.alert(1)")
            root = writer.root_object
            root[NameObject("/OpenAction")] = _dictionary(script)
            root[NameObject("/AA")] = DictionaryObject(
                {NameObject("/WC"): _dictionary(script)}
            )
            note = writer.pages[0]["/Annots"][0].get_object()
            note[NameObject("/A")] = _dictionary(launch)
            note[NameObject("/AA")] = DictionaryObject(
                {NameObject("/E"): _dictionary(script)}
            )
            writer.add_annotation(
                0, _dictionary({"/Subtype": "/Sound", "/Type": "/Annot"})
            )

        pdf, made = self._tampered(change)
        for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/AA", b"/Sound"):
            self.assertIn(word, pdf)
            self.assertNotIn(word, made)
        self._accepted(made)

    def test_an_action_after_an_allowed_one_goes(self):
        def change(writer):
            action = writer.pages[0]["/Annots"][0].get_object()["/A"].get_object()
            action[NameObject("/Next")] = _dictionary(
                {"/S": "/Launch", "/F": "/bin/true"}
            )

        pdf, made = self._tampered(change)
        self.assertIn(b"/Launch", pdf)
        self.assertNotIn(b"/Launch", made)

    def test_images_are_not_smoothed(self):
        def change(writer):
            for image in writer.pages[0]["/Resources"]["/XObject"].values():
                image.get_object()[NameObject("/Interpolate")] = BooleanObject(True)

        pdf, made = self._tampered(change)
        self.assertIn(b"/Interpolate true", pdf)
        self.assertNotIn(b"/Interpolate true", made)

    def test_widths_are_those_of_the_font(self):
        """The box of a missing letter takes 1229 of the 2048 units of DejaVu Sans."""
        self.assertEqual(self._boxes(self._made(self.prints["patched"])), {600})
        self.assertEqual(self._boxes(self.prints["patched"]), {595})

    def _boxes(self, pdf):
        resources = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
        return {
            font.get_object()["/DescendantFonts"][0].get_object()["/W"][1][0]
            for font in resources["/Font"].values()
        }

    def test_other_files_go_along(self):
        note = pdfa.Attachment("bon.pdf", self.prints["patched"], "Bon de livraison")
        made = self._made(self.prints["unpatched"], EN16931, note)
        self._accepted(made)
        attachments = PdfReader(io.BytesIO(made)).attachments
        self.assertEqual(set(attachments), {"factur-x.xml", "bon.pdf"})
        self.assertEqual(attachments["bon.pdf"], [note.data])

    def test_two_files_of_one_name_are_refused(self):
        pdf = self.prints["unpatched"]
        self._refused("attachment", pdf, EN16931, pdfa.Attachment("Factur-X.xml", b"a"))
        twice = [pdfa.Attachment("a.txt", b"a"), pdfa.Attachment("A.txt", b"b")]
        self._refused("attachment", pdf, EN16931, *twice)

    def test_bytes_that_end_like_a_line(self):
        """A validator takes the last byte for a part of the end of line."""
        data = next(
            data
            for length in range(1, 257)
            if zlib.compress(data := b"a" * length)[-1:] == b"\r"
        )
        note = pdfa.Attachment("a.txt", data)
        made = self._made(self.prints["unpatched"], EN16931, note)
        self._accepted(made)
        self.assertEqual(PdfReader(io.BytesIO(made)).attachments["a.txt"], [data])

    def test_what_is_no_pdf_is_refused(self):
        pdf = self.prints["unpatched"]
        self._refused("empty", b"")
        self._refused("broken", b"<html><body>Facture</body></html>")
        self._refused("broken", pdf[:200])
        self._refused("broken", b"%PDF-1.4\n" + bytes(range(256)) * 40)

    def test_a_pdf_without_page_is_refused(self):
        writer, out = PdfWriter(), io.BytesIO()
        writer.write(out)
        self._refused("empty", out.getvalue())

    def test_an_encrypted_pdf_is_refused(self):
        for password in ("secret", ""):
            writer = PdfWriter(
                clone_from=PdfReader(io.BytesIO(self.prints["unpatched"]))
            )
            writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
            out = io.BytesIO()
            writer.write(out)
            self._refused("encrypted", out.getvalue())

    def test_an_xml_of_no_level_is_refused(self):
        pdf = self.prints["unpatched"]
        self._refused("xml", pdf, "<a/>")
        self._refused("xml", pdf, "<a>")
        self._refused("xml", pdf, XML % "urn:example:unknown")
        # The French extension exists as XML alone.
        self._refused(
            "xml",
            pdf,
            XML
            % "urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr",
        )

    def test_half_damaged_prints_are_refused_or_made(self):
        """Never another error than the one that the caller expects."""
        pdf = self.prints["patched"]
        for at in range(0, len(pdf), len(pdf) // 60):
            damaged = pdf[:at] + b"\0\0>>endobj" + pdf[at + 10 :]
            try:
                made = self._made(damaged)
            except pdfa.Refused:
                continue
            self.assertTrue(made.startswith(b"%PDF-1.7"))

    def _xmp(self, pdf):
        metadata = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_object()
        self.assertNotIn("/Filter", metadata)
        return etree.fromstring(metadata.get_data())


def _dictionary(values):
    made = DictionaryObject()
    for key, value in values.items():
        is_name = value.startswith("/") and key != "/F"
        made[NameObject(key)] = (
            NameObject(value) if is_name else TextStringObject(value)
        )
    if "/Subtype" in values:
        made[NameObject("/Rect")] = ArrayObject(NumberObject(n) for n in (0, 0, 9, 9))
    return made
