import json
import logging
import re
from collections import defaultdict
from contextlib import closing
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..tools.rows import Unexplained, explain, telling
from .bank_import_known import TABLES

_logger = logging.getLogger(__name__)
# Below, core itself is quick enough.
MANY = 150
# Nobody follows thousands of entries one by one.
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}
# What each row calls the others by.
REFERENCES = {"move": {"statement_line_id": "line_id"}, "line": {"move_id": "move_id"}}
ITEM = {"move_id": "move_id", "statement_line_id": "line_id"}
NAME = ("name", "sequence_prefix", "sequence_number")


class BankImport(models.Model):
    """Thousands of bank lines at once.

    Core takes several milliseconds for each: it computes a hundred columns that say the
    same of every line.  It writes a few of the lines, they are looked at and taken back,
    and all of them are written the same way.  What does not follow from the lines, and
    whatever another addon adds, is left to core.
    """

    _inherit = "tpe.bank.import"

    def _create_lines(self, values):
        """Core's bank lines of these values, with their posted entries."""
        lines = self.env["account.bank.statement.line"].with_company(self.company_id)
        lines = lines.with_context(**QUIET)
        if len(values) >= MANY and self._only_known_addons():
            try:
                self._copy_core(lines, values)
            except Unexplained as left:
                _logger.info("Bank lines left to core: %s", left)
            else:
                return
        lines.create(values)

    def _copy_core(self, lines, values):
        """Write ``values`` as core writes some of them."""
        facts = self._facts(values)
        # Core numbers in this order.
        order = sorted(
            range(len(values)),
            key=lambda rank: (facts["date"][rank], facts["ref"][rank] or ""),
        )
        months = {facts["date"][rank][:7]: rank for rank in reversed(order)}
        ranks = sorted({*telling(facts), *months.values()})
        if len(ranks) > MANY:
            raise Unexplained("each line is of its own kind")
        with closing(self.env.cr.savepoint()):
            written = lines.create([dict(values[rank]) for rank in ranks])
            self.env.flush_all()
            rows = self._rows_of(written)
            periods = dict(zip(ranks, map(self._period, written.move_id), strict=True))
        said = {name: [them[rank] for rank in ranks] for name, them in facts.items()}
        middle = rows["line"][0]["internal_index"][8:-10]
        said |= {name: [row[name] for row in rows["move"]] for name in NAME}
        said |= _numbers({role: [row["id"] for row in rows[role]] for role in TABLES})
        said["index"] = _index(said, middle)
        facts |= self._names(facts["date"], order, periods)
        facts |= _numbers(self._new_ids(len(values)))
        facts["index"] = _index(facts, middle)
        self._insert(rows, said, facts)

    def _facts(self, values):
        """``{what is known of a line: [of each]}``, as the database writes it."""
        own = self.company_id.sudo().currency_id
        facts = defaultdict(list)
        for line in values:
            for name in ("payment_ref", "ref", "partner_name", "account_number"):
                facts[name].append(line[name] or None)
            facts["details"].append(line["transaction_details"] or None)
            facts["key"].append(line["tpe_bank_key"])
            facts["date"].append(str(line["date"]))
            amounts = {"": (line["amount"], self.currency_id)}
            if own != self.currency_id:
                converted = self.currency_id._convert(
                    line["amount"], own, self.company_id, line["date"]
                )
                amounts["own_"] = converted, own
            for kind, (amount, unit) in amounts.items():
                exact = Decimal(f"{amount:.{unit.decimal_places}f}")
                facts[f"{kind}amount"].append(exact)
                facts[f"{kind}minus"].append(-exact)
                facts[f"{kind}size"].append(abs(exact))
                facts[f"{kind}in"].append(max(exact, Decimal(0)))
                facts[f"{kind}out"].append(max(-exact, Decimal(0)))
            facts["nothing"].append(not line["amount"])
        return dict(facts)

    def _rows_of(self, written):
        """``{role: [row of each line]}``; nothing else may know of these lines."""
        moves = written.move_id
        items = moves.line_ids.sorted("id")
        if moves.ids != sorted(moves.ids) or len(items) != 2 * len(written):
            raise Unexplained("entries of another shape")
        self._check_no_trace(written, moves, items)
        records = {
            "move": moves,
            "line": written,
            "bank": items[::2],
            "suspense": items[1::2],
        }
        rows = {}
        for role, table in TABLES.items():
            found = self.env.execute_query(
                SQL(
                    "SELECT to_jsonb(r)::text FROM %s r WHERE id = ANY(%s) ORDER BY id",
                    SQL.identifier(table),
                    records[role].ids,
                )
            )
            rows[role] = [json.loads(row, parse_float=Decimal) for (row,) in found]
        return rows

    def _new_ids(self, count):
        """``{role: ids}``; the items of an entry follow each other."""
        new = {}
        for role, table in TABLES.items():
            rows = self.env.execute_query(
                SQL(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                    "  FROM generate_series(1, %s)",
                    table,
                    count,
                )
            )
            new[role] = [number for (number,) in rows]
        items = new["bank"] + new["suspense"]
        return {**new, "bank": items[::2], "suspense": items[1::2]}

    def _period(self, move):
        """First and last day that core numbers with this entry, and how it does."""
        reset = move._deduce_sequence_number_reset(move.name)
        first, last = move._get_sequence_date_range(reset)[:2]
        form, parts = move._get_sequence_format_param(move.name)
        number = move._make_regex_non_capturing(
            move._sequence_fixed_regex.replace("?P<seq>", "")
        )
        return str(first), str(last), form, parts, re.compile(number)

    def _names(self, days, order, periods):
        """``{column: [of each line]}``: core numbered the first line of each period."""
        found = {column: [None] * len(days) for column in NAME}
        last = ""
        for rank in order:
            if days[rank] > last:
                if rank not in periods:
                    raise Unexplained("name")
                _first, last, form, parts, number = periods[rank]
                parts = dict(parts)
            else:
                parts["seq"] += 1
            name = form.format(**parts)
            match = number.match(name)
            row = (name, name[: match.start(1)], int(match[1] or 0))
            for column, value in zip(NAME, row, strict=True):
                found[column][rank] = value
        return found

    def _insert(self, rows, said, facts):
        """All tables in one statement: lines and entries name each other."""
        inserts = []
        for role, table in TABLES.items():
            keys = {"id": f"{role}_id", **REFERENCES.get(role, ITEM)}
            others = {f"{each}_id" for each in TABLES} - set(keys.values())
            fixed, follows = explain(
                rows[role],
                {name: them for name, them in said.items() if name not in others},
                facts,
                keys,
            )
            varied = [
                dict(zip(follows, map(_plain, one), strict=True))
                for one in zip(*(facts[name] for name in follows.values()), strict=True)
            ]
            inserts.append(
                SQL(
                    """
                    INSERT INTO %(table)s
                    SELECT r.*
                      FROM jsonb_array_elements(%(varied)s::jsonb) AS one(v),
                           jsonb_populate_record(
                               NULL::%(table)s, %(fixed)s::jsonb || one.v
                           ) AS r
                    """,
                    table=SQL.identifier(table),
                    varied=json.dumps(varied),
                    fixed=json.dumps(
                        {key: _plain(value) for key, value in fixed.items()}
                    ),
                )
            )
        *before, final = inserts
        named = SQL(", ").join(
            SQL("%s AS (%s)", SQL.identifier(f"i{rank}"), insert)
            for rank, insert in enumerate(before)
        )
        self.env.cr.execute(SQL("WITH %s %s", named, final))
        self.env.invalidate_all(flush=False)


def _plain(value):
    """For JSON; PostgreSQL reads exact numbers from their text."""
    return str(value) if isinstance(value, Decimal) else value


def _numbers(ids):
    return {f"{role}_id": numbers for role, numbers in ids.items()}


def _index(facts, middle):
    """The order of bank lines, as core writes it."""
    return [
        f"{day.replace('-', '')}{middle}{number:0>10}"
        for day, number in zip(facts["date"], facts["line_id"], strict=True)
    ]
