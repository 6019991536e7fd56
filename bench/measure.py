"""Seconds, queries, memory, and the table that sets them side by side."""

import contextlib
import resource
import smtplib
import time
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from odoo import sql_db

STARTED = time.monotonic()


def say(text: str) -> None:
    """A line of progress, with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:6.1f}s] {text}", flush=True)


class Measure(NamedTuple):
    """What it took, and what came out."""

    seconds: float
    queries: int
    result: Any
    processor: float  # seconds of this process: what a busy machine does not stretch


def measure(action, times=1) -> Measure:
    """Run ``action`` a few times; the shortest run counts, the queries are its own."""
    runs = []
    for _ in range(times):
        queries, start = sql_db.sql_counter, time.perf_counter()
        busy = time.process_time()
        result = action()
        seconds = time.perf_counter() - start
        asked, busy = sql_db.sql_counter - queries, time.process_time() - busy
        runs.append(Measure(seconds, asked, result, busy))
    return min(runs, key=lambda run: run.seconds)


class SmtpClock:
    """Adds up the time spent talking to the mail server."""

    def __init__(self):
        self.seconds = 0.0
        self._inside = False

    @contextlib.contextmanager
    def running(self):
        with contextlib.ExitStack() as stack:
            for name in ("connect", "ehlo", "sendmail", "noop", "quit"):
                stack.enter_context(patch.object(smtplib.SMTP, name, self._timed(name)))
            yield self

    def _timed(self, name):
        original = getattr(smtplib.SMTP, name)

        def timed(*args, **kwargs):
            if self._inside:
                return original(*args, **kwargs)
            self._inside, start = True, time.perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - start
                self._inside = False

        return timed


def forget_peak() -> None:
    """Count the peak of the memory anew from here, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Most memory the process held since `forget_peak`, in MiB."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Row(NamedTuple):
    """One comparison: ``ours`` and ``other`` are texts, the verdict compares numbers."""

    what: str
    size: str
    ours: str
    other: str = ""
    outcome: str = ""
    met: bool | None = None  # None: shown, not judged


def at_most(goal, value, unit="") -> dict:
    """Outcome and verdict of a figure that has to stay low."""
    return {"outcome": f"goal <= {goal}{unit}: {value:.3g}{unit}", "met": value <= goal}


def faster(goal, ours, other) -> dict:
    """Outcome and verdict of ``other`` seconds against ``ours``."""
    ratio = other / ours
    return {"outcome": f"goal {goal}x: {ratio:.1f}x", "met": ratio >= goal}


def print_table(rows: list[Row]) -> None:
    """Print ``rows`` in columns, with whether each goal is reached."""
    words = {True: "reached", False: "MISSED", None: ""}
    cells = [("", "size", "ours", "other", "", "")]
    cells += [(*row[:5], words[row.met]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        pairs = zip(line, widths, strict=True)
        print("  ".join(cell.ljust(width) for cell, width in pairs).rstrip())
