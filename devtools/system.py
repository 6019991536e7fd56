"""What comes from the operating system: packages, a browser, free ports."""

import functools
import os
import shutil
import socket
import subprocess
from pathlib import Path

from .console import Stop, run, say

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
# The names under which Odoo's own tests look for a browser.
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PDF_LIBRARIES = (
    "libxrender1",
    "libxext6",
    "libx11-6",
    "libfontconfig1",
    "libfreetype6",
)


def os_id() -> str:
    """``debian``, ``ubuntu``, … as the system names itself."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return ""
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return values.get("ID", "").strip('"')


@functools.cache
def _apt_lists() -> None:
    run(["apt-get", "update", "-q"], why="apt-get update failed; see its lines:")


def install(packages, why: str) -> None:
    """Install system packages when root, otherwise name them in one line to paste."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise Stop(
            f"{why} This machine has no apt-get: install what corresponds to these "
            f"Debian packages: {' '.join(packages)}."
        )
    if os.geteuid() != 0:
        raise Stop(f"{why} Paste this line, then try again:\n  sudo {line}")
    say(f"system packages: {' '.join(packages)}")
    _apt_lists()
    run(line.split(), env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, why=why)


def browser() -> str:
    """Path of Chromium, installed if it can be."""
    for attempt in (1, 2):
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found:
            return found
        if attempt == 1:
            if os_id() == "ubuntu":
                raise Stop(
                    "No browser for the tours, and Ubuntu's chromium package is a snap "
                    "that does not start from a script. Install Google Chrome's .deb "
                    "and try again."
                )
            install(["chromium", "fonts-liberation"], "The tours need Chromium.")
    raise Stop("Chromium was installed but is not in PATH.")


def office() -> str:
    """Path of LibreOffice, installed if it can be: the tests compute workbooks with it.

    Calc alone, without a screen: 90 MB to fetch, 276 MB on disk, half a minute.
    """
    for attempt in (1, 2):
        found = shutil.which("soffice") or shutil.which("libreoffice")
        if found:
            return found
        if attempt == 1:
            install(
                ["libreoffice-calc-nogui"], "The tests of workbooks need LibreOffice."
            )
    raise Stop("LibreOffice was installed but is not in PATH.")


def java_compiler() -> str:
    """Path of ``javac``, installed if it can be with what veraPDF needs beside it.

    A development kit: 100 MB to fetch, and Debian's JAXB, which Java itself gave up.
    """
    for attempt in (1, 2):
        found = shutil.which("javac")
        if found and JAXB.exists():
            return found
        if attempt == 1:
            missing = [] if found else ["default-jdk-headless"]
            install(
                [*missing, "libjaxb-java"],
                "The tests check each PDF with veraPDF, which needs Java.",
            )
    raise Stop(f"Java was installed, but javac is not in PATH or {JAXB} is missing.")


def free_port() -> int:
    """A TCP port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port: int) -> bool:
    """Whether ``port`` can be bound on the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def patched_wkhtmltopdf(candidate: Path) -> Path:
    """A wkhtmltopdf built with patched Qt: the system's if it is one, else ours.

    Debian's build drops headers, footers and page numbers without saying so.
    """

    def version(program) -> str:
        try:
            done = subprocess.run(
                [program, "--version"], capture_output=True, text=True, timeout=30
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout

    system = shutil.which("wkhtmltopdf")
    if system and "patched qt" in version(system).lower():
        return Path(system)
    if "patched qt" not in version(candidate).lower():
        install(PDF_LIBRARIES, "Printing to PDF needs libraries that are missing.")
        if "patched qt" not in version(candidate).lower():
            raise Stop(
                "wkhtmltopdf does not start on this machine. Install the build with "
                "patched Qt from wkhtmltopdf.org and try again."
            )
    return candidate
