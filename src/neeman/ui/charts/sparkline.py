"""A line as small as a word: the shape of a customer's months in one row of a table."""

from collections.abc import Sequence

from neeman.ui.charts.svg import Point, drawing, ink, number, path, tag, track
from neeman.ui.text import Html

ENOUGH = 3


def places(values: Sequence[float], width: float, height: float, room: float = 4) -> list[Point]:
    """Where the values land: oldest at the left, low at the bottom; equal values lie on the middle line."""
    low, high = min(values), max(values)
    step = (width - 2 * room) / max(len(values) - 1, 1)
    tall = height - 2 * room
    return [
        (room + step * i, height / 2 if high == low else room + tall * (high - value) / (high - low))
        for i, value in enumerate(values)
    ]


def sparkline(
    values: Sequence[float], *, title: str = "", tone: str = "calm", width: float = 104, height: float = 28
) -> Html:
    """The values as a line with its newest point marked; fewer than three values are grey points, not a line."""
    if not values:
        return drawing(width, height, [], title=title, scale=False)
    spots = places(values, width, height)
    if len(values) < ENOUGH:
        dots = [tag("circle", cx=x, cy=y, r=2, fill=ink("ink-3")) for x, y in spots]
        return drawing(width, height, dots, title=title, scale=False)
    (first, _), (last, end) = spots[0], spots[-1]
    along = track(spots)
    under = f"{along}L{number(last)} {number(height)}L{number(first)} {number(height)}Z"
    body = [
        tag("path", d=under, fill=ink(tone), opacity=0.1),
        path(along, color=tone, width=1.6),
        tag("circle", cx=last, cy=end, r=2.6, fill=ink(tone)),
    ]
    return drawing(width, height, body, title=title, scale=False)
