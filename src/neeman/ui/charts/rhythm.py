"""One customer's order rhythm: past purchases, the days between them, when the next was due, and today."""

from collections.abc import Sequence

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.plot import Show
from neeman.ui.charts.svg import drawing, ink, label, line, rect, tag
from neeman.ui.text import Html

LINE, HEIGHT, EDGE = 34.0, 76.0, 12.0


def rhythm(
    days_ago: Sequence[int],
    *,
    due: tuple[int, int] | None,
    today: str,
    expected: str,
    show: Show,
    title: str,
    desc: str = "",
    tone: str = "watch",
    width: float = 320,
) -> Html:
    """Purchases on a line, oldest at the left, today at the right end.

    ``days_ago``: days from each purchase to today. ``due``: the window of the next expected purchase in days before
    today, earliest first, ``(21, 12)``; negative values lie ahead. None when the rhythm is not known: then the line
    is grey. ``show`` prints the days between two purchases.
    """
    past = sorted(days_ago, reverse=True)
    if not past:
        return drawing(width, HEIGHT, [], title=title, desc=desc)
    ahead = max(0, -due[1]) if due else 0
    scale = (width - 2 * EDGE) / max(past[0] + ahead, 1)
    spots = [EDGE + scale * (past[0] - ago) for ago in past]
    now = EDGE + scale * past[0]
    late = due is not None and due[1] > 0
    color = tone if late else "ink-3"
    body = [
        line((spots[0], LINE), (spots[-1], LINE), "line-strong", 2),
        line((spots[-1], LINE), (now, LINE), color, 2, dash="3 4"),
    ]
    if due:
        body += _window(now - scale * due[0], now - scale * due[1], expected, width)
    body += [tag("circle", cx=spot, cy=LINE, r=4.5, fill=ink("good" if due else "ink-3")) for spot in spots]
    words_end = min(now + 6, width)
    body += _gaps(past, spots, show, until=words_end - width_of(today, 13) - 4)
    body.append(_today(now, color if due else "ink-2"))
    words_color = color if late else "ink-2"
    body.append(label(words_end, 12, today, anchor="end", color=words_color, bold=True))
    return drawing(width, HEIGHT, body, title=title, desc=desc)


def _window(left: float, right: float, words: str, width: float) -> list[str]:
    """When the next purchase was expected."""
    wide = max(right - left, 4)
    frame = rect(left, LINE - 11, wide, 22, "good-soft", rx=3, stroke=ink("good"), stroke_width=1.25)
    return [frame, _under((left + right) / 2, words, "good", width)]


def _gaps(past: Sequence[int], spots: Sequence[float], show: Show, *, until: float) -> list[str]:
    """The days between neighbours, where there is room to write them and today's words do not begin."""
    drawn = []
    for i in range(1, len(past)):
        text = show(past[i - 1] - past[i])
        middle, wide = (spots[i] + spots[i - 1]) / 2, width_of(text, 11.5)
        if wide + 4 <= spots[i] - spots[i - 1] and middle + wide / 2 <= until:
            drawn.append(label(middle, LINE - 14, text, anchor="middle", size=11.5))
    return drawn


def _today(x: float, color: str) -> str:
    return tag("path", d=f"M{x - 7:.1f} {LINE + 6}h14l-7 -13z", fill=ink(color))


def _under(x: float, text: str, color: str, width: float) -> str:
    half = width_of(text, 11.5) / 2
    return label(min(max(x, half), width - half), LINE + 26, text, anchor="middle", color=color, size=11.5)
