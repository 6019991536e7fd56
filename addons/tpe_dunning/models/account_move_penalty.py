from datetime import date

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import penalty


class AccountMovePenalty(models.Model):
    """What an invoice paid late owes besides, and the invoices that ask for it."""

    _inherit = "account.move"

    tpe_is_penalty = fields.Boolean(
        string="Penalty invoice",
        readonly=True,
        copy=False,
        help="Interest and fees asked for other invoices: it bears no interest itself.",
    )
    tpe_penalty_ids = fields.One2many(
        "tpe.dunning.penalty",
        "move_id",
        string="Penalties",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )
    tpe_penalty_count = fields.Integer(
        string="Penalties recorded",
        compute="_compute_tpe_penalty_count",
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
    )

    def _compute_tpe_penalty_count(self):
        counts = dict(
            self.env["tpe.dunning.penalty"]._read_group(
                [("move_id", "in", self.ids)], ["move_id"], ["__count"]
            )
        )
        for move in self:
            move.tpe_penalty_count = counts.get(move, 0)

    def action_open_tpe_penalties(self):
        """Open the penalties recorded for these invoices."""
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tpe_dunning.dunning_penalty_action"
            ),
            "domain": [("move_id", "in", self.ids)],
            "context": {},
        }

    def action_tpe_penalty(self):
        """Open the computation of what this invoice owes besides."""
        self.ensure_one()
        self._check_penalty_access()
        self._check_penalty_possible()
        wizard = self.env["tpe.dunning.penalty.compute"].create(
            {"move_id": self.id, "date_until": self._tpe_penalty_day()}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Penalties on %s", self.name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_tpe_penalties(self):
        """Prepare the penalties of the chosen invoices, to this day; show them.

        Invoices that owe nothing besides are left out; nothing is claimed yet.
        """
        self._check_penalty_access()
        found = self.env["tpe.dunning.penalty"]
        for move in self:
            if move._is_penalty_possible():
                found |= move._tpe_penalty_prepare(move._tpe_penalty_day())
        if not found:
            raise UserError(
                self.env._("None of these invoices owes interest or a fee to this day.")
            )
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "tpe_dunning.dunning_penalty_action"
            ),
            "domain": [("id", "in", found.ids)],
            "context": {},
        }

    # --- Computation ------------------------------------------------------------------

    def _tpe_penalty(self, until: date, earlier=None) -> penalty.Penalty:
        """Interest and fee to the day ``until``, after what ``earlier`` penalties cover.

        ``earlier``: all those of the invoice when left out.  Interest is in the currency
        of the invoice, the fee in that of the company.
        """
        self.ensure_one()
        earlier = self.sudo().tpe_penalty_ids if earlier is None else earlier
        rates = self.env["tpe.late.interest.rate"]
        try:
            return penalty.penalty(
                self.commercial_partner_id.tpe_profile,
                self._tpe_due_lines(),
                until,
                rates._known("ecb"),
                rates._known("legal"),
                contract=self.company_id.tpe_contract_rate,
                after=max(earlier.mapped("date_until"), default=None),
                fee_taken=any(earlier.mapped("amount_fee")),
                unit=self.currency_id.rounding,
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(invoice)s: the rate of its first days is not known here. Add it "
                    "to the late-payment rates.",
                    invoice=self.name,
                )
            ) from error

    def _tpe_receivable_lines(self):
        """The due lines, one for each instalment; instance of their claim."""
        return self.sudo().line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )

    def _tpe_due_lines(self):
        """The instalments as `penalty` takes them, in the currency of the invoice."""
        return [
            penalty.DueLine(
                due.date_maturity,
                due.amount_currency,
                self._tpe_repayments(due),
                self._tpe_formal_notice_on(due),
            )
            for due in self._tpe_receivable_lines()
        ]

    @api.model
    def _tpe_repayments(self, due):
        """``((day, amount), …)`` that reduced a due line, in its currency.

        What a credit note cancels was never owed: it bears no interest, from the start.
        """
        return tuple(
            (
                due.date_maturity
                if part.credit_move_id.move_id.move_type == "out_refund"
                else part.max_date,
                part.debit_amount_currency,
            )
            for part in due.matched_credit_ids
        )

    def _tpe_formal_notice_on(self, due):
        """Day of the formal notice for a due line; asked for a consumer only."""
        if self.commercial_partner_id.tpe_profile != "consumer":
            return None
        named = self.env["tpe.dunning.reminder.line"].sudo()
        named = named.search([("move_line_id", "=", due.id)], limit=1)
        return named._formal_notice_on() if named else None

    def _tpe_settled_on(self):
        """Day on which the invoice was settled in full, or None."""
        lines = self._tpe_receivable_lines()
        if not lines or not all(lines.mapped("reconciled")):
            return None
        return max(lines.matched_credit_ids.mapped("max_date"), default=None)

    def _tpe_penalty_day(self):
        """Day to compute to: of the payment when it is paid, else today."""
        return self._tpe_settled_on() or self.company_id._dunning_today()

    # --- Recording --------------------------------------------------------------------

    def _tpe_penalty_prepare(self, until):
        """The open penalty of the invoice, computed to ``until``; empty when it owes none.

        An open one is brought up to date: two claims never cover the same day.
        """
        self.ensure_one()
        if until > self.company_id._dunning_today():
            raise UserError(
                self.env._("Interest is claimed up to today at the latest.")
            )
        # Two people at once: the second one sees what the first one recorded.
        self.sudo().lock_for_update()
        self.invalidate_recordset(["tpe_penalty_ids"])
        penalties = self.sudo().tpe_penalty_ids
        current = penalties.filtered(lambda one: one.state in ("draft", "claimed"))[:1]
        found = self._tpe_penalty(until, penalties - current)
        if not found.interest and not found.fee:
            return self.env["tpe.dunning.penalty"]
        values = self._tpe_penalty_values(found, until)
        if current:
            current.write(values)
            return current.sudo(False)
        return self.env["tpe.dunning.penalty"].sudo().create(values).sudo(False)

    def _tpe_penalty_values(self, found, until):
        payer = self.commercial_partner_id.with_company(self.company_id)
        lang = payer._dunning_recipient().lang or payer.lang
        speaking = self.with_context(lang=lang or self.company_id.partner_id.lang)
        return {
            "move_id": self.id,
            "profile": payer.tpe_profile,
            "date_until": until,
            "amount_interest": self._tpe_interest_in_ours(found, until),
            "amount_fee": found.fee,
            "is_provisional": found.provisional,
            "computation": speaking._tpe_penalty_statement(found, until),
            "computation_text": speaking._tpe_penalty_text(found),
        }

    def _tpe_interest_in_ours(self, found, until):
        """Interest in company currency, at the rate of the day it is computed to."""
        company = self.company_id
        return self.currency_id._convert(
            float(found.interest), company.currency_id, company, until
        )

    def _tpe_penalty_statement(self, found, until):
        return self.env["ir.qweb"]._render(
            "tpe_dunning.penalty_statement",
            {
                "move": self,
                "found": found,
                "ours": self.company_id.currency_id,
                "interest": self._tpe_interest_in_ours(found, until),
            },
        )

    def _tpe_penalty_text(self, found):
        """The segments in one line, for an invoice: « 1 200,00 € × 13,15 % × 30 d… »."""
        number = self.env["ir.qweb.field.float"].value_to_html
        return "; ".join(
            self.env._(
                "%(balance)s × %(rate)s %% × %(days)s d / 365",
                balance=self.currency_id.with_env(self.env).format(segment.balance),
                rate=number(segment.rate, {"precision": 2}),
                days=segment.days,
            )
            for segment in found.segments
        )

    # --- Guards -----------------------------------------------------------------------

    def _is_penalty_possible(self):
        """Whether this is a sale that can bear interest."""
        return (
            self.state == "posted"
            and self.move_type in ("out_invoice", "out_receipt")
            and not self.tpe_is_penalty
        )

    def _check_penalty_possible(self):
        for move in self:
            if move.tpe_is_penalty:
                raise UserError(
                    self.env._(
                        "%s asks for penalties: it bears no interest itself.", move.name
                    )
                )
            if not move._is_penalty_possible():
                raise UserError(
                    self.env._("Penalties are for confirmed customer invoices.")
                )

    def _check_penalty_access(self):
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(
                self.env._("You may read the penalties, not record them.")
            )
        self.check_access("read")
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))

    @api.model
    def _tpe_penalty_line(self, name, amount, account):
        """One line of a penalty invoice: without tax (CGI, article 256)."""
        values = {"name": name, "quantity": 1, "price_unit": amount}
        values["tax_ids"] = [Command.clear()]
        if account:
            values["account_id"] = account.id
        return Command.create(values)
