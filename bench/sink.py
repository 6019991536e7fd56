"""A real SMTP server on the loopback interface that counts what it accepts.

A process of its own: what it does with a mail must not take time from who is measured.
"""

import contextlib
import subprocess
import sys
from pathlib import Path

from aiosmtpd.controller import Controller

from devtools.system import free_port


class _Counter:
    accepted = 0

    async def handle_DATA(self, server, session, envelope):
        self.accepted += 1
        return "250 OK"


class Sink:
    """The server as its user sees it: a port, and how many mails it accepted."""

    def __init__(self, process, port):
        self._process = process
        self.port = port
        process.stdout.readline()  # it says when it listens

    @property
    def accepted(self) -> int:
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextlib.contextmanager
def sink(env):
    """Route the mails of this database to a `Sink`, and nowhere else."""
    port = str(free_port())
    with subprocess.Popen(
        [sys.executable, "-m", "bench.sink", port],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        server = Sink(process, int(port))
        env["ir.mail_server"].search([]).active = False
        env["ir.mail_server"].create(
            {
                "name": "bench",
                "smtp_host": "127.0.0.1",
                "smtp_port": server.port,
                "smtp_encryption": "none",
            }
        )
        env.cr.commit()
        try:
            yield server
        finally:
            process.stdin.close()


if __name__ == "__main__":
    counter = _Counter()
    controller = Controller(counter, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("listening", flush=True)
    for _ in sys.stdin:
        print(counter.accepted, flush=True)
    controller.stop()
