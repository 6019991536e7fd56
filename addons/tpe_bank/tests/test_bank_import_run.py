import random
from decimal import Decimal

from odoo import Command
from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .common import BankCommon

CSV = "Date;Libellé;Montant\n"


@tagged("-at_install", "post_install")
class TestBankImportRun(BankCommon):
    """Writing the lines of files, and taking them back."""

    def test_files_cut_anywhere_in_any_order_bring_each_line_once(self):
        """Drawn at random: periods that overlap, rows in any order, twins on a day."""
        for seed in range(3):
            rng = random.Random(seed)
            journal = self._bank(f"Seed{seed}")
            month = [
                (
                    rng.randint(1, 28),
                    rng.choice(("CB PEAGE AUTOROUTE", "VIR BATI SUD", "PRLV TELECOM")),
                    rng.choice((-840, 1001, 12_345)),
                )
                for _rank in range(40)
            ]
            periods = [(first, first + rng.randint(2, 9)) for first in range(1, 29, 4)]
            rng.shuffle(periods)
            for first, last in [*periods, (1, 28)]:
                rows = [row for row in month if first <= row[0] <= last] or month[:]
                rng.shuffle(rows)
                text = CSV + "".join(
                    f"{day:02}/10/2026;{label};{cents / 100:.2f}\n".replace(".", ",")
                    for day, label, cents in rows
                )
                self._upload(text.encode(), "a.csv", journal).action_import()
            lines = self.env["account.bank.statement.line"].search(
                [("journal_id", "=", journal.id)]
            )
            found = [
                (line.date.day, line.payment_ref, round(line.amount * 100))
                for line in lines
            ]
            self.assertEqual(sorted(found), sorted(month), f"seed {seed}")
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT sum(balance)::text FROM account_move_line WHERE account_id = %s",
                [journal.default_account_id.id],
            )
            [[total]] = self.env.cr.fetchall()
            cents = sum(cents for _day, _label, cents in month)
            self.assertEqual(Decimal(total), Decimal(cents) / 100)

    def test_an_import_is_taken_back_while_nothing_is_matched(self):
        one = self._upload(self._two())
        one.action_import()
        moves = one.line_ids.move_id
        one.action_undo()
        self.assertEqual(one.state, "undone")
        self.assertFalse(one.line_ids)
        self.assertNotIn("posted", moves.exists().mapped("state"))
        again = self._upload(self._two())
        self.assertEqual(again.new_count, 2)
        again.action_import()
        line = again.line_ids[0]
        suspense = line._seek_for_lines()[1]
        suspense.with_context(
            skip_account_move_synchronization=True
        ).account_id = self.company_data["default_account_revenue"]
        with self.assertRaisesRegex(UserError, "1 of these lines"):
            again.action_undo()
        self.assertEqual(len(again.line_ids), 2)

    def test_what_somebody_made_of_a_line_keeps_its_import(self):
        one = self._upload(self._two())
        one.action_import()
        line = one.line_ids[0]
        suspense = line._seek_for_lines()[1]
        quiet = {
            "check_move_validity": False,
            "skip_account_move_synchronization": True,
        }
        line.move_id.with_context(**quiet, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.update(suspense.id, {"balance": suspense.balance - 1}),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "balance": 1,
                        }
                    ),
                ]
            }
        )
        self.assertEqual(len(line._seek_for_lines()[2]), 1)
        with self.assertRaisesRegex(UserError, "1 of these lines"):
            one.action_undo()

    def test_a_line_without_money_does_not_keep_its_import(self):
        first = self._upload(self._two())
        first.action_import()
        items = first.line_ids.move_id.line_ids
        kept = items.read(["balance", "account_id", "name"])
        text = CSV + "04/11/2026;PAS DE FRAIS;0,00\n04/11/2026;VIR A;10,00\n"
        one = self._upload(text.encode(), "a.csv", self.journal)
        one.action_import()
        self.assertEqual(one.line_ids.mapped("is_reconciled").count(True), 1)
        self.assertEqual((one.matched_count, one.can_match), (0, True))
        one.action_undo()
        self.assertEqual((one.state, len(one.line_ids)), ("undone", 0))
        # What another file brought stays as it is.
        self.assertEqual(items.read(["balance", "account_id", "name"]), kept)

    def test_two_files_of_one_account_at_once(self):
        """Another connection is at work on the account: nothing is compared meanwhile."""
        other = db_connect(self.cr.dbname).cursor()
        self.addCleanup(other.close)
        other.execute(
            "SELECT id FROM account_journal WHERE type = 'bank' LIMIT 1 FOR NO KEY UPDATE"
        )
        [[account]] = other.fetchall()
        journal = self.env["account.journal"].sudo().browse(account)
        company = journal.company_id.ids
        one = self._upload(
            (CSV + "03/11/2026;A;1,00\n").encode(),
            "a.csv",
            journal,
            self.env(su=True, context={"allowed_company_ids": company}),
        )
        undone = one.copy({"state": "done"})
        for method in (one.action_import, undone.action_undo):
            with self.assertRaisesRegex(UserError, "try again in a minute"):
                method()
        self.assertEqual((one.state, undone.state), ("review", "done"))
        other.rollback()
        one.action_import()
        undone.action_undo()
        self.assertEqual((one.line_ids.amount, undone.state), (1, "undone"))

    def test_a_line_of_a_locked_period_stops_the_file(self):
        first = CSV + "29/10/2026;A;1,00\n02/11/2026;B;2,00\n"
        self._upload(first.encode(), "a.csv", self.journal).action_import()
        late = self._upload(
            (first + "30/10/2026;C;3,00\n").encode(), "b.csv", self.journal
        )
        more = self._upload(
            (first + "01/11/2026;D;4,00\n").encode(), "c.csv", self.journal
        )
        # Whoever locks has matched everything first.
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = '2026-10-31' WHERE id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "« C ».* locked until 10/31/2026"):
            late.action_import()
        self.assertEqual((late.state, len(late.line_ids)), ("review", 0))
        # Lines that are there already stand in nobody's way.
        more.action_import()
        self.assertEqual(more.line_ids.mapped("amount"), [4])
