from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .past_common import PastCommon
from .test_past_fec import HEAD, receipt, sale, written
from .test_past_fec_kinds import credit_note, opening, paid_back


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastFecYears(PastCommon):
    """A file for each year: what the second repeats of the first is there once."""

    # F-11 and F-12 are open, 50 came in advance: 290 on 411.
    YEAR = (
        *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00"),
        *sale(2, "20251215", "F-12", "100,00", "83,33", "16,67"),
        *receipt(1, "20251220", "BATI", "50,00"),
        *sale(3, "20251221", "F-10", "12,00", "10,00", "2,00", "A"),
        *receipt(2, "20251222", "BATI", "12,00", "A"),
    )
    # In one sum, of which 240 and 50 were paid.
    NEXT = (
        *opening("20260101", "290,00", "C"),
        *receipt(1, "20260120", "BATI", "240,00", "C"),
        *receipt(2, "20260125", "BATI", "50,00", "C"),
        *sale(1, "20260201", "F-13", "12,00", "10,00", "2,00"),
    )

    def _file(self, *lines):
        return written([HEAD, *lines])

    def test_the_opening_entry_of_the_next_year(self):
        first = self._imported(self._file(*self.YEAR))
        self.assertEqual(self._balance(self.receivable), 290.0)
        before = self._state()
        one = self._imported(self._file(*self.NEXT), name="2026.txt")
        self.assertEqual((one.invoice_count, one.settled_count), (1, 2))
        self.assertEqual(
            self._facts(self._move("F-11")),
            [("payment", 240.0, date(2026, 1, 20), 36)],
        )
        self.assertEqual(
            self._facts(self._move("F-12")),
            [("open", 50.0, False, 0), ("payment", 50.0, date(2026, 1, 25), 11)],
        )
        # What the second file holds on 411: 290 - 290 + 12.
        self.assertEqual(self._balance(self.receivable), 12.0)
        self.assertIn("repeats", self._said(one, "known")[2])
        again = self._read(self._file(*self.NEXT, ""), name="copie.txt")
        self.assertEqual((again.refused_count, again.new_count), (0, 0))
        # The second is taken back alone, and the first is as it was.
        one.action_undo()
        self.assertEqual(self._state(), before)
        first.action_undo()
        self.assertFalse(self._balance(self.receivable))

    def _state(self):
        self.env.flush_all()
        self.env.invalidate_all()
        moves = self.env["account.move"].search([("tpe_past_import_id", "!=", False)])
        return moves.sorted("id").mapped(
            lambda move: (move.name, move.payment_state, move.amount_residual)
        ), moves.line_ids.sorted("id").mapped(
            lambda line: (line.balance, line.amount_residual, line.matching_number)
        )

    def test_the_first_is_not_taken_back_under_the_second(self):
        first = self._imported(self._file(*self.YEAR))
        self._imported(self._file(*self.NEXT), name="2026.txt")
        first.sudo().imported_on = "2026-03-30 08:00:00"
        with self.assertRaisesRegex(UserError, "matched with entries"):
            first.action_undo()

    def test_an_opening_entry_of_another_sum(self):
        self._imported(self._file(*self.YEAR))
        lines = opening("20260101", "300,00") + list(self.NEXT[-3:])
        one = self._read(self._file(*lines), name="2026.txt")
        note = self._said(one, "refused")[2]
        self.assertIn("300.00", note)
        self.assertIn("290.00", note)
        self.assertIn("undo the earlier import", note)

    def test_an_opening_entry_of_what_is_left_of_an_invoice(self):
        self._imported(
            self._file(
                *sale(1, "20251115", "F-11", "240,00", "200,00", "40,00", "a"),
                *receipt(1, "20251220", "BATI", "100,00", "a"),
            )
        )
        one = self._imported(
            self._file(
                *opening("20260101", "140,00", "C", piece="F-11"),
                *receipt(1, "20260120", "BATI", "140,00", "C"),
            ),
            name="2026.txt",
        )
        self.assertEqual((one.invoice_count, one.settled_count), (0, 1))
        self.assertFalse(self._move("F-11").amount_residual)
        self.assertFalse(self._balance(self.receivable))

    def test_a_credit_of_last_year_pays_an_invoice_of_this_one(self):
        self._imported(
            self._file(
                *sale(3, "20251121", "F-10", "12,00", "10,00", "2,00", "A"),
                *receipt(2, "20251122", "BATI", "12,00", "A"),
                *receipt(4, "20251210", "BATI", "50,00"),
            )
        )
        self._imported(
            self._file(
                *opening("20260101", "-50,00", "C"),
                *sale(9, "20260115", "F-20", "120,00", "100,00", "20,00", "C"),
            ),
            name="2026.txt",
        )
        self.assertEqual(self._move("F-20").amount_residual, 70.0)
        self.assertEqual(self._balance(self.receivable), 70.0)

    def test_a_credit_of_last_year_that_nothing_used(self):
        self._imported(
            self._file(
                *sale(3, "20251121", "F-10", "12,00", "10,00", "2,00", "A"),
                *receipt(2, "20251122", "BATI", "12,00", "A"),
                *receipt(4, "20251210", "BATI", "50,00"),
            )
        )
        self._imported(
            self._file(
                *opening("20260101", "-50,00"),
                *sale(9, "20260115", "F-20", "120,00", "100,00", "20,00", "C"),
            ),
            name="2026.txt",
        )
        self.assertEqual(self._balance(self.receivable), 70.0)

    def test_a_credit_of_last_year_given_back(self):
        self._imported(
            self._file(
                *sale(3, "20251121", "F-10", "12,00", "10,00", "2,00", "A"),
                *receipt(2, "20251122", "BATI", "12,00", "A"),
                *receipt(4, "20251210", "BATI", "50,00"),
            )
        )
        one = self._imported(
            self._file(
                *opening("20260101", "-50,00", "C"),
                *paid_back(3, "20260110", "50,00", "C"),
            ),
            name="2026.txt",
        )
        self.assertFalse(self._balance(self.receivable))
        self.assertFalse(self._move("REJ3").amount_residual)
        one.action_undo()
        self.assertEqual(self._balance(self.receivable), -50.0)

    def test_a_longer_file_letters_what_was_free(self):
        """In March the accountant letters what the file of February left open."""
        free = (
            *sale(1, "20260115", "F-1", "12,00", "10,00", "2,00", "Z"),
            *receipt(1, "20260116", "BATI", "12,00", "Z"),
        )

        def both(first, second):
            return (
                *free,
                *receipt(2, "20260120", "BATI", "120,00", first),
                *credit_note(2, "20260121", "AV-1", "24,00", "20,00", "4,00", second),
            )

        self._imported(self._file(*both("", "")))
        self.assertEqual(self._balance(self.receivable), -144.0)
        one = self._imported(
            self._file(
                *both("A", "B"),
                *sale(3, "20260201", "F-2", "120,00", "100,00", "20,00", "A"),
                *sale(4, "20260202", "F-3", "60,00", "50,00", "10,00", "B"),
            ),
            name="mars.txt",
        )
        # Two invoices, and no second payment nor credit note.
        self.assertEqual(len(one.sudo().move_ids), 2)
        self.assertEqual(self._move("F-2").payment_state, "paid")
        self.assertEqual(self._move("F-3").amount_residual, 36.0)
        self.assertEqual(self._balance(self.receivable), 36.0)
        one.action_undo()
        self.assertEqual(self._balance(self.receivable), -144.0)
        self.assertEqual(self._move("AV-1").amount_residual, 24.0)
