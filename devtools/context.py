"""Everything that is ready to use: Odoo, the Python environment, the database server."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from . import odoo_tree, postgres, venv
from .console import Stop
from .paths import ADDONS, CACHE, DATA, ROOT, RUN, make_cache
from .system import patched_wkhtmltopdf

LAUNCHER = "import sys\nimport odoo.cli\n\nsys.exit(odoo.cli.main())\n"


@dataclass
class Context:
    """What `prepare` made ready; ``env`` is the environment of every Odoo process."""

    tree: odoo_tree.OdooTree
    env: dict[str, str] = field(default_factory=dict)

    @property
    def addons_path(self) -> str:
        return ",".join(map(str, (*self.tree.addons, ADDONS)))

    def odoo(self, *arguments) -> list[str]:
        """Command line of Odoo with ``arguments``."""
        return [str(part) for part in (venv.BIN / "python", RUN / "odoo", *arguments)]

    def shell(self, database: str, script: Path, log: Path, **variables) -> None:
        """Feed ``script`` to `odoo shell`; ``Stop`` with the end of its log if it fails."""
        with script.open() as stdin, log.open("w") as out:
            done = subprocess.run(
                self.odoo("shell", "-d", database, "--no-http", "--log-level=warn"),
                env={**self.env, **variables},
                stdin=stdin,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        # The shell reads its script like a person's typing, and goes on after an error.
        text = log.read_text()
        if done.returncode or "Traceback (most recent call last)" in text:
            tail = "\n".join(text.splitlines()[-25:])
            raise Stop(f"{script.name} failed in {database} ({log}):\n{tail}")


def prepare(archive: str | None = None, dev: bool = False) -> Context:
    """Make Odoo, its Python packages and a database server ready."""
    make_cache()
    with ThreadPoolExecutor(2) as pool:
        tree = pool.submit(odoo_tree.find, archive)
        pool.submit(venv.ensure, "odoo").result()
        venv.ensure("addons")
        venv.ensure("checks")
        if dev:
            venv.ensure("dev")
        context = Context(tree.result())
    _write_configuration(context)
    tools = CACHE / "bin"
    tools.mkdir(exist_ok=True)
    _link(tools / "wkhtmltopdf", patched_wkhtmltopdf(venv.BIN / "wkhtmltopdf-pack"))
    context.env = {
        **os.environ,
        "PATH": f"{tools}:{venv.BIN}:{os.environ['PATH']}",
        venv.ODOO_PATH: str(context.tree.python_path),
        "ODOO_RC": str(RUN / "odoo.conf"),
        "TPE_ROOT": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    variables = postgres.ensure()
    os.environ.update(variables)
    context.env.update(variables)
    return context


def _link(link: Path, target: Path) -> None:
    if not link.is_symlink() or link.readlink() != target:
        link.unlink(missing_ok=True)
        link.symlink_to(target)


def _write_configuration(context: Context) -> None:
    (RUN / "odoo").write_text(LAUNCHER)
    (RUN / "odoo.conf").write_text(
        "[options]\n"
        f"addons_path = {context.addons_path}\n"
        f"data_dir = {DATA}\n"
        "http_interface = 127.0.0.1\n"
        "list_db = False\n"
        "without_demo = True\n"
    )


def log_file(name: str) -> Path:
    """Path of a log of this checkout."""
    folder = RUN / "log"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}.log"


def remove(path: Path) -> None:
    """Remove a folder or a file, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
