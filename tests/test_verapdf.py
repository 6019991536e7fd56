"""veraPDF, the reference validator of PDF/A, on the Factur-X of both wkhtmltopdf builds."""

import io
from datetime import datetime, timezone
from pathlib import Path

import page
from pypdf import PdfReader, PdfWriter

from odoo.tools import file_open

from odoo.addons.tpe_facturx.tests.printed_page import UNPATCHED, print_patched
from odoo.addons.tpe_facturx.tests.test_pdfa import EN16931
from odoo.addons.tpe_facturx.tools import pdfa

from devtools import verapdf

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus/facturx"
REJECTED = {"PDF-003": "6.8-3", "PDF-005": "6.6.2.1-1", "PDF-007": "6.2.4.3-4"}


def test_both_builds_and_both_validators(tmp_path):
    prints = {"patched": print_patched(), "unpatched": UNPATCHED.read_bytes()}
    document = pdfa.Document(
        "Facture 1", "Atelier", "Facture", datetime(2026, 10, 5, tzinfo=timezone.utc)
    )
    with file_open("tools/data/files/sRGB2014.icc", "rb") as profile:
        icc = profile.read()
    files = {}
    for build, pdf in prints.items():
        note = pdfa.Attachment("bon.pdf", pdf, "Bon de livraison")
        made = pdfa.to_facturx(pdf, EN16931.encode(), document, icc, (note,))
        again = pdfa.to_facturx(made, EN16931.encode(), document, icc)
        for name, content in (("once", made), ("twice", again), ("print", pdf)):
            files[build, name] = tmp_path / f"{build}-{name}.pdf"
            files[build, name].write_bytes(content)
    verdicts = dict(zip(files, verapdf.validate(*files.values()), strict=True))
    for (build, name), verdict in verdicts.items():
        report = page.validate_pdf(
            str(files[build, name]), profile=page.ValidationProfile.PDF_A_3B
        )
        expected = name != "print"
        assert verdict.conformant == expected, (build, name, verdict.rules)
        assert report.is_compliant == expected, (build, name, str(report))
    # What each build gets wrong: no identifier, colours of no profile, no XMP.
    common = {"6.1.3-1", "6.2.4.3-2", "6.6.2.1-1", "6.3.2-1"}
    assert common <= set(verdicts["unpatched", "print"].rules)
    # Widths of the screen: the patched build alone.
    assert common | {"6.2.11.5-1"} <= set(verdicts["patched", "print"].rules)


def test_a_file_that_is_no_pdf_is_an_error(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(b"no PDF")
    (verdict,) = verapdf.validate(file)
    assert not verdict.conformant
    assert verdict.rules


def test_it_tells_a_blank_page_from_pdfa(tmp_path):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    file = tmp_path / "a.pdf"
    file.write_bytes(out.getvalue())
    assert len(PdfReader(file).pages) == 1
    assert "6.1.3-1" in verapdf.validate(file)[0].rules


if CORPUS.exists():

    def test_known_verdicts():
        files = sorted(CORPUS.glob("cas-limites-fr/*/facture.pdf"))
        files += sorted(CORPUS.glob("zugferd2-valid/*.pdf"))
        assert len(files) == 19
        for file, verdict in zip(files, verapdf.validate(*files), strict=True):
            rule = REJECTED.get(file.parent.name)
            assert verdict.rules == ([rule] if rule else []), file
            assert verdict.conformant == (not rule), file
