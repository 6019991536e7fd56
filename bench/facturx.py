"""Every kind of invoice: what core's XML and ours break, and what ours costs."""

import logging
import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.tpe_facturx.models.res_company import ResCompany
from odoo.addons.tpe_facturx.tests.variants import DAY, VARIANTS, Shop
from odoo.addons.tpe_facturx.tools.check import check_many

from bench import facturx_batch, facturx_pdf
from bench.measure import Row, at_most, measure, print_table, say

SECONDS = (
    0.150  # over core's XML, without the PDF: what the issue of this work asks for
)
TIMES = 5
# They change the firm for good: each is printed for one of its own.
OF_ANOTHER_FIRM = ("services_on_debits", "micro_without_vat_number", "overseas")


def run(env) -> None:
    """Measure everything; each table is printed as soon as it is known."""
    # Three lines for each PDF, in the middle of the tables.
    logging.getLogger("factur-x").setLevel(logging.WARNING)
    small = bool(os.environ.get("TPE_BENCH_SMALL"))
    print_table(rows(env, list(VARIANTS)[:4] if small else list(VARIANTS)))
    if not small:
        print_table(_pdf_rows(env))
        zipped = Shop(env, name="Ateliers Rivoire, ZIP")
        print_table(facturx_batch.rows(env, zipped))


def rows(env, names) -> list[Row]:
    """A row for each kind, then the errors of all and the cost of one."""
    shop = Shop(env)
    say(f"{len(names)} kinds of invoice, core's XML and ours ...")
    made = {}
    for name in names:
        with _undone(env):
            move = VARIANTS[name](shop)
            if move is not None:
                made[name] = _both(move)
    say("the schema, our own checks and the official rules ...")
    verdicts = [
        list(
            check_many(
                [(xml[side][0], name) for name, (xml, _s) in made.items()],
                DAY,
                trusted=True,
            )
        )
        for side in (0, 1)
    ]
    found, totals = [], [0, 0]
    for (name, (xml, seconds)), *both in zip(made.items(), *verdicts, strict=True):
        told = []
        for side, verdict in enumerate(both):
            errors = sum(finding.fatal for finding in verdict.findings)
            errors += len(verdict.not_run)  # what did not run proves nothing
            totals[side] += errors + len(xml[side][1])
            refused = ", refuses" if xml[side][1] else ""
            told.append(
                f"{errors} errors{refused}, {verdict.profile}, "
                f"{seconds[side] * 1000:.0f} ms"
            )
        clean = not both[1].rules and not both[1].not_run and not xml[1][1]
        found.append(Row(f"XML: {name}", "1", told[1], told[0], "goal 0 errors", clean))
    return [*found, *_sums(made, totals)]


def _sums(made, totals):
    count = str(len(made))
    over = [ours - core for _xml, (core, ours) in made.values()]
    mean = [sum(s[side] for _x, s in made.values()) / len(made) for side in (0, 1)]
    return [
        Row(
            "errors and refusals, all kinds",
            count,
            str(totals[1]),
            str(totals[0]),
            **at_most(0, totals[1]),
        ),
        Row(
            "cost of the XML, dearest kind over core",
            count,
            f"{mean[1] * 1000:.0f} ms on average",
            f"{mean[0] * 1000:.0f} ms on average",
            **at_most(SECONDS, max(over), " s"),
        ),
    ]


def _both(move):
    """XML and refusals of core and ours, then the seconds of each."""
    with patch.object(ResCompany, "_facturx_in_france", lambda self: False):
        core = measure(move._facturx_xml, TIMES)
    ours = measure(move._facturx_xml, TIMES)
    return (core.result, ours.result), (core.seconds, ours.seconds)


@contextmanager
def _undone(env):
    """A variant may change its firm: nothing of it stays."""
    env.flush_all()
    with env.cr.savepoint(flush=False) as savepoint:
        yield
        env.flush_all()
        savepoint.rollback()
    env.invalidate_all()


def _pdf_rows(env):
    shop = Shop(env, name="Ateliers Rivoire, PDF")
    built = {}
    for name, build in VARIANTS.items():
        own = name in OF_ANOTHER_FIRM
        built[name] = build(Shop(env, name=f"Rivoire, {name}") if own else shop)
    env.cr.commit()
    say("the PDF of each kind ...")
    return facturx_pdf.rows(env, {n: move for n, move in built.items() if move})
