"""`./tpe test`: lint, doctests, addon tests, browser tours, and what belongs to no addon."""

import os
import shutil
import subprocess

from . import databases, postgres, venv, verapdf
from .console import Stop, alive, say
from .context import Context, log_file, prepare
from .lint import run_lint
from .paths import ADDONS, ROOT
from .system import browser, office


def test(selection: list[str], pytest_options: list[str]) -> int:
    """Run the tests; 0 only when all of them ran and passed."""
    context = prepare(dev=True)
    browser()
    office()
    verapdf.ensure()
    paths = [_path(name) for name in selection] or [ADDONS, ROOT / "tests"]
    everything = not selection and not pytest_options
    failed = lint(context) if everything else 0
    _drop_leftovers()
    try:
        with databases.throw_away(databases.suite_template(context)) as database:
            code = _pytest(context, database, paths, pytest_options)
    finally:
        postgres.release()
    if failed:
        say(f"{failed} linters failed, see above")
    return code or bool(failed)


def _pytest(context: Context, database: str, paths: list, options: list[str]) -> int:
    """Run pytest on ``database``; its exit code."""
    if any(path.is_relative_to(ROOT / "tests") for path in paths):
        context.env["TPE_DEMO_TEMPLATE"] = databases.demo_template(context)
    # The cached bundles carry the file times of the checkout that built them.
    context.shell(database, databases.INSIDE / "bundles.py", log_file("bundles"))
    say("tests ...")
    return subprocess.call(
        [
            *(venv.BIN / "python", "-m", "pytest", "-c", ROOT / "pyproject.toml"),
            *("--rootdir", ROOT, f"--odoo-database={database}", "--odoo-http"),
            *_workers(context, options),
            # At the default level a failing scheduled action counts as done.
            "--odoo-log-level=error",
            *paths,
            *options,
        ],
        env=context.env,
        cwd=ROOT,
    )


def _workers(context: Context, options: list[str]) -> list[str]:
    """A process and a copy of the database for each core, unless tests were picked.

    The copies are made with PostgreSQL's own programs; without them there is one process.
    """
    if options or not shutil.which("createdb", path=context.env["PATH"]):
        return []
    # A file stays together: its class sets up a chart of accounts once.
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]


def _drop_leftovers() -> None:
    """Remove the databases of runs that were killed before they could."""
    for name in databases.sql(
        r"SELECT datname FROM pg_database WHERE datname ~ '^tpe_test_.*_\d+(-gw\d+)?$'"
    ):
        if not alive(int(name.partition("-")[0].rpartition("_")[2])):
            databases.drop(name)


def lint(context: Context, fix: bool = False) -> int:
    """Run the linters; return how many failed."""
    node = venv.ensure_node()
    return run_lint(ROOT, venv.BIN, node, context.tree.addons[0], context.env, fix)


def run_lint_only(fix: bool) -> int:
    """`./tpe lint`."""
    context = prepare(dev=True)
    try:
        return bool(lint(context, fix))
    finally:
        postgres.release()


def _path(name: str):
    for path in (ADDONS / name, ROOT / name):
        if path.exists():
            return path
    raise Stop(
        f"There is no addon and no path named {name}. Addons: "
        + ", ".join(databases.suite_modules())
    )
