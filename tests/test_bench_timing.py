"""The backtest of the payment timing model: figures worked out by hand, and the command."""

import statistics
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import ledgers, timing  # noqa: E402

START = date(2025, 1, 6)


def bench(*arguments):
    return subprocess.run(
        [sys.executable, ROOT / "tpe", "bench", "timing", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
    )


def weekly(delay: int) -> list[ledgers.Row]:
    """An invoice of 100 each week, due after 28 days, paid ``delay`` days later."""
    rows = []
    for week in range(60):
        issued = START + timedelta(7 * week)
        due = issued + timedelta(28)
        rows.append(ledgers.Row("a", issued, due, 100.0, due + timedelta(delay)))
    return rows


def test_errors_worked_out_by_hand():
    # All is paid on the due date: no error.  Ten days later, each invoice is expected in a
    # week in which it does not come: 100 where nothing is and nothing where 100 is.
    exact, late = timing.backtest(weekly(0), 4), timing.backtest(weekly(10), 4)
    assert exact.scores["due date"].week == 0
    assert late.scores["average delay"].week == 0
    assert late.scores["due date"].month > 0
    assert late.scores["ours"].week < late.scores["due date"].week


def test_only_what_was_known_is_given_to_the_rules():
    rule = timing.average_delay(
        [
            timing.Settlement("a", START, START, 1.0, START + timedelta(4)),
            timing.Settlement("a", START, START, 1.0, START + timedelta(50)),
        ],
        START + timedelta(20),
    )
    item = timing.Settlement("a", START, START, 1.0, None)
    assert rule(item) == START + timedelta(4)


@pytest.mark.parametrize(
    ("name", "rows", "customers", "delay", "spread"),
    [
        ("published A", 2466, 100, -3.6, 12.3),
        ("published B", 8753, 3276, 18.6, 27.0),
    ],
)
def test_drawn_ledgers_have_the_published_statistics(
    name, rows, customers, delay, spread
):
    drawn = ledgers.ledger(name)
    delays = [(row.settled - row.due).days for row in drawn]
    assert len(drawn) == rows
    assert abs(len({row.customer for row in drawn}) - customers) <= 0.05 * customers
    assert abs(statistics.mean(delays) - delay) < 1.5
    assert abs(statistics.pstdev(delays) - spread) < 2
    if name == "published B":
        assert abs(sum(d > 0 for d in delays) / rows - 0.739) < 0.03


def test_the_command_reads_a_ledger(tmp_path):
    path = tmp_path / "ledger.csv"
    lines = [
        f"{r.customer},{r.issued},{r.due},{r.amount},{r.settled}" for r in weekly(10)
    ]
    lines.append(f"b,{START},{START},50,")
    path.write_text("\n".join(["customer,issued,due,amount,settled", *lines]))
    done = bench(path)
    assert done.returncode == 0, done.stderr
    assert "ledger.csv" in done.stdout.splitlines()[-1]
    assert " 61 " in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [("customer,issued\n", "no column due"), (None, "No such file")],
)
def test_a_ledger_that_cannot_be_read_is_said(tmp_path, text, said):
    path = tmp_path / "ledger.csv"
    if text:
        path.write_text(text)
    done = bench(path)
    assert done.returncode == 2
    assert said in done.stderr
