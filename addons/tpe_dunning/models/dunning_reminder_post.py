import contextlib
import smtplib
from functools import partial

from odoo import models
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
        servers = company.env["ir.mail_server"].with_company(company)
        # Kept: after each commit core would read the company again for these.
        self._return_path = company.bounce_email
        self._bounces_to = servers._get_default_bounce_address()
        self._notifies_from = servers._get_default_from_address()

    def send(self, env, mail, message_id, files):
        """Hand ``mail``, of `_mail_values`, over with ``files``; return its Message-Id."""
        emails = email_split_and_format_normalize(mail["email_from"])
        sender = emails[0] if emails else mail["email_from"]
        to = mail["email_to"]
        body = env["mail.render.mixin"]._replace_local_links(mail["body_html"])
        servers = env["ir.mail_server"].with_context(
            send_validated_to=email_normalize_all(to),
            # Without an address of its own, that of the sender: as core does.
            domain_bounce_address=self._bounces_to or sender,
            domain_notifications_email=self._notifies_from or sender,
        )
        build = partial(
            servers._build_email__,
            email_from=sender,
            email_to=email_split_and_format_normalize(to),
            subject=mail["subject"],
            body=body,
            body_alternative=html2plaintext(body),
            reply_to=mail["reply_to"],
            attachments=files,
            message_id=message_id,
            object_id=mail["object_id"],
            subtype="html",
            subtype_alternative="plain",
            headers={"Return-Path": self._return_path},
        )
        try:
            return self._give(servers, sender, build)
        except (AssertionError, UnicodeError) as error:
            # Raised before the server is told anything.
            words = ". ".join(map(str, error.args))
            raise MailDeliveryException(words) from error

    def _give(self, servers, sender, build):
        """To a server that hung up before it had the words, a second time.

        Built anew: core changes the headers of a mail that it sends.
        """
        for last in (False, True):
            session = self._session(servers, sender)
            try:
                return servers.send_email(build(), smtp_session=session)
            except (smtplib.SMTPServerDisconnected, MailDeliveryException) as error:
                if session.words_given or session.sock:
                    raise
                self._hang_up(self._senders[sender])
                if last:
                    if isinstance(error, MailDeliveryException):
                        raise
                    words = servers.env._("The mail server hung up.")
                    raise MailDeliveryException(words, error) from error
        return None

    def _session(self, servers, sender):
        """A connection that answers, for this sender."""
        if sender not in self._senders:
            server, smtp_from = mail_server(servers.env, sender)
            self._senders[sender] = server.id, smtp_from
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
        if session:
            _watch(session)
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


def mail_server(env, sender):
    """The server and the address that core takes for ``sender``; no personal server."""
    servers = env["ir.mail_server"].sudo()
    shared = servers.search([], order="sequence, id")
    shared = shared.filtered(lambda server: not server.owner_user_id)
    server, smtp_from = servers._find_mail_server(sender, shared)
    return server or servers, smtp_from


def _answers(session):
    """Whether the server still listens: most close a connection after a while."""
    try:
        return session.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _watch(session):
    """Note on ``session`` whether the server was given the words of the next message.

    Before that it has accepted nothing, whatever happens to the line.
    """
    session.words_given = False
    give = type(session).data

    def data(words):
        session.words_given = True
        return give(session, words)

    session.data = data


class DunningReminderPost(models.Model):
    """Giving a mail to the mail server."""

    _inherit = "tpe.dunning.reminder"

    def _send_mail(self, post, parcel, message_id):
        """Give the mail to the SMTP server; return its Message-Id."""
        files = self._files_to_send(parcel.mail["file_ids"], parcel.mail["file_list"])
        return post.send(self.env, parcel.mail, message_id, files)
