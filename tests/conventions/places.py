"""Where things are in a repository."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from lxml import etree


def addons(root: Path) -> list[Path]:
    """The folders of the addons of ``root``."""
    return sorted(path.parent for path in root.glob("addons/*/__manifest__.py"))


def python_files(root: Path, tests: bool = True) -> Iterator[Path]:
    """The Python files of the addons of ``root``."""
    for addon in addons(root):
        for path in sorted(addon.rglob("*.py")):
            if tests or "tests" not in path.relative_to(addon).parts:
                yield path


def xml_files(root: Path) -> Iterator[tuple[Path, etree._Element]]:
    """The XML files of the addons of ``root``, parsed."""
    for addon in addons(root):
        for path in sorted(addon.rglob("*.xml")):
            yield path, etree.parse(str(path)).getroot()


def script_files(root: Path) -> Iterator[Path]:
    """The scripts of the addons of ``root`` that a browser runs."""
    for addon in addons(root):
        yield from sorted(addon.glob("static/src/**/*.js"))


def repository_files(root: Path) -> list[Path]:
    """What is committed, or would be by ``git add --all``."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = sorted({root / name for name in listed.split("\0") if name})
    return [path for path in paths if path.is_file()]


def at(root: Path, path: Path, line: int, text: str) -> str:
    """A finding in the form that editors make clickable."""
    return f"{path.relative_to(root)}:{line}: {text}"
