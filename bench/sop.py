"""Procedures: figures, start and search on many of them, beside the bare SQL."""

import os
import random
from typing import NamedTuple

from odoo import Command

from bench.measure import Row, at_most, measure, print_table, say

# What the issue of this work asks for.
FIGURES_AT_MOST = 2.0  # seconds
START_QUERIES = 25
SEARCH_AT_MOST = 0.150  # seconds
STEPS = 20
WORDS = (
    "facture client devis commande relance banque chantier photo signature montant acompte",
    "délai fournisseur livraison contrôle contrat salarié dossier date adresse téléphone",
    "échéance trésorerie règlement réserve accord matériel planning vérifier noter envoyer",
    "rappeler ranger confirmer choisir décider écrire",
)
VOCABULARY = [word for line in WORDS for word in line.split()]
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
    size = f"{scale.runs * scale.lines} results"
    return [
        Row("figures, the page", size, _time(page), f"bare SQL {_time(bare)}")._replace(
            **at_most(FIGURES_AT_MOST, page.seconds, " s")
        ),
        Row(
            "search by words of steps",
            f"{scale.procedures * STEPS} steps",
            _time(search),
            f"{len(search.result)} found",
            **at_most(SEARCH_AT_MOST * 1000, search.seconds * 1000, " ms"),
        ),
        Row(
            "start a run",
            f"{STEPS} steps",
            _time(begun),
            **at_most(START_QUERIES, begun.queries, " queries"),
        ),
    ]


def _time(measured):
    return f"{measured.seconds:.3f} s, {measured.queries} queries"


def _fetch(env, query):
    env.cr.execute(query)
    return env.cr.fetchall()


def _cold(env, action):
    env.invalidate_all()
    return action()


def _start(env, sop):
    env.flush_all()
    env.invalidate_all()
    run = env["tpe.sop.run"]._start(sop)
    env.flush_all()
    return run


def _procedures(env, count):
    """``count`` procedures in use, each of ``STEPS`` steps in three roles."""
    roles = env["tpe.sop.role"].create(
        [
            {"name": f"Role {rank}", "user_id": env.uid, "company_id": False}
            for rank in range(3)
        ]
    )
    sops = env["tpe.sop"].create([{"name": f"Procedure {n}"} for n in range(count)])
    env["tpe.sop.version"].create(
        [
            {
                "sop_id": sop.id,
                "objective": "Une facture juste, envoyée dans les deux jours.",
                "step_ids": [
                    Command.create(
                        {
                            "name": f"Étape {rank}",
                            "sequence": rank,
                            "minutes": 5 + rank,
                            "role_id": roles[rank % 3].id,
                            "what": _words(number * STEPS + rank),
                        }
                    )
                    for rank in range(STEPS)
                ],
            }
            for number, sop in enumerate(sops)
        ]
    )
    sops.draft_id.write({"state": "approved"})
    env.flush_all()
    return sops


def _words(seed):
    """A paragraph of some eighty words, drawn from a small French vocabulary."""
    draw = random.Random(seed)
    rare = " grignotage" if seed % 997 == 0 else ""
    return f"<p>{' '.join(draw.choices(VOCABULARY, k=80))}{rare}</p>"


def _runs(env, scale):
    """Finished runs of the last year and their results, written by SQL."""
    env.flush_all()
    values = {
        "runs": scale.runs,
        "lines": scale.lines,
        "company": env.company.id,
        "user": env.uid,
    }
    env.cr.execute(
        """
        WITH sop AS (
          SELECT id, version_id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS rank,
                 COUNT(*) OVER () AS total
            FROM tpe_sop WHERE name LIKE 'Procedure %%'
        )
        INSERT INTO tpe_sop_run (
            name, company_id, sop_id, version_id, responsible_id, state, due_on,
            started_on, finished_on)
        SELECT 'Run ' || n, %(company)s, sop.id, sop.version_id, %(user)s, 'done',
               CURRENT_DATE - n %% 300,
               NOW() AT TIME ZONE 'UTC' - (n %% 300 + 3) * INTERVAL '1 day',
               NOW() AT TIME ZONE 'UTC' - (n %% 300 + n %% 3 - 1) * INTERVAL '1 day'
          FROM GENERATE_SERIES(1, %(runs)s) n
          JOIN sop ON sop.rank = n %% sop.total
        """,
        values,
    )
    env.cr.execute(
        """
        INSERT INTO tpe_sop_run_step (
            run_id, step_id, sequence, user_id, state, seconds, had_problem,
            finished_on, finished_by_id)
        SELECT run.id, step.id, step.sequence, %(user)s, 'done',
               60 + (run.id * 7919::bigint + step.id * 104729::bigint) %% 1800,
               (run.id + step.id) %% 37 = 0, run.finished_on, %(user)s
          FROM tpe_sop_run run
          JOIN tpe_sop_step step
            ON step.version_id = run.version_id AND step.sequence < %(lines)s
         WHERE run.name LIKE 'Run %%'
        """,
        values,
    )
    env.cr.execute(
        """
        UPDATE tpe_sop_run run SET seconds = spent.seconds
          FROM (SELECT run_id, SUM(seconds) AS seconds
                  FROM tpe_sop_run_step GROUP BY run_id) spent
         WHERE spent.run_id = run.id
        """
    )
