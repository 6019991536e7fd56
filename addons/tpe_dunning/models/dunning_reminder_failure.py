import logging
import smtplib

from odoo import models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

_logger = logging.getLogger(__name__)

# Answers of an SMTP server, or faults found before anything was sent to it.
REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    AssertionError,
    UnicodeError,
)


class DunningReminderFailure(models.Model):
    """What becomes of a message that could not be given over."""

    _inherit = "tpe.dunning.reminder"

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
