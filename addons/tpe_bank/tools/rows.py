"""How each column of a table follows from what is known of the bank lines."""

from itertools import combinations


class Unexplained(Exception):
    """A column that holds something else; the message is its name."""


def telling(facts: dict[str, list]) -> list[int]:
    """Ranks of a few lines, in which any two facts differ that differ anywhere.

    >>> telling({"amount": [5, 5, 5, 9], "paid": [5, 5, 0, 0], "ref": [None] * 4})
    [0, 2, 3]
    """
    pairs = list(combinations(facts, 2))
    kept, seen = [], set()
    for rank in range(len(next(iter(facts.values()), ()))):
        new = {(a, b) for a, b in pairs if facts[a][rank] != facts[b][rank]}
        new |= {name for name, values in facts.items() if values[rank] != values[0]}
        if not kept or new - seen:
            kept.append(rank)
            seen |= new
    return kept


def explain(
    rows: list[dict],
    said: dict[str, list],
    everywhere: dict[str, list],
    known: dict[str, str] | None = None,
) -> tuple[dict, dict[str, str]]:
    """``({column: its only value}, {column: fact})`` of rows that somebody wrote.

    ``said`` holds the facts of these rows, ``everywhere`` those of the rows to write:
    an explanation that fits the former must be the only one for the latter.

    >>> rows = [{"state": "posted", "debit": 5}, {"state": "posted", "debit": 0}]
    >>> explain(rows, {"in": [5, 0]}, {"in": [5, 0, 7]})
    ({'state': 'posted'}, {'debit': 'in'})
    >>> wrong = {"amount": [5, -3]}, {"amount": [5, -3, 7]}
    >>> explain(rows, *wrong)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    rows.Unexplained: debit

    ``known`` names the fact of the columns that are keys: in young books a number on a
    document is now and then the same as a key.  No other column follows from them.

    >>> rows = [{"id": 1, "number": 1}, {"id": 2, "number": 2}]
    >>> facts = {"key": [1, 2], "seq": [1, 2]}, {"key": [1, 2, 3], "seq": [1, 2, 1]}
    >>> explain(rows, *facts)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    rows.Unexplained: id
    >>> explain(rows, *facts, {"id": "key"})
    ({}, {'id': 'key', 'number': 'seq'})
    """
    known = known or {}
    for column, name in known.items():
        if [row[column] for row in rows] != said[name]:
            raise Unexplained(column)
    fixed, follows = {}, dict(known)
    size = len(next(iter(everywhere.values())))
    for column in rows[0]:
        if column in known:
            continue
        values = [row[column] for row in rows]
        names = [
            name
            for name, theirs in said.items()
            if theirs == values and name not in known.values()
        ]
        ways = [everywhere[name] for name in names]
        if all(value == values[0] for value in values):
            fixed[column] = values[0]
            ways.append([values[0]] * size)
        elif names:
            follows[column] = names[0]
        if not ways or any(way != ways[0] for way in ways):
            raise Unexplained(column)
    return fixed, follows
