from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..models import past_import_rows, past_import_write
from ..tools import past_rows
from .past_common import BATI, CUSTOMERS, INVOICES, MENU, SETTLEMENTS, PastCommon

# Keys, and what hangs on them; customers are compared by name.
KEYS = {
    *("id", "move_id", "partner_id", "commercial_partner_id", "partner_shipping_id"),
    *(
        "tpe_past_import_id",
        "full_reconcile_id",
        "matching_number",
        "write_date",
        "write_uid",
    ),
    *("create_date", "sequence_prefix", "sequence_number", "move_name"),
}
NUMBER = 24


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastWrite(PastCommon):
    """Written at once, documents are what core writes one by one."""

    def _file(self):
        invoices, settlements = [], []
        for rank in range(NUMBER):
            day = date(2024, 5, 3) + timedelta(27 * rank)
            who = ("C-001", "C-002")[rank % 2]
            amount = 100 + rank * 1.5
            invoices.append(
                (f"P/{day:%y}-{rank:03}", who, day, day + timedelta(30), amount)
                + (("", amount / 1.5) if rank % 3 else ())
            )
            if rank % 4:
                paid = amount if rank % 5 else 40
                settlements.append((invoices[-1][0], day + timedelta(20 + rank), paid))
        return self._book(
            Clients=[CUSTOMERS, BATI, MENU],
            Factures=[INVOICES, *invoices],
            Règlements=[SETTLEMENTS, *settlements],
        )

    def _rows(self, one):
        """All that the two tables hold of a file, without keys."""
        self.env.flush_all()
        found = []
        for table, column in (("account_move", "id"), ("account_move_line", "move_id")):
            for [row] in self.env.execute_query(
                SQL(
                    """
                    SELECT to_jsonb(r) || jsonb_build_object('customer', partner.name)
                      FROM %s r LEFT JOIN res_partner partner ON partner.id = r.partner_id
                     WHERE r.%s = ANY(%s)
                    """,
                    SQL.identifier(table),
                    SQL.identifier(column),
                    one.sudo().move_ids.ids,
                )
            ):
                kept = {key: row[key] for key in row if key not in KEYS}
                if row.get("move_type") == "entry":
                    del kept["name"]
                found.append(sorted(kept.items(), key=lambda item: item[0]))
        return sorted(found, key=str)

    def test_the_same_rows_as_core(self):
        content = self._file()
        one = self._imported(content)
        written = self._rows(one)
        balance = self._balance(self.receivable)
        facts = self.env["tpe.receivable.settlement"]
        late = sorted(facts.search([]).mapped("days_late"))
        one.action_undo()
        one.action_check()
        copied = []
        copy = past_import_rows.PastImport._copy

        def counted(records, pattern, new):
            copied.append(len(new))
            return copy(records, pattern, new)

        with (
            patch.object(past_import_write, "MANY", 4),
            patch.object(past_rows, "SAMPLES", 4),
            patch.object(past_import_rows.PastImport, "_copy", counted),
        ):
            one.action_import()
        # Of each customer's twelve invoices six are core's; so are six settlements.
        self.assertEqual(copied, [6, 6, 12])
        self.assertEqual(self._rows(one), written)
        self.assertEqual(self._balance(self.receivable), balance)
        self.assertEqual(sorted(facts.search([]).mapped("days_late")), late)

    def test_what_was_not_foreseen_is_left_to_core(self):
        """Another addon that writes something of its own on each invoice."""

        def other(records, *args):
            raise past_rows.Unexplained("x_colour")

        one = self._read(self._file())
        with (
            patch.object(past_import_write, "MANY", 4),
            patch.object(past_rows, "SAMPLES", 4),
            patch.object(past_import_rows.PastImport, "_copy", other),
        ):
            one.action_import()
        self.assertEqual(one.state, "done")
        self.assertEqual(
            len(one.sudo().move_ids.filtered(lambda m: m.move_type != "entry")), NUMBER
        )

    def test_a_column_that_differs_is_seen(self):
        rows = [({"id": 1, "state": "posted"},), ({"id": 2, "state": "draft"},)]
        with self.assertRaisesRegex(past_rows.Unexplained, "state"):
            past_rows.check_foreseen(rows, [({"id": 1},), ({"id": 2},)])
