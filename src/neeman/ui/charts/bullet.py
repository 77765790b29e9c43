"""A bar against its own usual mark: days since the last order, beside the usual gap, in one row of a table."""

from neeman.ui.charts.svg import Direction, drawing, line, rect
from neeman.ui.text import Html


def bullet(
    value: float,
    usual: float,
    *,
    title: str = "",
    tone: str = "calm",
    direction: Direction = "rtl",
    width: float = 84,
    height: float = 18,
) -> Html:
    """The bar grows from the reading start; the mark, the usual value, stands at two fifths of the track, always.

    Marks that stand under each other make a column of such bars readable at a glance. A value beyond the track
    fills it. Without a usual value (zero or less) the bar is grey and has no mark.
    """
    known = usual > 0
    scale = width * 0.4 / usual if known else 0
    long = min(max(value * scale, 0), width) if known else width * 0.4
    x = width - long if direction == "rtl" else 0.0
    body = [
        rect(0, 4, width, height - 8, "calm-soft", rx=3),
        rect(x, 5, long, height - 10, tone if known else "line-strong", rx=2),
    ]
    if known:
        mark = width * 0.6 if direction == "rtl" else width * 0.4
        body.append(line((mark, 0), (mark, height), "ink", 2))
    return drawing(width, height, body, title=title, scale=False)
