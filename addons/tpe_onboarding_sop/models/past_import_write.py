import logging
from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..tools.past_rows import (
    Unexplained,
    check_foreseen,
    prices,
    same,
    samples,
    sides,
)

_logger = logging.getLogger(__name__)
# Below, core itself is quick enough.
MANY = 100
ZERO = Decimal(0)


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
        by_core, found = super()._write_documents, {}
        for sort, alike in sorts.items():
            alike.sort(key=lambda one: (one.invoice.date, one.invoice.at.line))
            some, rest = samples(alike) if sort else (alike, [])
            found |= by_core(some, partners)
            if rest:
                found |= self._copied_documents(some, rest, found, partners) or by_core(
                    rest, partners
                )
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
        """``{document: its receivable line}`` of ``rest``, as core wrote ``some``.

        Nothing when core writes them otherwise than foreseen.
        """
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
            check_foreseen(rows, wanted)
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
            return {}
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
            "payment_reference": same(head["payment_reference"], head["name"], number),
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
            **sides(-amount, self.account_id.reconcile),
            **dict.fromkeys(prices, abs(amount)),
        }
        name = same(debt["name"], debt["move_name"], number)
        owed = {"id": ids[2], **both, "name": name, "date_maturity": due}
        return move, sale, {**owed, **sides(amount, True)}

    # --- Settlements ----------------------------------------------------------------------

    def _write_entries(self, parts, partners):
        """An entry for each settlement, once there are many: they are all alike."""
        if len(parts) < MANY:
            return super()._write_entries(parts, partners)
        due = self._lines_of([part.move for part in parts if part.move])
        sorts = defaultdict(list)
        for part in parts:
            sorts[part.settlement.kind].append(part)
        by_core, found = super()._write_entries, {}
        for alike in sorts.values():
            alike.sort(key=lambda one: (one.settlement.date, one.settlement.at.line))
            some, rest = samples(alike)
            for part in some:
                # One by one: those of a day would share an entry.
                found |= by_core([part], partners)
            if rest:
                found |= self._copied_entries(
                    some, rest, found, partners, due
                ) or by_core(rest, partners)
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
            check_foreseen(rows, wanted)
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
            return {}
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
            "date_maturity": same(credit["date_maturity"], credit["date"], day),
            "name": told.number or told.ref or self.env._("Credit"),
            "partner_id": partner.commercial_partner_id.id,
            "account_id": account.id,
            **sides(-told.amount, True),
            **prices(credit, -told.amount),
        }
        other = {
            "id": debit_id,
            **both,
            "date_maturity": same(debit["date_maturity"], debit["date"], day),
            **sides(told.amount, self.account_id.reconcile),
            **prices(debit, told.amount),
        }
        return move, own, other

    def _match(self, parts, documents, credits):
        if len(parts) >= MANY:
            # Planned for the empty tables of a new firm, these statements would take
            # minutes.
            self.env.flush_all()
            self.env.cr.execute("ANALYZE account_move, account_move_line")
        return super()._match(parts, documents, credits)
