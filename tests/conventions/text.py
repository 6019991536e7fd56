"""Text of the whole repository."""

import re
from pathlib import Path

from .places import at, repository_files

# Cut in two, so that this file does not contain what it looks for.
MACHINE = re.compile(
    r"(?<![\w.])/(?:wor" r"k|roo" r"t)/|/tmp/(?:prot" r"o|habit" r"s)\b"
)
REGISTRIES = re.compile(
    r"\bpyp" r"i\.org|\bpythonhos" r"ted\.org|\bnpm" r"js\.(?:org|com)"
    r"|\b(?:deb|ftp|security|snapshot|packages)(?:\.\w+)?\.debi" r"an\.org",
    re.IGNORECASE,
)  # fmt: skip
LEFTOVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
SKIPS = re.compile(
    r"\bpytest\.mark\.(?:ski" r"p|xfa" r"il)|\bpytest\.(?:ski" r"p|importorski" r"p)\b"
    r"|\bski" r"pTest\b|\bunittest\.ski" r"p|\bSki" r"pTest\b"
)  # fmt: skip
# Their hashes hold any letters.
LOCKS = re.compile(r"package-lock\.json|requirements/[^/]+\.txt")


def check_repository_text(root: Path) -> list[str]:
    wrong = []
    for path in repository_files(root):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        rules = [
            (MACHINE, "a path of somebody's machine: make it relative"),
            (REGISTRIES, "a package registry's address: name the package only"),
        ]
        if not LOCKS.fullmatch(path.relative_to(root).as_posix()):
            rules.append((LEFTOVERS, "do it, or write down the limit in the README"))
        if path.suffix == ".py":
            rules.append((SKIPS, "a test runs or is not collected: it never skips"))
        for number, line in enumerate(lines, 1):
            wrong += [
                at(root, path, number, advice)
                for pattern, advice in rules
                if pattern.search(line)
            ]
    return wrong
