from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.match import BankLine, learn


class AccountBankStatementLine(models.Model):
    """A bank line set against what it pays, through core's entries and reconciliation."""

    _inherit = "account.bank.statement.line"

    def _tpe_match(self, parts):
        """Replace the suspense line by ``parts`` and reconcile; return nothing.

        A part is a dict: ``amount`` in the currency of the bank line (of the due line,
        where that differs), signed as the bank line, with either ``due`` (an open journal
        item) or ``account`` (and ``partner``); ``discount`` marks a due line paid early.
        """
        self.ensure_one()
        self.check_access("write")
        liquidity, suspense, others = self._seek_for_lines()
        if not suspense or others:
            raise UserError(
                self.env._("%s is already matched. Undo it first.", self.payment_ref)
            )
        self._tpe_check_lock()
        remembered = self._tpe_remembered(parts)
        values, dues = self._tpe_counterparts(parts)
        if remembered["partner_set"]:
            self.partner_id = remembered["partner_id"]
        self.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.delete(suspense.id),
                    *(Command.create(line) for line in values),
                ]
            }
        )
        made = (self.move_id.line_ids - liquidity).sorted("id")
        self.env["account.move.line"]._reconcile_plan(
            [line + due for line, due in zip(made, dues, strict=True) if due]
        )
        self.env["tpe.bank.label"].create(remembered)

    def action_undo_reconciliation(self):
        """Also forget what the labels taught."""
        labels = self.env["tpe.bank.label"].sudo().search([("line_id", "in", self.ids)])
        result = super().action_undo_reconciliation()
        labels.filtered("partner_set").line_id.partner_id = False
        labels.unlink()
        return result

    def _tpe_check_lock(self):
        """Say in words which lock stands in the way; core's own checks come after."""
        for line in self:
            locks = line.company_id._get_violated_lock_dates(
                line.date, False, line.journal_id
            )
            if locks:
                raise UserError(
                    self.env._(
                        "%(label)s is of %(day)s and the accounts are locked until "
                        "%(lock)s. Ask the accountant to open the period, or leave "
                        "the line to him.",
                        label=line.payment_ref,
                        day=format_date(self.env, line.date),
                        lock=format_date(self.env, max(lock for lock, _f in locks)),
                    )
                )

    # --- Counterparts -----------------------------------------------------------------

    def _tpe_counterparts(self, parts):
        """Values of the new journal items, and for each the due line it settles."""
        figures = self._get_accounting_amounts_and_currencies()
        transaction, currency = figures[:2]
        company_amount, company_currency = figures[4:]
        values, dues, total, other = [], [], 0.0, None
        no_due = self.env["account.move.line"]
        for part in parts:
            due = self._tpe_due(part) if part.get("due") else no_due
            amount = part["amount"]
            line = self._tpe_values(part, due, due.currency_id or currency)
            if due and due.currency_id != currency:
                # What the bank has converted pays the invoice: its rate decides.
                if other is not None or len(parts) > 1:
                    raise UserError(
                        self.env._("An invoice in another currency is matched alone.")
                    )
                other, line["amount_currency"] = len(values), -amount
                line["balance"] = 0.0
            else:
                total += amount
                line.update(
                    self._prepare_counterpart_amounts_using_st_line_rate(
                        currency, 0.0, -amount
                    )
                )
            values.append(line)
            dues.append(due)
            if part.get("discount"):
                early = self._tpe_discount(due, amount - transaction)
                values += early
                dues += [no_due] * len(early)
                total -= sum(line["amount_currency"] for line in early)
        if other is None and not currency.is_zero(total - transaction):
            raise UserError(
                self.env._("The parts do not add up to the amount of the bank line.")
            )
        gap = company_amount + sum(line["balance"] for line in values)
        values[-1]["balance"] = company_currency.round(values[-1]["balance"] - gap)
        return values, dues

    def _tpe_values(self, part, due, currency):
        account = due.account_id.id or part["account"]
        return {
            "name": due.move_id.name if due else part.get("name") or self.payment_ref,
            "account_id": account,
            "partner_id": due.partner_id.id or part.get("partner") or False,
            "currency_id": currency.id,
        }

    def _tpe_due(self, part):
        """The open due line of a part, still open for that much."""
        due = self.env["account.move.line"].browse(part["due"]).exists()
        due.check_access("read")
        companies = self.env["res.company"].search(
            [("id", "child_of", self.company_id.id)]
        )
        residual = due.amount_residual_currency
        if (
            not due
            or due.company_id not in companies
            or due.parent_state != "posted"
            or not due.account_id.reconcile
            or due.currency_id.compare_amounts(abs(part["amount"]), abs(residual)) > 0
            or part["amount"] * residual <= 0
        ):
            raise UserError(
                self.env._(
                    "%s is no longer open for this amount.",
                    due.move_id.name or self.env._("This item"),
                )
            )
        return due

    def _tpe_discount(self, due, missing):
        """Journal items of an early-payment discount, as core computes them."""
        term = {
            "aml": due,
            "amount_currency": -due.amount_residual_currency,
            "balance": -due.amount_residual,
        }
        found = self.env[
            "account.move"
        ]._get_invoice_counterpart_amls_for_early_payment_discount(
            [term],
            due.currency_id._convert(
                missing, due.company_currency_id, due.company_id, self.date
            ),
        )
        return [line for lines in found.values() for line in lines]

    # --- Memory -----------------------------------------------------------------------

    def _tpe_remembered(self, parts):
        """Values of the memory of this choice."""
        partners, accounts = set(), set()
        for part in parts:
            if part.get("due"):
                due = self.env["account.move.line"].browse(part["due"])
                partners.add(due.partner_id.commercial_partner_id.id)
            elif not part.get("partner"):
                accounts.add(part["account"])
            else:
                partners.add(part["partner"])
        partner = partners.pop() if len(partners) == 1 else False
        account = accounts.pop() if len(accounts) == 1 and len(parts) == 1 else False
        made = learn(self._tpe_bank_line(), partner=partner or 0, account=account or 0)
        return {
            "line_id": self.id,
            "company_id": self.company_id.id,
            "key": made.key if made else False,
            "incoming": self.amount > 0,
            "partner_id": partner,
            "account_id": account,
            "partner_set": bool(partner and not self.partner_id),
        }

    def _tpe_bank_line(self):
        """The line as the pure part knows it; only its label and its sign are used."""
        return BankLine(
            self.id, self.date, round(self.amount * 100), self.payment_ref or ""
        )
