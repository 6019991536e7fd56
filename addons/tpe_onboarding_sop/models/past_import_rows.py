import json
import re
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..tools.past_rows import Unexplained, plain

MOVES, LINES = "account_move", "account_move_line"


class PastImport(models.Model):
    """Rows as core wrote them, and their copies."""

    _inherit = "tpe.past.import"

    def _sequence(self, number):
        """How core takes a number apart."""
        regex = self.env["account.move"]._sequence_fixed_regex
        match = re.match(regex, number)
        return {
            "sequence_prefix": number[: match.start("seq")],
            "sequence_number": int(match["seq"] or 0),
        }

    def _core_rows(self, moves):
        """``[(row of the entry, of its first line, of its second)]`` as core wrote them."""
        self.env.flush_all()
        self._check_no_trace(moves)
        rows = {}
        for table, records in ((MOVES, moves), (LINES, moves.line_ids)):
            for record_id, row in self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(r)::text FROM %s r WHERE id = ANY(%s)",
                    SQL.identifier(table),
                    records.ids,
                )
            ):
                rows[table, record_id] = json.loads(row, parse_float=Decimal)
        found = []
        for move in moves:
            lines = move.line_ids.sorted("id")
            if len(lines) != 2:
                raise Unexplained("number of lines")
            found.append(
                (rows[MOVES, move.id], *(rows[LINES, line.id] for line in lines))
            )
        return found

    def _check_no_trace(self, moves):
        """What another addon notes of these documents in a table of its own is not copied."""
        references = self.env.execute_query(
            SQL(
                """
                SELECT conrelid::regclass::text, attname, confrelid::regclass::text
                  FROM pg_constraint
                  JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                 WHERE contype = 'f' AND confrelid::regclass::text = ANY(%(tables)s)
                   AND conrelid::regclass::text <> ALL(%(tables)s)
                """,
                tables=[MOVES, LINES],
            )
        )
        ids = {MOVES: moves.ids, LINES: moves.line_ids.ids}
        for table, column, target in references:
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s = ANY(%s) LIMIT 1",
                    SQL.identifier(table.strip('"')),
                    SQL.identifier(column),
                    ids[target],
                )
            ):
                raise Unexplained(table)

    def _new_ids(self, number, lines):
        """``[(id of an entry, ids of its lines…)]`` that nobody else gets."""
        ids = {}
        for table, count in ((MOVES, number), (LINES, number * lines)):
            rows = self.env.execute_query(
                SQL(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                    "  FROM generate_series(1, %s)",
                    table,
                    count,
                )
            )
            ids[table] = [new_id for [new_id] in rows]
        own = iter(ids[LINES])
        return [(move, *(next(own) for _rank in range(lines))) for move in ids[MOVES]]

    def _copy(self, pattern, new):
        """Insert the rows, each as its pattern but for what differs."""
        for rank, table in enumerate((MOVES, LINES, LINES)):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO %(table)s
                    SELECT r.*
                      FROM jsonb_array_elements(%(rows)s::jsonb) AS one(v),
                           jsonb_populate_record(
                               NULL::%(table)s, %(pattern)s::jsonb || one.v) AS r
                    """,
                    table=SQL.identifier(table),
                    rows=json.dumps([plain(rows[rank]) for rows in new]),
                    pattern=json.dumps(plain(pattern[rank])),
                )
            )
        self.env.invalidate_all(flush=False)
