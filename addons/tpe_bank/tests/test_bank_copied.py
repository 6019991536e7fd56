from contextlib import closing
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..models import bank_import_known as known
from ..models import bank_import_write as writing
from ..tools.rows import Unexplained, explain
from .common import BankCommon

COUNT = 48


@tagged("-at_install", "post_install")
class TestBankCopied(BankCommon):
    """Many lines at once: each column of each row as core writes it."""

    def setUp(self):
        super().setUp()
        few = patch.object(writing, "MANY", 40)
        self.startPatcher(few)
        self.file = self.files.sudo().create(
            {
                "name": "a.csv",
                "journal_id": self.journal.id,
                "company_id": self.company.id,
                "attachment_id": self.env["ir.attachment"].create({"name": "a"}).id,
            }
        )

    def test_two_years_of_every_kind_of_line(self):
        self._assert_as_core(self._values())
        self.assertLess(self.by_core, 40)

    def test_numbers_follow_those_that_are_there(self):
        """A journal numbered by month, with a gap and a later entry."""
        for day, name in (
            ("2025-12-03", "BQ/2025/12/0041"),
            ("2026-02-28", "BQ/2026/02/0007"),
        ):
            self.env["account.bank.statement.line"].create(
                {"journal_id": self.journal.id, "date": day, "amount": 1}
            ).move_id.name = name
        self._assert_as_core(self._values())
        self.assertLess(self.by_core, 40)
        names = self.file.line_ids.move_id.mapped("name")
        self.assertIn("BQ/2025/12/0042", names)
        self.assertIn("BQ/2026/02/0008", names)

    def test_an_account_in_another_currency(self):
        francs = self._bank("Francs", currency="CHF")
        self.env["res.currency.rate"].create(
            [
                {"currency_id": francs.currency_id.id, "name": day, "rate": rate}
                for day, rate in (("2025-01-01", 0.93), ("2026-01-01", 0.97))
            ]
        )
        self.file.journal_id = francs
        self._assert_as_core(self._values())

    def test_few_lines_are_left_to_core(self):
        self._assert_as_core(self._values()[:39])
        self.assertEqual(self.by_core, 39)

    def test_beside_an_addon_that_acts_on_entries_core_writes_all(self):
        with patch.object(known, "KNOWN", known.KNOWN - {"account"}):
            self._assert_as_core(self._values())
        self.assertEqual(self.by_core, COUNT)

    def test_beside_a_column_that_somebody_computes_core_writes_all(self):
        field = self.env["account.move"]._fields["amount_total"]
        with patch.object(field, "_module", "their_addon"):
            self._assert_as_core(self._values())
        self.assertEqual(self.by_core, COUNT)

    def test_lines_noted_elsewhere_are_left_to_core(self):
        lines = type(self.env["account.bank.statement.line"])
        create = lines.create

        def noting(records, values):
            made = create(records, values)
            for line in made:
                made.env["tpe.bank.label"].sudo().create(
                    {"line_id": line.id, "company_id": line.company_id.id, "key": "x"}
                )
            return made

        noting.__module__ = create.__module__
        with patch.object(lines, "create", noting):
            self.file._create_lines(self._values())
        noted = self.env["tpe.bank.label"].sudo().search([("key", "=", "x")])
        self.assertEqual(noted.line_id, self.file.line_ids)
        self.assertEqual(len(noted), COUNT)

    def test_a_column_that_follows_from_nothing_is_left_to_core(self):
        lines = type(self.env["account.bank.statement.line"])
        create = lines.create

        def numbering(records, values):
            made = create(records, values)
            for rank, line in enumerate(made):
                line.transaction_type = f"kind {rank % 3}"
            return made

        numbering.__module__ = create.__module__
        with patch.object(lines, "create", numbering):
            self.file._create_lines(self._values())
        kinds = self.file.line_ids.sorted("id").mapped("transaction_type")
        self.assertEqual(kinds, [f"kind {rank % 3}" for rank in range(COUNT)])

    def test_two_explanations_are_none(self):
        """What fits the rows that core wrote must be the only way for the others."""
        rows = [{"name": "A", "debit": 5}, {"name": "B", "debit": 5}]
        said = {"label": ["A", "B"], "payer": ["A", "B"]}
        both = {"label": ["A", "B", "C"], "payer": ["A", "B", "C"]}
        self.assertEqual(explain(rows, said, both)[1], {"name": "label"})
        both["payer"][2] = "D"
        with self.assertRaisesRegex(Unexplained, "name"):
            explain(rows, said, both)
        said, both = {"in": [5, 5]}, {"in": [5, 5, 6]}
        with self.assertRaisesRegex(Unexplained, "debit"):
            explain([{"debit": 5}] * 2, said, both)

    def _values(self):
        """Two years, two days a month; both signs, nothing, with and without words."""
        values = []
        for rank in range(COUNT):
            month, second = divmod(rank, 2)
            year, month = divmod(month, 12)
            values.append(
                {
                    "journal_id": self.file.journal_id.id,
                    "date": fields.Date.to_date(
                        f"{2025 + year}-{month + 1:02}-{3 + second * rank % 9:02}"
                    ),
                    "amount": round((rank * 37 % 50 - 20) * 1.11, 2),
                    "payment_ref": f'VIR {rank % 9} d’été, 5 % \\ "x"',
                    "ref": rank % 3 == 0 and f"R{rank % 6}",
                    "partner_name": rank % 4 == 0 and f"CLIENT {rank % 8}",
                    "account_number": rank % 5 == 0 and "DE89370400440532013000",
                    "transaction_details": rank % 7 == 0 and {"bank_id": f"B{rank}"},
                    "tpe_bank_key": f"key {rank}",
                    "tpe_bank_import_id": self.file.id,
                }
            )
        values[11]["amount"] = 0.0
        # The rows of a file may stand in any order within a day.
        values[4], values[5] = values[5], values[4]
        return values

    def _assert_as_core(self, values):
        lines = self.env["account.bank.statement.line"].with_company(self.company)
        with closing(self.env.cr.savepoint()):
            plain = lines.with_context(**writing.QUIET).create(
                [dict(line) for line in values]
            )
            wanted = self._rows(plain)
            balances = plain.mapped("running_balance")
        made = []
        create = type(lines).create

        def counting(records, them):
            made.extend(them)
            return create(records, them)

        counting.__module__ = create.__module__
        with patch.object(type(lines), "create", counting):
            self.file._create_lines(values)
        self.by_core = len(made)
        ours = self.file.line_ids.sorted("id")
        self.assertEqual(len(ours), len(values))
        for left, right in zip(self._rows(ours), wanted, strict=True):
            self.assertEqual(left, right)
        self.assertEqual(ours.mapped("running_balance"), balances)

    def _rows(self, lines):
        """The rows of these lines, with ranks instead of the numbers of new records."""
        self.env.flush_all()
        lines = lines.sorted("id")
        ranks, rows = {}, []
        for records in (
            lines,
            lines.move_id.sorted("id"),
            lines.move_id.line_ids.sorted("id"),
        ):
            for rank, number in enumerate(records.ids):
                ranks[records._table, number] = rank
            self.env.cr.execute(
                f"SELECT to_jsonb(r) FROM {records._table} r"  # noqa: S608
                " WHERE id = ANY(%s) ORDER BY id",
                [records.ids],
            )
            rows += [(records._table, row) for (row,) in self.env.cr.fetchall()]
        for table, row in rows:
            row["id"] = ranks[table, row["id"]]
            if table != "account_bank_statement_line":
                row["statement_line_id"] = ranks[
                    "account_bank_statement_line", row["statement_line_id"]
                ]
            else:
                row["internal_index"] = row["internal_index"][:-10]
            if table != "account_move":
                row["move_id"] = ranks["account_move", row["move_id"]]
        return rows
