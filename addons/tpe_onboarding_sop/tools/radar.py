"""The drawing of a radar: places on a circle, for a page and for a printed report."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

RINGS = (25, 50, 75, 100)


@dataclass(frozen=True)
class Spoke:
    """One axis: its end, the place of its label and how the label is anchored."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str  # "start", "middle", "end"


def point(index: int, count: int, score: float, radius: float, centre: float):
    """Where ``score`` (0 to 100) of the axis ``index`` of ``count`` is; the first is up.

    >>> point(0, 4, 100, radius=50, centre=60)
    (60.0, 10.0)
    >>> point(1, 4, 50, radius=50, centre=60)
    (85.0, 60.0)
    """
    angle = 2 * pi * index / count - pi / 2
    length = radius * score / 100
    return round(centre + length * cos(angle), 1), round(
        centre + length * sin(angle), 1
    )


def spokes(count: int, radius: float, centre: float) -> list[Spoke]:
    """The axes, with their labels just outside the last ring.

    >>> [spoke.anchor for spoke in spokes(4, 50, 60)]
    ['middle', 'start', 'middle', 'end']
    """
    found = []
    for index in range(count):
        x, y = point(index, count, 100, radius, centre)
        label_x, label_y = point(index, count, 112, radius, centre)
        side = round(label_x - centre, 1)
        anchor = "middle" if abs(side) < 1 else ("start" if side > 0 else "end")
        found.append(Spoke(x, y, label_x, label_y, anchor))
    return found


def ring(level: float, count: int, radius: float, centre: float) -> str:
    """The points of one ring, as SVG writes them.

    >>> ring(100, 4, 50, 60)
    '60.0,10.0 110.0,60.0 60.0,110.0 10.0,60.0'
    """
    return _written(point(i, count, level, radius, centre) for i in range(count))


def outline(
    scores: Sequence[float | None], radius: float, centre: float
) -> list[tuple[float, float] | None]:
    """Where each score is; None where there are not enough data.

    >>> outline([100, None, 0, 50], 50, 60)
    [(60.0, 10.0), None, (60.0, 60.0), (35.0, 60.0)]
    """
    return [
        None if score is None else point(i, len(scores), score, radius, centre)
        for i, score in enumerate(scores)
    ]


def shape(scores: Sequence[float | None], radius: float, centre: float) -> str:
    """The polygon of the known scores, as SVG writes it; empty with fewer than three.

    >>> shape([100, None, 100, 100], 50, 60)
    '60.0,10.0 60.0,110.0 10.0,60.0'
    >>> shape([100, None, 100], 50, 60)
    ''
    """
    known = [place for place in outline(scores, radius, centre) if place]
    return _written(known) if len(known) > 2 else ""


def _written(points) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
