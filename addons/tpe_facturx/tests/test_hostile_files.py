import random
import resource
import subprocess
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.check import check, check_many
from ..tools.inspection import inspect
from . import hostile_files as hostile
from . import invoice_files as files

ADDON = Path(__file__).resolve().parent.parent


@tagged("-at_install", "post_install")
class TestHostileFiles(BaseCase):
    """A file that anybody may send gets an answer, in little time and memory."""

    def assertRefused(self, rule, data):
        found = inspect(data)
        self.assertEqual([f.rule for f in found.findings if f.fatal][:1], [rule])

    def test_entities_and_outside_files(self):
        for data in (hostile.LAUGHS, hostile.OUTSIDE, hostile.DTD):
            self.assertRefused("TPE-XML-DOCTYPE", data)
            self.assertRefused("TPE-XML-DOCTYPE", files.pdf(xml=data))

    def test_metadata_hold_no_entities_either(self):
        xmp = hostile.LAUGHS.decode()
        self.assertRefused("TPE-XMP", files.pdf(xmp=xmp))

    def test_deep_xml(self):
        self.assertRefused("TPE-XML-DEPTH", hostile.DEEP)
        self.assertRefused("TPE-XML-DEPTH", hostile.DEEP_BUT_READABLE)

    def test_huge_xml(self):
        self.assertRefused("TPE-SIZE", b"<a>" + b" " * (51 << 20) + b"</a>")
        self.assertRefused("TPE-XML", hostile.HUGE_NAME)

    def test_cut_off(self):
        data = files.cii()
        self.assertRefused("TPE-XML", data[: len(data) // 2])
        data = files.pdf()
        for cut in (9, 200, len(data) // 2):
            self.assertTrue(any(f.fatal for f in inspect(data[:cut]).findings))

    def test_encodings(self):
        wrong = files.CII.encode("latin-1", "replace").replace(b"\x3f", b"", 0)
        self.assertRefused("TPE-XML-ENCODING", wrong)
        self.assertRefused("TPE-XML-ENCODING", files.CII.encode("utf-16"))
        self.assertRefused("TPE-XML-ENCODING", files.CII.encode("utf-16-le"))
        self.assertRefused("TPE-XML-ENCODING", files.CII.encode("utf-32"))
        latin = files.CII.replace("œ", "oe").replace("’", "'")
        latin = latin.replace('"UTF-8"', '"ISO-8859-1"').encode("latin-1")
        self.assertRefused("TPE-XML-ENCODING", latin)
        unknown = files.cii(('"UTF-8"', '"EBCDIC"'))
        self.assertRefused("TPE-XML-ENCODING", unknown)
        # The mark of UTF-8 in front is allowed.
        self.assertFalse(inspect(b"\xef\xbb\xbf" + files.cii()).findings)

    def test_not_an_invoice(self):
        self.assertRefused("TPE-EMPTY", b" \n")
        self.assertRefused("TPE-KIND", b"PK\x03\x04")
        self.assertRefused("TPE-ROOT", b"<html/>")
        other = files.cii((files.RSM, "urn:example"))
        self.assertRefused("TPE-ROOT", other)

    def test_a_pdf_in_a_pdf(self):
        inner = files.pdf()
        self.assertRefused("TPE-PDF-NESTED", files.pdf(xml=inner))
        outer = files.pdf(xml=inner, name="facture.pdf")
        self.assertRefused("TPE-PDF-NESTED", outer)

    def test_loops_and_crowds(self):
        self.assertRefused("TPE-PDF-NO-XML", hostile.looping_names())
        # A loop of the pages hides nothing of the invoice.
        self.assertEqual(inspect(hostile.looping_pages()).xml, files.cii())
        self.assertTrue(inspect(hostile.self_referring()).findings)
        self.assertRefused("TPE-PDF-MANY", hostile.crowd())

    def test_a_bomb_takes_little_memory(self):
        verdict = check(hostile.bomb(), official=False)
        self.assertEqual((verdict.verdict, verdict.rules), ("reject", ["TPE-LIMIT"]))
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(used, 2 << 20, "kilobytes")

    def test_after_a_bomb_the_next_file_is_read(self):
        items = [(hostile.bomb(), ""), (files.cii(), "")]
        verdicts = [v.verdict for v in check_many(items, official=False)]
        self.assertEqual(verdicts, ["reject", "accept"])

    def test_the_command_ends_by_itself(self):
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop(1)); "
            "from tools.check_files import main; sys.exit(main(sys.argv[1:]))"
        )
        names = ["/dev/zero", "/", "/nowhere", __file__]
        done = subprocess.run(
            [sys.executable, "-c", program, ADDON, "--json", *names],
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertEqual(done.stdout.count('"verdict": "reject"'), 4)

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32), st.booleans())
    def test_a_damaged_invoice_never_breaks_the_checker(self, seed, in_pdf):
        chance = random.Random(seed)
        data = bytearray(files.pdf() if in_pdf else files.cii())
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[place] = chance.randrange(256)
            elif kind == 1:
                del data[place : place + chance.randint(1, 200)]
            else:
                data[place:place] = data[: chance.randint(1, 200)]
        verdict = check(bytes(data), official=False, trusted=True)
        self.assertIn(verdict.verdict, ("accept", "reject"))

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(
        st.sampled_from(
            ["135.00", "45.00", ">3<", ">20261105<", ">72<", ">S<", ">EUR<", ">380<"]
        ),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    )
    def test_any_value_in_any_place(self, old, new):
        new = new.replace("&", "&amp;").replace("<", "&lt;")
        new = f">{new}<" if old[0] == ">" else new
        xml = files.CII.replace(old, new)
        verdict = check(xml.encode(), official=False, trusted=True)
        self.assertIn(verdict.verdict, ("accept", "reject"))
