import io
import zipfile
from datetime import date
from unittest.mock import patch

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..tools import past_table, past_xlsx
from .past_common import (
    BATI,
    CUSTOMERS,
    F1,
    F3,
    INVOICES,
    PAID1,
    SETTLEMENTS,
    PastCommon,
)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastRefused(PastCommon):
    """What is wrong is said in a sentence, and nothing is written."""

    def _refusal(self, content, **values):
        one = self._read(content, **values)
        self.assertEqual(one.state, "refused")
        self.assertFalse(one.line_ids)
        with self.assertRaises(UserError):
            one.action_import()
        return one.refusal

    def _remade(self, content, name, change):
        """The same workbook with another content of one of its parts."""
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for part in old.infolist():
                text = old.read(part)
                new.writestr(part, change(text) if part.filename == name else text)
        return stream.getvalue()

    def test_lines_that_are_wrong(self):
        good = ("C-001", date(2026, 2, 9), date(2026, 3, 11))
        rows = {
            2: (("A-1", *good, 100, 40), "was settled, and its settlements make"),
            3: (("A-2", *good, 0), "zero"),
            4: (("A-3", "C-001", "01/05/2026", "", 10), "in the future"),
            5: (
                ("A-4", "C-001", "01/03/2026", "01/02/2026", 10),
                "before its own date",
            ),
            6: (("A-5", *good, 10, "", "", "GBP"), "make the invoice in Odoo in GBP"),
            7: (("A-6", "C-001", "31/02/2026", "", 10), "« 31/02/2026 » is not a date"),
            8: (("A-7", *good, "dix"), "« dix » is not an amount"),
            9: (("", *good, 10), "number of the invoice is missing"),
            10: (("A-8", "", *good[1:], 10), "customer is missing"),
            11: (("A-9", *good, 10, 20), "not between zero and the amount"),
            12: (("A-10", *good, 10, "", 12), "without taxes is more"),
            13: (("A-11", *good, 10), None),
            14: (("a-11", *good, 10), "higher in the file already"),
            15: (("A-12", "C-001", "05/01/1926", "", 10), "is the year right"),
            16: (("A-13", *good[:2], "11/03/2062", 10), "is the year right"),
            17: (("A" * 3000, *good, 10), "far too long"),
            18: (("A-14", *good), "The amount is missing"),
            19: (("A-15", "C-001", "", "", 10), "The date is missing"),
        }
        one = self._read(
            self._book(
                Clients=[CUSTOMERS, BATI],
                Factures=[INVOICES, *(row for row, _words in rows.values())],
                Règlements=[
                    SETTLEMENTS,
                    ("A-11", "20/03/2026", 11),
                    ("A-99", "20/03/2026", 11),
                ],
            )
        )
        refused = self._said(one, "refused", "invoice")
        self.assertEqual(set(refused), set(rows))
        for line, (_row, words) in rows.items():
            self.assertIn(words or "more than the amount", refused[line])
        settlements = self._said(one, "refused", "settlement")
        self.assertIn("Its invoice A-11 is refused", settlements[2])
        self.assertIn("No invoice A-99", settlements[3])
        with self.assertRaisesRegex(UserError, "Lines refused: 20"):
            one.action_import()
        self.assertFalse(self._move("A-1"))

    def test_names_that_no_index_holds(self):
        long = ("x" * 3000, *BATI[1:])
        one = self._read(self._book(Clients=[CUSTOMERS, long], Factures=[INVOICES, F3]))
        self.assertIn("far too long", self._said(one, "refused", "customer")[2])

    def test_what_is_not_read_is_said(self):
        """A column, a sheet, a line of totals: nothing is lost in silence."""
        titles = (*INVOICES[:5], "Restant", *INVOICES[6:])
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, BATI, ("Total Énergies", "C-009")],
                Factures=[titles, F1[:5], ("TOTAL GÉNÉRAL :", "", "", "", 1200)],
                Encaissements=[("Quand", "Combien"), ("19/03/2026", 500)],
            )
        )
        left = {
            (line.sheet, line.line): line.note
            for line in one.line_ids
            if line.verdict == "warning" and not line.subject
        }
        self.assertEqual(
            set(left), {("Factures", 1), ("Factures", 3), ("Encaissements", 1)}
        )
        self.assertIn("not read: Restant", left["Factures", 1])
        self.assertIn("totals", left["Factures", 3])
        self.assertIn("This sheet is not read", left["Encaissements", 1])
        self.assertEqual((one.customer_new, one.invoice_count), (2, 1))

    def test_amounts_without_a_number_are_no_list_of_customers(self):
        text = "Client;Date;Montant TTC\nBâti Sud;09/02/2026;1 200,00\n"
        self.assertIn("titles", self._refusal(text.encode()))

    def test_locked_accounts(self):
        self.company.fiscalyear_lock_date = "2025-12-31"
        one = self._read(self._usual())
        refused = one.line_ids.filtered(lambda line: line.verdict == "refused")
        self.assertEqual(refused.mapped("name"), ["F-2025-88", "F-2025-88"])
        self.assertIn("locked until 12/31/2025", refused[0].note)
        with self.assertRaises(UserError):
            one.action_import()

    def test_locked_sales(self):
        self.company.sale_lock_date = "2025-12-31"
        one = self._read(self._usual())
        self.assertIn(
            "locked until 12/31/2025", self._said(one, "refused", "invoice")[3]
        )
        refused = one.line_ids.filtered(lambda line: line.verdict == "refused")
        self.assertEqual(refused.mapped("subject"), ["invoice", "settlement"])

    def test_locked_between_reading_and_importing(self):
        one = self._read(self._usual())
        self.company.fiscalyear_lock_date = "2025-12-31"
        with self.assertRaisesRegex(UserError, "Lines refused: 2,"):
            one.action_import()
        self.assertFalse(one.move_ids)

    def test_files_that_are_none(self):
        self.assertIn("empty", self._refusal(b"  \n"))
        self.assertIn("PDF", self._refusal(b"%PDF-1.7 ..."))
        self.assertIn("password", self._refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..."))
        self.assertIn("no line below", self._refusal(self.imports._template()))
        self.assertIn("titles", self._refusal(b"Alpha;Beta\n1;2\n"))
        self.assertIn("cannot be opened", self._refusal(b"PK\x03\x04 nothing"))
        self.assertIn("larger than 20 MB", self._refusal(b"1" * (20 * 2**20 + 1)))
        self.assertIn("Sheet « Factures »", self._refusal(self._book(Factures=[["x"]])))

    def test_a_bomb(self):
        content = self._usual()
        bomb = self._remade(
            content, "xl/styles.xml", lambda text: text + b" " * (160 * 2**20)
        )
        self.assertLess(len(bomb), 2**20)
        with patch.object(openpyxl, "load_workbook") as opened:
            self.assertIn("far more room", self._refusal(bomb))
        opened.assert_not_called()

    def test_entities(self):
        declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            evil = self._remade(
                self._usual(), part, lambda text: declared + text.split(b"?>", 1)[-1]
            )
            with patch.object(openpyxl, "load_workbook") as opened:
                self.assertIn("declares document types", self._refusal(evil))
            opened.assert_not_called()

    def test_a_sheet_that_says_it_is_huge(self):
        """A cell in the last line of the sheet, a million lines down."""
        book = openpyxl.Workbook()
        book.active.append(["Facture", "Date", "Montant"])
        book.active.cell(1048576, 16384, "x")
        stream = io.BytesIO()
        book.save(stream)
        with patch.object(past_xlsx, "MOST_LINES", 1000):
            self.assertIn("More than 1000 lines", self._refusal(stream.getvalue()))

    def test_formulas_count_by_their_result(self):
        formula = (*F1[:3], "=C2+30", *F1[4:])
        self.assertIn(
            "Sheet « Factures », line 2: a formula has no result",
            self._refusal(
                self._book(Clients=[CUSTOMERS, BATI], Factures=[INVOICES, formula])
            ),
        )
        content = self._book(Factures=[INVOICES, (*F3[:4], "=200+40")])
        kept = self._remade(
            content,
            "xl/worksheets/sheet1.xml",
            lambda text: text.replace(b"<v></v>", b"<v>240</v>").replace(
                b"<v />", b"<v>240</v>"
            ),
        )
        self._imported(kept)
        self.assertEqual(self._move("F-2026-02").amount_total, 240.0)

    def test_a_csv_of_windows_in_one_file(self):
        """An invoice stands on the line of each of its settlements."""
        text = (
            "Facture;Client;SIREN;Date;Échéance;Montant TTC;Réglée le;Montant réglé\n"
            "F-1;Bâti Sud;404833048;09/02/2026;11/03/2026;1 200,00;19/03/2026;500,00\n"
            "F-1;Bâti Sud;404833048;09/02/2026;11/03/2026;1 200,00;25/03/2026;200,00\n"
            'F-2;Bâti Sud;404833048;01/03/2026;31/03/2026;"50,00 €";;\n'
        )
        one = self._imported(text.encode("cp1252"))
        self.assertEqual(one.kind, "csv")
        self.assertEqual(
            self._facts(self._move("F-1")),
            [
                ("open", 500.0, False, 0),
                ("payment", 200.0, date(2026, 3, 25), 14),
                ("payment", 500.0, date(2026, 3, 19), 8),
            ],
        )
        self.assertEqual(self._move("F-2").partner_id.company_registry, "404833048")

    # --- By hand ------------------------------------------------------------------------

    def test_what_a_file_holds_is_not_written_by_hand(self):
        one = self._read(self._usual())
        with self.assertRaises(AccessError):
            one.write({"state": "done"})
        with self.assertRaises(AccessError):
            self.imports.create({"name": "x", "state": "review"})
        one.action_import()
        with self.assertRaises(UserError):
            one.write({"term_days": 3})
        with self.assertRaises(UserError):
            one.unlink()

    def test_another_delay_is_read_again(self):
        one = self._read(self._usual())
        one.term_days = 60
        self.assertRecordValues(one, [{"state": "new", "invoice_count": 0}])
        self.assertFalse(one.line_ids)
        with self.assertRaises(UserError):
            one.action_import()

    # --- Undo ---------------------------------------------------------------------------

    def test_undo_takes_everything_back(self):
        moves = self.env["account.move"].search_count([])
        partners = self.env["res.partner"].search_count([])
        one = self._imported(self._usual())
        self.reminders._plan(self.company)
        one.action_undo()
        self.assertEqual(one.state, "undone")
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertFalse(self._balance(self.counterpart))
        one.action_check()
        one.action_import()
        self.assertEqual(self._balance(self.counterpart), -940.0)

    def test_undo_says_what_was_built(self):
        one = self._imported(self._usual())
        self._pay(self._move("F-2026-01"), 100.0)
        with self.assertRaisesRegex(UserError, "matched with entries.*F-2026-01"):
            one.action_undo()
        self.assertTrue(self._move("F-2026-01"))

    def test_undo_says_what_was_sent(self):
        one = self._imported(self._usual())
        self._delivered(self._move("F-2026-01"), 1, days_ago=2)
        with self.assertRaisesRegex(UserError, "reminders that left: F-2026-01"):
            one.action_undo()

    def test_undo_says_what_was_locked(self):
        one = self._imported(self._usual())
        self.company.fiscalyear_lock_date = "2025-12-31"
        with self.assertRaisesRegex(UserError, "locked since: .*F-2025-88"):
            one.action_undo()

    def test_undo_says_what_was_promised(self):
        one = self._imported(self._usual())
        move = self._move("F-2026-01")
        self.env["tpe.dunning.promise"].create(
            {
                "partner_id": move.partner_id.id,
                "company_id": self.company.id,
                "move_ids": [Command.set(move.ids)],
                "source": "phone",
                "promised_on": date(2026, 3, 30),
                "date": date(2026, 4, 10),
            }
        )
        with self.assertRaisesRegex(UserError, "promised.*F-2026-01"):
            one.action_undo()

    def test_undo_says_what_was_secured(self):
        one = self._imported(self._usual())
        move = self._move("F-2026-01")
        self.env.cr.execute(
            SQL("UPDATE account_move SET inalterable_hash = 'x' WHERE id = %s", move.id)
        )
        with self.assertRaisesRegex(UserError, "secured.*F-2026-01"):
            one.action_undo()
        self.assertTrue(move.exists())

    def test_undo_says_that_nothing_may_be_deleted(self):
        one = self._imported(self._usual())
        self.company.restrictive_audit_trail = True
        with self.assertRaisesRegex(UserError, "audit trail"):
            one.action_undo()

    def test_undo_says_what_was_credited(self):
        one = self._imported(self._usual())
        self._move("F-2026-02").copy(
            {
                "move_type": "out_refund",
                "journal_id": self.company_data["default_journal_sale"].id,
                "reversed_entry_id": self._move("F-2026-02").id,
            }
        )
        with self.assertRaisesRegex(UserError, "credit note made here: F-2026-02"):
            one.action_undo()

    def test_undo_says_what_was_changed(self):
        one = self._imported(self._usual())
        self._move("F-2026-02").button_draft()
        with self.assertRaisesRegex(UserError, "no longer posted: F-2026-02"):
            one.action_undo()

    def test_what_stands_beside_an_invoice_goes_with_it(self):
        one = self._imported(self._usual())
        move = self._move("F-2026-01")
        note = move.message_post(body="He called.")
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": move._name, "res_id": move.id}
        )
        task = move.activity_schedule("mail.mail_activity_data_todo")
        move.message_subscribe(self.manager.partner_id.ids)
        lines = move.line_ids
        one.action_undo()
        for record in (note, file, task, move, lines):
            self.assertFalse(record.exists(), record)
        followers = self.env["mail.followers"].search_count(
            [("res_model", "=", "account.move"), ("res_id", "=", move.id)]
        )
        self.assertFalse(followers)
        self.assertFalse(
            self.env["account.partial.reconcile"].search_count(
                [("debit_move_id", "in", lines.ids)]
            )
        )

    def test_undo_leaves_customers_who_are_used(self):
        one = self._imported(self._usual())
        roux = self._move("F-2026-02").partner_id
        own = self._invoice(5, partner=roux)
        one.action_undo()
        # He is the firm's from now on: another undo leaves him too.
        self.assertFalse(roux.tpe_past_import_id)
        self.assertEqual(own.partner_id, roux)
        self.assertFalse(self.env["res.partner"].search([("ref", "=", "C-001")]))

    # --- The workbook -------------------------------------------------------------------

    def test_the_workbook_is_read_back_in_both_languages(self):
        for lang in ("en_US", "fr_FR"):
            content = self.imports.with_context(lang=lang)._template()
            sheets = past_xlsx.sheets(content)
            self.assertEqual(len(sheets), 3)
            past = past_table.read(sheets)
            self.assertFalse(past.customers or past.invoices or past.settlements)
            self.assertFalse(past.problems)
            for title, rows in sheets:
                sheet = past_table.sheet_of(title)
                self.assertNotIn(None, past_table.roles_of(sheet, rows[0][1]), title)

    def test_a_settlement_for_the_sheet_of_an_earlier_file(self):
        self._imported(
            self._book(Factures=[INVOICES, F1[:5]], Clients=[CUSTOMERS, BATI])
        )
        self._imported(self._book(Règlements=[SETTLEMENTS, PAID1]))
        self.assertEqual(self._move("F-2026-01").amount_residual, 700.0)
        again = self._book(
            Règlements=[SETTLEMENTS, PAID1, ("F-2026-01", "30/03/2026", 701)]
        )
        one = self._read(again)
        self.assertIn("More than the", self._said(one, "refused")[3])
