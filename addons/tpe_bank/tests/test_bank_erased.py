from contextlib import closing
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import bank_import_erase as erasing
from ..models import bank_import_known as known
from ..tools.rows import Unexplained
from .common import BankCommon

CSV = "Date;Libellé;Montant\n"
TABLES = ("account_move", "account_move_line", "account_bank_statement_line")


@tagged("-at_install", "post_install")
class TestBankErased(BankCommon):
    """Many lines taken back at once: what stays is what core leaves."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(erasing, "MANY", 3))
        self.before = self._import(3, 4)
        self.file = self._import(10, 16)
        self.after = self._import(20, 21)

    def _import(self, first, last):
        rows = "".join(
            f"{day:02}/10/2026;VIR {day};{day * 100},10\n"
            for day in range(first, last + 1)
        )
        one = self._upload((CSV + rows).encode(), "a.csv", self.journal)
        one.action_import()
        return one

    def _books(self):
        """Each row of the company's books, but for who wrote it when."""
        self.env.flush_all()
        rows = {}
        for table in TABLES:
            self.env.cr.execute(
                f"SELECT to_jsonb(r) - 'write_date' - 'write_uid' FROM {table} r"  # noqa: S608
                " WHERE company_id = %s ORDER BY id",
                [self.company.id],
            )
            rows[table] = [row for (row,) in self.env.cr.fetchall()]
        return rows

    def test_what_stays_is_what_core_leaves(self):
        numbers = [len(rows) for rows in self._books().values()]
        with closing(self.env.cr.savepoint()):
            with patch.object(erasing, "MANY", 100):
                self.file.action_undo()
            wanted = self._books()
        self.assertEqual([len(rows) for rows in self._books().values()], numbers)
        first = min(self.after.line_ids.move_id, key=lambda move: move.date)
        self.assertFalse(first.made_sequence_gap)
        with self._without_core():
            self.file.action_undo()
        self.assertEqual(self._books(), wanted)
        self.assertTrue(first.made_sequence_gap)
        self.assertEqual(
            [len(rows) for rows in wanted.values()],
            [numbers[0] - 7, numbers[1] - 14, numbers[2] - 7],
        )
        self.assertEqual((self.file.state, len(self.file.line_ids)), ("undone", 0))
        # And it comes again.
        again = self._upload(self.file.attachment_id.raw, "a.csv", self.journal)
        self.assertEqual(again.new_count, 7)

    def _without_core(self):
        lines = type(self.env["account.bank.statement.line"])

        def refused(records):
            raise AssertionError("core deletes them")

        refused.__module__ = lines.unlink.__module__
        return patch.object(lines, "unlink", refused)

    def test_what_somebody_added_is_left_to_core(self):
        line = self.file.line_ids[2]
        move = line.move_id
        for what, change in {
            "message": lambda: move.message_post(body="Who is that?"),
            "attachment": lambda: self.env["ir.attachment"].create(
                {"name": "a", "raw": b"a", "res_model": move._name, "res_id": move.id}
            ),
            "follower": lambda: move.message_subscribe(self.env.user.partner_id.ids),
            "label": lambda: self.env["tpe.bank.label"].create(
                {"line_id": line.id, "company_id": self.company.id}
            ),
            "draft": move.button_draft,
            "reversal": lambda: move.copy({"reversed_entry_id": move.id}),
            "statement": lambda: self.env["account.bank.statement"].create(
                {"name": "October", "line_ids": line.ids}
            ),
        }.items():
            with self.subTest(what), closing(self.env.cr.savepoint()):
                change()
                with self.assertRaises(Unexplained):
                    self.file.sudo()._erase_at_once(self.file.line_ids)
                if what != "statement":
                    self.file.action_undo()
                    self.assertFalse(self.file.line_ids)
                    self.assertFalse(
                        self.env["mail.message"].search(
                            [("model", "=", move._name), ("res_id", "=", move.id)]
                        )
                    )

    def test_beside_an_addon_that_acts_on_entries_core_deletes(self):
        with (
            patch.object(known, "KNOWN", known.KNOWN - {"account"}),
            self._without_core(),
            self.assertRaisesRegex(AssertionError, "core deletes"),
        ):
            self.file.action_undo()

    def test_a_locked_period_keeps_its_lines(self):
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = '2026-10-12' WHERE id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "10/12/2026"), self.cr.savepoint():
            self.file.action_undo()
        self.assertEqual((self.file.state, len(self.file.line_ids)), ("done", 7))
