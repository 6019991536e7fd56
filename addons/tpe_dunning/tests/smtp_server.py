"""A real SMTP server on the loopback interface, for tests."""

import email
import logging
import socket
from contextlib import contextmanager
from email import policy
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.addons.base.models.ir_mail_server import IrMail_Server


class Mailbox:
    """Keeps what it accepts; ``answers`` maps an address to what to say to it.

    An answer is a refusal such as ``"550 unknown"``, or a callable that is given the
    session, to break the connection.
    """

    def __init__(self):
        self.messages = []
        self.answers = {}
        self.cuts = 0  # how often to cut the line where a message begins

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.cuts:
            self.cuts -= 1
            server.transport.abort()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address)
        if isinstance(answer, str):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(
            envelope.original_content, policy=policy.default
        )
        self.messages.append(message)
        for address in envelope.rcpt_tos:
            if callable(self.answers.get(address)):
                return self.answers[address](server)
        return "250 OK"

    def to(self, address):
        """Messages accepted for ``address``."""
        return [message for message in self.messages if address in message["To"]]


def html(message):
    """The HTML text of a received message."""
    return message.get_body(("html",)).get_content()


def hang_up(server):
    """Take the message, then cut the line before saying so."""
    server.transport.abort()
    return "250 OK"


@contextmanager
def smtp_server(env):
    """Route Odoo's mails to a `Mailbox` listening on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    controller.start()
    try:
        env["ir.mail_server"].search([]).active = False
        env["ir.mail_server"].create(
            {
                "name": "test",
                "smtp_host": "127.0.0.1",
                "smtp_port": port,
                "smtp_encryption": "none",
            }
        )
        with patch.object(IrMail_Server, "_disable_send", lambda *args: False):
            yield mailbox
    finally:
        controller.stop()
