import base64
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import tagged

from ..models.facturx_check import PROFILES
from ..tools import official
from ..tools.check import check
from ..tools.profile import LEVELS, level_of
from ..tools.profiles import GUIDELINES
from ..tools.verdict import FRENCH, PDF, PROFILE
from . import invoice_files as files
from .printed_page import UNPATCHED
from .product_common import FacturxCommon

# What an import finds where a package is not installed.
HIDDEN = {"saxonche": None, "page": None}
ADDON = Path(__file__).parent.parent
PROGRAM = """
import sys
sys.modules.update(saxonche=None, page=None)
sys.path.insert(0, sys.argv.pop(1))
from tools.check_files import main
sys.exit(main(sys.argv[1:]))
"""


@tagged("-at_install", "post_install")
class TestFacturxNotRun(FacturxCommon):
    """A server with factur-x and lxml alone: « not run » is said, « valid » never."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(sys.modules, HIDDEN))
        self.invoice = self._invoice()
        reports = self.env.registry["ir.actions.report"]
        printed = UNPATCHED.read_bytes()
        self.startPatcher(
            patch.object(
                reports,
                "_pre_render_qweb_pdf",
                lambda self, name, res_ids, data=None: (
                    {
                        res_id: {"stream": io.BytesIO(printed), "attachment": None}
                        for res_id in res_ids
                    },
                    "pdf",
                ),
            )
        )

    def _factur_x(self):
        self.invoice.action_facturx()
        return self.invoice.invoice_pdf_report_id.raw

    def _line(self, lang="en_US"):
        self.env.invalidate_all()
        return self.invoice.with_context(lang=lang).tpe_facturx_line

    def test_they_are_hidden(self):
        self.assertEqual(official.available(), {"saxonche": False, "page": False})

    def test_a_good_file(self):
        found = check(self._factur_x())
        self.assertEqual(found.findings, ())
        self.assertEqual(found.not_run, (PDF, PROFILE, FRENCH))
        self.assertEqual((found.pdfa, found.complete), (None, False))

    def test_the_line_of_the_invoice(self):
        self._factur_x()
        # Once when it is made, once by the button, which runs all that there is.
        for _again in range(2):
            line = self._line()
            self.assertEqual(
                (line["text"], line["notes"], line["items"]),
                (
                    "Factur-X EN 16931: nothing to mend (XSD, checks)",
                    ["Official rules: not run (module missing)."],
                    [],
                ),
            )
            found = self.invoice.tpe_facturx_check_ids
            self.assertEqual((found.pdfa, found.waiting), ("unknown", False))
            self.invoice.action_tpe_facturx_check()
        french = self._line("fr_FR")
        self.assertIn("non exécutées", french["notes"][0])
        self.assertNotIn("conforme", french["text"])

    def test_the_manifest_of_the_zip(self):
        self._factur_x()
        batch = self.env["tpe.facturx.batch"]._ask(self.invoice, "Mars 2026").sudo()
        batch.line_ids._make()
        batch._finish()
        archive = zipfile.ZipFile(io.BytesIO(batch.attachment_id.raw))
        text = archive.read("manifest.csv").decode("utf-8-sig")
        heading, row = (line.split(";") for line in text.splitlines())
        told = dict(zip(heading, row, strict=True))
        self.assertEqual(
            (told["Profile"], told["Verdict"], told["Not run"]),
            ("EN 16931", "nothing found, incomplete", "pdfa factur-x br-fr"),
        )

    def test_a_received_file(self):
        file = self._received(files.cii())
        self.assertEqual((file.not_run, file.waiting), ("factur-x br-fr", False))
        self.assertEqual(
            file.words,
            "Nothing found; the official rules did not run (module missing).",
        )

    def test_a_received_file_whose_pdf_alone_was_not_looked_at(self):
        content = self._factur_x()
        sys.modules.pop("saxonche")
        file = self._received(content)
        self.assertEqual((file.not_run, file.pdfa), ("pdfa", "unknown"))
        self.assertEqual(
            file.words, "Nothing found; PDF/A-3 was not looked at (module missing)."
        )

    def _received(self, content):
        attachment = self.env["ir.attachment"].create(
            {"name": "facture", "datas": base64.b64encode(content)}
        )
        return self.env["tpe.facturx.file"]._receive(attachment, self.company)

    def test_at_a_terminal(self):
        with TemporaryDirectory() as folder:
            file = Path(folder, "a.xml")
            file.write_bytes(files.cii())
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM, ADDON, file, "--lang", "fr"],
                capture_output=True,
                text=True,
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second = done.stdout.splitlines()
        self.assertIn("rien trouvé, incomplet", first)
        self.assertIn("non exécuté : règles officielles du profil", second)
        self.assertIn("saxonche is not installed", second)

    def test_each_profile_that_can_be_found_has_its_name(self):
        found = {level_of(guideline)[1] for guideline in GUIDELINES.values()}
        found |= {*LEVELS, "extended-ctc-fr", "xrechnung", "cius", "zugferd1"}
        self.assertEqual(found, set(dict(PROFILES)))
