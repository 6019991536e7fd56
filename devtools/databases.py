"""Databases: templates that are built once and cloned in a third of a second.

Three layers, each keyed by what it is made of: Odoo with French books, the suite on top,
and the demo company on top of that.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from .console import Stop, run_logged, say
from .context import Context, log_file, remove
from .paths import (
    ADDONS,
    CHECKOUT,
    DATA,
    REQUIREMENTS,
    ROOT,
    content_digest,
    digest,
    locked,
)
from .postgres import sql

CORE_MODULES = (
    "account",
    "l10n_fr_account",
    "account_edi_ubl_cii",
    "account_peppol",
    "calendar",
    "hr",
    "hr_expense",
    "purchase",
    "sale_management",
    "web_tour",
)
LANGUAGES = "en_US,fr_FR"
INSIDE = Path(__file__).parent / "inside"
# Before the chart of accounts is chosen: Odoo gives a company without country US books.
FRENCH_COMPANY = """
UPDATE res_partner SET lang = 'fr_FR', tz = 'Europe/Paris', country_id = (
    SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'fr');
UPDATE res_company SET currency_id = (
    SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'EUR');
UPDATE res_currency SET active = TRUE WHERE name = 'EUR';
"""
LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")
# Said by Odoo itself while it installs, whatever the suite does.
NOT_OURS = ("odoo.addons.partner_autocomplete",)


def suite_modules() -> list[str]:
    """Names of the addons of this repository."""
    return sorted(p.parent.name for p in ADDONS.glob("*/__manifest__.py"))


def exists(database: str) -> bool:
    """Whether the database is there."""
    return bool(sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))


def drop(database: str) -> None:
    """Remove the database and its files."""
    sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    remove(DATA / "filestore" / database)


def clone(source: str, database: str) -> None:
    """Copy a database and its files, which are named by content and never changed."""
    drop(database)
    sql(f'CREATE DATABASE "{database}" TEMPLATE "{source}"')
    origin = DATA / "filestore" / source
    if origin.is_dir():
        subprocess.run(["cp", "-al", origin, DATA / "filestore" / database], check=True)


@contextmanager
def throw_away(source: str, purpose: str = CHECKOUT) -> Iterator[str]:
    """Yield the name of a copy that is gone afterwards.

    Its name ends with the process: the next tests remove what a killed one left.
    """
    name = f"tpe_test_{purpose}_{os.getpid()}"
    try:
        clone(source, name)
        yield name
    finally:
        drop(name)


def core_template(context: Context) -> str:
    """Template with Odoo's own modules, French books and French texts."""
    name = "tpe_core_" + digest(
        context.tree.key,
        (REQUIREMENTS / "odoo.txt").read_text(),
        CORE_MODULES,
        LANGUAGES,
        FRENCH_COMPANY,
        (INSIDE / "bundles.py").read_text(),
    )

    def build(database):
        sql(f"CREATE DATABASE \"{database}\" TEMPLATE template0 LC_COLLATE 'C'")
        install(context, database, ["base"], f"--load-language={LANGUAGES}")
        sql(FRENCH_COMPANY, database)
        install(context, database, CORE_MODULES)
        context.shell(database, INSIDE / "bundles.py", log_file("bundles"))

    return _template(name, "Odoo's own modules, with French books", build)


def suite_template(context: Context) -> str:
    """Template with the addons of this repository; no warning of ours in its log."""
    core = core_template(context)
    name = "tpe_suite_" + digest(core, suite_digest())

    def build(database):
        clone(core, database)
        log = install(context, database, suite_modules())
        complaints = [
            line
            for line in log.read_text().splitlines()
            if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
            and not any(source in line for source in NOT_OURS)
        ]
        if complaints:
            raise Stop("The addons do not install cleanly:\n" + "\n".join(complaints))
        context.shell(database, INSIDE / "bundles.py", log_file("bundles"))

    return _template(name, "the suite's addons", build)


def suite_digest() -> str:
    """Digest of what an installed suite is made of: not its Python tests."""
    return content_digest(ADDONS, leave_out=("*/tests/*.py", "*.md", "*.pot"))


def demo_template(context: Context) -> str:
    """Template with the demo company, whose dates are counted back from today."""
    suite = suite_template(context)
    name = "tpe_demo_" + digest(suite, content_digest(ROOT / "demo"), date.today())

    def build(database):
        clone(suite, database)
        context.shell(database, ROOT / "demo/build.py", log_file("demo"))

    return _template(name, "the demo company", build)


def _template(name: str, title: str, build) -> str:
    """Build under another name, then rename: a killed build leaves no half template."""
    with locked(name[: name.rindex("_")]):
        if exists(name):
            return name
        say(f"building {title} ...")
        building = f"{name}_building_{CHECKOUT}"
        drop(building)
        build(building)
        remove(DATA / "filestore" / name)
        sql(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        if (DATA / "filestore" / building).is_dir():
            (DATA / "filestore" / building).rename(DATA / "filestore" / name)
        _drop_older(name)
        say(f"{title}: ready")
    return name


def _drop_older(name: str, keep: int = 8) -> None:
    """Keep the few newest templates of a layer."""
    layer = name[: name.rindex("_")]
    rows = sql(
        "SELECT datname FROM pg_database "
        f"WHERE datname ~ '^{layer}_[0-9a-f]{{12}}$' ORDER BY oid DESC OFFSET {keep}"
    )
    for old in rows:
        drop(old)


def install(context: Context, database: str, modules, *options, update=False) -> Path:
    """Install or update modules; ``Stop`` with the end of the log if Odoo fails."""
    log = log_file(f"install-{os.getpid()}")

    def progress(line):
        found = LOADING.search(line)
        return found and f"module {found[2]} of {found[3]}: {found[1]}"

    code = run_logged(
        context.odoo(
            *("-d", database, "-u" if update else "-i", ",".join(modules)),
            *("--stop-after-init", "--no-http", "--log-level=info", *options),
        ),
        log,
        env=context.env,
        progress=progress,
    )
    final = log.replace(log_file(f"install-{modules[-1]}"))
    if code:
        tail = "\n".join(final.read_text().splitlines()[-25:])
        raise Stop(f"Odoo could not install {', '.join(modules)} ({final}):\n{tail}")
    return final
