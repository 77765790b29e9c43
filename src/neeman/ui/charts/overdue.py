"""Who is late by their own rhythm: one row a customer on one time scale, the usual window against today."""

from collections.abc import Sequence

from neeman.ui.charts.svg import drawing, ink, label, line, rect, tag
from neeman.ui.text import Html

EDGE = 14.0


def _x(ago: float, span: float, width: float) -> float:
    return EDGE + (width - 2 * EDGE) * (1 - min(max(ago / span, 0), 1))


def overdue_axis(marks: Sequence[tuple[float, str]], *, span: float, width: float = 330) -> Html:
    """The head of the column: names of moments (days ago, words), today at the right end; same ``span`` as the rows."""
    body = []
    for ago, text in marks:
        x = _x(ago, span, width)
        body.append(label(x, 14, text, anchor="end" if ago == 0 else "middle", size=11.5, bold=ago == 0))
    return drawing(width, 20, body, title="", scale=False)


def overdue_row(
    days_since: int,
    *,
    due: tuple[int, int],
    late: str,
    span: float,
    title: str,
    tone: str = "watch",
    width: float = 330,
    height: float = 44,
) -> Html:
    """The last order as a dot, the window of the expected one as a grey box, the delay as a coloured line up to today.

    ``days_since``: days since the last order. ``due``: the expected window in days before today, earliest first.
    ``late``: the delay in words, written over its line. ``span``: days that the whole column shows; an older order
    stays at the left edge with an open dot.
    """
    middle = height / 2 + 4
    today, last = _x(0, span, width), _x(days_since, span, width)
    first, end = _x(due[0], span, width), _x(due[1], span, width)
    beyond = days_since > span
    body = [
        line((last, middle), (today, middle), "line-strong", 1.25),
        rect(first, middle - 7, max(end - first, 3), 14, "line-strong", rx=3),
    ]
    if due[1] > 0:
        body.append(line((end, middle), (today, middle), tone, 3.5))
        body.append(label((end + today) / 2, middle - 9, late, anchor="middle", color=tone, bold=True))
    body.append(
        tag(
            "circle",
            cx=last,
            cy=middle,
            r=4,
            fill=ink("sheet" if beyond else "ink"),
            stroke=ink("ink"),
            stroke_width=1.5,
        )
    )
    body.append(line((today, 0), (today, height), "ink", 1.75))
    return drawing(width, height, body, title=title, scale=False)
