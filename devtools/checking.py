"""`./tpe check-invoice`: the checker of tpe_facturx, without Odoo and without a database."""

import contextlib
import subprocess
import sys
from datetime import date

from . import venv
from .console import Stop, say
from .paths import ADDONS, make_cache

PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from tools.check_files import main; sys.exit(main(sys.argv[1:]))"
)


def check_invoice(arguments: list[str]) -> int:
    """Its exit status: 0 all accepted, 1 some refused, 2 wrong use."""
    # The verdicts alone go to the standard output.
    with contextlib.redirect_stdout(sys.stderr):
        make_cache()
        venv.ensure("addons")
        try:
            venv.ensure("checks")
        except Stop as stop:
            # What is not installed is told as "not run".
            say(str(stop).splitlines()[0])
    command = [venv.BIN / "python", "-c", PROGRAM, ADDONS / "tpe_facturx"]
    return subprocess.call([*command, "--today", str(date.today()), *arguments])
