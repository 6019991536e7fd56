"""The private Python environment, with pinned and hashed requirements."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from .console import run, say
from .paths import CACHE, REQUIREMENTS, digest, locked
from .system import install

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
# The tests call this code from inside the environment.
_INSIDE = Path(sys.prefix).parent == CACHE
VENV = (
    Path(sys.prefix)
    if _INSIDE
    else CACHE / f"venv-{digest(sys.executable, sys.version)}"
)
BIN = VENV / "bin"
ODOO_PATH = "TPE_ODOO_PATH"
SITE = VENV / "lib" / f"python{PYTHON}" / "site-packages"


def _create() -> None:
    if not importlib.util.find_spec("ensurepip"):
        install(["python3-venv"], "Python's venv module is missing.")
    run([sys.executable, "-m", "venv", VENV], why="The environment was not created:")
    # Odoo comes last on the path, so that a tree with a whole site-packages around it
    # never hides a pinned package.
    (SITE / "odoo19.pth").write_text(
        f"import os, sys; sys.path.append(os.environ.get({ODOO_PATH!r}) or sys.prefix)\n"
    )


def ensure(name: str) -> None:
    """Install ``requirements/<name>.txt`` unless that very file is installed already."""
    requirements = REQUIREMENTS / f"{name}.txt"
    stamp = VENV / f".{name}-{digest(requirements.read_text())}"
    with locked(f"venv-{name}"):
        if stamp.exists():
            return
        with locked("venv"):
            if not (BIN / "pip").exists():
                shutil.rmtree(VENV, ignore_errors=True)
                _create()
        say(f"Python packages of requirements/{name}.txt ...")
        run(
            [BIN / "pip", "install", "-q", "--require-hashes", "-r", requirements],
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            why=f"pip could not install requirements/{name}.txt (no network, or a "
            "compiler is missing):",
        )
        stamp.touch()


def ensure_node() -> Path:
    """Folder that holds ``node_modules`` as locked in package-lock.json."""
    root = REQUIREMENTS.parent
    files = [root / "package.json", root / "package-lock.json"]
    folder = CACHE / f"node-{digest(*(f.read_text() for f in files))}"
    with locked("node"):
        if not (folder / ".complete").exists():
            say("Node packages of package-lock.json ...")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for file in (*files, root / ".npmrc"):
                shutil.copy(file, folder)
            run(
                [BIN / "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
                cwd=folder,
                why="npm could not install package-lock.json:",
            )
            (folder / ".complete").touch()
    return folder
