"""Which credits of a lettered group settle which debts.

>>> debts = [("F-1", 120), ("F-2", 80)]
>>> allocate(debts, [("cheque", 80), ("transfer", 120)])
[('F-2', 'cheque', 80), ('F-1', 'transfer', 120)]
>>> allocate(debts, [("transfer", 150)])
[('F-1', 'transfer', 120), ('F-2', 'transfer', 30)]
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


def without(credits, backs):
    """``(credits, backs)`` less what was given back, or came back unpaid.

    Both are ``(key, amount)``; a back also has the number of credits before it.  What came
    back is one of its amount rather than another, the latest first.

    >>> without([("cheque", 120), ("again", 120)], [("unpaid", 120, 1)])
    ([('again', 120)], [])
    >>> without([("cheque", 120), ("transfer", 30)], [("unpaid", 120, 2)])
    ([('transfer', 30)], [])
    >>> without([("first", 120), ("second", 120)], [("refund", 120, 2)])
    ([('first', 120)], [])
    >>> without([("transfer", 150)], [("refund", 30, 1), ("unpaid", 200, 1)])
    ([], [('unpaid', 80)])
    """
    left, more = [list(each) for each in credits], []
    for key, amount, rank in backs:
        known = [*left[:rank][::-1], *left[rank:]]
        for credit in [each for each in known if each[1] == amount][:1] or known:
            back = min(credit[1], amount)
            credit[1] -= back
            amount -= back
        if amount:
            more.append((key, amount))
    return [tuple(each) for each in left if each[1]], more
