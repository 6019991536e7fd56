from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools import bank_file
from ..tools.statement import Refused
from . import files

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&b;</Document>"""
OUTSIDE = b"""<?xml version="1.0"?>

<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<Document>&secret;</Document>"""


@tagged("-at_install", "post_install")
class TestBankCamt(BaseCase):
    def refused(self, content):
        with self.assertRaises(Refused) as caught:
            bank_file.read(content)
        return caught.exception

    def test_the_lines_and_balances_of_a_statement(self):
        [found] = bank_file.read(
            files.camt(
                files.statement(
                    "2026-11-03",
                    "100.00",
                    "1280.00",
                    files.entry(
                        "2026-11-03", "1200.00", "R1", text="FACT 12", end="FA12"
                    ),
                    files.entry("2026-11-03", "-20.00", "R2", label="FRAIS"),
                    files.entry("2026-11-03", "999.00", "R3", status="PDNG"),
                )
            )
        ).statements
        self.assertEqual(found.account, files.OURS)
        self.assertEqual(found.currency, "EUR")
        self.assertEqual((found.opening, found.closing), (Decimal(100), Decimal(1280)))
        self.assertEqual(found.skipped, 1)
        self.assertEqual(found.missing, 0)
        received, fee = found.lines
        self.assertEqual(received.date, date(2026, 11, 3))
        self.assertEqual(received.amount, Decimal("1200.00"))
        self.assertEqual(received.label, "VIREMENT RECU BATI SUD FACT 12")
        self.assertEqual(received.name, "BATI SUD")
        self.assertEqual(received.iban, "DE89370400440532013000")
        self.assertEqual(received.ref, "FA12")
        self.assertEqual(received.bank_id, "R1")
        self.assertEqual(fee.amount, Decimal("-20.00"))
        # Who debits us is not who pays us.
        self.assertEqual((fee.name, fee.iban, fee.ref), ("", "", ""))

    def test_later_versions_nest_the_status_and_the_party(self):
        content = files.camt(
            files.statement(
                "2026-11-03", "0.00", "5.00", files.entry("2026-11-03", "5.00")
            ),
            version=8,
        )
        content = content.replace(b"<Sts>BOOK</Sts>", b"<Sts><Cd>BOOK</Cd></Sts>")
        content = content.replace(
            b"<Dbtr><Nm>BATI SUD</Nm></Dbtr>",
            b"<Dbtr><Pty><Nm>BATI SUD</Nm></Pty></Dbtr>",
        )
        [found] = bank_file.read(content).statements
        self.assertEqual(found.lines[0].name, "BATI SUD")

    def test_one_statement_a_day_becomes_one_for_the_account(self):
        found = bank_file.read(
            files.camt(
                files.statement(
                    "2026-11-04", "90.00", "95.00", files.entry("2026-11-04", "5.00")
                ),
                files.statement(
                    "2026-11-03", "100.00", "90.00", files.entry("2026-11-03", "-10.00")
                ),
                files.statement("2026-11-04", "7.00", "7.00", iban=files.OTHER),
            )
        ).statements
        self.assertEqual([one.account for one in found], [files.OURS, files.OTHER])
        self.assertEqual((found[0].opening, found[0].closing), (100, 95))
        self.assertEqual([line.amount for line in found[0].lines], [-10, 5])

    def test_entities_are_refused_before_anything_is_read(self):
        self.assertEqual(
            (self.refused(LAUGHS).kind, self.refused(LAUGHS).line), ("entity", 2)
        )
        self.assertEqual(
            (self.refused(OUTSIDE).kind, self.refused(OUTSIDE).line), ("entity", 3)
        )
        # In an encoding where the words do not show as bytes.
        hidden = OUTSIDE.replace(b'version="1.0"', b'version="1.0" encoding="UTF-16"')
        self.assertEqual(
            self.refused(hidden.decode().encode("utf-16")).kind, "entity"
        )

    def test_what_is_cut_broken_or_something_else(self):
        whole = files.camt(
            files.statement(
                "2026-11-03", "0.00", "5.00", files.entry("2026-11-03", "5.00")
            )
        )
        self.assertEqual(self.refused(whole[: len(whole) // 2]).kind, "cut")
        broken = self.refused(whole.replace(b"</Amt>", b"</Amount>", 1))
        self.assertEqual(broken.kind, "xml")
        self.assertEqual(broken.line, 6)
        other = self.refused(whole.replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn"))
        self.assertEqual(other.kind, "message")
        self.assertEqual(self.refused(b"  \n").kind, "empty")
        self.assertEqual(self.refused(b"x" * (20 * 2**20 + 1)).kind, "big")

    def test_a_wrong_day_amount_or_currency_names_its_line(self):
        for old, new, kind in (
            ("<BookgDt><Dt>2026-11-03", "<BookgDt><Dt>2026-02-30", "date"),
            (">5.00</Amt><CdtDbtInd>CRDT", ">5,00</Amt><CdtDbtInd>CRDT", "amount"),
            ('<Ntry><Amt Ccy="EUR"', '<Ntry><Amt Ccy="USD"', "currency"),
        ):
            content = files.camt(
                files.statement(
                    "2026-11-03", "0.00", "7.00", files.entry("2026-11-03", "5.00")
                )
            ).decode()
            self.assertIn(old, content)
            content = content.replace(old, new)
            refused = self.refused(content.encode())
            self.assertEqual(refused.kind, kind)
            lines = content.splitlines()
            first = next(i for i, line in enumerate(lines) if "<Ntry>" in line)
            self.assertIn(refused.line, (first + 1, first + 2), kind)
