"""The whale curve: profit gathered from the most to the least profitable customer, its peak and what is lost after."""

from collections.abc import Sequence

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.plot import Plot, Show, plot, ticks, value_axis
from neeman.ui.charts.svg import Anchor, Direction, Point, drawing, ink, label, line, link, path, tag, track
from neeman.ui.text import Html

Curve = Sequence[tuple[int, float]]


def whale(
    curve: Curve,
    *,
    show: Show,
    show_count: Show,
    peak: str,
    end: str,
    value_name: str,
    rank_name: str,
    title: str,
    desc: str = "",
    hints: tuple[str, str, str] = ("", "", ""),
    hrefs: tuple[str | None, str | None, str | None] = (None, None, None),
    direction: Direction = "rtl",
    width: float = 520,
    height: float = 270,
) -> Html:
    """Three bands: up to 80 % of the peak (green), to the peak (blue), after it, where profit is destroyed (red).

    ``curve``: (customers so far, their share of the whole profit) as from ``cumulative``; it passes 1 where some
    customers lose money. ``peak`` and ``end`` are the words at the peak and at the right end.
    """
    marks = ticks(0, max(share for _, share in curve), 5)
    field = plot(width, height, direction, marks, show, top=30, under=40)
    count = max(curve[-1][0], 1)
    first, highest = _turns(curve)
    spots = [(field.x(rank / count), field.y(share)) for rank, share in curve]
    parts = (spots[: first + 1], spots[first : highest + 1], spots[highest:])
    body = value_axis(field, marks, show, direction)
    for part, tone, hint, href in zip(parts, ("good", "grow", "lose"), hints, hrefs, strict=True):
        body.append(_band(part, tone, hint, href, field))
    body += _peak(spots[highest], peak, field)
    body.append(label(field.right - 4, spots[-1][1] + 18, end, anchor="end", color="lose", bold=True))
    start: Anchor = "end" if direction == "rtl" else "start"
    body.append(label(width if direction == "rtl" else 0, 12, value_name, anchor=start, size=11.5))
    body.append(label((field.left + field.right) / 2, height - 5, rank_name, anchor="middle", size=11.5))
    body += [_rank(spots[i][0], show_count(curve[i][0]), field) for i in (first, highest, len(spots) - 1)]
    return drawing(width, height, body, title=title, desc=desc)


def _turns(curve: Curve) -> tuple[int, int]:
    """Where the curve reaches 80 % of its peak, and where it peaks."""
    top = max(share for _, share in curve)
    first = next(i for i, (_, share) in enumerate(curve) if share >= 0.8 * top)
    return first, next(i for i, (_, share) in enumerate(curve) if share == top)


def _peak(spot: Point, words: str, field: Plot) -> list[str]:
    x, y = spot
    half = width_of(words, 12.5, bold=True) / 2
    at = min(max(x, field.left + half), field.right - half)
    return [
        line((field.left, field.y(1)), (field.right, field.y(1)), "ink", 1, dash="4 3"),
        tag("circle", cx=x, cy=y, r=4, fill=ink("sheet"), stroke=ink("grow"), stroke_width=2),
        label(at, y - 10, words, anchor="middle", color="ink", size=12.5, bold=True),
    ]


def _band(part: Sequence[Point], tone: str, hint: str, href: str | None, field: Plot) -> str:
    if len(part) < 2:
        return ""
    ground = [*part, (part[-1][0], field.bottom), (part[0][0], field.bottom)]
    return link(
        href,
        hint,
        tag("path", d=track(ground) + "Z", fill=ink(f"{tone}-soft"), opacity=0.75),
        path(track(part), color=tone, width=2.25),
        line((part[0][0], field.bottom), (part[-1][0], field.bottom), tone, 3),
    )


def _rank(x: float, text: str, field: Plot) -> str:
    half = width_of(text, 11.5) / 2
    return label(
        min(max(x, field.left + half), field.right - half),
        field.bottom + 17,
        text,
        anchor="middle",
        size=11.5,
    )
