from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .dunning_access_statement import _is_pending
from .dunning_hold import of_customers

# A provider that says nothing for so long was not reached, or the server was killed.
SILENT_DAYS = 1


class DunningDebit(models.Model):
    """One due line of a customer who is debited on the due date, by his own agreement."""

    _name = "tpe.dunning.debit"
    _description = "Direct Debit of an Invoice"
    _inherit = "tpe.dunning.collect"
    _order = "date desc, id desc"
    _rec_name = "move_id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="cascade",
    )
    move_line_id = fields.Many2one(
        "account.move.line", string="Due line", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="move_id.currency_id")
    date = fields.Date(string="Due date", required=True)
    amount = fields.Monetary(related="transaction_id.amount", string="Debited")

    _once = models.Constraint(
        "UNIQUE (move_line_id)", "A due line is debited once only."
    )

    @api.model
    def _settle(self, company, partner=None):
        """What providers said since, then what is due today."""
        self = self.sudo()
        domain = [("company_id", "=", company.id), ("collect_state", "=", "started")]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        for debit in self.search(domain):
            debit._follow()
        self._ask(company, partner)

    def _follow(self):
        transaction = self.transaction_id
        silent = fields.Datetime.now() - timedelta(SILENT_DAYS)
        if transaction.state in ("error", "cancel"):
            self._tell_debit_failed(transaction.state_message or "")
        elif transaction.state == "done" and transaction.is_post_processed:
            self.collect_state = "done"
        elif transaction.state == "draft" and transaction.create_date < silent:
            self._tell_debit_failed(
                self.env._("The outcome is not known: look at the provider first.")
            )

    @api.model
    def _ask(self, company, partner):
        """Write down the due lines of customers who chose it, each once.

        Nothing due before the choice is taken: nobody agreed to that.
        """
        today = company._dunning_today()
        # The statement names no field: nothing else would flush for it.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.move_id, payer.id, line.date_maturity
                  FROM res_partner payer
                  JOIN res_partner partner ON partner.commercial_partner_id = payer.id
                  JOIN account_move_line line ON line.partner_id = partner.id
                  JOIN account_move move ON move.id = line.move_id
                 WHERE payer.tpe_debit_token_id IS NOT NULL
                   AND (payer.tpe_debit_token_id->>%(key)s)::int IS NOT NULL
                   AND line.date_maturity BETWEEN
                       (payer.tpe_debit_since->>%(key)s)::date AND %(today)s
                   AND line.company_id = %(company)s
                   AND line.display_type = 'payment_term'
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.amount_residual > 0
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND %(partner)s
                   AND NOT EXISTS (SELECT 1 FROM tpe_dunning_debit debit
                                    WHERE debit.move_line_id = line.id)
                """,
                key=str(company.id),
                today=today,
                company=company.id,
                partner=of_customers(partner, SQL("payer.id")),
            )
        )
        for line_id, move_id, payer_id, due in rows:
            debit = self.new(
                {
                    "company_id": company.id,
                    "partner_id": payer_id,
                    "move_id": move_id,
                    "move_line_id": line_id,
                    "date": due,
                }
            )
            if not debit._why_not():
                self.create(debit._convert_to_write(debit._cache))._ask_debit()

    def _why_not(self):
        """What stands in the way of a debit, in a word; empty when nothing does."""
        company, partner = self.company_id, self.partner_id._origin or self.partner_id
        move, line = self.move_id, self.move_line_id
        token = partner.with_company(company).tpe_debit_token_id
        hold = self.env["tpe.dunning.hold"]
        held, paused = hold._agreements(company, company._dunning_today(), partner)
        mine = held.get(move._origin.id)
        decision = self.env["tpe.dunning.decision"]
        reasons = {
            "method": not token.active or token.company_id != company,
            "paid": line.reconciled or line.parent_state != "posted",
            "excluded": line.no_followup or move.payment_state == "blocked",
            "agreement": (mine and mine.kind != "debit") or partner.id in paused,
            "cashed": move.tpe_said_cashed_on,
            "online": _is_pending(move),
            # What he is owed, or paid already, is to be matched before he is debited.
            "credit": decision._open_credits(company, partner)
            or hold._unmatched(company, partner),
        }
        return next((word for word, true in reasons.items() if true), "")

    def _debit_order(self):
        self.env.flush_all()
        token = self.partner_id.with_company(self.company_id).tpe_debit_token_id
        amount = 0.0 if self._why_not() else self.move_line_id.amount_residual_currency
        return token, self.move_id, amount

    def _forget_debit(self):
        """It was only asked: it may be asked again another day."""
        self.unlink()

    def _who_is_told(self):
        starter = self.company_id.tpe_dunning_started_by_id
        return (
            self.move_id,
            self.move_id.invoice_user_id or starter or self.env.user,
            self.env._("The direct debit of this invoice was refused"),
        )
