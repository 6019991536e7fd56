"""Serving the demo company on the loopback interface, and stopping it."""

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from . import databases, postgres, venv
from .console import Stop, alive, end, run, say
from .context import Context, log_file, prepare, remove
from .paths import ADDONS, CACHE, CHECKOUT, RUN
from .system import browser, free_port, port_is_free

DEMO = f"tpe_live_{CHECKOUT}"
ODOO_PID = RUN / "odoo.pid"
MAIL_PID = RUN / "mail.pid"
MAILS = RUN / "mails"
WELCOME = """
  http://127.0.0.1:{port}

  who                            login         password
  Claire, the owner              claire        claire
  Karim, the assistant           karim         karim
  the accountant (read only)     comptable     comptable
  the consultant                 consultant    consultant
  system administrator           admin         admin

  Click first: Pilotage, then « Relances du jour ».
  No mail leaves this machine: what Odoo sends is kept in
  {mails}

  ./tpe down stops it.  Its log: {log}
"""


def up(port: int, fresh: bool, foreground: bool, archive: str | None) -> int:
    """Serve the demo company; returns once the login page answers."""
    running = _running()
    if running and not fresh and running[1] == databases.suite_digest():
        print(WELCOME.format(port=running[0], mails=MAILS, log=log_file("odoo")))
        return 0
    down_server()
    if not port_is_free(port):
        raise Stop(
            f"Port {port} is taken by another program. Try: ./tpe up --port 8070"
        )
    context = prepare(archive)
    ensure_demo(context, fresh)
    process = serve(context, DEMO, port)
    print(WELCOME.format(port=port, mails=MAILS, log=log_file("odoo")))
    if foreground:
        try:
            process.wait()
        finally:
            down()
    return 0


def ensure_demo(context: Context, fresh: bool = False) -> None:
    """The demo database: cloned the first time, updated when the addons changed."""
    current = databases.suite_digest()
    if not fresh and databases.exists(DEMO):
        made_of = databases.sql(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            f"WHERE datname = '{DEMO}'"
        )
        if made_of == [current]:
            return
        say("the addons changed: updating the demo database ...")
        modules = databases.suite_modules()
        databases.install(context, DEMO, modules, "-i", ",".join(modules), update=True)
    else:
        databases.clone(databases.demo_template(context), DEMO)
    databases.sql(f"COMMENT ON DATABASE \"{DEMO}\" IS '{current}'")


def serve(context: Context, database: str, port: int) -> subprocess.Popen:
    """Start Odoo and the mail catcher in the background; wait for the login page."""
    mail_port = free_port()
    _catch_mails(mail_port)
    # wkhtmltopdf fetches the style sheets from this address, whatever the browser's is.
    databases.sql(
        "INSERT INTO ir_config_parameter (key, value) "
        f"VALUES ('report.url', 'http://127.0.0.1:{port}'), "
        f"('web.base.url', 'http://127.0.0.1:{port}') "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        database,
    )
    log = log_file("odoo")
    process = subprocess.Popen(
        context.odoo(
            *("-d", database, "--db-filter", f"^{database}$"),
            *("--http-port", port, "--gevent-port", free_port()),
            *("--smtp", "127.0.0.1", "--smtp-port", mail_port),
            *("--max-cron-threads", 1),
        ),
        env=context.env,
        stdin=subprocess.DEVNULL,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=[users.fileno() for users in postgres.held()],
    )
    ODOO_PID.write_text(f"{process.pid} {port} {databases.suite_digest()}")
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60)
        except OSError:
            time.sleep(0.2)
        else:
            say(f"serving http://127.0.0.1:{port}")
            return process
    down_server()
    tail = "\n".join(log.read_text().splitlines()[-25:])
    raise Stop(f"Odoo does not answer on port {port}; the end of {log}:\n{tail}")


def _catch_mails(port: int) -> None:
    handler = ("aiosmtpd.handlers.Mailbox", MAILS)
    catcher = subprocess.Popen(
        [venv.BIN / "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", *handler],
        stdin=subprocess.DEVNULL,
        stdout=log_file("mail").open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    MAIL_PID.write_text(str(catcher.pid))


def _running() -> tuple[int, str] | None:
    """Port of the server of this checkout, and the digest of the addons it serves."""
    try:
        pid, port, digest = ODOO_PID.read_text().split()
    except (OSError, ValueError):
        return None
    return (int(port), digest) if alive(int(pid)) else None


def down_server() -> bool:
    """Stop Odoo and the mail catcher of this checkout."""
    stopped = end(ODOO_PID, signal.SIGTERM)
    return end(MAIL_PID, signal.SIGTERM) or stopped


def down() -> int:
    """Stop what `up` started; the database server too unless somebody else uses it."""
    say("stopped" if down_server() else "nothing was running")
    postgres.release()
    return 0


def screens(folder: str, names: list[str]) -> int:
    """Pictures of the screens that matter, at 1366 and 390 px, in ``folder``."""
    running = _running()
    if not running:
        raise Stop("Nothing is served. Run ./tpe up first.")
    venv.ensure("dev")
    script = databases.INSIDE / "screens.mjs"
    command = [venv.BIN / "node", script, f"http://127.0.0.1:{running[0]}", browser()]
    target = Path(folder).resolve()
    return subprocess.call([*command, target, *names], cwd=venv.ensure_node())


def run_odoo(arguments) -> int:
    """Any sub-command of Odoo, with the right environment."""
    context = prepare()
    return subprocess.call(context.odoo(*arguments), env=context.env)


def export_terms() -> int:
    """Write the terms to translate; what fr.po already says is kept."""
    context = prepare()
    modules = databases.suite_modules()
    template = databases.suite_template(context)
    export = context.odoo("i18n", "export", "-l", "pot", "-d", template, "--", *modules)
    run(export, env=context.env)
    terms = [ADDONS / name / "i18n" / f"{name}.pot" for name in modules]
    print(run([venv.BIN / "python", databases.INSIDE / "merge_po.py", *terms]))
    postgres.release()
    return 0


def shell(database: str | None) -> int:
    """An Odoo shell on ``database``, by default the demo company."""
    context = prepare()
    if not database:
        ensure_demo(context)
    command = context.odoo("shell", "-d", database or DEMO, "--no-http")
    return subprocess.call(command, env=context.env)


def clean(everything: bool) -> int:
    """Remove this checkout's databases and logs, or the whole cache."""
    down_server()
    if (CACHE / "postgres-users.lock").exists() or os.environ.get("PGHOST"):
        prepare_only_sql()
        names = databases.sql(
            "SELECT datname FROM pg_database WHERE datname ~ "
            + (
                r"'^tpe_(core|suite|demo|live|test)_'"
                if everything
                else f"'_{CHECKOUT}'"
            )
        )
        for name in names:
            databases.drop(name)
        say(f"{len(names)} databases removed")
    postgres.release()
    remove(RUN)
    if everything:
        postgres.remove()
        remove(CACHE)
    return 0


def prepare_only_sql() -> None:
    """Reach the database server, with nothing else made ready."""
    venv.ensure("odoo")
    os.environ.update(postgres.ensure())
