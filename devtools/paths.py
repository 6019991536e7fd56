"""Where things are kept, and the keys under which they are found again.

What can be made anew lives under the user's cache folder, keyed by content, so that a
second clone of the repository is quick and an empty HOME still works.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from .console import Stop

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
REQUIREMENTS = ROOT / "requirements"
CACHE = Path(
    os.environ.get("TPE_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tpe-suite"
)
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
RUN = CACHE / "run" / CHECKOUT
DATA = CACHE / "data"
FREE_SPACE = 3 * 2**30


def make_cache() -> None:
    """Create the cache folder; ``Stop`` when it cannot be written or is too small."""
    try:
        RUN.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"{CACHE} cannot be written ({error.strerror}). Set TPE_CACHE to a folder "
            "that can."
        ) from None
    first_time = not (CACHE / "data").exists()
    if first_time and shutil.disk_usage(CACHE).free < FREE_SPACE:
        raise Stop(
            f"Less than 3 GB are free under {CACHE}. Make room, or set TPE_CACHE to a "
            "folder on another disk."
        )
    DATA.mkdir(exist_ok=True)


def digest(*parts) -> str:
    """Twelve hexadecimal digits that change when one of ``parts`` does."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def content_digest(*folders: Path, leave_out=()) -> str:
    """Digest of the names and bytes of the files below ``folders``."""
    sha = hashlib.sha256()
    for folder in folders:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = file.relative_to(folder.parent)
            if "__pycache__" in name.parts or any(name.match(p) for p in leave_out):
                continue
            sha.update(str(name).encode() + b"\0" + file.read_bytes() + b"\0")
    return sha.hexdigest()[:12]


@contextlib.contextmanager
def locked(name: str):
    """Let one `./tpe` at a time through, so that two never build the same thing."""
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
