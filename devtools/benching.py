"""`./tpe bench`: measure on a throw-away database, beside an addon of somebody else.

What needs no Odoo is measured in this very process.
"""

import importlib
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from . import databases, postgres, venv
from .console import Stop, run, say
from .context import Context, log_file, prepare
from .paths import CACHE, REQUIREMENTS, ROOT, RUN, digest, locked

# The addon each benchmark compares with, where there is one.
PEERS = {
    "dunning": "account_credit_control",
    "forecast": "mis_builder_cash_flow",
    "scoring": "partner_time_to_pay",
}


def bench(name: str | None, small: bool = False, ledger: Path | None = None) -> int:
    """Run one benchmark and print its table."""
    plain, with_odoo = _named("def run_plain("), _named("def run(")
    if name not in plain + with_odoo:
        raise Stop(f"Name a benchmark: {', '.join(sorted(plain + with_odoo))}.")
    if name in plain:
        try:
            return importlib.import_module(f"bench.{name}").run_plain(ledger, small)
        except (OSError, ValueError) as error:
            raise Stop(f"{ledger}: {error}") from error
    if ledger:
        raise Stop(f"The benchmark {name} reads no ledger.")
    # The validators are among the packages of the tests.
    context = _with_peers(prepare(dev=name == "facturx"))
    try:
        with databases.throw_away(databases.suite_template(context)) as database:
            if name in PEERS:
                say(f"installing {PEERS[name]} beside ours ...")
                databases.install(context, database, [PEERS[name]])
            return _run(context, database, name, small)
    finally:
        postgres.release()


def _named(mark: str) -> list[str]:
    """The benchmarks that hold ``mark``."""
    files = sorted((ROOT / "bench").glob("[a-z]*.py"))
    return [path.stem for path in files if mark in path.read_text()]


def _run(context: Context, database: str, name: str, small: bool) -> int:
    """Show what the benchmark prints while it works; 1 when it broke."""
    log = log_file(f"bench-{name}")
    variables = {"TPE_BENCH": name, "TPE_BENCH_SMALL": "1" if small else ""}
    script = databases.INSIDE / "bench.py"
    with (
        script.open() as stdin,
        log.open("w") as out,
        subprocess.Popen(
            context.odoo("shell", "-d", database, "--no-http", "--log-level=error"),
            env={**context.env, **variables},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        for line in process.stdout:
            out.write(line)
            print(line, end="", flush=True)
    return int(bool(process.returncode) or "Traceback" in log.read_text())


def _with_peers(context: Context) -> Context:
    """The same Odoo with the addons of requirements/bench.txt on its path."""
    addons = _peers() / "odoo/addons"
    usual = Path(context.env["ODOO_RC"]).read_text()
    settings = RUN / "bench.conf"
    settings.write_text(
        usual.replace(context.addons_path, f"{context.addons_path},{addons}")
    )
    return replace(context, env={**context.env, "ODOO_RC": str(settings)})


def _peers() -> Path:
    """Folder with the packages of requirements/bench.txt, as pip unpacks them."""
    requirements = REQUIREMENTS / "bench.txt"
    folder = CACHE / f"peers-{digest(requirements.read_text())}"
    with locked("peers"):
        if not (folder / ".complete").exists():
            say("packages of requirements/bench.txt ...")
            shutil.rmtree(folder, ignore_errors=True)
            run(
                [
                    *(venv.BIN / "pip", "install", "-q", "--require-hashes"),
                    *("--no-deps", "--target", folder, "-r", requirements),
                ],
                env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
                why="pip could not fetch requirements/bench.txt (no network):",
            )
            (folder / ".complete").touch()
    return folder
