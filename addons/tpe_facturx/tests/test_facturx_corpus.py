"""The published files with known verdicts, which stay outside of this repository."""

import csv
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..tools.check import check_many

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "facturx"
# The reading and the PDF have no published id.
OWN = ("TPE-", "XSD")
NOT_PDFA = {"PDF-003", "PDF-005", "PDF-007"}

if CORPUS.is_dir():

    @tagged("-at_install", "post_install")
    class TestFacturxCorpus(BaseCase):
        def test_the_french_cases_have_their_verdict_and_rules(self):
            with (CORPUS / "EXPECTED.csv").open() as file:
                cases = list(csv.DictReader(file))
            paths = [
                CORPUS / "cas-limites-fr" / c["case"] / "facture.pdf" for c in cases
            ]
            verdicts = check_many((path.read_bytes(), path.name) for path in paths)
            for case, verdict in zip(cases, verdicts, strict=True):
                with self.subTest(case["case"]):
                    self.assertCase(case, verdict)

        def assertCase(self, case, verdict):
            expected = "reject" if case["expected"] == "reject" else "accept"
            self.assertEqual(verdict.verdict, expected)
            if case["expected"] == "avertissement":
                self.assertIn("TPE-PROFILE-LOW", verdict.warnings)
            rules = case["assertions_expected"].replace("(deux fois)", "")
            rules = {rule.strip() for rule in rules.replace(", puis", ",").split(",")}
            found = {rule for rule in verdict.rules if not rule.startswith(OWN)}
            # A file that its schema refuses breaks French rules too.
            if case["case"] != "DATA-005":
                self.assertEqual(found, rules - {""})
            self.assertEqual(verdict.pdfa is False, case["case"] in NOT_PDFA)

        def test_official_examples_and_german_invoices_are_accepted(self):
            folders = ("fnfe-xp-z12-official", "zugferd2-valid")
            paths = [
                p for folder in folders for p in sorted((CORPUS / folder).iterdir())
            ]
            self.assertEqual(len(paths), 7)
            verdicts = check_many((path.read_bytes(), path.name) for path in paths)
            for path, verdict in zip(paths, verdicts, strict=True):
                with self.subTest(path.name):
                    self.assertEqual((verdict.verdict, verdict.rules), ("accept", []))
                    self.assertEqual(verdict.not_run, ())
                    french = path.parent.name.startswith("fnfe")
                    self.assertEqual(verdict.not_applied, () if french else ("br-fr",))
