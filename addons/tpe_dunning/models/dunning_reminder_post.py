import contextlib
import smtplib

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import (
    email_normalize_all,
    email_split_and_format_normalize,
    html2plaintext,
)

from odoo.addons.base.models.ir_mail_server import MailDeliveryException


class Post:
    """The connection to the mail server that the messages of a company's batch share.

    Like core's own sending, less the queue of mails: a row there that is neither sent
    nor failed would be sent again by core, unseen by us.
    """

    def __init__(self, company):
        self._sessions = {}
        self._senders = {}
        # Kept: after each commit the company would be read again.
        self._bounces_to = company.bounce_email

    def send(self, env, mail):
        """Hand the values of a `mail.mail` without files over; return its Message-Id."""
        servers = env["ir.mail_server"]
        emails = email_split_and_format_normalize(mail["email_from"])
        sender = emails[0] if emails else mail["email_from"]
        session = self._session(servers, sender)
        to = mail["email_to"]
        servers = servers.with_context(send_validated_to=email_normalize_all(to))
        body = env["mail.render.mixin"]._replace_local_links(mail["body_html"])
        try:
            message = servers._build_email__(
                email_from=sender,
                email_to=email_split_and_format_normalize(to),
                subject=mail["subject"],
                body=body,
                body_alternative=html2plaintext(body),
                reply_to=mail["reply_to"],
                message_id=mail["message_id"],
                object_id=f"{mail['res_id']}-{mail['model']}",
                subtype="html",
                subtype_alternative="plain",
                headers={"Return-Path": self._bounces_to},
            )
            return servers.send_email(message, smtp_session=session)
        except (AssertionError, UnicodeError) as error:
            # Raised before the server is told anything.
            words = ". ".join(map(str, error.args))
            raise MailDeliveryException(words) from error

    def _session(self, servers, sender):
        """A connection that answers, for this sender."""
        if sender not in self._senders:
            shared = servers.sudo().search([], order="sequence, id")
            shared = shared.filtered(lambda server: not server.owner_user_id)
            server, smtp_from = servers._find_mail_server(sender, shared)
            self._senders[sender] = server.id if server else False, smtp_from
        key = self._senders[sender]
        session = self._sessions.get(key)
        if session and not _answers(session):
            self._hang_up(key)
            session = None
        if not session:
            server_id, smtp_from = key
            try:
                session = servers._connect__(
                    mail_server_id=server_id, smtp_from=smtp_from
                )
            except Exception as error:
                words = servers.env._("Unable to connect to the mail server.")
                raise MailDeliveryException(words, error) from error
            self._sessions[key] = session
        return session

    def _hang_up(self, key):
        session = self._sessions.pop(key)
        if session:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                session.quit()

    def close(self):
        """Leave no connection open; after a failure, begin with a new one."""
        for key in list(self._sessions):
            self._hang_up(key)


def _answers(session):
    """Whether the server still listens: most close a connection after a while.

    Else a message that was never handed over would count as one whose outcome is unknown.
    """
    try:
        return session.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


class DunningReminderPost(models.Model):
    """Giving a mail to the mail server."""

    _inherit = "tpe.dunning.reminder"

    def _send_mail(self, post):
        """Give the mail to the SMTP server; return its Message-Id."""
        if self.attachment_list:
            return self._send_by_core()
        return post.send(self.env, self._mail_values())

    def _send_by_core(self):
        """Core knows what to do with files that are too large for the mail server."""
        values = {**self._mail_values(), "attachment_ids": self.attachment_ids.ids}
        mail = self.env["mail.mail"].create(values)
        mail.send(raise_exception=True)
        if mail.state == "exception":
            raise MailDeliveryException(mail.failure_reason)
        if mail.state == "outgoing" and not mail.env["ir.mail_server"]._disable_send():
            # A personal mail server limits its pace: left there, core's own queue
            # would send the message later, unseen by us.
            mail.cancel()
            raise UserError(self.env._("The mail server takes no more messages now."))
        return mail.message_id
