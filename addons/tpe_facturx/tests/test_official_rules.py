import re
import time
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..tools import official
from ..tools.check import check, check_many
from ..tools.official import Job, run
from ..tools.profile import CII
from ..tools.verdict import FRENCH, PDF, PROFILE
from . import invoice_files as files


@tagged("-at_install", "post_install")
class TestOfficialRules(BaseCase):
    """saxonche and page-validation, in their process apart."""

    def test_a_right_invoice_passes_them_all(self):
        verdict = check(files.cii())
        self.assertEqual((verdict.findings, verdict.not_run), ((), ()))
        self.assertEqual((verdict.verdict, verdict.complete), ("accept", True))

    def test_a_full_disk_is_a_reason_not_a_crash(self):
        full = OSError(28, "No space left on device")
        with patch.object(official.tempfile, "TemporaryDirectory", side_effect=full):
            verdict = check(files.cii())
        self.assertEqual(verdict.not_run, (PROFILE, FRENCH))
        self.assertEqual(verdict.reasons, ("official rules: No space left on device",))
        self.assertTrue(verdict.stopped)

    def test_broken_rules_carry_their_published_id(self):
        total = ("<ram:GrandTotalAmount>240.00", "<ram:GrandTotalAmount>250.00")
        note = ("<ram:SubjectCode>PMT", "<ram:SubjectCode>AAI")
        totals, notes = check_many([(files.cii(total), ""), (files.cii(note), "")])
        self.assertEqual(totals.rules, ["BR-CO-15", "BR-CO-16"])
        self.assertEqual(notes.rules, ["BR-FR-05_BT-22_PMT"])
        self.assertEqual(notes.findings[0].layer, FRENCH)

    def test_an_empty_element_is_told_but_where_the_schema_asks_for_it(self):
        date = ('<udt:DateTimeString format="102">20261104</udt:DateTimeString>', "")
        event = re.search(
            "<ram:ActualDeliverySupplyChainEvent>.*</ram:ActualDeliverySupplyChainEvent>",
            files.CII,
            re.DOTALL,
        )[0]
        told, quiet = check_many([(files.cii(date), ""), (files.cii((event, "")), "")])
        self.assertIn("PEPPOL-EN16931-R008", told.warnings)
        self.assertEqual((quiet.findings, quiet.not_run), ((), ()))

    def test_a_code_outside_its_list_has_the_id_of_the_norm(self):
        unit = ('unitCode="HUR"', 'unitCode="HEURE"')
        country = ("<ram:CountryID>FR", "<ram:CountryID>FRA")
        units, countries = check_many([(files.cii(unit), ""), (files.cii(country), "")])
        self.assertEqual(units.rules, ["BR-CL-23"])
        self.assertIn("BR-CL-14", countries.rules)

    def test_an_invoice_from_abroad(self):
        abroad = ("<ram:CountryID>FR", "<ram:CountryID>DE")
        verdict = check(files.cii(abroad, (files.SELLER_VAT, "DE123456788")))
        self.assertEqual((verdict.not_applied, verdict.not_run), ((FRENCH,), ()))

    def test_a_validator_looks_at_the_pdf(self):
        verdict = check(files.pdf())
        self.assertIs(verdict.pdfa, False)
        self.assertEqual(verdict.rules, ["TPE-PDFA"])
        self.assertNotIn(PDF, verdict.not_run)

    def test_without_the_libraries_nothing_is_called_valid(self):
        absent = {"saxonche": False, "page": False}
        there = patch.object(official, "available", lambda: absent)
        there.start()
        self.addCleanup(there.stop)
        verdict = check(files.cii())
        self.assertEqual(verdict.not_run, (PROFILE, FRENCH))
        self.assertEqual(verdict.reasons, ("saxonche is not installed",))
        self.assertFalse(verdict.complete)
        verdict = check(files.pdf())
        # Our own signs speak instead of the validator.
        self.assertEqual((verdict.pdfa, set(verdict.rules)), (False, {"TPE-PDFA"}))

    def test_too_long_is_not_run_and_the_next_goes_on(self):
        job = Job(CII, "en16931", True, files.cii())
        begin = time.monotonic()
        (outcome,) = run([job], seconds=0.01)
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual((outcome.ran, outcome.findings), (set(), []))
        self.assertIn("it took more than 0.01 s", outcome.reasons[0])

    def test_a_value_the_rules_cannot_compute_is_not_run(self):
        wrong = ("<ram:LineTotalAmount>135.00", "<ram:LineTotalAmount>135,00")
        verdict = check(files.cii(wrong))
        self.assertIn("XSD", verdict.rules)
        self.assertIn(PROFILE, verdict.not_run)

    def test_a_declared_level_that_could_not_be_asked_is_not_run(self):
        """Its rules count as those of the profile: without them nothing is accepted."""
        answers = [
            {"layer": PROFILE, "failed": []},
            {"layer": official.DECLARED, "error": "stopped"},
        ]
        with patch.object(official.Child, "ask", lambda self, job: iter(answers)):
            job = Job(CII, "extended", False, files.cii(), declared="en16931")
            (outcome,) = run([job])
        self.assertEqual(outcome.ran, set())
        self.assertEqual(outcome.reasons, ["factur-x declared: stopped"])
