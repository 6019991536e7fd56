"""Which open amounts make up a payment. Pure, and bounded: a person waits for it."""

NODES = 4_000


def subsets(amounts, target: int, most: int = 6, nodes: int = NODES):
    """Sets of positions whose amounts sum to ``target``: (found, all were looked at).

    Stops at three sets, and after ``nodes`` steps; a set holds two amounts or more.

    >>> subsets([300, 200, 100, 450], 500)
    ([(0, 1)], True)
    >>> subsets([500, -50, 120], 450)
    ([(0, 1)], True)
    >>> subsets([100] * 6, 200)
    ([(0, 1), (0, 2), (0, 3)], False)
    >>> subsets(list(range(1000, 1060)), 4_001, nodes=50)
    ([], False)
    """
    found, left = [], nodes
    # What can still be added or taken away from each position on.
    highest, lowest = [0], [0]
    for amount in reversed(amounts):
        highest.append(highest[-1] + max(amount, 0))
        lowest.append(lowest[-1] + min(amount, 0))
    highest.reverse()
    lowest.reverse()
    stack = [(0, 0, ())]
    while stack:
        start, total, chosen = stack.pop()
        left -= 1
        if left < 0:
            return found, False
        if total == target and len(chosen) > 1:
            found.append(chosen)
            if len(found) == 3:
                return found, False
            continue
        if len(chosen) == most:
            continue
        for position in range(len(amounts) - 1, start - 1, -1):
            following = total + amounts[position]
            least = following + lowest[position + 1]
            if least <= target <= following + highest[position + 1]:
                stack.append((position + 1, following, (*chosen, position)))
    return found, True
