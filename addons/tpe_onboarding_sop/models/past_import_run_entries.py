from collections import defaultdict

from odoo import Command, models

from ..tools.past_types import PAYMENT
from .past_import_run import QUIET

# Invoices whose settlements are matched before the progress is shown again.
TOGETHER = 500


class PastImport(models.Model):
    """How the invoices of the past were settled: an entry for each day, matched by core."""

    _inherit = "tpe.past.import"

    def _write_entries(self, parts, partners):
        """``{part: its receivable line}``: an entry for each day, money apart from the rest."""
        days = defaultdict(list)
        for part in parts:
            told = part.settlement
            kind = "credit" if told.kind == PAYMENT else "general"
            days[kind, told.date].append(part)
        if not days:
            return {}
        journals = {kind: self._journal(kind) for kind in {kind for kind, _day in days}}
        due = self._lines_of([part.move for part in parts if part.move])
        values = [
            self._entry_values(journals[kind], day, theirs, partners, due)
            for (kind, day), theirs in sorted(days.items(), key=lambda one: one[0])
        ]
        moves = self.env["account.move"].with_context(**QUIET).create(values)
        self._post(moves)
        found = {}
        ordered = sorted(days.items(), key=lambda one: one[0])
        for (_key, theirs), move in zip(ordered, moves, strict=True):
            credits = move.line_ids.sorted("id")[: len(theirs)]
            found.update(zip(theirs, credits, strict=True))
        return found

    def _entry_values(self, journal, day, parts, partners, due):
        lines = []
        for part in parts:
            partner = self._partner(part.party, partners)
            account = (
                due[part.move].account_id
                if part.move
                else partner.property_account_receivable_id
            )
            told = part.settlement
            lines.append(
                Command.create(
                    {
                        "name": told.number or told.ref or self.env._("Credit"),
                        "partner_id": partner.commercial_partner_id.id,
                        "account_id": account.id,
                        "balance": -float(told.amount),
                    }
                )
            )
        total = sum(part.settlement.amount for part in parts)
        lines.append(
            Command.create(
                {
                    "name": self.env._("Taken over from another software"),
                    "account_id": self.account_id.id,
                    "balance": float(total),
                }
            )
        )
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": day,
            "tpe_past_import_id": self.id,
            "line_ids": lines,
        }

    def _lines_of(self, move_ids):
        """``{invoice id: its receivable line}`` of invoices that earlier files made."""
        lines = self.env["account.move.line"].search(
            [("move_id", "in", move_ids), ("display_type", "=", "payment_term")]
        )
        return {line.move_id.id: line for line in lines}

    def _match(self, parts, documents, credits):
        """Core's reconciliation: each invoice with all that settled it."""
        due = self._lines_of([part.move for part in parts if part.move])
        groups = defaultdict(list)
        for part in parts:
            if debt := documents.get(part.document) or due.get(part.move):
                groups[debt].append(credits[part].id)
        if groups:
            lines = self.env["account.move.line"].with_context(**QUIET)
            plan = [(debt.id, *ids) for debt, ids in groups.items()]
            for rank in range(0, len(plan), TOGETHER):
                some = plan[rank : rank + TOGETHER]
                # Read together, not a statement for each invoice.
                together = [line_id for ids in some for line_id in ids]
                lines._reconcile_plan(
                    [lines.browse(ids).with_prefetch(together) for ids in some]
                )
                self._tell(50 + 40 * (rank + len(some)) // len(plan))
