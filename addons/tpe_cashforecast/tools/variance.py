"""Why a week was not what Monday's forecast said.  Plain Python: no ORM, no clock.

Forecast + causes = actual, to the cent, in each category and in all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

CAUSES = ("foreseen", "late", "early", "changed", "not_invoiced", "unforeseen")
MOST = 20  # rows of a category and a cause that are kept apart
# Categories whose money cannot be told apart when it comes: the foreseen sale becomes an
# invoice, the foreseen purchase a bill.
POOLS = {
    "orders": "customers",
    "expected_sales": "customers",
    "purchases": "suppliers",
    "expected_purchases": "suppliers",
    "expense": "suppliers",
}


@dataclass(frozen=True)
class Expected:
    """A line of Monday's forecast: ``cents`` of its ``amount`` in the week.

    ``booked``: on an invoice, a bill or an entry, which ``key`` names.
    """

    key: str
    category: str
    cents: int
    amount: int
    booked: bool = True
    partner_id: int | None = None
    label: str = ""
    record: tuple[str, int] | None = None


@dataclass(frozen=True)
class Actual:
    """Money that came in or went out; ``key`` names what it settles, where it does."""

    category: str
    cents: int
    key: str | None = None
    partner_id: int | None = None
    label: str = ""
    record: tuple[str, int] | None = None


@dataclass(frozen=True)
class Variance:
    """``difference`` has a cause.  Summed, it is ``actual`` less ``expected``."""

    category: str
    cause: str
    expected: int
    actual: int
    difference: int
    label: str = ""
    partner_id: int | None = None
    record: tuple[str, int] | None = None
    others: int = 0


def explain(
    expected: Iterable[Expected],
    actuals: Iterable[Actual],
    credited: Mapping[str, int] | None = None,
) -> list[Variance]:
    """What differs, line by line, then by partner, then by category.

    ``credited``: by key, what was settled otherwise than by money, of the line's sign.

    Half of 1000 was expected: all of it came; a bill of 60 was not paid; 5 nobody knew.

    >>> lines = [Expected("a", "customers", 500, 1000), Expected("b", "suppliers", -60, -60)]
    >>> came = [Actual("customers", 1000, "a"), Actual("other_out", -5)]
    >>> [(row.cause, row.difference) for row in explain(lines, came)]
    [('early', 500), ('late', 60), ('unforeseen', -5)]
    """
    credited = credited or {}
    expected = list(expected)
    known = {line.key for line in expected if line.booked}
    paid: dict[str, int] = defaultdict(int)
    loose = []
    for one in actuals:
        if one.key in known:
            paid[one.key] += one.cents
        else:
            loose.append(one)
    rows = []
    for line in expected:
        if line.booked:
            rows += _of_line(line, paid[line.key], credited.get(line.key, 0))
    waiting = [line for line in expected if not line.booked and line.cents]
    for pair in (_by_partner, _by_pool):
        more, waiting, loose = _matched(waiting, loose, pair)
        rows += more
    for line in waiting:
        sold = POOLS.get(line.category, line.category) == "customers"
        rows.append(_row(line, 0, "not_invoiced" if sold else "late"))
    for one in loose:
        rows.append(
            Variance(
                category=one.category,
                cause="unforeseen",
                expected=0,
                actual=one.cents,
                difference=one.cents,
                label=one.label,
                partner_id=one.partner_id,
                record=one.record,
            )
        )
    return [row for row in rows if row.expected or row.actual or row.difference]


def _of_line(line: Expected, paid: int, credited: int) -> list[Variance]:
    """An invoice known on Monday: paid later, sooner, or no longer what it was.

    A credit note took 400 off 1000, of which half was expected; nothing was paid.

    >>> rows = _of_line(Expected("a", "customers", 500, 1000), 0, 400)
    >>> [(row.cause, row.difference) for row in rows]
    [('late', -300), ('changed', -200)]
    """
    sign = -1 if line.amount < 0 else 1
    changed = -round(line.cents * credited / line.amount) if line.amount else 0
    changed += sign * max(sign * (paid - line.amount), 0)
    timing = paid - line.cents - changed
    cause = "foreseen"
    if timing:
        cause = "late" if sign * timing < 0 else "early"
    rows = [replace(_row(line, paid, cause), difference=timing)]
    if changed:
        row = _row(line, 0, "changed")
        rows.append(replace(row, expected=0, actual=0, difference=changed))
    return rows


def _row(line: Expected, actual: int, cause: str) -> Variance:
    return Variance(
        category=line.category,
        cause=cause,
        expected=line.cents,
        actual=actual,
        difference=actual - line.cents,
        label=line.label,
        partner_id=line.partner_id,
        record=line.record,
    )


def _by_partner(one: Expected | Actual):
    return (one.partner_id, one.cents > 0) if one.partner_id else None


def _by_pool(one: Expected | Actual):
    return POOLS.get(one.category, one.category), one.cents > 0


def _matched(waiting: list[Expected], loose: list[Actual], pair):
    """``(rows, waiting, loose)`` once what ``pair`` brings together is matched.

    Rent went up; a second subscription of the same supplier was not debited.

    >>> rent = Expected("r", "rent", -800, -800, booked=False)
    >>> rows, *_left = _matched([rent], [Actual("rent", -820)], _by_pool)
    >>> [(row.cause, row.difference) for row in rows]
    [('changed', -20)]
    """
    lines, moves = defaultdict(list), defaultdict(list)
    for one, groups in [(w, lines) for w in waiting] + [(a, moves) for a in loose]:
        groups[pair(one)].append(one)
    rows, unpaid, unforeseen = [], [], []
    for group in dict.fromkeys([*lines, *moves]):
        if group is None or not (lines[group] and moves[group]):
            unpaid += lines[group]
            unforeseen += moves[group]
            continue
        more, left, rest = _shared(lines[group], moves[group])
        rows += more
        unpaid += left
        unforeseen += rest
    return rows, unpaid, unforeseen


def _shared(lines: list[Expected], moves: list[Actual]):
    """Money of a group given to its lines, the largest first.

    One line alone takes all: its amount changed.  Of several sales foreseen, the last one
    served is not invoiced in full, and money beyond them all is unforeseen.
    """
    lines = sorted(lines, key=lambda line: (-abs(line.cents), line.key))
    money = sum(move.cents for move in moves)
    sign = 1 if money > 0 else -1
    sold = POOLS.get(lines[0].category, lines[0].category) == "customers"
    rows, left = [], []
    for place, line in enumerate(lines):
        part = sign * min(abs(money), abs(line.cents))
        if place + 1 == len(lines) and not sold:
            part = money
        money -= part
        if not part:
            left.append(line)
        elif part == line.cents:
            rows.append(_row(line, part, "foreseen"))
        else:
            rows.append(_row(line, part, "not_invoiced" if sold else "changed"))
    rest = [replace(moves[-1], cents=money, key=None)] if money else []
    return rows, left, rest


def gathered(rows: Iterable[Variance], most: int = MOST) -> list[Variance]:
    """The largest of each category and cause, and one row for the others.

    >>> few = gathered([Variance("a", "late", 0, 1, 1, str(n)) for n in range(5)], 2)
    >>> [(row.label, row.difference, row.others) for row in few]
    [('0', 1, 0), ('1', 1, 0), ('', 3, 3)]
    """
    groups = defaultdict(list)
    for row in rows:
        groups[row.category, row.cause].append(row)
    kept = []
    for (category, cause), group in groups.items():
        group.sort(key=lambda row: -max(abs(row.difference), abs(row.actual)))
        kept += group[:most]
        if others := group[most:]:
            kept.append(
                Variance(
                    category=category,
                    cause=cause,
                    expected=sum(row.expected for row in others),
                    actual=sum(row.actual for row in others),
                    difference=sum(row.difference for row in others),
                    others=len(others),
                )
            )
    return kept


# First figures of the French chart of accounts, the longer first.
ACCOUNTS = {
    "164": "loan", "168": "loan", "661": "loan",
    "421": "payroll", "425": "payroll", "427": "payroll", "641": "payroll",
    "43": "social", "645": "social", "646": "social",
    "4455": "vat", "4456": "vat", "4457": "vat", "4458": "vat",
    "442": "tax", "444": "tax", "447": "tax", "63": "tax", "695": "tax",
    "613": "rent",
    "2": "investment",
}  # fmt: skip


def category_of(code: str, kind: str, comes_in: bool) -> str:
    """Category of the money opposite to an account.

    >>> category_of("445510", "liability_payable", False)  # VAT, not a supplier
    'vat'
    >>> category_of("401000", "liability_payable", False)
    'suppliers'
    >>> category_of("471000", "asset_current", True)
    'other_in'
    """
    for length in (4, 3, 2, 1):
        found = ACCOUNTS.get(code[:length])
        if found:
            return found
    if kind == "asset_receivable":
        return "customers"
    if kind == "liability_payable":
        return "suppliers"
    return "other_in" if comes_in else "other_out"


def settled_by(cents: int, matches: Iterable[tuple[str, int]]):
    """``[(key, cents)]`` of what a bank line settles; None for the rest of it.

    >>> settled_by(-100, [("a", 60), ("b", 60)])
    [('a', -60), ('b', -40)]
    >>> settled_by(100, [])
    [(None, 100)]
    """
    sign, left, parts = (-1 if cents < 0 else 1), abs(cents), []
    for key, amount in matches:
        part = min(amount, left)
        if part:
            parts.append((key, sign * part))
        left -= part
    if left:
        parts.append((None, sign * left))
    return parts
