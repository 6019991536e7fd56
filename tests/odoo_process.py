"""A real Odoo server on a throw-away database, and a real SMTP server for its mails."""

import asyncio
import email
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from email import policy
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller

from devtools import databases

ODOO = [sys.executable, str(Path(os.environ["ODOO_RC"]).with_name("odoo"))]


def free_port():
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    """Keeps what it accepts; calls ``on_message`` before it says that it did.

    How an address is treated depends on its first word: ``refuse-`` is unknown here,
    ``drop-`` sees the line cut once the message is in, ``slow-`` is answered late.
    """

    def __init__(self):
        self.messages = []
        self.on_message = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse-"):
            return "550 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        self.messages.append(
            email.message_from_bytes(envelope.original_content, policy=policy.default)
        )
        self.on_message()
        if address.startswith("slow-"):
            await asyncio.sleep(0.3)
        if address.startswith("drop-"):
            server.transport.abort()
        return "250 OK"


@contextmanager
def mailbox():
    """Yield ``(mailbox, port)`` of an SMTP server that listens on the loopback."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


@contextmanager
def demo_database():
    """Yield the name of a copy of the demo company, which sends at any hour."""
    with databases.throw_away(os.environ["TPE_DEMO_TEMPLATE"], "demo") as name:
        databases.sql(
            "UPDATE res_company SET tpe_dunning_days = 'any', tpe_dunning_from = 0,"
            " tpe_dunning_until = 24",
            name,
        )
        yield name


@contextmanager
def odoo_server(database, smtp_port, port=None):
    """Serve ``database``, scheduled actions included; yield the process."""
    port = port or free_port()
    command = [
        *ODOO,
        *("-d", database, "--db-filter", f"^{database}$", "--max-cron-threads=1"),
        *("--http-port", str(port), "--gevent-port", str(free_port())),
        *("--smtp", "127.0.0.1", "--smtp-port", str(smtp_port), "--log-level=warn"),
    ]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: process.poll() is not None or _answers(address))
        assert process.poll() is None, "Odoo stopped while starting"
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _answers(address):
    try:
        return urllib.request.urlopen(f"{address}/web/health", timeout=30).status == 200
    except OSError:
        return False


def run_script(database, script):
    """Feed Python text to `odoo shell`; return what it prints."""
    done = subprocess.run(
        [*ODOO, "shell", "-d", database, "--no-http", "--log-level=error"],
        input=script,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return done.stdout


def forget_reminders(database):
    """Nobody was reminded yet, and no other scheduled action is in the way."""
    query(database, "DELETE FROM tpe_dunning_reminder")
    query(
        database,
        "UPDATE ir_cron SET active = FALSE WHERE id NOT IN ("
        "SELECT res_id FROM ir_model_data "
        "WHERE module = 'tpe_dunning' AND name IN ('ir_cron_dunning', 'ir_cron_dunning_send'))",
    )


def run_jobs(database, *names):
    """Make scheduled actions of tpe_dunning due."""
    query(
        database,
        "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'utc' - interval '1 minute' "
        "WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'tpe_dunning' "
        "AND name IN %s)",
        names,
    )


def jobs_waiting(database):
    """How many active scheduled actions are due and not finished."""
    [[count]] = query(
        database,
        "SELECT count(*) FROM ir_cron "
        "WHERE active AND nextcall <= now() AT TIME ZONE 'utc'",
    )
    return count


def query(database, statement, *values):
    """Run SQL and commit; return the rows, if there are any."""
    connection = psycopg2.connect(dbname=database)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def wait_until(condition, seconds=90, database=None):
    """Wait for ``condition()``; fail when it takes longer than ``seconds``.

    Meanwhile the schedulers of ``database`` are told to look: by themselves they do so
    once a minute only, and a server answers before its scheduler listens.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        if database:
            query("postgres", f"NOTIFY cron_trigger, '{database}'")
        time.sleep(0.25)
