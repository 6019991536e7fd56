import logging

from odoo import fields, models

_logger = logging.getLogger(__name__)


class DunningReminderTold(models.Model):
    """What follows from a message that left, for a whole batch at once.

    The delivery itself is written with its evidence, message by message; a mark says
    that the invoices do not tell it yet, so that a killed run loses nothing.
    """

    _inherit = "tpe.dunning.reminder"

    to_tell = fields.Boolean(
        readonly=True,
        copy=False,
        help="It left, and its invoices do not say so yet.",
    )

    _to_tell_idx = models.Index("(id) WHERE to_tell")

    def _tell_what_left(self):
        """Stages, notes on the invoices and the mail in the history, then commit."""
        progress = self.env["ir.cron"]._commit_progress
        left = self.search([("to_tell", "=", True)]).try_lock_for_update()
        for company, reminders in left.grouped("company_id").items():
            try:
                reminders._speaking_for(company)._tell()
            except Exception:  # noqa: PERF203  (a company of its own)
                # They left: the next run tells it, and the others still leave.
                self.env.cr.rollback()
                _logger.warning("Reminders %s are not told", reminders, exc_info=True)
                return
        progress()

    def _tell(self):
        self.to_tell = False
        self.line_ids.modified(["state", "sent_on"])
        self._keep_mails()
        self._log_on_invoices()
        self.env.flush_all()

    def _keep_mails(self):
        """The mail in the history of the message: answers and bounces find it there.

        Its words are on the message itself, as they left.
        """
        mails = self.filtered(lambda r: r.channel == "email" and r.smtp_message_id)
        messages = self.env["mail.message"].sudo()
        names = mails.mapped("smtp_message_id")
        known = set(messages.search([("message_id", "in", names)]).mapped("message_id"))
        messages.create(
            [
                {
                    "message_id": mail.smtp_message_id,
                    "subject": mail.subject,
                    "body": mail._what_was_done(),
                    "email_from": mail.email_from,
                    "reply_to": mail.reply_to,
                    "date": mail.sent_at,
                    "model": self._name,
                    "res_id": mail.id,
                    "message_type": "email_outgoing",
                }
                for mail in mails
                if mail.smtp_message_id not in known
            ]
        )
