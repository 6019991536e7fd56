"""Procedures: figures, start and search on many of them, beside the bare SQL."""

import os
from typing import NamedTuple

from bench.measure import Row, at_most, measure, print_table, say

# What the issue of this work asks for.
FIGURES_AT_MOST = 2.0  # seconds
START_QUERIES = 25
SEARCH_AT_MOST = 0.150  # seconds
STEPS = 20
# The same counts with neither rights nor medians by version: what the data cost to read.
BARE = """
SELECT run.sop_id, line.step_id, COUNT(*), SUM(line.seconds),
       COUNT(*) FILTER (WHERE line.had_problem)
  FROM tpe_sop_run_step line
  JOIN tpe_sop_run run ON run.id = line.run_id
 GROUP BY run.sop_id, line.step_id
"""


class Scale(NamedTuple):
    procedures: int
    runs: int
    lines: int  # step results for each run


FULL = Scale(1_000, 100_000, 10)
SMALL = Scale(50, 2_000, 10)


def run(env) -> None:
    """Fill the database, measure, print one table."""
    print_table(rows(env, SMALL if os.environ.get("TPE_BENCH_SMALL") else FULL))


def rows(env, scale) -> list[Row]:
    """The measures, in the order of the table."""
    say(f"{scale.procedures} procedures of {STEPS} steps ...")
    sops = _procedures(env, scale.procedures)
    say(f"{scale.runs} runs, {scale.runs * scale.lines} step results ...")
    _runs(env, scale)
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    bare = measure(lambda: _fetch(env, BARE), times=3)
    figures = env["tpe.sop.figures"]
    page = measure(lambda: _cold(env, figures.action_figures), times=3)
    search = measure(
        lambda: env["tpe.sop"].search([("words", "ilike", "grignotage facture")]).ids,
        times=5,
    )
    begun = measure(lambda: _start(env, sops[0]))
    return [
        Row("figures: bare SQL over the step results", _time(bare), "", None),
        Row(
            "figures: the page",
            _time(page),
            f"{FIGURES_AT_MOST:.0f} s; {page.seconds / bare.seconds:.1f} x bare",
            at_most(page.seconds, FIGURES_AT_MOST),
        ),
        Row(
            "search by words of a step",
            _time(search),
            f"{SEARCH_AT_MOST * 1000:.0f} ms, {len(search.result)} found",
            at_most(search.seconds, SEARCH_AT_MOST),
        ),
        Row(
            f"start a run of {STEPS} steps",
            _time(begun),
            f"{START_QUERIES} queries",
            at_most(begun.queries, START_QUERIES),
        ),
    ]
