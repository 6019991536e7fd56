import re

from odoo import Command, models
from odoo.tools import LazyTranslate
from odoo.tools.misc import format_date

from ..tools import bank_file, csv_table
from ..tools.statement import Refused
from .bank_import_check import DOUBTFUL, KNOWN, NEW, SAMPLE

_lt = LazyTranslate(__name__)
REFUSALS = {
    "empty": _lt("The file is empty."),
    "big": _lt(
        "The file is larger than %(detail)s MB: ask the bank for a shorter time."
    ),
    "unknown": _lt(
        "This is no bank file that is read here (%(detail)s): ask the bank for CAMT.053, "
        "OFX or CSV."
    ),
    "message": _lt(
        "%(detail)s holds no statement of account: ask the bank for CAMT.053, OFX or CSV."
    ),
    "entity": _lt(
        "Line %(line)s: the file declares a document type or entities, which no bank "
        "does. Nothing of it was read."
    ),
    "xml": _lt("Line %(line)s: the XML is broken (%(detail)s)."),
    "cut": _lt("The file stops at line %(line)s, before its end: download it again."),
    "date": _lt("Line %(line)s: « %(detail)s » is not a date."),
    "amount": _lt("Line %(line)s: « %(detail)s » is not an amount."),
    "cents": _lt("Line %(line)s: %(detail)s has more decimals than the currency."),
    "row": _lt("Line %(line)s: the quotation marks do not match."),
    "table": _lt(
        "Line %(line)s stands between two booked lines and is none: export one account "
        "at a time."
    ),
    "columns": _lt("No columns with days and amounts were found."),
    "currency": _lt("Line %(line)s is in %(detail)s, not in the account’s currency."),
    "journal_currency": _lt("The file is in %(detail)s, the bank account is not."),
    "journal_account": _lt(
        "The file is about the account %(detail)s, which is not this bank account’s."
    ),
}


class BankImport(models.Model):
    """From the bytes of a file to what is shown before it is imported."""

    _inherit = "tpe.bank.import"

    def _from_attachments(self, attachments, journal):
        """One record for each account of each file, read and compared."""
        found = self.browse()
        for attachment in attachments:
            content = attachment.sudo().raw or b""
            try:
                parts = len(bank_file.read(content, self._layouts(journal)).statements)
            except Refused:
                # Said on the one record, with the reason.
                parts = 1
            company = journal.company_id or self.env.company
            found |= self.sudo().create(
                [
                    {
                        "name": attachment.name,
                        "attachment_id": attachment.id,
                        "company_id": company.id,
                        "journal_id": journal.id,
                        "part": part,
                    }
                    for part in range(parts)
                ]
            )
        for one in found:
            # Who may see the record may open the file.
            one.attachment_id.write({"res_model": self._name, "res_id": one.id})
            one._look_again()
        return found.sudo(self.env.su)

    def _look_again(self):
        """Read the file again and say what it would bring."""
        for one in self.sudo().with_context(tpe_bank_reading=True):
            if one.state in ("done", "undone"):
                continue
            try:
                statement = one._statement()
            except Refused as refused:
                one._refuse(refused)
            else:
                one.write(one._shown(statement))

    def _statement(self):
        """The statement of this record, on the account it belongs to; may be refused."""
        layouts = self._layouts(self.journal_id)
        if self.column_ids:
            # What somebody said of this very file goes before what is remembered.
            layouts[self.layout] = self.column_ids.mapped(lambda one: one.role or "")
        found = bank_file.read(self.attachment_id.raw or b"", layouts)
        self.kind = found.kind
        statement = found.statements[self.part]
        self.account = statement.account
        if not self.journal_id:
            journal = self._guess_journal(statement)
            company = journal.company_id or self.company_id
            self.write({"journal_id": journal.id, "company_id": company.id})
        if found.layout and not self.column_ids:
            self._show_columns(found.layout)
        self._check_account(statement)
        return statement

    def _layouts(self, journal):
        """``{signature: roles}`` of the CSV files that this account, or any, has seen."""
        journals = journal or self.env["account.journal"].search(
            [
                ("type", "=", "bank"),
                ("company_id", "in", self.env.companies.ids),
                ("tpe_bank_layouts", "!=", False),
            ]
        )
        layouts = {}
        for one in journals.sudo():
            layouts.update(one.tpe_bank_layouts or {})
        return layouts

    def _guess_journal(self, statement):
        """The bank account that the file names; the only one, where it names none."""
        journals = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "in", self.env.companies.ids)]
        )
        mine = journals.filtered(
            lambda journal: _same_account(statement.account, _number(journal)) is True
        )
        if mine:
            return mine if len(mine) == 1 else mine.browse()
        free = journals.filtered(
            lambda journal: _same_account(statement.account, _number(journal)) is None
        )
        return free if len(free) == 1 and len(journals) == 1 else journals.browse()

    def _check_account(self, statement):
        """Refuse a file of another account or in another currency."""
        journal = self.journal_id
        if not journal:
            return
        if _same_account(statement.account, _number(journal)) is False:
            raise Refused("journal_account", None, statement.account)
        currency = self.currency_id
        if statement.currency and statement.currency != currency.name:
            raise Refused("journal_currency", None, statement.currency)
        for line in statement.lines:
            if line.amount != round(line.amount, currency.decimal_places):
                raise Refused("cents", line.at, line.amount)

    def _show_columns(self, layout):
        self.layout = layout.signature
        self.column_ids = [
            Command.create(
                {
                    "sequence": index,
                    "title": column.title or self.env._("Column %s", index + 1),
                    "examples": " · ".join(column.examples),
                    "role": column.role or False,
                }
            )
            for index, column in enumerate(layout.columns)
        ]

    def _refuse(self, refused):
        sentence = self.env._(REFUSALS[refused.kind])
        values = {"line": refused.line or "?", "detail": refused.detail or "?"}
        self.write(
            {
                "state": "refused",
                "refusal": sentence % values,
                "gap_state": False,
                "gap": False,
                "sample": False,
            }
        )
        if refused.kind == "columns" and not self.column_ids:
            self._offer_columns()

    def _offer_columns(self):
        """All columns, for a person to say what they hold, where there is a table."""
        try:
            layout = csv_table.guess(
                csv_table.parse(bank_file.decoded(self.attachment_id.raw))
            )
        except Refused:
            return
        self._show_columns(layout)

    def _shown(self, statement):
        """Values of what a person sees before importing."""
        compared = self._compare(statement) if self.journal_id else []
        counts = [status for _line, _key, status in compared]
        state, words = (
            self._gap_words(statement, compared) if self.journal_id else (False, False)
        )
        lines = statement.lines
        # What has to be looked at first.
        order = sorted(compared, key=lambda row: (DOUBTFUL, NEW, KNOWN).index(row[2]))
        return {
            "state": "review",
            "refusal": False,
            "date_from": lines[0].date if lines else False,
            "date_to": lines[-1].date if lines else False,
            "opening": float(statement.opening or 0),
            "closing": float(statement.closing or 0),
            "has_closing": statement.closing is not None,
            "new_count": counts.count(NEW),
            "known_count": counts.count(KNOWN),
            "doubtful_count": counts.count(DOUBTFUL),
            "skipped_count": statement.skipped,
            "gap_state": state,
            "gap": words,
            "sample": [
                {
                    "day": format_date(self.env, line.date),
                    "label": line.label,
                    "amount": self.currency_id.format(float(line.amount)),
                    "out": line.amount < 0,
                    "status": status,
                }
                for line, _key, status in order[:SAMPLE]
            ],
        }


def _number(journal):
    return journal.bank_account_id.sudo().sanitized_acc_number or ""


def _same_account(told, ours):
    """Whether two numbers name one account; None where one of them is not known.

    A national number of eleven characters stands inside the French IBAN.
    """
    told = re.sub(r"[^A-Z0-9]", "", told.upper())
    if not told or not ours:
        return None
    return told == ours or (len(told) >= 8 and (told in ours or ours in told))
