"""The sub-commands of `./tpe`."""

import argparse
import sys
from pathlib import Path

from .console import Stop


def main(arguments: list[str]) -> int:
    """Run one sub-command; its exit code, 2 when something cannot be had."""
    if arguments[:1] == ["odoo"]:  # its options are Odoo's, none of them ours
        return _guarded(lambda: _server().run_odoo(arguments[1:]))
    if arguments[:1] == ["check-invoice"]:  # its options are the checker's own
        return _guarded(lambda: _check_invoice(arguments[1:]))
    options, rest = _parser().parse_known_args(arguments)
    if rest and options.command != "test":
        _parser().error(f"unknown: {' '.join(rest)}")
    return _guarded(lambda: options.run(options, rest))


def _guarded(action) -> int:
    try:
        return action()
    except Stop as stop:
        print(f"tpe: {stop}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _server():
    from . import server

    return server


def _test(options, rest):
    from .testing import test

    extra = ["-k", options.k] if options.k else []
    return test(options.selection, extra + rest)


def _bench(options, rest):
    from .benching import bench

    return bench(options.name, options.small, options.ledger)


def _lint(options, rest):
    from .testing import run_lint_only

    return run_lint_only(options.fix)


def _check_invoice(arguments):
    from .checking import check_invoice

    return check_invoice(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./tpe", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    up = commands.add_parser("up", help="serve the demo company")
    up.add_argument("--port", type=int, default=8069)
    up.add_argument(
        "--fresh", action="store_true", help="start again from a new company"
    )
    up.add_argument("--foreground", action="store_true", help="stay until Ctrl-C")
    up.add_argument("--odoo-archive", metavar="URL", help="source archive of Odoo 19.0")
    up.set_defaults(
        run=lambda o, _: _server().up(o.port, o.fresh, o.foreground, o.odoo_archive)
    )

    test = commands.add_parser("test", help="lint, then all the tests or some of them")
    test.add_argument(
        "selection", nargs="*", help="addons or paths; default: everything"
    )
    test.add_argument("-k", help="only the tests that match, as in pytest")
    test.set_defaults(run=_test)

    lint = commands.add_parser("lint", help="the linters alone")
    lint.add_argument("--fix", action="store_true", help="mend what can be mended")
    lint.set_defaults(run=_lint)
    commands.add_parser(
        "i18n", help="rewrite the .pot and fr.po of the addons from their sources"
    ).set_defaults(run=lambda o, _: _server().export_terms())
    screens = commands.add_parser(
        "screens", help="take pictures of the served demo company, as each role"
    )
    screens.add_argument("folder")
    screens.add_argument("name", nargs="*", help="only these; default: all")
    screens.set_defaults(run=lambda o, _: _server().screens(o.folder, o.name))
    bench = commands.add_parser("bench", help="measure, side by side, in one run")
    bench.add_argument("name", nargs="?")
    bench.add_argument(
        "ledger",
        nargs="?",
        type=Path,
        help="for timing: a CSV with customer, issued, due, amount, settled",
    )
    bench.add_argument(
        "--small", action="store_true", help="a minute, at the smallest size"
    )
    bench.set_defaults(run=_bench)
    commands.add_parser(
        "check-invoice", help="check PDF or XML invoices of anybody, without Odoo"
    )
    commands.add_parser("odoo", help="any sub-command of Odoo, with its options")
    shell = commands.add_parser("shell", help="an Odoo shell")
    shell.add_argument("database", nargs="?", help="default: the demo company")
    shell.set_defaults(run=lambda o, _: _server().shell(o.database))
    commands.add_parser("down", help="stop what up started").set_defaults(
        run=lambda o, _: _server().down()
    )
    clean = commands.add_parser("clean", help="remove this checkout's databases")
    clean.add_argument("--all", action="store_true", help="and the whole cache")
    clean.set_defaults(run=lambda o, _: _server().clean(o.all))
    return parser
