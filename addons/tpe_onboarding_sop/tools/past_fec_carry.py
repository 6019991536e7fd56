"""Opening entries that repeat what the lines before them, in the same file, make already.

>>> from dataclasses import make_dataclass
>>> Owed = make_dataclass("Owed", ["at", "date", "customer", "balance"])
>>> lines = [Owed(2, 1, "A", 240), Owed(3, 1, "B", 60), Owed(4, 2, "A", 240),
...          Owed(5, 2, "B", 100), Owed(6, 2, "C", 50)]
>>> repeated, gaps = carried(lines, lambda line: line.date == 2)
>>> sorted(repeated), [(line.at, gap) for line, gap in gaps]
([4, 5], [(5, 40)])
"""

from collections import defaultdict


def carried(owed, is_opening):
    """``(lines that repeat earlier ones, [(line, what it says more than these)])``.

    ``owed`` are the lines of customers by date.  Who has none before an opening entry owed
    it from before the file.
    """
    theirs = defaultdict(lambda: defaultdict(list))
    for line in owed:
        theirs[line.customer][line.date].append(line)
    repeated, gaps = set(), []
    for days in theirs.values():
        total, before = 0, False
        for lines in days.values():
            openings = [line for line in lines if is_opening(line)]
            if openings and before:
                repeated |= {line.at for line in openings}
                if gap := sum(line.balance for line in openings) - total:
                    gaps.append((openings[0], gap))
                    total += gap
            total += sum(line.balance for line in lines if line.at not in repeated)
            before = True
    return repeated, gaps
