import logging

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)


class DunningPlanCollect(models.Model):
    """Direct debit of the parts of a plan, through a payment provider of core.

    Three transactions for each part: it is written down, it is marked as started, then
    the provider is called.  Killed in between, the part stays « Debited » with a draft
    payment: it is never debited a second time by itself.
    """

    _inherit = "tpe.dunning.plan"

    token_id = fields.Many2one(
        "payment.token",
        string="Debit this payment method",
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id)]",
        copy=False,
        tracking=True,
        groups="tpe_base.group_tpe_assistant,account.group_account_readonly",
        help="Each part is debited on its day. Empty: the customer pays himself.",
    )

    @api.constrains("token_id", "partner_id", "company_id")
    def _check_token(self):
        for plan in self.sudo().filtered("token_id"):
            owner = plan.token_id.partner_id.commercial_partner_id
            if (
                owner != plan.partner_id.commercial_partner_id
                or plan.token_id.company_id != plan.company_id
            ):
                raise ValidationError(
                    self.env._("This payment method is not one of this customer.")
                )

    def _collect(self, today):
        """Write down the part that is due; the scheduled action debits it.

        Nothing is called from here: this runs inside other people's transactions, and
        a transaction that is rolled back does not give the money back.
        """
        done = super()._collect(today)
        for plan in self.sudo():
            if not (plan.token_id.active and plan._is_one_currency()):
                continue
            due = plan.line_ids.filtered(
                lambda line: line.date <= today and line.state == "open"
            )
            for line in due.filtered(lambda line: not line.collect_state):
                line.collect_state = "asked"
                self.env.ref("tpe_dunning.ir_cron_dunning_collect")._trigger()
        return done

    def _is_one_currency(self):
        return self.move_ids.currency_id == self.currency_id

    def _left_of(self, line):
        """What is still to pay of a part: earlier payments fill the parts in order."""
        upto = sum(part.amount for part in self.line_ids if part.date <= line.date)
        return self.currency_id.round(min(line.amount, upto - self.amount_paid))

    @api.model
    def _cron_collect(self, batch_size=50):
        """Debit what is written down, each part in its own transaction."""
        domain = [("collect_state", "=", "asked"), ("plan_id.state", "=", "running")]
        lines = self.env["tpe.dunning.plan.line"]
        progress = self.env["ir.cron"]._commit_progress
        asked = lines.search(domain, limit=batch_size, order="date, id")
        progress(remaining=lines.search_count(domain))
        for line in asked:
            line = line.try_lock_for_update().filtered_domain(domain)
            if line and line.plan_id._start_debit(line):
                progress()
                line.plan_id._debit(line)
            if not progress(1):
                break

    def _start_debit(self, line):
        """Commit that the part is being debited, before anybody is called."""
        amount = self._left_of(line)
        if self.currency_id.compare_amounts(amount, 0) <= 0 or not self.token_id.active:
            line.collect_state = False
            return False
        provider = self.token_id.provider_id
        moves = self.move_ids.filtered(lambda move: move.amount_residual > 0)
        transactions = self.env["payment.transaction"]
        values = {"invoice_ids": [Command.set(moves.ids)]}
        line.transaction_id = transactions.create(
            {
                **values,
                "provider_id": provider.id,
                "payment_method_id": self.token_id.payment_method_id.id,
                "reference": transactions._compute_reference(provider.code, **values),
                "amount": amount,
                "currency_id": self.currency_id.id,
                "partner_id": self.partner_id.commercial_partner_id.id,
                "token_id": self.token_id.id,
                "operation": "offline",
            }
        )
        line.collect_state = "started"
        return True

    def _debit(self, line):
        """Ask the provider, once; a refusal becomes somebody's work."""
        transaction = line.transaction_id
        try:
            transaction._charge_with_token()
        except Exception as error:
            self.env.cr.rollback()
            _logger.warning("Debit of part %s failed", line.id, exc_info=True)
            self._tell_debit_failed(line, str(error))
            return
        if transaction.state in ("error", "cancel"):
            self._tell_debit_failed(line, transaction.state_message or "")
        elif transaction.state == "done":
            self.env.ref("payment.cron_post_process_payment_tx")._trigger()

    def _tell_debit_failed(self, line, reason):
        line.collect_state = "failed"
        author = self.create_uid
        self.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=author.id if author.active and not author.share else self.env.uid,
            summary=self.env._("The direct debit of a part was refused"),
            note=reason[:500],
        )
