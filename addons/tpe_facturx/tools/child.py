"""A program run apart, on one job a line: what it may crash, hang or fill is not ours.

The parent kills a child that takes too long on a job and goes on with a new one.
"""

import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_ADDON = Path(__file__).resolve().parent.parent


class Died(Exception):
    """The child died on a job, or was killed; the text says which."""


class Child:
    """The module ``tools.<name>``, reading and writing a JSON document a line.

    >>> with Child("child_echo", seconds=30) as child:
    ...     list(child.ask({"say": ["a", "b"]}))
    ['a', 'b']
    >>> with Child("child_echo", seconds=0.5) as child:
    ...     try:
    ...         list(child.ask({"sleep": 60}))
    ...     except Died as died:
    ...         print(died)
    it took more than 0.5 s
    """

    def __init__(self, name: str, seconds: float):
        self.name, self.seconds = name, seconds
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def ask(self, job: dict) -> Iterator:
        """The answers to ``job``, as they come; ``Died`` when no more can come."""
        if self.process is None:
            self._start()
        try:
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            self.close()
            raise Died("it could not be started") from None
        while True:
            answer = json.loads(self._line())
            if answer == {"done": True}:
                return
            yield answer

    def _start(self) -> None:
        # A module of that name in the caller's folder must not be taken for ours.
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tools.{self.name}"],
            cwd=_ADDON,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )
        self.left = b""

    def _line(self) -> bytes:
        """One line; the time limit starts again with each one."""
        out = self.process.stdout.fileno()
        while b"\n" not in self.left:
            ready, _, _ = select.select([out], [], [], self.seconds)
            if not ready:
                self.close()
                raise Died(f"it took more than {self.seconds} s")
            more = os.read(out, 1 << 20)
            if not more:
                code = self.process.wait()
                self.close()
                raise Died(f"its process ended by itself ({code})")
            self.left += more
        line, _, self.left = self.left.partition(b"\n")
        return line

    def close(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        # Its own group: what it may have started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()


def serve(answer, memory: int = 0) -> None:
    """The child's side: call ``answer(job)``, a generator, for each job.

    >>> serve.__name__
    'serve'
    """
    # Odoo limits the addresses of its own process, and its children with it; Saxon, a
    # native image, reserves more of them than it will ever use.
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if not memory or resource.RLIM_INFINITY != hard < memory:
        memory = hard
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    # What a library prints must not be taken for an answer.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        for part in answer(json.loads(line)):
            out.write(json.dumps(part) + "\n")
            out.flush()
        out.write('{"done": true}\n')
        out.flush()
