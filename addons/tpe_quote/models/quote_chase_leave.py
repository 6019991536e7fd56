import logging

from odoo import SUPERUSER_ID, api, models
from odoo.modules.registry import Registry

from odoo.addons.tpe_dunning.models.dunning_reminder_failure import (
    _in_words,
    _is_refusal,
)

_logger = logging.getLogger(__name__)


class QuoteChaseLeave(models.Model):
    """Handing the message of a step over to SMTP: once, or a person is asked.

    One transaction notes the step and that its message is about to leave, the next one
    hands it over.  Killed in between, or before the answer of the server is kept, the
    message stays « outcome unknown »: left in core's queue it would be sent again.
    """

    _inherit = "tpe.quote.chase"

    def _claim(self):
        """Write that the message is about to leave: what is read if it all stops."""
        seller = self.order_id._tpe_salesperson()
        words = self.with_context(lang=seller.lang).env._(
            "It was about to leave: nobody knows whether it did."
        )
        why = {"failure_type": "unknown", "failure_reason": words}
        self._mails().write({"state": "exception", **why})
        self.message_id.notification_ids.filtered(
            lambda notified: notified.notification_type == "email"
        ).write({"notification_status": "exception", **why})

    def _mails(self):
        mails = self.env["mail.mail"].sudo()
        return mails.search([("mail_message_id", "=", self.message_id.id)])

    def _leave_after_commit(self):
        database, context = self.env.cr.dbname, self.env.context

        @self.env.cr.postcommit.add
        def leave():
            try:
                with Registry(database).cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, context)
                    self.with_env(env)._hand_over()
            except Exception:
                # It may have left: the quotes after this one have nothing to do with it.
                _logger.exception("What became of step %s was not kept", self.id)

    def _hand_over(self):
        """Give the mails to the server; a person is told of what did not leave."""
        order = self.order_id
        for mail in self._mails():
            to_customer = order.partner_id in mail.recipient_ids
            try:
                with self.env.cr.savepoint():
                    mail.state = "outgoing"
                    mail.send(raise_exception=True)
            except Exception as error:
                _logger.warning("Quote %s: a message did not leave", order.id)
                if to_customer:
                    if _is_refusal(error):
                        self.failure = _in_words(error)
                    order._tpe_tell_failure(_in_words(error), sure=bool(self.failure))
