"""Talking to the person at the terminal, and running other programs."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

START = time.monotonic()


class Stop(Exception):
    """What cannot be had, in one sentence with the way out. Exit code 2."""


def say(text: str) -> None:
    """Print one line of progress, with the seconds since the start."""
    print(f"[{time.monotonic() - START:6.1f}s] {text}", flush=True)


def run(command, *, env=None, cwd=None, input=None, why="") -> str:
    """Run ``command`` and return what it prints; ``Stop`` with its last lines if it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=env,
            cwd=cwd,
            input=input,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except FileNotFoundError:
        raise Stop(f"{command[0]} is not on this machine. {why}".strip()) from None
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-25:])
        raise Stop(f"{why or 'This command failed: ' + str(command[0])}\n{tail}")
    return done.stdout


def run_logged(command, log: Path, *, env=None, stdin=None, progress=None) -> int:
    """Run ``command`` with its output in ``log``; return its exit code.

    ``progress(line)`` gives the short text to show for a line, or None. On a terminal
    the last one stays on screen while the program works.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    on_terminal = sys.stdout.isatty()
    with (
        log.open("w") as out,
        subprocess.Popen(
            [str(part) for part in command],
            env=env,
            stdin=stdin or subprocess.DEVNULL,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        for line in process.stdout:
            out.write(line)
            text = progress and progress(line)
            if text and on_terminal:
                print(f"\r\x1b[K          {text}", end="", flush=True)
        if on_terminal and progress:
            print("\r\x1b[K", end="", flush=True)
    return process.returncode


def alive(pid: int) -> bool:
    """Whether the process ``pid`` still runs (a zombie does not)."""
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return (
            not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
        )
    return False


def end(pid_file: Path, signal: int) -> bool:
    """End the process named in ``pid_file`` and wait for it; False if there was none."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    pid_file.unlink(missing_ok=True)
    if not alive(pid):
        return False
    os.kill(pid, signal)
    for _ in range(150):
        if not alive(pid):
            return True
        time.sleep(0.1)
    os.kill(pid, 9)
    return True
