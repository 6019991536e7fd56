import logging
import smtplib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..tools.evidence import digest
from .dunning_hold import SOFT

_logger = logging.getLogger(__name__)

# Answers of an SMTP server, or faults found before anything was sent to it.
REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    AssertionError,
    UnicodeError,
)


# The other channels need a hand: a letter to post, a call to make.
SENT_BY_MACHINE = ("email", "sms")
# Books that change each time while a message leaves: it waits for the next run.
ATTEMPTS = 3


class DunningReminderSend(models.Model):
    """Handing a message over to SMTP: once, or not at all, or a person is asked."""

    _inherit = "tpe.dunning.reminder"

    @api.model
    def _queue_domain(self):
        return Domain("state", "=", "queued") & Domain(
            "company_id.tpe_dunning_started_on", "!=", False
        )

    def _queue_what_leaves_by_itself(self):
        """Where reminders are started, and on the days and hours of sending."""
        started = self.env["res.company"].search(
            [("tpe_dunning_started_on", "!=", False)]
        )
        sending = started.filtered(lambda company: company._dunning_may_send())
        self.search(
            [
                ("company_id", "in", sending.ids),
                ("state", "=", "planned"),
                ("channel", "in", SENT_BY_MACHINE),
                ("printed_at", "=", False),
            ]
        ).state = "queued"

    @api.model
    def _cron_send(self, batch_size=200):
        """Send what is queued: two transactions for each message.

        The first one writes that the message is about to leave, the second one looks
        at the books again and hands it over.  Killed in between, the message stays
        « Outcome unknown » and nobody sends it again by himself.  Before both, the PDF
        of invoices that have none are made: that takes seconds, and needs no lock.
        """
        domain = self._queue_domain()
        progress = self.env["ir.cron"]._commit_progress
        self._queue_what_leaves_by_itself()
        queued = self.search(domain, limit=batch_size, order="id")
        to_draw = set(queued._without_documents().ids)
        # Each message is looked at in a transaction that begins with its lock: an older
        # view of the table could not lock what another worker has just sent.
        progress(remaining=self.search_count(domain))
        for reminder in queued:
            if reminder.id in to_draw:
                reminder._speaking_for(reminder.company_id)._make_documents()
            reminder._leave(domain)
            if not progress(1):
                break

    def _leave(self, domain):
        """Prepare, commit, look again, hand over; again when the books changed."""
        progress = self.env["ir.cron"]._commit_progress
        for _attempt in range(ATTEMPTS):
            reminder = self.try_lock_for_update().filtered_domain(domain)
            if not reminder:
                return
            reminder = reminder._speaking_for(reminder.company_id)
            if not reminder._guarded(reminder._prepare_to_leave):
                return
            progress()
            unchanged = reminder._guarded(reminder._look_again)
            if unchanged:
                reminder._guarded(reminder._hand_over, leaving=True)
                return
            if unchanged is None and reminder.state == "sending":
                reminder.state = "queued"  # nothing was handed over yet
            progress()

    def _guarded(self, step, leaving=False):
        """Run ``step``; tell a failure on the record, where a person sees it.

        While ``leaving``, only a refusal is a failure: after any other error the
        customer may have the message, and a person is asked.
        Returns what ``step`` returns, None when it failed.
        """
        try:
            return step()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
            self.env.cr.rollback()
            if leaving:
                self.write({"note": _in_words(error)})
            # Else somebody edits an invoice right now: the message stays queued.
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, (UserError, MailDeliveryException)):
                _logger.warning("Reminder %s did not leave", self.id, exc_info=True)
            unknown = leaving and not _is_refusal(error)
            self.write(
                {
                    "state": "sending" if unknown else "failed",
                    "note": _in_words(error),
                }
            )
        return None

    def _prepare_to_leave(self):
        """Decide again from the books as they are now, and write the evidence.

        Returns whether the message is to leave.
        """
        case = self._current_case()
        if case is None:
            self._cancel(self._why_not_due())
            return False
        self._rewrite_cases(self.company_id, {self: case})
        if self.state == "held":
            return False
        if self.channel not in SENT_BY_MACHINE:
            # The step became a letter or a call since it was queued.
            self.released_by_id = False
            return False
        values = self._sms_values() if self.channel == "sms" else self._message_values()
        self.write({"state": "sending", "note": False, **values})
        return True

    def _message_values(self):
        """The mail, as it will leave and as it is kept."""
        recipient = self._recipient()
        self.lang = recipient.lang or self.company_id.partner_id.lang
        self._give_links()
        message = self._message()
        return {
            "email_to": self._one_address(recipient),
            "email_from": message["email_from"] or self.company_id.email_formatted,
            "reply_to": message["reply_to"],
            "subject": message["subject"],
            "body": message["body_html"],
            **self._attachment_values(),
        }

    def _recipient(self):
        """Who gets the mail; raises when there is nobody, or he refuses."""
        recipient = self.partner_id._dunning_recipient()
        if not recipient:
            raise UserError(self.env._("No e-mail address on the customer."))
        if recipient.is_blacklisted:
            raise UserError(
                self.env._(
                    "%(email)s asked not to be written to.", email=recipient.email
                )
            )
        return recipient

    def _current_case(self):
        """The message this customer would get now, None when none is due."""
        cases = self.env["tpe.dunning.decision"]._cases(
            self.company_id, self.partner_id
        )
        case = next((case for case in cases if case.stream == self.stream), None)
        if case and self.released_by_id:
            # A person said « send » although it waits: only an agreement still holds.
            hard = tuple(hold for hold in case.holds if hold.kind not in SOFT)
            case = case._replace(holds=hard)
        return case

    def _hand_over(self):
        """Give the message to the server; raises when it is refused."""
        message_id = self._send_sms() if self.channel == "sms" else self._send_mail()
        try:
            self._mark_sent(smtp_message_id=message_id)
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # It left: only what is written about it has to be written again.
            self.env.cr.rollback()
            self._mark_sent(smtp_message_id=message_id)
            self.env.flush_all()

    def _send_mail(self):
        """Give the mail to the SMTP server; return its Message-Id."""
        mail = self.env["mail.mail"].create(self._mail_values())
        mail.send(raise_exception=True)
        if mail.state == "exception":
            raise MailDeliveryException(mail.failure_reason)
        if mail.state == "outgoing" and not mail.env["ir.mail_server"]._disable_send():
            # A personal mail server limits its pace: left there, core's own queue
            # would send the message later, unseen by us.
            mail.cancel()
            raise UserError(self.env._("The mail server takes no more messages now."))
        return mail.message_id

    def _mark_sent(self, note=False, on=None, **values):
        """The message arrived at the customer's: write it where it is looked for.

        ``on`` is the day of sending where the company is, today unless a person says
        another one.
        """
        when = {
            "sent_at": fields.Datetime.now(),
            "sent_on": on or self.company_id._dunning_today(),
        }
        seal = digest(self._evidence_facts(**when))
        self.write(
            {"state": "sent", "note": note, "evidence_hash": seal, **when, **values}
        )
        self._log_on_invoices()


def _is_refusal(error):
    """Whether it is certain that the message did not arrive.

    A refusal is an answer; a connection that breaks during the hand-over is none.
    """
    if isinstance(error, UserError):
        return True
    if not isinstance(error, MailDeliveryException):
        return False
    never_connected = len(error.args) > 1 and isinstance(error.args[1], Exception)
    return never_connected or isinstance(error.__context__, (*REFUSALS, type(None)))


def _in_words(error):
    """One line for the person who reads the list."""
    text = " ".join(str(part) for part in error.args if part) or type(error).__name__
    return " ".join(text.split())[:500]
