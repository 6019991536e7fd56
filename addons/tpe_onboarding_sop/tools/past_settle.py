"""Which credits of a lettered group settle which debts.

>>> debts = [("F-1", 120), ("F-2", 80)]
>>> allocate(debts, [("cheque", 80), ("transfer", 120)])
[('F-2', 'cheque', 80), ('F-1', 'transfer', 120)]
>>> allocate(debts, [("transfer", 150)])
[('F-1', 'transfer', 120), ('F-2', 'transfer', 30)]
>>> without([("cheque", 80), ("transfer", 120)], 100)
[('cheque', 80), ('transfer', 20)]
"""


def allocate(debts, credits):
    """``[(debt, credit, amount)]``: equal amounts first, then the oldest by the oldest.

    Both are ``(key, amount)`` in order of their days.
    """
    left, parts, rest = list(debts), [], []
    for credit, amount in credits:
        rank = next((r for r, (_d, owed) in enumerate(left) if owed == amount), None)
        if rank is None:
            rest.append((credit, amount))
        else:
            parts.append((left.pop(rank)[0], credit, amount))
    for credit, amount in rest:
        while amount and left:
            debt, owed = left[0]
            part = min(owed, amount)
            parts.append((debt, credit, part))
            amount -= part
            left[0] = debt, owed - part
            if left[0][1] == 0:
                left.pop(0)
    return parts


def without(credits, amount):
    """The credits less ``amount``, which was given back: the latest go first."""
    kept = []
    for credit, given in reversed(credits):
        back = min(given, amount)
        amount -= back
        if given > back:
            kept.append((credit, given - back))
    return kept[::-1]
