from operator import itemgetter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.statement import Refused
from .bank_import_check import DOUBTFUL, NEW


class BankImport(models.Model):
    """Writing the lines of a file, and taking them back."""

    _inherit = "tpe.bank.import"

    def _import(self):
        """Create what is new, compared once more under lock."""
        self.ensure_one()
        if self.state != "review":
            raise UserError(self.env._("This file is not waiting to be imported."))
        if not self.journal_id:
            raise UserError(self.env._("Choose the bank account of the file first."))
        journal = self.journal_id
        journal.check_access("read")
        if journal.type != "bank":
            raise UserError(self.env._("Bank files go to bank accounts."))
        self._lock_account()
        one = self.sudo().with_context(tpe_bank_reading=True)
        try:
            statement = one._statement()
        except Refused as refused:
            one._refuse(refused)
            return
        shown = one._shown(statement)
        wanted = (NEW, DOUBTFUL) if self.with_doubtful else (NEW,)
        values = [
            one._line_values(line, key)
            for line, key, status in one._compare(statement)
            if status in wanted
        ]
        one._check_open(values)
        # Core lets those who only invoice read the bank: the right was checked above.
        one._create_lines(values)
        one._remember_columns()
        one.write(
            {
                **shown,
                "state": "done",
                "imported_on": fields.Datetime.now(),
                "imported_by_id": self.env.uid,
            }
        )
        one.activity_unlink(["mail.mail_activity_data_todo"])

    def _lock_account(self):
        """Two files of one account are not compared at the same time."""
        account = self.journal_id.sudo()
        if not account.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Another file of %s is being imported or taken back: try again in "
                    "a minute.",
                    account.name,
                )
            )

    def _check_open(self, values):
        """Core would write a line of a locked period on a later day than the bank's."""
        for line in sorted(values, key=itemgetter("date"))[:1]:
            locks = self.company_id._get_violated_lock_dates(
                line["date"], False, self.journal_id
            )
            if locks:
                raise UserError(
                    self.env._(
                        "« %(label)s » is of %(day)s and the accounts are locked until "
                        "%(lock)s: nothing was imported. Ask the accountant to open the "
                        "period, or the bank for a file that begins later.",
                        label=line["payment_ref"],
                        day=format_date(self.env, line["date"]),
                        lock=format_date(self.env, max(day for day, _field in locks)),
                    )
                )

    def _line_values(self, line, key):
        details = {
            "value_date": line.value_date and str(line.value_date),
            "bank_id": line.bank_id,
        }
        return {
            "journal_id": self.journal_id.id,
            "date": line.date,
            "amount": float(line.amount),
            "payment_ref": line.label,
            "ref": line.ref or False,
            "partner_name": line.name or False,
            "account_number": line.iban or False,
            "transaction_details": {k: v for k, v in details.items() if v} or False,
            "tpe_bank_key": key,
            "tpe_bank_import_id": self.id,
        }

    def _remember_columns(self):
        """The next file with these titles is read the same way."""
        if self.kind != "csv" or not self.column_ids:
            return
        roles = self.column_ids.mapped(lambda column: column.role or "")
        layouts = self.journal_id.tpe_bank_layouts or {}
        self.journal_id.tpe_bank_layouts = {**layouts, self.layout: roles}

    def _undo(self):
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Only what was imported can be taken back."))
        one = self.sudo()
        one._lock_account()
        matched = one._matched_lines()
        if matched:
            raise UserError(
                self.env._(
                    "%(count)s of these lines are matched already, the first one « "
                    "%(label)s » of %(day)s: undo these matches first.",
                    count=len(matched),
                    label=matched[-1].payment_ref,
                    day=format_date(self.env, matched[-1].date),
                )
            )
        one._erase_lines()
        one.state = "undone"

    def _matched_lines(self):
        """Lines on which somebody worked: anything beside the bank and the suspense."""
        items = self.env["account.move.line"]._read_group(
            [("move_id", "in", self.line_ids.move_id.ids)],
            ["move_id"],
            ["account_id:array_agg"],
        )
        accounts = {move.id: sorted(there) for move, there in items}
        journal = self.journal_id
        alone = sorted((journal.default_account_id + journal.suspense_account_id).ids)
        return self.line_ids.filtered(
            lambda line: (
                # Nothing is left of a line without money, and nobody matched it.
                (line.is_reconciled and line.amount)
                or line.payment_ids
                or accounts.get(line.move_id.id) != alone
            )
        )
