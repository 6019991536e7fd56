import io
from datetime import date
from decimal import Decimal

import ofxparse

from odoo.tests import BaseCase, tagged

from ..tools import bank_file
from ..tools.statement import Refused
from . import files

CONTENT = files.OFX.encode("cp1252")


@tagged("-at_install", "post_install")
class TestBankOfx(BaseCase):
    def test_the_lines_and_the_ledger_balance(self):
        [found] = bank_file.read(CONTENT).statements
        self.assertEqual(found.account, "0500013M026")
        self.assertEqual(found.currency, "EUR")
        self.assertIsNone(found.opening)
        # The ledger's, not what is available.
        self.assertEqual(found.closing, Decimal("2187.50"))
        self.assertEqual(found.known, ((date(2026, 11, 5), Decimal("2187.50")),))
        coffee, paid = found.lines
        # In the bank's own day, whatever the zone.
        self.assertEqual(coffee.date, date(2026, 11, 3))
        self.assertEqual(coffee.amount, Decimal("-12.50"))
        self.assertEqual(coffee.label, "CB CAFÉ & CO")
        self.assertEqual(paid.amount, Decimal("1200.00"))
        self.assertEqual(paid.label, "VIR BATI SUD FACT 12")
        self.assertEqual((paid.ref, paid.bank_id), ("77", "F2"))

    def test_xml_and_other_encodings_read_the_same(self):
        expected = bank_file.read(CONTENT).statements
        body = files.OFX[files.OFX.index("<OFX>") :]
        xml = '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?>\n' + body
        for content in (
            xml.encode(),
            ("ENCODING:UTF-8\n" + body).encode(),
            b"\xef\xbb\xbf" + ("OFXHEADER:100\n" + body).encode(),
        ):
            found = bank_file.read(content)
            self.assertEqual(found.kind, "ofx")
            # Only the numbers of the lines differ.
            self.assertEqual(
                [(line.date, line.amount, line.label) for line in found.statements[0].lines],
                [(line.date, line.amount, line.label) for line in expected[0].lines],
            )  # fmt: skip

    def test_the_library_reads_the_same_where_it_reads(self):
        """An independent reader; it moves the days by the zone, hence ours."""
        plain = CONTENT.replace(b"000000[+1:CET]", b"")
        theirs = ofxparse.OfxParser.parse(io.BytesIO(plain)).account.statement
        [ours] = bank_file.read(plain).statements
        self.assertEqual(
            [(each.date.date(), each.amount, each.id) for each in theirs.transactions],
            [(line.date, line.amount, line.bank_id) for line in ours.lines],
        )
        self.assertEqual(theirs.balance, ours.closing)

    def test_what_is_cut_or_wrong_is_refused_with_its_line(self):
        for old, new, kind, line in (
            (b"</OFX>", b"", "cut", 24),
            (b"<TRNAMT>-12.50", b"<TRNAMT>abc", "amount", 17),
            (b"<DTPOSTED>20261104", b"<DTPOSTED>20261340", "date", 19),
            (b"<TRNAMT>+1200,00", b"", "amount", 19),
            (b"<OFX>", b"<!DOCTYPE a><OFX>", "entity", 10),
        ):
            with self.subTest(new=new):
                with self.assertRaises(Refused) as caught:
                    bank_file.read(CONTENT.replace(old, new, 1))
                refused = caught.exception
                self.assertEqual((refused.kind, refused.line), (kind, line))
