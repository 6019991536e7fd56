import json
import logging
import re
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
# Below, core itself is quick enough.
MANY = 100
MOVES, LINES = "account_move", "account_move_line"
ZERO = Decimal(0)
SAMPLES = 6


class Unexplained(Exception):
    """A column that core writes otherwise than was foreseen; the message is its name."""


class PastImport(models.Model):
    """Thousands of documents at once.

    Core takes tens of milliseconds for each, for columns that say the same of all.  It
    writes a few of each sort; those tell what it would write for the others, which are
    copied.  What differs from that is left to core.
    """

    _inherit = "tpe.past.import"

    def _write_documents(self, documents, partners):
        if len(documents) < MANY:
            return super()._write_documents(documents, partners)
        sorts = defaultdict(list)
        for document in documents:
            partner = self._partner(document.party, partners)
            sorts[self._sort(document, partner)].append(document)
        found = {}
        for sort, alike in sorts.items():
            alike.sort(key=lambda one: (one.invoice.date, one.invoice.at.line))
            some, rest = _samples(alike) if sort else (alike, [])
            found |= super()._write_documents(some, partners)
            if rest:
                found |= self._copied_documents(some, rest, found, partners)
        return found

    def _sort(self, document, partner):
        """Documents of one sort differ by what `_document_rows` says, and nothing else.

        None: core looks at something of this customer that is not foreseen here.
        """
        own = (
            partner.child_ids
            or partner.parent_id
            or partner.user_id
            or partner.bank_ids
            or partner.property_payment_term_id
            or partner.property_inbound_payment_method_line_id
        )
        if own:
            return None
        return (
            document.invoice.amount > 0,
            partner.tpe_profile,
            partner.is_company,
            partner.country_id,
            partner.lang,
            bool(partner.vat),
            bool(partner.company_registry),
            bool(partner.email),
            partner.property_account_receivable_id,
        )

    def _copied_documents(self, some, rest, written, partners):
        """``{document: its receivable line}`` of ``rest``, as core wrote ``some``."""
        moves = self.env["account.move"].browse(
            [written[document].move_id.id for document in some]
        )
        try:
            rows = self._core_rows(moves)
            wanted = [
                self._document_rows(
                    document,
                    self._partner(document.party, partners),
                    rows[0],
                    (move.id, *move.line_ids.sorted("id").ids),
                )
                for document, move in zip(some, moves, strict=True)
            ]
            _check_foreseen(rows, wanted)
            ids = self._new_ids(len(rest), 2)
            new = [
                self._document_rows(
                    document, self._partner(document.party, partners), rows[0], own
                )
                for document, own in zip(rest, ids, strict=True)
            ]
            self._copy(rows[0], new)
        except Unexplained as column:
            _logger.info("Invoices of the past are left to core: %s", column)
            return super()._write_documents(rest, partners)
        lines = self.env["account.move.line"]
        return {
            document: lines.browse(own[2])
            for document, own in zip(rest, ids, strict=True)
        }

    def _document_rows(self, document, partner, pattern, ids):
        """What differs in the rows of one document: its own, its sale, its debt."""
        told, number = document.invoice, document.invoice.number
        amount, day, due = told.amount, str(told.date), str(document.due)
        head, _sale, debt = pattern
        move = {
            "id": ids[0],
            "name": number,
            **self._sequence(number),
            "payment_reference": _as(head["payment_reference"], head["name"], number),
            "date": day,
            "invoice_date": day,
            "invoice_date_due": due,
            "partner_id": partner.id,
            "commercial_partner_id": partner.id,
            "partner_shipping_id": partner.id,
            "invoice_partner_display_name": partner.name,
            "tpe_past_untaxed": told.untaxed or ZERO,
            **dict.fromkeys(("amount_untaxed", "amount_total"), abs(amount)),
            "amount_residual": abs(amount),
            **{
                f"amount_{name}": amount
                for name in (
                    *("untaxed_signed", "total_signed", "residual_signed"),
                    *("total_in_currency_signed", "untaxed_in_currency_signed"),
                )
            },
        }
        both = {
            "move_id": ids[0],
            "move_name": number,
            "date": day,
            "invoice_date": day,
            "partner_id": partner.id,
        }
        prices = ("price_unit", "price_subtotal", "price_total")
        sale = {
            "id": ids[1],
            **both,
            **_sides(-amount, self.account_id.reconcile),
            **dict.fromkeys(prices, abs(amount)),
        }
        name = _as(debt["name"], debt["move_name"], number)
        owed = {"id": ids[2], **both, "name": name, "date_maturity": due}
        return move, sale, {**owed, **_sides(amount, True)}

    # --- Settlements ----------------------------------------------------------------------

    def _write_entries(self, parts, partners):
        """An entry for each settlement, once there are many: they are all alike."""
        if len(parts) < MANY:
            return super()._write_entries(parts, partners)
        due = self._lines_of([part.move for part in parts if part.move])
        sorts = defaultdict(list)
        for part in parts:
            sorts[part.settlement.kind].append(part)
        found = {}
        for alike in sorts.values():
            alike.sort(key=lambda one: (one.settlement.date, one.settlement.at.line))
            some, rest = _samples(alike)
            for part in some:
                # One by one: those of a day would share an entry.
                found |= super()._write_entries([part], partners)
            if rest:
                found |= self._copied_entries(some, rest, found, partners, due)
        return found

    def _copied_entries(self, some, rest, written, partners, due):
        moves = self.env["account.move"].browse(
            [written[part].move_id.id for part in some]
        )
        try:
            rows = self._core_rows(moves)
            wanted = [
                self._entry_rows(part, partners, due, rows[0], own)
                for part, own in zip(
                    some,
                    [(m.id, *m.line_ids.sorted("id").ids, m.name) for m in moves],
                    strict=True,
                )
            ]
            _check_foreseen(rows, wanted)
            ids = self._new_ids(len(rest), 2)
            # Nobody numbers them: they are called by their day and their line.
            code = moves[0].journal_id.code
            new = [
                self._entry_rows(
                    part,
                    partners,
                    due,
                    rows[0],
                    (*own, f"{code}/{part.settlement.date:%Y-%m-%d}/{own[0]}"),
                )
                for part, own in zip(rest, ids, strict=True)
            ]
            self._copy(rows[0], new)
        except Unexplained as column:
            _logger.info("Settlements of the past are left to core: %s", column)
            return super()._write_entries(rest, partners)
        lines = self.env["account.move.line"]
        return {part: lines.browse(own[1]) for part, own in zip(rest, ids, strict=True)}

    def _entry_rows(self, part, partners, due, pattern, ids):
        """What differs in the rows of one settlement: its own, the customer's, the other."""
        told, day = part.settlement, str(part.settlement.date)
        partner = self._partner(part.party, partners)
        move_id, credit_id, debit_id, number = ids
        _head, credit, debit = pattern
        totals = ("total", "total_signed", "total_in_currency_signed")
        move = {
            "id": move_id,
            "name": number,
            **self._sequence(number),
            "date": day,
            **{f"amount_{name}": told.amount for name in totals},
        }
        both = {"move_id": move_id, "move_name": number, "date": day}
        account = (
            due[part.move].account_id
            if part.move
            else partner.property_account_receivable_id
        )
        own = {
            "id": credit_id,
            **both,
            "date_maturity": _as(credit["date_maturity"], credit["date"], day),
            "name": told.number or told.ref or self.env._("Credit"),
            "partner_id": partner.commercial_partner_id.id,
            "account_id": account.id,
            **_sides(-told.amount, True),
            **_prices(credit, -told.amount),
        }
        other = {
            "id": debit_id,
            **both,
            "date_maturity": _as(debit["date_maturity"], debit["date"], day),
            **_sides(told.amount, self.account_id.reconcile),
            **_prices(debit, told.amount),
        }
        return move, own, other

    def _match(self, parts, documents, credits):
        if len(parts) >= MANY:
            # Planned for the empty tables of a new firm, these statements would take
            # minutes.
            self.env.flush_all()
            self.env.cr.execute("ANALYZE account_move, account_move_line")
        super()._match(parts, documents, credits)

    # --- Rows -------------------------------------------------------------------------------

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
        for rank, table in ((0, MOVES), (1, LINES), (2, LINES)):
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
                    rows=json.dumps([_plain(rows[rank]) for rows in new]),
                    pattern=json.dumps(_plain(pattern[rank])),
                )
            )
        self.env.invalidate_all(flush=False)


def _samples(alike):
    """``(some, the others)``: first, last and between, so that what varies shows."""
    if len(alike) < 2 * SAMPLES:
        return alike, []
    ranks = {0, 1, len(alike) // 3, len(alike) // 2, len(alike) - 2, len(alike) - 1}
    return (
        [alike[rank] for rank in sorted(ranks)],
        [one for rank, one in enumerate(alike) if rank not in ranks],
    )


def _check_foreseen(rows, wanted):
    """What core wrote of the samples is what would have been copied."""
    for written, differ in zip(rows, wanted, strict=True):
        for row, pattern, own in zip(written, rows[0], differ, strict=True):
            expected = {**pattern, **own}
            for column, value in row.items():
                if _value(expected[column]) != _value(value):
                    raise Unexplained(column)
            if set(own) - set(row):
                raise Unexplained(next(iter(set(own) - set(row))))


def _sides(balance, reconciles):
    """The columns of a line's amount; only what can be matched has a rest."""
    rest = balance if reconciles else ZERO
    return {
        "balance": balance,
        "debit": max(balance, ZERO),
        "credit": max(-balance, ZERO),
        "amount_currency": balance,
        "amount_residual": rest,
        "amount_residual_currency": rest,
    }


def _prices(pattern, balance):
    """What core makes of the price of a line that has none."""
    found = {}
    for name in ("price_unit", "price_subtotal", "price_total"):
        value, model = _value(pattern[name]), _value(pattern["balance"])
        if value in (model, -model):
            found[name] = balance if value == model else -balance
    return found


def _as(value, model, new):
    """``new`` where core copied ``model``, nothing where it wrote nothing."""
    if value is None:
        return None
    if value != model:
        raise Unexplained(f"{value} is not {model}")
    return new


def _value(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    return value


def _plain(row):
    """For JSON; PostgreSQL reads exact numbers from their text."""
    return {
        key: str(value) if isinstance(value, Decimal) else value
        for key, value in row.items()
    }
