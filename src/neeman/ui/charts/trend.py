"""A short line with its last value written beside it: where a figure came from."""

from collections.abc import Sequence

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.sparkline import ENOUGH, places
from neeman.ui.charts.svg import drawing, ink, label, path, tag, track
from neeman.ui.text import Html


def trend(
    values: Sequence[float],
    *,
    last: str,
    title: str,
    first_name: str = "",
    last_name: str = "",
    tone: str = "act",
    width: float = 220,
    height: float = 56,
) -> Html:
    """The line of a figure over time with ``last``, its newest value in words, at the right end.

    ``first_name`` and ``last_name`` are the dates written under both ends. Thin data are grey.
    """
    beside = width_of(last, 13, bold=True) + 10
    under = 16 if first_name or last_name else 0
    tone = tone if len(values) >= ENOUGH else "ink-3"
    body = []
    if values:
        spots = places(values, width - beside, height - under)
        x, y = spots[-1]
        body = [
            path(track(spots), color=tone, dash=None if len(values) >= ENOUGH else "3 3"),
            tag("circle", cx=x, cy=y, r=3, fill=ink(tone)),
            label(x + 8, min(max(y + 4.5, 13), height - under - 2), last, color="ink", size=13, bold=True),
        ]
    if under:
        body.append(label(2, height - 3, first_name, size=11))
        body.append(label(width - beside, height - 3, last_name, anchor="end", size=11))
    return drawing(width, height, body, title=title, scale=False)
