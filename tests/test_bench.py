"""The benchmark, at a tiny size and without the addon it compares with."""

from pathlib import Path

from odoo_process import demo_database, run_script

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bench import dunning
scale = dunning.Scale(((100, 20), (400, 80)), (), (5, 10), 5, 0, 100)
for row in dunning.rows(env, scale):
    print("ROW", row.what, row.size, row.ours, row.met, sep="|")
"""


def test_the_benchmark_of_reminders_runs():
    with demo_database() as database:
        out = run_script(database, SCRIPT)
    rows = [line.split("|")[1:] for line in out.splitlines() if line.startswith("ROW")]
    met = {what: verdict for what, _size, _ours, verdict in rows}
    figures = {what: ours for what, _size, ours, _verdict in rows}
    assert met["books that contradict"] == "True"
    assert figures["second run, same day"] == "0 steps, 0 mails"
    assert met["decide, queries"] == "True"
    assert met["invoice list, 1 columns of ours"] == "True"
    assert {"send a message, no PDF", "send a message, with PDF"} <= figures.keys()
    assert "one customer: send" in figures


BROKEN = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bench import ledger
ledger.fill(env, 100, 20)
before = sum(ledger.differences(env).values())
env.cr.execute(
    "UPDATE account_move_line SET amount_residual = amount_residual + 1 WHERE id = ("
    "SELECT max(debit_move_id) FROM account_partial_reconcile)"
)
print("FOUND", before, ledger.differences(env)["residual"])
"""


def test_the_benchmark_sees_books_that_contradict():
    with demo_database() as database:
        assert "FOUND 0 1" in run_script(database, BROKEN)


SCORING = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bench import scoring
for row in scoring.rows(env, scoring.Scale(((100, 20), (400, 80)), 0)):
    print("ROW", row.what, row.size, row.ours, row.met, sep="|")
"""


def test_the_benchmark_of_scores_runs():
    with demo_database() as database:
        out = run_script(database, SCORING)
    rows = [line.split("|")[1:] for line in out.splitlines() if line.startswith("ROW")]
    queries = [ours for what, _size, ours, _met in rows if what.endswith("queries")]
    met = {what: verdict for what, _size, _ours, verdict in rows}
    assert len(set(queries)) == 1, "the same whatever the size"
    assert met["compute and store, queries"] == "True"
    assert met["the same again: rows written"] == "True"
    assert [met[what] for what in met if what.startswith("partner ")] == ["True"] * 2


DIAGNOSTIC = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from bench import diagnostic
for row in diagnostic.rows(env, diagnostic.Scale(400, 80, 40, 20)):
    print("ROW", row.what, row.size, row.ours, row.met, sep="|")
"""


def test_the_benchmark_of_the_diagnostic_runs():
    with demo_database() as database:
        out = run_script(database, DIAGNOSTIC)
    rows = [line.split("|")[1:] for line in out.splitlines() if line.startswith("ROW")]
    met = {what: verdict for what, _size, _ours, verdict in rows}
    assert met["computed answers, queries"] == "True"
    # Books of that kind leave nearly nothing unanswered.
    [known] = [ours for what, _size, ours, _met in rows if what.endswith("are known")]
    assert int(known) >= 18
