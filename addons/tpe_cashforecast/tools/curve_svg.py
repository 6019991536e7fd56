"""A balance over the weeks, drawn: for a page and for paper.  Plain Python."""

from collections.abc import Sequence
from html import escape

# Small, so that its figures can be read at the width of a phone.
WIDTH, HEIGHT, WIDEST = 460, 220, 560
LEFT, RIGHT, TOP, BOTTOM = 58, 20, 10, 26
PAPER = 0.95  # pixels of the printer for each of ours
INK, BEFORE, RED, GREY = "#1f4e79", "#8a8a8a", "#c00000", "#d9e2ec"


def _steps(least: float, most: float) -> list[float]:
    """Four or five round figures from ``least`` to ``most``.

    >>> _steps(-1200, 8000)
    [-2000.0, 0.0, 2000.0, 4000.0, 6000.0, 8000.0]
    >>> _steps(5, 5)
    [4.0, 5.0, 6.0]
    """
    if most - least < 1e-9:
        least, most = least - 1, most + 1
    step = 10.0 ** len(str(int((most - least) / 4)))
    for share in (0.1, 0.2, 0.5, 1.0):
        if (most - least) / (step * share) <= 5:
            step *= share
            break
    first, last = least // step, -(-most // step)
    return [step * at for at in range(int(first), int(last) + 1)]


def draw(
    labels: Sequence[str],
    balances: Sequence[float],
    threshold: float | None = None,
    after: Sequence[float] = (),
    band: Sequence[tuple[float, float]] = (),
    title: str = "",
    on_paper: bool = False,
) -> str:
    """An ``<svg>``: ``balances`` at the end of each week, dotted when there is ``after``;
    ``band``: low and high of each; ``title``: what it shows, for who cannot see it;
    ``on_paper``: of a fixed size, because the printer knows no other.

    >>> text = draw(["2/3", "9/3"], [1000, -200], 500, [1000, 600], title="<cash>")
    >>> text.count("<polyline"), "&lt;cash&gt;" in text
    (2, True)
    """
    known = [*balances, *after, *(side for sides in band for side in sides)]
    known += [threshold] if threshold is not None else []
    marks = _steps(min(known), max(known))
    low, high = marks[0], marks[-1]
    across = (WIDTH - LEFT - RIGHT) / max(1, len(balances) - 1)

    def point(at: int, value: float) -> str:
        down = (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)
        return f"{LEFT + at * across:.1f},{TOP + down:.1f}"

    def line(values: Sequence[float], color: str, extra: str = "") -> str:
        points = " ".join(point(at, value) for at, value in enumerate(values))
        return (
            f'<polyline points="{points}" fill="none" stroke="{color}" '
            f'stroke-width="2.5" {extra}/>'
        )

    def flat(value: float, color: str, extra: str = "") -> str:
        start, end = point(0, value), point(len(balances) - 1, value)
        (x1, y1), (x2, y2) = start.split(","), end.split(",")
        return (
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{color}" {extra}/>'
        )

    parts = []
    if band:
        edge = [point(at, sides[1]) for at, sides in enumerate(band)]
        edge += [point(at, sides[0]) for at, sides in reversed(list(enumerate(band)))]
        parts.append(f'<polygon points="{" ".join(edge)}" fill="{GREY}"/>')
    for mark in marks:
        down = point(0, mark).split(",")[1]
        figure = f"{mark:,.0f}".replace(",", " ")
        parts.append(flat(mark, "#9aa5b1" if mark == 0 else "#e4e7eb"))
        parts.append(
            f'<text x="{LEFT - 6}" y="{float(down) + 4:.1f}" text-anchor="end">'
            f"{figure}</text>"
        )
    for at, label in enumerate(labels):
        if at % 3 == 0:
            parts.append(
                f'<text x="{LEFT + at * across:.1f}" y="{HEIGHT - 6}" '
                f'text-anchor="middle">{escape(label)}</text>'
            )
    if threshold is not None:
        parts.append(flat(threshold, RED, 'stroke-width="1.5" stroke-dasharray="6 4"'))
    if after:
        parts.append(line(balances, BEFORE, 'stroke-dasharray="4 4"'))
        parts.append(line(after, INK))
    else:
        parts.append(line(balances, INK))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" font-size="12" font-family="sans-serif" fill="#3e4c59" {_size(on_paper)}>'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _size(on_paper: bool) -> str:
    if on_paper:
        return f'width="{WIDTH * PAPER:.0f}" height="{HEIGHT * PAPER:.0f}"'
    return f'style="width: 100%; max-width: {WIDEST}px; height: auto;"'
