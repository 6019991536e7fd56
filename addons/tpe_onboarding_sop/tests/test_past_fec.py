from datetime import date

from odoo.tests import freeze_time, tagged

from .past_common import PastCommon

HEAD = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t"
    "CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\t"
    "EcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
)


def entry(journal, number, day, piece, *parts, paper=None):
    """Lines of an entry; a part is (account, customer, name, debit, credit, letter)."""
    return [
        "\t".join(
            (
                *(journal, f"Journal {journal}", str(number), day),
                *(account, "Compte", customer, name, piece, paper or day, "Libellé"),
                *(debit, credit, letter, "", day, "", ""),
            )
        )
        for account, customer, name, debit, credit, letter in parts
    ]


def sale(number, day, piece, amount, untaxed, vat, letter=""):
    return entry(
        "VE",
        number,
        day,
        piece,
        ("411000", "BATI", "Bâti Sud SARL", amount, "0,00", letter),
        ("706000", "", "", "0,00", untaxed, ""),
        ("445710", "", "", "0,00", vat, ""),
    )


def receipt(number, day, customer, amount, letter=""):
    return entry(
        "BQ",
        number,
        day,
        f"VIR{number}",
        ("512000", "", "", amount, "0,00", ""),
        ("411000", customer, "", "0,00", amount, letter),
    )


FILE = [
    HEAD,
    *entry(
        "AN",
        1,
        "20251201",
        "F-7",
        ("411000", "ROUX", "Menuiserie Roux", "60,00", "0,00", "B"),
        ("890000", "", "", "0,00", "60,00", ""),
        paper="20251020",
    ),
    *sale(1, "20251210", "F-10", "120,00", "100,00", "20,00", "A"),
    *receipt(2, "20260105", "ROUX", "60,00", "B"),
    *sale(2, "20260115", "F-11", "240,00", "200,00", "40,00"),
    *entry(
        "VE",
        3,
        "20260201",
        "AV-1",
        ("411000", "BATI", "Bâti Sud SARL", "0,00", "24,00", ""),
        ("706000", "", "", "20,00", "0,00", ""),
        ("445710", "", "", "4,00", "0,00", ""),
    ),
    *receipt(1, "20260220", "BATI", "120,00", "A"),
]


def written(lines, encoding="cp1252"):
    return "\r\n".join(lines).encode(encoding)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastFec(PastCommon):
    """A file of entries: invoices, what settled them by the lettering, what is open."""

    def test_lettering_becomes_settlements(self):
        one = self._imported(written(FILE))
        self.assertEqual(one.kind, "fec")
        # 10 December and 30 days: 9 January; paid on 20 February, 42 days later.
        self.assertEqual(
            self._facts(self._move("F-10")),
            [("payment", 120.0, date(2026, 2, 20), 42)],
        )
        # An invoice of last year keeps the date of its paper: 20 October.
        self.assertEqual(
            self._facts(self._move("F-7")),
            [("payment", 60.0, date(2026, 1, 5), 47)],
        )
        self.assertEqual(self._facts(self._move("F-11")), [("open", 240.0, False, 0)])
        self.assertEqual(self._move("F-11").tpe_past_untaxed, 200.0)
        self.assertRecordValues(
            self._move("AV-1"),
            [{"move_type": "out_refund", "amount_residual": 24.0}],
        )
        self.assertEqual(self._balance(self.counterpart), -216.0)
        self.assertIn("opening entry", self._said(one, "warning")[2])
        self.assertEqual(
            sorted(one.sudo().partner_ids.mapped("name")),
            ["Bâti Sud SARL", "Menuiserie Roux"],
        )

    def test_a_delay_that_the_person_chooses(self):
        self._imported(written(FILE), term_days=45)
        self.assertEqual(self._move("F-11").invoice_date_due, date(2026, 3, 1))

    def test_pipes_amount_and_side(self):
        """The other writing that the law allows."""
        titles = HEAD.replace("Debit\tCredit", "Montant\tSens").upper()
        lines = [titles]
        for line in FILE[1:]:
            cells = line.split("\t")
            side = "D" if cells[12] == "0,00" else "C"
            cells[11:13] = [cells[11] if side == "D" else cells[12], side]
            lines.append("\t".join(cells))
        one = self._imported(written(lines, "utf-8").replace(b"\t", b"|"))
        self.assertEqual((one.open_amount, one.credit_amount), (240.0, 24.0))

    def test_an_entry_that_is_not_balanced(self):
        lines = [*FILE[:-1], FILE[-1].replace("120,00", "119,00")]
        one = self._read(written(lines))
        self.assertEqual(one.state, "refused")
        self.assertIn("Line 15: the entry BQ 1 (+1,00) is not balanced", one.refusal)
        self.assertFalse(one.line_ids)

    def test_the_next_file_settles_what_the_first_left_open(self):
        self._imported(written(FILE))
        opening = entry(
            "AN",
            1,
            "20260301",
            "F-11",
            ("411000", "BATI", "Bâti Sud SARL", "240,00", "0,00", "C"),
            ("890000", "", "", "0,00", "240,00", ""),
        )
        later = [HEAD, *opening, *receipt(9, "20260310", "BATI", "240,00", "C")]
        one = self._imported(written(later))
        self.assertEqual((one.invoice_count, one.settled_count), (0, 1))
        # Due on 14 February: 24 days late.
        self.assertEqual(
            self._facts(self._move("F-11")),
            [("payment", 240.0, date(2026, 3, 10), 24)],
        )

    def test_a_debit_that_is_no_sale_is_owed_and_said(self):
        unpaid = entry(
            "BQ",
            5,
            "20260305",
            "CHQ9",
            ("411000", "BATI", "Bâti Sud SARL", "75,00", "0,00", ""),
            ("512000", "", "", "0,00", "75,00", ""),
        )
        one = self._imported(written([*FILE, *unpaid]))
        self.assertIn("taken over as a debt", self._said(one, "warning")[len(FILE) + 1])
        self.assertEqual(one.invoice_count, 4)
        # 240 of F-11, 24 of credit note, and these 75.
        self.assertEqual(self._balance(self.receivable), 291.0)

    def test_another_currency_counts_by_its_value_in_the_books(self):
        lines = sale(7, "20260301", "F-20", "900,00", "900,00", "0,00")
        # The two last columns: what the paper says.
        lines[0] = lines[0].removesuffix("\t\t") + "\t1000,00\tUSD"
        one = self._imported(written([*FILE, *lines]))
        note = self._said(one, "warning", "invoice")[len(FILE) + 1]
        self.assertIn("Of 1000,00 USD: taken over for its value in the books", note)
        self.assertIn("900.00", note)
        self.assertEqual(self._move("F-20").amount_residual, 900.0)
        self.assertEqual(self._move("F-20").currency_id, self.company.currency_id)

    def test_two_customers_of_one_name(self):
        """Each account is a customer, whatever its name."""
        more = [
            line.replace("BATI", "BAT2")
            for line in sale(8, "20260302", "F-21", "60,00", "50,00", "10,00")
        ]
        one = self._imported(written([*FILE, *more]))
        self.assertEqual(one.customer_new, 3)
        self.assertRecordValues(
            self._move("F-11").partner_id | self._move("F-21").partner_id,
            [
                {"name": "Bâti Sud SARL", "ref": "BATI"},
                {"name": "Bâti Sud SARL", "ref": "BAT2"},
            ],
        )

    def test_two_customers_who_would_be_one_of_ours(self):
        ours = self._customer("Bâti Sud SARL", company_registry=False)
        more = [
            line.replace("BATI", "BAT2")
            for line in sale(8, "20260302", "F-21", "60,00", "50,00", "10,00")
        ]
        content = written([*FILE, *more])
        one = self._read(content)
        refused = self._said(one, "refused")
        self.assertEqual(set(refused), {len(FILE) + 1})
        self.assertIn("with the code BATI already", refused[len(FILE) + 1])
        # What the sentence says to do.
        self._customer("Bâti Sud SARL", company_registry=False, ref="BAT2")
        ours.ref = "BATI"
        one = self._imported(content)
        self.assertEqual(self._move("F-11").partner_id, ours)
        self.assertEqual(self._move("F-21").partner_id.ref, "BAT2")

    def test_saved_by_a_spreadsheet(self):
        """A FEC that was opened and saved as a workbook, a total below."""
        rows = [line.split("\t") for line in FILE]
        for row in rows[1:]:
            row[3] = int(row[3])
            row[11:13] = [float(cell.replace(",", ".")) for cell in row[11:13]]
        total = [None] * 10 + ["TOTAL", 540.0, 540.0]
        one = self._imported(self._book(FEC=[*rows, total]))
        self.assertEqual(one.kind, "fec")
        self.assertEqual((one.open_amount, one.credit_amount), (240.0, 24.0))
        self.assertIn("totals: left out", self._said(one, "warning")[len(FILE) + 1])

    def test_lines_of_customers_without_a_name(self):
        lines = sale(7, "20260301", "F-20", "12,00", "10,00", "2,00")
        alone = [
            line.replace("BATI", "").replace("Bâti Sud SARL", "") for line in lines
        ]
        one = self._read(written([HEAD, *alone]))
        self.assertEqual(one.state, "refused")
        self.assertIn("No line of the FEC names its customer", one.refusal)
        one = self._imported(written([*FILE, *alone]))
        notes = [line.note for line in one.line_ids if line.line == len(FILE) + 1]
        self.assertIn("name no customer", " ".join(notes))
        self.assertEqual(self._move("F-20").partner_id.name, "Compte")
