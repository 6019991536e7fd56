"""Backtest of the payment timing model: rolling origins over a ledger, in one run with the
due-date rule and the average-delay rule.  Needs no Odoo.
"""

import csv
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from . import ledgers
from .ledgers import Row

sys.path.append(str(Path(__file__).parent.parent / "addons/tpe_cashforecast/tools"))
from payment_timing import PaymentTiming, Settlement, WeekCash  # noqa: E402

WEEKS = 13
MONTH = 4  # weeks
HALF_YEAR = 182
COLUMNS = ("customer", "issued", "due", "amount", "settled")
RULES = ("due date", "average delay", "ours")
LEGEND = f"""\
Rolling origins: on each day only what was known then is used, and the invoices then open
are forecast for {WEEKS} weeks (fewer where the ledger ends).
weekly WAPE   sum of |forecast - received| over all weeks and origins / sum received
4-week WAPE   the same for the money of the first four weeks taken together
due date      paid on the due date, tomorrow when that is past
average delay due date + mean delay of what the customer paid in the last 182 days,
              tomorrow when that is past
in the band   share of weeks in which what was received, or its running total, fell in
              the 80 % band; only weeks in which at least 2 % of what is open is expected
seconds       fit and forecast, for one origin"""


@dataclass
class Score:
    """Errors of a rule, summed over the origins."""

    week: float = 0.0
    month: float = 0.0
    inside: list[bool] = field(default_factory=list)
    inside_total: list[bool] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class Result:
    """What a backtest found."""

    invoices: int
    origins: int = 0
    received: float = 0.0
    received_month: float = 0.0
    scores: dict[str, Score] = field(
        default_factory=lambda: {rule: Score() for rule in RULES}
    )


def run_plain(path: Path | None, small: bool) -> int:
    """Print the table of one ledger, or of the drawn ones."""
    if path:
        books = {path.name: lambda: read(path)}
    else:
        names = list(ledgers.KINDS)[2:3] if small else ledgers.KINDS
        books = {name: lambda name=name: ledgers.ledger(name) for name in names}
    print(LEGEND, end="\n\n")
    print(f"{'':43}weekly WAPE          4-week WAPE        in the band")
    print(
        f"{'ledger':24} {'rows':>6} {'days':>4}   due  mean  ours     due  mean  ours"
        "    week total  seconds"
    )
    for name, rows in books.items():
        print(_line(name, backtest(rows(), 6 if small else 20)), flush=True)
    return 0


def _line(name: str, found: Result) -> str:
    scores = [found.scores[rule] for rule in RULES]
    ours = scores[-1]
    week = " ".join(_ratio(score.week, found.received) for score in scores)
    month = " ".join(_ratio(score.month, found.received_month) for score in scores)
    inside = " ".join(
        _ratio(sum(hits), len(hits)) for hits in (ours.inside, ours.inside_total)
    )
    seconds = _ratio(ours.seconds, found.origins)
    return (
        f"{name[:24]:24} {found.invoices:6} {found.origins:4} {week}   {month}   {inside}"
        f" {seconds:>7}"
    )


def _ratio(part: float, whole: float) -> str:
    return f"{part / whole:5.3f}" if whole else "    -"


def read(path: Path) -> list[Row]:
    """The rows of a CSV file; a blank settled date is an open invoice."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"no column {', '.join(missing)}")
        return [
            Row(
                row["customer"],
                date.fromisoformat(row["issued"]),
                date.fromisoformat(row["due"]),
                float(row["amount"]),
                date.fromisoformat(row["settled"]) if row["settled"].strip() else None,
            )
            for row in reader
        ]


def backtest(rows: Sequence[Row], most: int = 20) -> Result:
    """Forecast again from about ``most`` days of the ledger."""
    items = [Settlement(r.customer, r.issued, r.due, r.amount, r.settled) for r in rows]
    result = Result(len(items))
    settled = [item.settled for item in items if item.settled]
    if not settled:
        return result
    end = max(settled)
    for origin in origins(min(item.issued for item in items), end, most):
        known = [item for item in items if item.issued <= origin]
        opened = [i for i in known if i.settled is None or i.settled > origin]
        _one_day(result, known, opened, origin, min((end - origin).days // 7, WEEKS))
    return result


def origins(first: date, end: date, most: int) -> list[date]:
    """Days a fortnight apart or more, after a fifth of the ledger, four weeks from its end."""
    start = first + timedelta(max((end - first).days // 5, 60))
    days = (end - timedelta(7 * MONTH) - start).days
    step = max(14, -(-days // most))
    return [start + timedelta(n) for n in range(0, days + 1, step)]


def _one_day(result: Result, known, opened, origin: date, weeks: int) -> None:
    received = [0.0] * weeks
    for item in opened:
        if item.settled and (item.settled - origin).days <= 7 * weeks:
            received[((item.settled - origin).days - 1) // 7] += item.amount
    start = time.perf_counter()
    cash = PaymentTiming.fit(known, origin).weekly_cash(opened, WEEKS)[:weeks]
    ours = result.scores["ours"]
    ours.seconds += time.perf_counter() - start
    guesses = (
        _dated(opened, origin, weeks, lambda item: item.due),
        _dated(opened, origin, weeks, average_delay(known, origin)),
        [week.expected for week in cash],
    )
    result.origins += 1
    result.received += sum(received)
    result.received_month += sum(received[:MONTH])
    for rule, guess in zip(RULES, guesses, strict=True):
        score = result.scores[rule]
        score.week += sum(abs(g - r) for g, r in zip(guess, received, strict=True))
        score.month += abs(sum(guess[:MONTH]) - sum(received[:MONTH]))
    _hits(ours, cash, received, 0.02 * sum(abs(item.amount) for item in opened))


def _hits(ours: Score, cash: Sequence[WeekCash], received, least: float) -> None:
    cent = 0.005
    for week, alone, total in zip(cash, received, accumulate(received), strict=True):
        if week.expected >= least:
            low, high = week.cumulative_low - cent, week.cumulative_high + cent
            ours.inside.append(week.low - cent <= alone <= week.high + cent)
            ours.inside_total.append(low <= total <= high)


def _dated(opened, origin: date, weeks: int, rule: Callable) -> list[float]:
    guess = [0.0] * weeks
    for item in opened:
        week = (max((rule(item) - origin).days, 1) - 1) // 7
        if week < weeks:
            guess[week] += item.amount
    return guess


def average_delay(known, origin: date) -> Callable:
    """Due date plus the mean delay of what the customer paid in six months, if anything."""
    sums: dict[str, tuple[int, int]] = {}
    for item in known:
        if item.settled and 0 <= (origin - item.settled).days <= HALF_YEAR:
            total, count = sums.get(item.customer, (0, 0))
            sums[item.customer] = total + (item.settled - item.due).days, count + 1

    def rule(item) -> date:
        total, count = sums.get(item.customer, (0, 1))
        return item.due + timedelta(round(total / count))

    return rule
