import logging

from odoo import Command, api, fields, models

_logger = logging.getLogger(__name__)


class DunningCollect(models.AbstractModel):
    """What is debited once, through a payment provider of core.

    Three transactions for each: it is written down, it is marked as started, then the
    provider is called.  Killed in between, it stays « Debited » with a draft payment:
    it is never debited a second time by itself.
    """

    _name = "tpe.dunning.collect"
    _description = "Debited Once"

    transaction_id = fields.Many2one(
        "payment.transaction", string="Direct debit", readonly=True, copy=False
    )
    collect_state = fields.Selection(
        [
            ("asked", "To debit"),
            ("started", "Debited"),
            ("done", "Received"),
            ("failed", "Refused"),
        ],
        string="Debit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _collect_domain(self):
        return [("collect_state", "=", "asked")]

    @api.model
    def _collect_asked(self, batch_size):
        """Debit what is written down; whether there is time left for more."""
        domain = self._collect_domain()
        progress = self.env["ir.cron"]._commit_progress
        asked = self.search(domain, limit=batch_size, order="date, id")
        progress(remaining=self.search_count(domain))
        for one in asked:
            one = one.try_lock_for_update().filtered_domain(domain)
            if one and one._start_debit():
                progress()
                one._debit()
            if not progress(1):
                return False
        return True

    def _ask_debit(self):
        """Write down that it is due; the scheduled action debits it.

        Nothing is called from here: this runs inside other people's transactions, and
        a transaction that is rolled back does not give the money back.
        """
        self.collect_state = "asked"
        self.env.ref("tpe_dunning.ir_cron_dunning_collect")._trigger()

    def _start_debit(self):
        """Commit that it is being debited, before anybody is called."""
        token, moves, amount = self._debit_order()
        currency = self.currency_id
        if not token.active or currency.compare_amounts(amount, 0) <= 0:
            self._forget_debit()
            return False
        transactions = self.env["payment.transaction"]
        values = {"invoice_ids": [Command.set(moves.ids)]}
        self.transaction_id = transactions.create(
            {
                **values,
                "provider_id": token.provider_id.id,
                "payment_method_id": token.payment_method_id.id,
                "reference": transactions._compute_reference(
                    token.provider_id.code, **values
                ),
                "amount": amount,
                "currency_id": currency.id,
                "partner_id": token.partner_id.commercial_partner_id.id,
                "token_id": token.id,
                "operation": "offline",
            }
        )
        self.collect_state = "started"
        return True

    def _debit_order(self):
        """``(payment method, invoices, amount)`` as the books are now."""
        raise NotImplementedError

    def _forget_debit(self):
        """Nothing is left to debit."""
        self.collect_state = False

    def _debit(self):
        """Ask the provider, once; a refusal becomes somebody's work."""
        transaction = self.transaction_id
        try:
            transaction._charge_with_token()
        except Exception as error:
            self.env.cr.rollback()
            _logger.warning("Debit of %s failed", self, exc_info=True)
            self._tell_debit_failed(str(error))
            return
        if transaction.state in ("error", "cancel"):
            self._tell_debit_failed(transaction.state_message or "")
        elif transaction.state == "done":
            self.env.ref("payment.cron_post_process_payment_tx")._trigger()

    def _tell_debit_failed(self, reason):
        self.collect_state = "failed"
        record, user, summary = self._who_is_told()
        record.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=user.id if user.active and not user.share else self.env.uid,
            summary=summary,
            note=reason[:500],
        )

    def _who_is_told(self):
        """``(record, user, words)`` of the call to make."""
        raise NotImplementedError
