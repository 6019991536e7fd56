"""Where Odoo 19 Community is on this machine, or how it gets there."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from .console import Stop, run, say
from .paths import CACHE, digest, locked
from .system import os_id

ARCHIVE = "https://nightly.odoo.com/19.0/nightly/src/odoo_19.0.latest.tar.gz"
INSIDE_PACKAGE = Path("usr/lib/python3/dist-packages")
# What Debian takes out of Odoo and replaces by links into these packages. Two fonts only
# exist in the form Odoo names in bookworm.
DEBIAN_EXTRAS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "fonts-font-awesome/bookworm",
    "fonts-inconsolata/bookworm",
)
# Taken out of Debian's package but still named in the backend's asset bundle.
REMOVED_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
KEYRINGS = ("debian-archive-keyring.gpg", "debian-archive-keyring.pgp")


@dataclass(frozen=True)
class OdooTree:
    """An Odoo 19: the folder to import it from, and its addons folders."""

    python_path: Path
    addons: tuple[Path, ...]
    source: str

    @property
    def key(self) -> str:
        """What the cached databases depend on."""
        release = self.python_path / "odoo/release.py"
        return digest(self.source, release.read_text(), release.stat().st_mtime_ns)


def find(archive: str | None = None) -> OdooTree:
    """Odoo 19 from ODOO_HOME, an importable one, Debian's package, or the archive."""
    if home := os.environ.get("ODOO_HOME"):
        return _from_home(Path(home).expanduser().resolve())
    if tree := _importable():
        return tree
    if archive:
        return _from_archive(archive)
    if os_id() == "debian" and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        return _from_debian()
    return _from_archive(ARCHIVE)


def _tree(folder: Path, source: str) -> OdooTree:
    """The Odoo whose ``odoo`` package is in ``folder``; ``Stop`` if it is not a 19."""
    release = folder / "odoo/release.py"
    if not release.exists():
        raise Stop(
            f"{source}: no Odoo in {folder}. Set ODOO_HOME to a source checkout of Odoo "
            "19.0 or to the folder where its package was unpacked."
        )
    if not re.search(r"^version_info = \(19, 0\b", release.read_text(), re.M):
        raise Stop(f"{source}: this Odoo is not a 19.0, which the suite is made for.")
    addons = [p for p in (folder / "odoo/addons", folder / "addons") if p.is_dir()]
    # Debian's dist-packages/addons is a partial duplicate without static files.
    addons = [
        p for p in addons if (p / "web/static").is_dir() or p.name != "addons"
    ] or addons
    return OdooTree(folder, tuple(p for p in addons if (p / "web").is_dir()), source)


def _from_home(home: Path) -> OdooTree:
    for folder in (home, home / INSIDE_PACKAGE):
        if (folder / "odoo/release.py").exists():
            if _is_broken(folder):
                return _repaired_copy(folder)
            return _tree(folder, "ODOO_HOME")
    return _tree(home, "ODOO_HOME")


def _importable() -> OdooTree | None:
    code = "import odoo, odoo.release; print(list(odoo.__path__)[0])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd="/"
    )
    if found.returncode:
        return None
    folder = Path(found.stdout.strip()).parent
    return (
        _repaired_copy(folder)
        if _is_broken(folder)
        else _tree(folder, "installed Odoo")
    )


def _is_broken(folder: Path) -> bool:
    """Whether the tree is Debian's, with links that lead nowhere."""
    jquery = folder / "odoo/addons/web/static/lib/jquery/jquery.js"
    return jquery.is_symlink() and not jquery.exists()


def _stub_removed_script(folder: Path) -> None:
    script = folder / "odoo/addons" / REMOVED_SCRIPT
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(
            "/* Removed by Debian: only blurs the background of calls. */\n"
        )


def _repaired_copy(folder: Path) -> OdooTree:
    """A copy of an unpacked Debian tree in the cache, with what its links point to."""
    prefix = CACHE / f"odoo-repaired-{digest(folder, folder.stat().st_mtime_ns)}"
    copy = prefix / INSIDE_PACKAGE
    with locked("odoo"):
        if not (prefix / ".complete").exists():
            say(f"{folder} lacks files that Debian strips: repairing a copy of it ...")
            shutil.rmtree(prefix, ignore_errors=True)
            copy.mkdir(parents=True)
            shutil.copytree(folder / "odoo", copy / "odoo", symlinks=True)
            for deb in _download(DEBIAN_EXTRAS):
                _unpack(deb, prefix)
            _stub_removed_script(copy)
            (prefix / ".complete").touch()
    return _tree(copy, "repaired copy of ODOO_HOME")


def _from_debian() -> OdooTree:
    prefix = CACHE / "odoo-debian"
    with locked("odoo"):
        if not (prefix / ".complete").exists():
            say("Odoo 19 from Debian's package (133 MB) ...")
            debs = _download(("odoo-19", *DEBIAN_EXTRAS))
            shutil.rmtree(prefix, ignore_errors=True)
            prefix.mkdir(parents=True)
            for deb in debs:
                _unpack(deb, prefix)
                deb.unlink()
            _stub_removed_script(prefix / INSIDE_PACKAGE)
            (prefix / ".complete").touch()
            say("Odoo unpacked")
    return _tree(prefix / INSIDE_PACKAGE, "Debian's odoo-19")


def _download(packages) -> list[Path]:
    """Fetch Debian packages with private apt state: the host's apt is left as it is."""
    apt = CACHE / "apt"
    for folder in ("lists/partial", "cache/archives/partial", "deb"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    keyring = next(
        (k for name in KEYRINGS if (k := Path("/usr/share/keyrings", name)).exists()),
        None,
    )
    mirror = _mirror() if shutil.which("apt-get") else None
    if not (keyring and mirror):
        raise Stop(
            "Debian's package of Odoo cannot be had: this machine's apt names no Debian "
            "mirror. Set ODOO_HOME to a source checkout of Odoo 19.0."
        )
    (apt / "sources.list").write_text(
        "".join(
            f"deb [signed-by={keyring}] {mirror} {s} main\n"
            for s in ("sid", "bookworm")
        )
    )
    options = {
        "Dir::Etc::sourcelist": apt / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "APT::Sandbox::User": os.environ.get("USER", "root")
        if os.geteuid()
        else "root",
    }
    apt_get = ["apt-get", "-q", *(f"-o{k}={v}" for k, v in options.items())]
    way_out = "Odoo was not fetched from the Debian mirror. Set ODOO_HOME, or see:"
    run([*apt_get, "update"], why=way_out)
    run([*apt_get, "download", *packages], cwd=apt / "deb", why=way_out)
    return sorted((apt / "deb").glob("*.deb"))


def _mirror() -> str | None:
    """Address of the Debian mirror in the machine's own apt configuration."""
    targets = run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    )
    return next(iter(sorted(set(re.findall(r"^\S+/debian/?$", targets, re.M)))), None)


def _unpack(deb: Path, prefix: Path) -> None:
    """Unpack without what is not used: a duplicate tree and 800 MB of translations."""
    reader = subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE
    )
    leave_out = (
        f"./{INSIDE_PACKAGE}/addons/*",
        "*/i18n/[a-eg-z]*.po",
        "*/i18n/f[a-qs-z]*.po",
        "*/i18n/fr_*.po",
    )
    subprocess.run(
        [
            "tar",
            "-x",
            "-C",
            prefix,
            "--wildcards",
            *(f"--exclude={p}" for p in leave_out),
        ],
        stdin=reader.stdout,
        check=True,
    )
    if reader.wait():
        raise Stop(f"{deb.name} is damaged. Run ./tpe clean --all and try again.")


def _from_archive(url: str) -> OdooTree:
    """The source archive of Odoo S.A., or another one laid out like it."""
    folder = CACHE / f"odoo-archive-{digest(url)}"
    with locked("odoo"):
        if not (folder / ".complete").exists():
            say(f"Odoo 19 from {url} ...")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            try:
                with (
                    urllib.request.urlopen(url, timeout=60) as answer,
                    tarfile.open(fileobj=answer, mode="r|*") as archive,
                ):
                    archive.extractall(folder, filter="data")
            except (
                OSError,
                urllib.error.URLError,
                tarfile.TarError,
                ValueError,
            ) as error:
                raise Stop(
                    f"Odoo 19 cannot be had here: no ODOO_HOME, no installed Odoo, no "
                    f"Debian package, and {url} does not answer with an archive ({error}). "
                    "Set ODOO_HOME to a source checkout of Odoo 19.0, or name an archive "
                    "with --odoo-archive."
                ) from None
            (folder / ".complete").touch()
    inside = [p for p in folder.iterdir() if (p / "odoo/release.py").exists()]
    return _tree(inside[0] if inside else folder, "archive")
