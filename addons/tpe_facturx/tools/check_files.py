"""Check invoice files of anybody: PDF (Factur-X, ZUGFeRD), CII or UBL.

Exit status: 0 all accepted, 1 some refused, 2 wrong use or nowhere to write to.
"""

import argparse
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from .check import check_many
from .reading import PDF_LIMIT
from .verdict import ACCEPT, READ, Finding, Verdict
from .words import LANGUAGES, lines


def parser() -> argparse.ArgumentParser:
    """
    >>> parser().parse_args(["a.pdf", "--json"]).json
    True
    """
    found = argparse.ArgumentParser(prog="./tpe check-invoice", description=__doc__)
    found.add_argument("file", nargs="+")
    found.add_argument(
        "--json",
        action="store_true",
        help="one JSON document for each file, each on a line of its own: file, verdict "
        "(accept or reject), profile, rules (ids that refuse), warnings, pdfa (true, "
        "false, or null when not known), not_run, not_applied, reasons, findings",
    )
    found.add_argument(
        "--lang", choices=LANGUAGES, help="default: that of the terminal"
    )
    # So that the day comes from outside.
    found.add_argument("--today", type=date.fromisoformat, help=argparse.SUPPRESS)
    return found


def main(arguments: list[str]) -> int:
    """Check the files, print a verdict for each; the exit status.

    >>> main(["/nowhere/a.pdf", "--lang", "en"])
    /nowhere/a.pdf: refused
      TPE-FILE: the file cannot be opened [No such file or directory]
    1
    """
    options = parser().parse_args(arguments)
    if sys.stdout is None:  # closed by the caller: nobody would read a verdict
        return 2
    language = options.lang or _language(os.environ)
    refused = 0
    for name, verdict in verdicts(options.file, options.today):
        line = verdict.as_dict(name)
        told = [json.dumps(line)] if options.json else lines(line, language)
        try:
            sys.stdout.write("\n".join(told) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # As in « … | head »: nobody reads the rest; what Python flushes at its end
            # goes nowhere.
            _forget_output()
            return 1
        except OSError as error:
            # No verdict may be taken for « some refused ».
            _forget_output()
            sys.stderr.write(f"The verdicts cannot be written: {error.strerror}.\n")
            return 2
        refused += verdict.verdict != ACCEPT
    return int(bool(refused))


def _forget_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def verdicts(
    names: Iterable[str], today: date | None = None
) -> Iterator[tuple[str, Verdict]]:
    """The verdict on each file, in order; one is read at a time.

    >>> [verdict.rules for name, verdict in verdicts(["/"])]
    [['TPE-FILE']]
    """
    waiting = []

    def readable():
        for name in names:
            data, problem = _read(name)
            waiting.append((name, problem))
            if problem is None:
                yield data, name

    for verdict in check_many(readable(), today):
        *before, (name, _none) = waiting
        waiting.clear()
        yield from before
        yield name, verdict
    yield from waiting


def _read(name: str) -> tuple[bytes, Verdict | None]:
    """The bytes of a file, or why they cannot be had."""
    try:
        status = os.stat(name)
        if not stat.S_ISREG(status.st_mode):
            folder = stat.S_ISDIR(status.st_mode)
            return b"", _problem(
                "TPE-FILE", "It is a folder." if folder else "No file."
            )
        if status.st_size > PDF_LIMIT:
            return b"", _problem("TPE-SIZE", f"Larger than {PDF_LIMIT >> 20} MB.")
        return Path(name).read_bytes(), None
    except (OSError, ValueError) as error:
        text = getattr(error, "strerror", None) or str(error)
        return b"", _problem("TPE-FILE", text)


def _problem(rule: str, text: str) -> Verdict:
    return Verdict("", (Finding(rule, READ, "", text),))


def _language(environment) -> str:
    """
    >>> _language({"LANG": "fr_FR.UTF-8"}), _language({"LC_ALL": "C", "LANG": "fr_FR"})
    ('fr', 'en')
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[n] for n in names if environment.get(n)), "")
    return "fr" if locale.startswith("fr") else "en"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
