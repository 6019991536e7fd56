"""Records that look like the same thing typed more than once."""

from collections import defaultdict
from collections.abc import Iterable


def merged(groups: Iterable[Iterable[int]]) -> list[list[int]]:
    """``groups`` of look-alikes, those that share a record being one.

    1 has the number of 2, who has the name of 3: all three are one.

    >>> merged([[1, 2], [2, 3], [7, 8]])
    [[1, 2, 3], [7, 8]]
    >>> merged([])
    []
    """
    parent = {}

    def root(one):
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for group in groups:
        first, *others = group
        parent.setdefault(first, first)
        for other in others:
            parent.setdefault(other, other)
            parent[root(other)] = root(first)
    found = defaultdict(list)
    for one in sorted(parent):
        found[root(one)].append(one)
    return sorted(found.values())


def surplus(groups: Iterable[Iterable[int]]) -> int:
    """How many records would go if each thing were there once.

    >>> surplus([[1, 2, 3], [7, 8]])
    3
    """
    return sum(len(list(group)) - 1 for group in groups)
