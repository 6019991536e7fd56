from decimal import Decimal

from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.past_types import CREDIT_NOTE, Invoice, Refused, key_of
from ..tools.past_verdict import REFUSED, Document

# Nobody follows thousands of documents one by one; both lines of each are given, so
# core has none to add.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "skip_invoice_sync": True,
    "skip_is_manually_modified": True,
    "no_exchange_difference": True,
    "no_cash_basis": True,
}


class PastImport(models.Model):
    """Writing what a file says, in one transaction.

    An invoice of the past is a customer invoice, so that reminders, the customer's page,
    scores and forecasts read it like any other.  Its one line is on the counterpart
    account, taxes included, without tax: revenue and VAT are in the books it came from.
    Its settlements are entries of their own day, matched by core.
    """

    _inherit = "tpe.past.import"

    def _import(self):
        """Judged once more under lock: two files are not written at the same time."""
        self._check_ready()
        self._lock()
        one = self.sudo().with_company(self.company_id)
        try:
            judged = one._judged()
        except Refused as refused:
            raise UserError(one._refusal(refused)) from None
        refused = [each for each in judged.verdicts if each.verdict == REFUSED]
        if refused:
            raise UserError(
                self.env._(
                    "Lines refused: %(count)s, the first one at line %(line)s. Correct "
                    "the file and read it again. Nothing was imported.",
                    count=len(refused),
                    line=refused[0].at.line,
                )
            )
        if not (judged.parties or judged.documents or judged.parts):
            raise UserError(self.env._("All that this file says is there already."))
        totals = one._totals(judged)
        one._tell(5)
        with self.env.cr.savepoint():
            one._write_past(judged)
        one.write(
            {
                **totals,
                "state": "done",
                "refusal": False,
                "is_held": bool(self.company_id.tpe_dunning_started_on),
                "imported_on": fields.Datetime.now(),
                "imported_by_id": self.env.uid,
            }
        )

    def _check_ready(self):
        self.ensure_one()
        if self.state not in ("review", "importing"):
            raise UserError(self.env._("This file is not waiting to be imported."))
        if not self.account_id:
            raise UserError(self.env._("Choose the counterpart account first."))

    def _lock(self):
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtext('tpe_past_import'), %s)",
                self.company_id.id,
            )
        )

    def _write_past(self, judged):
        partners = self._write_partners(judged.parties)
        self._tell(20)
        notes = self._credit_notes(judged)
        documents = self._write_documents(
            [*judged.documents, *notes.values()], partners
        )
        self._tell(35)
        credits = self._write_entries(
            [part for part in judged.parts if part not in notes and not part.credit],
            partners,
        )
        credits |= {part: documents[note] for part, note in notes.items()}
        lines = self.env["account.move.line"]
        credits |= {
            part: lines.browse(part.credit) for part in judged.parts if part.credit
        }
        self._tell(50)
        self._match(judged.parts, documents, credits)

    # --- Customers ----------------------------------------------------------------------

    def _credit_notes(self, judged):
        """``{part: the credit note that it is}``, each under a name of its own."""
        parts = [
            part
            for part in judged.parts
            if part.settlement.kind == CREDIT_NOTE and not part.credit
        ]
        if not parts:
            return {}
        moves = self.env["account.move"].search(
            [("journal_id", "=", self._journal("sale").id)]
        )
        taken = {key_of(name) for name in moves.mapped("name")}
        taken |= {key_of(one.invoice.number) for one in judged.documents}
        notes = {}
        for part in parts:
            told = part.settlement
            wanted = told.ref or self.env._("CN %s", told.number or told.at.line)
            names = (wanted, *(f"{wanted} ({n})" for n in range(2, len(taken) + 3)))
            name = next(name for name in names if key_of(name) not in taken)
            taken.add(key_of(name))
            untaxed = _share_of(part.document, told.amount)
            invoice = Invoice(
                told.at, name, told.customer, told.date, -told.amount, untaxed=untaxed
            )
            notes[part] = Document(invoice, part.party, told.date, invoice.amount)
        return notes

    def _journal(self, kind):
        return self.env["account.journal"]._tpe_past_journal(
            self.company_id, kind, self.account_id
        )

    def _write_documents(self, documents, partners):
        """``{document: its receivable line}``."""
        if not documents:
            return {}
        journal = self._journal("sale")
        moves = (
            self.env["account.move"]
            .with_context(**QUIET)
            .create(
                [
                    self._document_values(
                        document, self._partner(document.party, partners), journal
                    )
                    for document in documents
                ]
            )
        )
        self._post(moves)
        lines = moves.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        by_move = {line.move_id: line for line in lines}
        return {
            document: by_move[move]
            for document, move in zip(documents, moves, strict=True)
        }

    def _document_values(self, document, partner, journal):
        told = document.invoice
        amount = float(told.amount)
        return {
            "move_type": "out_invoice" if amount > 0 else "out_refund",
            "journal_id": journal.id,
            "name": told.number,
            "partner_id": partner.id,
            "invoice_date": told.date,
            "date": told.date,
            "invoice_date_due": document.due,
            "invoice_payment_term_id": False,
            "fiscal_position_id": False,
            "currency_id": self.currency_id.id,
            "tpe_past_import_id": self.id,
            "tpe_past_untaxed": float(told.untaxed or 0),
            "line_ids": [
                Command.create(
                    {
                        "display_type": "product",
                        "name": self.env._("Taken over from another software"),
                        "account_id": self.account_id.id,
                        "quantity": 1,
                        "price_unit": abs(amount),
                        "tax_ids": [Command.clear()],
                        "balance": -amount,
                        "amount_currency": -amount,
                    }
                ),
                Command.create(
                    {
                        "display_type": "payment_term",
                        "name": told.number,
                        "account_id": partner.property_account_receivable_id.id,
                        "balance": amount,
                        "amount_currency": amount,
                        "date_maturity": document.due,
                    }
                ),
            ],
        }

    def _post(self, moves):
        """Core's own last step of posting.

        What comes before it is for documents that this firm makes: a mail to followers,
        e-invoicing, the cost of what was sold today.
        """
        moves.with_context(**QUIET).write({"state": "posted", "posted_before": True})


def _share_of(document, amount):
    """What a credit note takes off the sales of its invoice, below zero."""
    if not document or not document.invoice.untaxed:
        return None
    told = document.invoice
    return -(told.untaxed * amount / told.amount).quantize(Decimal("0.01"))
