from collections import defaultdict

from odoo import fields, models

from .dunning_decision import Credit


class DunningReminderCredit(models.Model):
    """What is deducted from a message, by kind, and what the bank may hold besides."""

    _inherit = "tpe.dunning.reminder"

    # [[kind, currency, amount, amount in that currency], …]: see `Credit`.
    credit_parts = fields.Json(readonly=True, copy=False)
    amount_credit_notes = fields.Monetary(
        string="Credit notes", compute="_compute_credit_kinds"
    )
    amount_payments = fields.Monetary(
        string="Unmatched payments", compute="_compute_credit_kinds"
    )
    amount_other_credits = fields.Monetary(
        string="Other entries", compute="_compute_credit_kinds"
    )
    bank_entry_count = fields.Integer(
        string="Bank entries to match", compute="_compute_bank_entry_count"
    )

    def _compute_credit_kinds(self):
        for reminder in self:
            sums = defaultdict(float)
            for credit in reminder._credits():
                sums[credit.kind] += credit.amount
            reminder.amount_credit_notes = sums["credit_note"]
            reminder.amount_payments = sums["payment"]
            reminder.amount_other_credits = sums["other"]

    def _compute_bank_entry_count(self):
        entries = self.env["account.bank.statement.line"].sudo()
        for reminder in self:
            reminder.bank_entry_count = entries.search_count(
                reminder._bank_entries_domain()
            )

    def _bank_entries_domain(self):
        """Money in the bank that names this customer, on no receivable account yet."""
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id.commercial_partner_id", "=", self.partner_id.id),
            ("is_reconciled", "=", False),
            ("move_id.state", "=", "posted"),
            ("amount", ">", 0),
        ]

    def action_open_bank_entries(self):
        """Open the entries of the bank that may be his payment."""
        self.ensure_one()
        entries = self.env["account.bank.statement.line"]
        moves = entries.search(self._bank_entries_domain()).move_id
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank entries to match"),
            "res_model": "account.move",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", moves.ids)],
            "context": {"create": False},
        }
        if len(moves) == 1:
            action |= {"views": [(False, "form")], "res_id": moves.id}
        return action

    def _credits(self):
        return [Credit(*part) for part in self.credit_parts or ()]

    def _totals(self):
        """``{currency: what is left to pay in it}``; below zero, it is in his favour."""
        sums = defaultdict(float)
        for line in self.line_ids:
            sums[line.currency_id] += line.amount_residual
        for credit in self._credits():
            currency = self.env["res.currency"].browse(credit.currency_id)
            sums[currency] -= credit.amount_currency
        left = {
            currency: currency.round(amount)
            for currency, amount in sums.items()
            if not currency.is_zero(amount)
        }
        return left or {self.currency_id: 0.0}

    def _same_credits(self, case):
        """Whether the same is deducted, kind by kind."""
        return self._credits() == list(case.credits)

    def _credit_rows(self):
        """``[(words, amount, its currency)]`` as the customer reads them."""
        words = {
            "credit_note": self.env._("Credit notes, to deduct"),
            "payment": self.env._("Payments received and not matched yet, to deduct"),
            "other": self.env._("Other entries in your favour, to deduct"),
        }
        currencies = self.env["res.currency"]
        return [
            (
                words[credit.kind],
                credit.amount_currency,
                currencies.browse(credit.currency_id),
            )
            for credit in self._credits()
        ]
