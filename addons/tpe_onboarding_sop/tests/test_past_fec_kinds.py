from collections import Counter
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools import past_file
from ..tools.past_types import Refused
from .test_past_fec import HEAD, entry, receipt, sale, written

BATI = ("411000", "BATI", "Bâti Sud SARL")


def credit_note(number, day, piece, amount, untaxed, vat, letter=""):
    return entry(
        "VE",
        number,
        day,
        piece,
        (*BATI, "0,00", amount, letter),
        ("706000", "", "", untaxed, "0,00", ""),
        ("445710", "", "", vat, "0,00", ""),
    )


def paid_back(number, day, amount, letter=""):
    """A cheque that came back unpaid, or money given back."""
    return entry(
        "BQ",
        number,
        day,
        f"REJ{number}",
        ("512000", "", "", "0,00", amount, ""),
        (*BATI, amount, "0,00", letter),
    )


def opening(day, amount, letter="", piece="AN", journal="AN", account="890000"):
    sides = ("0,00", amount[1:]) if amount.startswith("-") else (amount, "0,00")
    return entry(
        journal,
        1,
        day,
        piece,
        (*BATI, *sides, letter),
        (account, "", "", *sides[::-1], ""),
    )


@tagged("-at_install", "post_install")
class TestPastFecKinds(BaseCase):
    """Entries as real software writes them; balances are those of 411, by hand."""

    def _told(self, *lines, encoding="utf-8"):
        """``{number: (amount, untaxed, [(day, amount, kind)])}``, free credits, notes."""
        past = past_file.read(written([HEAD, *lines], encoding))
        self.past = past
        invoices = {
            one.number: (
                str(one.amount),
                str(one.untaxed or ""),
                [
                    (f"{part.date:%Y%m%d}", str(part.amount), part.kind)
                    for part in past.settlements
                    if part.number == one.number
                ],
            )
            for one in past.invoices
        }
        free = [str(part.amount) for part in past.settlements if not part.number]
        return invoices, free

    def _check_balances(self, **balances):
        found = Counter()
        for one in self.past.invoices:
            found[one.customer] += one.amount
        for part in self.past.settlements:
            found[part.customer] -= part.amount
        self.assertEqual(
            {key: value for key, value in found.items() if value},
            {key: Decimal(value) for key, value in balances.items()},
        )

    def _notes(self):
        return {(one.at.line, one.kind, one.detail) for one in self.past.problems}

    # --- Lettering ----------------------------------------------------------------------

    def test_letters_begin_again_each_year(self):
        invoices, _free = self._told(
            *sale(1, "20240115", "F-1", "100,00", "83,33", "16,67", "A"),
            *receipt(1, "20240210", "BATI", "60,00", "A"),
            *receipt(2, "20240310", "BATI", "40,00", "A"),
            *sale(1, "20250115", "F-9", "100,00", "83,33", "16,67", "A"),
            *receipt(1, "20250220", "BATI", "100,00", "A"),
        )
        self.assertEqual(
            invoices["F-1"][2],
            [("20240210", "60.00", "payment"), ("20240310", "40.00", "payment")],
        )
        self.assertEqual(invoices["F-9"][2], [("20250220", "100.00", "payment")])
        self._check_balances()

    def test_an_unpaid_cheque_paid_no_invoice(self):
        invoices, free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *receipt(1, "20250210", "BATI", "120,00", "A"),
            *paid_back(2, "20250220", "120,00", "A"),
            *receipt(3, "20250315", "BATI", "120,00", "A"),
        )
        self.assertEqual(
            invoices, {"F-1": ("120.00", "100.00", [("20250315", "120.00", "payment")])}
        )
        self.assertFalse(free)

    def test_an_unpaid_cheque_that_nobody_lettered_is_owed(self):
        invoices, _free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *receipt(1, "20250210", "BATI", "120,00", "A"),
            *paid_back(2, "20250220", "120,00"),
        )
        self.assertEqual(invoices["REJ2"], ("120.00", "", []))
        self.assertEqual(
            [one.note for one in self.past.invoices if one.number == "REJ2"], ["debit"]
        )
        self._check_balances(BATI="120")

    def test_money_given_back_on_a_credit_note(self):
        invoices, free = self._told(
            *paid_back(1, "20250208", "24,00", "A"),
            *credit_note(3, "20250210", "AV-1", "24,00", "20,00", "4,00", "A"),
        )
        self.assertEqual((invoices, free), ({}, []))

    def test_without_letters_amounts_then_the_oldest(self):
        invoices, free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00"),
            *receipt(1, "20250210", "BATI", "120,00"),
            *sale(2, "20250215", "F-2", "240,00", "200,00", "40,00"),
            *receipt(2, "20250310", "BATI", "100,00"),
            *sale(3, "20250320", "F-3", "60,00", "50,00", "10,00"),
        )
        self.assertEqual(
            {number: parts for number, (_a, _u, parts) in invoices.items()},
            {
                "F-1": [("20250210", "120.00", "payment")],
                "F-2": [("20250310", "100.00", "payment")],
                "F-3": [],
            },
        )
        self.assertFalse(free)
        self._check_balances(BATI="200")
        # Said at the first line that was matched.
        self.assertEqual(self._notes(), {(6, "unlettered", "")})

    def test_nothing_to_match_needs_no_letter(self):
        self._told(*sale(1, "20250115", "F-1", "120,00", "100,00", "20,00"))
        self.assertFalse(self._notes())

    def test_with_letters_what_has_none_stays_open(self):
        invoices, free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *receipt(1, "20250210", "BATI", "120,00", "A"),
            *sale(2, "20250215", "F-2", "240,00", "200,00", "40,00"),
            *receipt(2, "20250310", "BATI", "240,00"),
        )
        self.assertEqual((invoices["F-2"][2], free), ([], ["240.00"]))

    def test_vat_alone_is_owed(self):
        self._told(
            *entry(
                "VE",
                1,
                "20250110",
                "F-1",
                (*BATI, "20,00", "0,00", ""),
                ("445710", "", "", "0,00", "20,00", ""),
            )
        )
        self.assertEqual(self.past.invoices[0].note, "")

    # --- From one year to the next ------------------------------------------------------

    def test_two_years_in_one_file(self):
        """The opening entry of the second repeats, in one sum, what the first left."""
        invoices, free = self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *sale(2, "20251215", "F-12", "100,00", "83,33", "16,67"),
            *opening("20260101", "340,00", "C"),
            *receipt(5, "20260120", "BATI", "240,00", "C"),
            *receipt(6, "20260125", "BATI", "100,00", "C"),
            *sale(3, "20260201", "F-13", "12,00", "10,00", "2,00"),
        )
        self.assertEqual(
            {number: parts for number, (_a, _u, parts) in invoices.items()},
            {
                "F-11": [("20260120", "240.00", "payment")],
                "F-12": [("20260125", "100.00", "payment")],
                "F-13": [],
            },
        )
        self.assertFalse(free)
        self._check_balances(BATI="12")
        self.assertFalse(self._notes())

    def test_letters_of_the_first_year_are_used_again(self):
        """By the opening entry, and once more when what it repeats was paid."""
        invoices, free = self._told(
            *sale(1, "20250115", "F-1", "60,00", "50,00", "10,00", "A"),
            *receipt(1, "20250210", "BATI", "60,00", "A"),
            *sale(2, "20251215", "F-11", "240,00", "200,00", "40,00"),
            *opening("20260101", "240,00", "A"),
            *receipt(5, "20260120", "BATI", "240,00", "A"),
            *sale(3, "20260201", "F-12", "300,00", "250,00", "50,00", "A"),
            *receipt(6, "20260220", "BATI", "100,00", "A"),
        )
        self.assertEqual(
            {number: parts for number, (_a, _u, parts) in invoices.items()},
            {
                "F-1": [("20250210", "60.00", "payment")],
                "F-11": [("20260120", "240.00", "payment")],
                "F-12": [("20260220", "100.00", "payment")],
            },
        )
        self.assertFalse(free)

    def test_what_an_opening_entry_repeats_is_older_than_it(self):
        invoices, _free = self._told(
            *sale(1, "20251015", "F-10", "100,00", "83,33", "16,67"),
            *sale(2, "20251115", "F-11", "200,00", "166,67", "33,33"),
            *opening("20260101", "300,00", "C"),
            *sale(3, "20260110", "F-20", "300,00", "250,00", "50,00"),
            *receipt(5, "20260120", "BATI", "300,00", "C"),
        )
        self.assertEqual(invoices["F-20"][2], [])
        self.assertEqual(invoices["F-11"][2], [("20260120", "200.00", "payment")])

    def test_two_due_lines_carried_in_part(self):
        invoices, free = self._told(
            *entry(
                "VE",
                1,
                "20251110",
                "F-1",
                (*BATI, "60,00", "0,00", "a"),
                (*BATI, "60,00", "0,00", "a"),
                ("706000", "", "", "0,00", "120,00", ""),
            ),
            *receipt(1, "20251201", "BATI", "30,00", "a"),
            *opening("20260101", "90,00", "C"),
            *receipt(2, "20260120", "BATI", "90,00", "C"),
        )
        self.assertEqual(
            invoices["F-1"][2],
            [("20251201", "30.00", "payment"), ("20260120", "90.00", "payment")],
        )
        self.assertFalse(free)

    def test_an_opening_entry_is_no_sale(self):
        lines = opening("20250101", "300,00", account="419100")
        invoices, _free = self._told(*lines)
        self.assertEqual(invoices, {"AN": ("300.00", "", [])})

    def test_how_an_opening_is_called(self):
        for change in ({"account": "890000"}, {"account": "512000"}):
            lines = opening("20250101", "300,00", journal="X1", **change)
            if change["account"] == "512000":
                lines = [
                    line.replace("Journal X1", "Bilan d’ouverture") for line in lines
                ]
            self._told(*lines)
            self.assertEqual(self.past.invoices[0].note, "opening", change)

    def test_a_closing_by_the_name_of_its_journal(self):
        lines = opening("20251231", "-240,00", journal="X2", account="471000")
        self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *[line.replace("Journal X2", "Clôture") for line in lines],
        )
        self._check_balances(BATI="240")

    def test_the_closing_of_a_year(self):
        """Zero on 31 December, the same again on 1 January: neither is a movement."""
        invoices, free = self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *opening("20251231", "-240,00", journal="CL", account="891000"),
            *opening("20260101", "240,00", "C"),
            *receipt(5, "20260120", "BATI", "100,00", "C"),
        )
        self.assertEqual(
            invoices,
            {"F-11": ("240.00", "200.00", [("20260120", "100.00", "payment")])},
        )
        self.assertFalse(free)
        self._check_balances(BATI="140")

    def test_a_file_that_ends_with_its_closing(self):
        self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *opening("20251231", "-240,00", journal="CL", account="891000"),
        )
        self._check_balances(BATI="240")

    def test_an_opening_entry_that_says_more(self):
        self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *opening("20260101", "300,00", "C"),
            *receipt(5, "20260120", "BATI", "300,00", "C"),
        )
        self._check_balances()
        self.assertEqual(self._notes(), {(5, "opening_gap", "+60,00")})
        # Not to be looked for in an earlier file.
        self.assertEqual([one.opened for one in self.past.invoices], [None, None])

    def test_an_opening_entry_that_says_less(self):
        invoices, free = self._told(
            *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
            *opening("20260101", "200,00"),
        )
        self.assertEqual((invoices["F-11"][2], free), ([], ["40.00"]))
        self._check_balances(BATI="200")

    def test_a_credit_of_last_year_pays_an_invoice_of_this_one(self):
        invoices, free = self._told(
            *receipt(4, "20251110", "BATI", "50,00"),
            *opening("20260101", "-50,00", "C"),
            *sale(9, "20260115", "F-20", "120,00", "100,00", "20,00", "C"),
        )
        self.assertEqual(invoices["F-20"][2], [("20251110", "50.00", "payment")])
        self.assertFalse(free)
        self._check_balances(BATI="70")

    def test_an_opening_among_miscellaneous_entries(self):
        lines = opening("20250101", "300,00", journal="OD", account="512000")
        renamed = [line.replace("Libellé", "A-NOUVEAUX 2025") for line in lines]
        invoices, _free = self._told(*renamed)
        self.assertEqual(invoices, {"AN": ("300.00", "", [])})
        self.assertEqual(self.past.invoices[0].note, "opening")

    def test_a_sale_to_a_new_customer_is_no_opening(self):
        lines = sale(1, "20250115", "F-1", "120,00", "100,00", "20,00")
        self._told(*[line.replace("Libellé", "A nouveau client") for line in lines])
        self.assertEqual(self.past.invoices[0].note, "")

    # --- Entries ------------------------------------------------------------------------

    def test_a_number_for_each_line(self):
        lines = [
            line.replace("\t1\t", f"\t{rank}\t", 1)
            for rank, line in enumerate(
                sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A")
                + receipt(1, "20250210", "BATI", "120,00", "A"),
                1,
            )
        ]
        invoices, _free = self._told(*lines)
        self.assertEqual(
            invoices, {"F-1": ("120.00", "100.00", [("20250210", "120.00", "payment")])}
        )

    def test_numbers_that_begin_again_each_month(self):
        invoices, _free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *credit_note(1, "20250215", "AV-1", "24,00", "20,00", "4,00", "A"),
        )
        self.assertEqual(invoices["F-1"][2], [("20250215", "24.00", "credit_note")])

    def test_numbers_that_begin_again_with_papers_on_some_lines(self):
        lines = [
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *credit_note(1, "20250215", "AV-1", "24,00", "20,00", "4,00", "A"),
        ]
        for rank in (1, 2, 4, 5):
            lines[rank] = lines[rank].replace("\tF-1\t", "\t\t")
            lines[rank] = lines[rank].replace("\tAV-1\t", "\t\t")
        invoices, _free = self._told(*lines)
        self.assertEqual(
            invoices,
            {"F-1": ("120.00", "100.00", [("20250215", "24.00", "credit_note")])},
        )

    def test_an_entry_of_several_days(self):
        lines = receipt(5, "20250131", "BATI", "120,00", "A")
        lines[1] = lines[1].replace(
            "BQ\tJournal BQ\t5\t20250131", "BQ\tJournal BQ\t5\t20250120"
        )
        invoices, _free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"), *lines
        )
        self.assertEqual(invoices["F-1"][2], [("20250120", "120.00", "payment")])

    def test_a_number_for_each_line_of_two_papers_of_a_day(self):
        lines = [
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *credit_note(1, "20250115", "AV-1", "24,00", "20,00", "4,00", "A"),
        ]
        for rank, line in enumerate(lines):
            lines[rank] = line.replace("\t1\t", f"\t{rank + 7}\t", 1)
        invoices, _free = self._told(*lines)
        self.assertEqual(
            invoices["F-1"][1:], ("100.00", [("20250115", "24.00", "credit_note")])
        )
        # Nor does it matter that only the customer's line names its paper.
        for rank in (1, 2):
            lines[rank] = lines[rank].replace("\tF-1\t", "\t\t")
        self._told(*lines[:3])
        self._check_balances(BATI="120")

    def test_the_sales_of_two_customers_in_one_sum(self):
        """Nobody can tell what each is worth without tax."""
        invoices, _free = self._told(
            *entry(
                "VE",
                1,
                "20250131",
                "JANVIER",
                (*BATI, "120,00", "0,00", ""),
                ("411000", "ROUX", "Roux", "12,00", "0,00", ""),
                ("706000", "", "", "0,00", "110,00", ""),
                ("445710", "", "", "0,00", "22,00", ""),
            )
        )
        self.assertEqual([untaxed for _a, untaxed, _p in invoices.values()], ["", ""])

    def test_the_sales_of_a_day_under_one_number(self):
        invoices, _free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00"),
            *[
                line.replace("BATI", "ROUX")
                for line in sale(1, "20250115", "F-2", "12,00", "10,00", "2,00")
            ],
        )
        self.assertEqual(
            invoices, {"F-1": ("120.00", "100.00", []), "F-2": ("12.00", "10.00", [])}
        )

    def test_not_balanced_even_so(self):
        with self.assertRaises(Refused) as caught:
            self._told(*sale(1, "20250115", "F-1", "121,00", "100,00", "20,00"))
        self.assertEqual(caught.exception.args, ("unbalanced", 2, "VE 1 (+1,00)"))

    def test_a_deposit_is_owed_and_counts_once_as_sales(self):
        invoices, _free = self._told(
            *entry(
                "VE",
                1,
                "20250110",
                "FA-1",
                (*BATI, "120,00", "0,00", ""),
                ("419100", "", "", "0,00", "100,00", ""),
                ("445710", "", "", "0,00", "20,00", ""),
            ),
            *entry(
                "VE",
                2,
                "20250210",
                "F-2",
                (*BATI, "240,00", "0,00", ""),
                ("419100", "", "", "100,00", "0,00", ""),
                ("706000", "", "", "0,00", "300,00", ""),
                ("445710", "", "", "0,00", "40,00", ""),
            ),
        )
        self.assertEqual(
            invoices,
            {"FA-1": ("120.00", "100.00", []), "F-2": ("240.00", "200.00", [])},
        )

    def test_an_invoice_in_two_due_lines(self):
        invoices, _free = self._told(
            *entry(
                "VE",
                1,
                "20250110",
                "F-1",
                (*BATI, "60,00", "0,00", "A"),
                (*BATI, "60,00", "0,00", ""),
                ("706000", "", "", "0,00", "100,00", ""),
                ("445710", "", "", "0,00", "20,00", ""),
            ),
            *receipt(1, "20250201", "BATI", "60,00", "A"),
        )
        self.assertEqual(
            invoices, {"F-1": ("120.00", "100.00", [("20250201", "60.00", "payment")])}
        )

    def test_two_lines_of_one_invoice_under_one_letter(self):
        invoices, _free = self._told(
            *entry(
                "VE",
                1,
                "20250110",
                "F-1",
                (*BATI, "60,00", "0,00", "A"),
                (*BATI, "60,00", "0,00", "A"),
                ("706000", "", "", "0,00", "120,00", ""),
            ),
            *receipt(1, "20250201", "BATI", "120,00", "A"),
        )
        self.assertEqual(
            sum(Decimal(amount) for _d, amount, _k in invoices["F-1"][2]), 120
        )
        self._check_balances()

    def test_debits_below_zero(self):
        invoices, _free = self._told(
            *sale(1, "20250115", "F-1", "120,00", "100,00", "20,00", "A"),
            *entry(
                "VE",
                2,
                "20250215",
                "AV-1",
                (*BATI, "-24,00", "0,00", "A"),
                ("706000", "", "", "0,00", "-20,00", ""),
                ("445710", "", "", "0,00", "-4,00", ""),
            ),
        )
        self.assertEqual(invoices["F-1"][2], [("20250215", "24.00", "credit_note")])

    def test_the_encoding_that_the_law_allows(self):
        lines = [
            line.replace("Bâti Sud SARL", "Cœur d’Œuvre".replace("’", "'"))
            for line in sale(1, "20250115", "F-1", "120,00", "100,00", "20,00")
        ]
        self._told(*lines, encoding="iso-8859-15")
        self.assertEqual(self.past.customers[0].name, "Cœur d'Œuvre")
