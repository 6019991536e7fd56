import base64
import hashlib
from datetime import date

from odoo import models
from odoo.tools import format_date

from ..tools import past_file
from ..tools.past_judge import judge
from ..tools.past_types import Refused
from ..tools.past_verdict import KNOWN, REFUSED, WARNING
from .past_words import REFUSALS, SENTENCES

# One transaction, within the time that a server allows a scheduled action.
MOST_ROWS = 20_000
COUNTS = (
    *("refused_count", "warning_count", "known_count", "new_count"),
    *("customer_new", "customer_known", "invoice_count", "invoice_amount"),
    *("open_count", "open_amount", "settled_count", "settled_amount"),
    *("credit_amount", "untaxed_missing", "opening_amount"),
)


class PastImport(models.Model):
    """From the bytes of a file to the verdict on each of its lines."""

    _inherit = "tpe.past.import"

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _forget(self):
        """Nothing is known of the file; it is read again on demand."""
        self.line_ids.unlink()
        self.write({"state": "new", "refusal": False, **dict.fromkeys(COUNTS, 0)})

    def _look(self):
        """Show what would become of the file."""
        self._forget()
        try:
            judged = self._judged()
        except Refused as refused:
            self.write({"state": "refused", "refusal": self._refusal(refused)})
            return
        self._show(judged)

    def _judged(self):
        """The verdicts, or `Refused`."""
        content = self._content()
        self.digest = hashlib.sha256(content).hexdigest()
        twin = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("digest", "=", self.digest),
                ("state", "=", "done"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if twin:
            raise Refused("same_file", None, f"{twin.id}")
        past = past_file.read(content)
        self.kind = past.kind
        judged = judge(past, self._books(past))
        if _rows(judged) > MOST_ROWS:
            raise Refused("many", None, MOST_ROWS)
        return judged

    def _refusal(self, refused):
        detail = refused.detail
        if refused.kind == "same_file":
            twin = self.browse(int(detail))
            detail = self.env._(
                "%(day)s by %(user)s",
                day=format_date(self.env, twin.imported_on),
                user=twin.imported_by_id.name,
            )
        sentence = self.env._(REFUSALS[refused.kind])
        return sentence % {"line": refused.line, "detail": detail}

    def _show(self, judged):
        """Write the verdicts and the totals."""
        rows = [
            self._line_row(rank, verdict)
            for rank, verdict in enumerate(judged.verdicts)
        ]
        if rows:
            lines = self.env["tpe.past.line"]
            base = {key: value or None for key, value in lines._new_row().items()}
            ids = lines._new_ids(len(rows))
            lines._insert_rows(
                [
                    {**base, **row, "id": new_id}
                    for row, new_id in zip(rows, ids, strict=True)
                ]
            )
            self.invalidate_recordset(["line_ids", "remark_ids"])
        self.write({**self._totals(judged), "state": "review", "refusal": False})

    def _line_row(self, rank, verdict):
        document = verdict.document
        return {
            "import_id": self.id,
            "company_id": self.company_id.id,
            "rank": rank,
            "sheet": verdict.at.sheet or None,
            "line": verdict.at.line,
            "subject": verdict.subject or None,
            "verdict": verdict.verdict,
            "name": verdict.name or None,
            "customer": self._customer_words(verdict.party),
            "day": verdict.day,
            "due": verdict.due,
            "amount": float(verdict.amount),
            "open": float(document.open) if document else None,
            "note": self._note(verdict) or None,
        }

    def _customer_words(self, party):
        if not party:
            return None
        if party.partner:
            return self.env["res.partner"].browse(party.partner).display_name
        return self.env._("%s (new)", party.customer.name)

    def _note(self, verdict):
        if not verdict.code:
            return ""
        details = dict(zip("abc", map(self._plain, verdict.detail), strict=False))
        sentence = self.env._(SENTENCES[verdict.code])
        return sentence % details

    def _plain(self, value):
        if isinstance(value, date):
            return format_date(self.env, value)
        if isinstance(value, str | int):
            return value
        return self.currency_id.format(float(value))

    def _totals(self, judged):
        """What would be written, to the cent."""
        verdicts = [one.verdict for one in judged.verdicts]
        invoices = [one for one in judged.documents if one.invoice.amount > 0]
        due = [one for one in invoices if one.open]
        credits = [one for one in judged.documents if one.invoice.amount < 0]
        free = [one for one in judged.parts if not one.document and not one.move]
        settled = [one for one in judged.parts if one.document or one.move]
        return {
            "refused_count": verdicts.count(REFUSED),
            "warning_count": verdicts.count(WARNING),
            "known_count": verdicts.count(KNOWN),
            "new_count": _rows(judged),
            "customer_new": len([p for p in judged.parties if not p.partner]),
            "customer_known": len([p for p in judged.parties if p.partner]),
            "invoice_count": len(invoices),
            "invoice_amount": float(sum(one.invoice.amount for one in invoices)),
            "open_count": len(due),
            "open_amount": float(sum(one.open for one in due)),
            "settled_count": len(settled),
            "settled_amount": float(sum(one.settlement.amount for one in settled)),
            "credit_amount": float(
                sum(one.settlement.amount for one in free)
                - sum(one.invoice.amount for one in credits)
            ),
            "untaxed_missing": len(
                [one for one in judged.documents if one.invoice.untaxed is None]
            ),
            "opening_amount": self._opening(),
        }


def _rows(judged):
    """Customers, invoices and settlements to write."""
    new = [party for party in judged.parties if not party.partner]
    return len(new) + len(judged.documents) + len(judged.parts)
