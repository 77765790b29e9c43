"""The Pareto curve: customers from the largest down, how much of the revenue they bring together, where grades part."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.plot import Plot, Show, plot, value_axis
from neeman.ui.charts.svg import Anchor, Direction, drawing, ink, label, line, link, path, rect, tag, track
from neeman.ui.text import Html

Curve = Sequence[tuple[int, float]]
TOP, HANDLE = 40.0, 24.0


@dataclass(frozen=True)
class Area:
    """One grade: its name, ``count`` in words, how many customers from the top until its end, and its end share.

    ``cut`` is the figure on the handle at its end (``80%``), ``cut_name`` what that handle is called aloud; the last
    area has neither. ``href`` opens the customers of the grade.
    """

    name: str
    count: str
    until: int
    share: float
    tone: str
    cut: str = ""
    cut_name: str = ""
    href: str | None = None


def cumulative(values: Sequence[int], most: int = 160) -> list[tuple[int, float]]:
    """The curve of values already sorted downward: (customers so far, their share of the sum), first (0, 0.0).

    Keeps at most about ``most`` points: every early one, where the curve bends, and then evenly thinner; the last is
    always kept. A sum of zero or less gives a flat curve. Returns (credits) make values negative: the curve then
    passes 1 before it comes back.
    """
    whole = sum(values)
    keep = _ranks(len(values), most)
    curve, total = [(0, 0.0)], 0
    for rank, value in enumerate(values, start=1):
        total += value
        if rank in keep:
            curve.append((rank, total / whole if whole > 0 else 0.0))
    return curve


def _ranks(count: int, most: int) -> set[int]:
    if count <= most:
        return set(range(1, count + 1))
    return {max(1, round(count * (i / most) ** 1.6)) for i in range(1, most + 1)} | {count}


def pareto(
    curve: Curve,
    areas: Sequence[Area],
    *,
    show: Show,
    show_count: Show,
    value_name: str,
    rank_name: str,
    title: str,
    desc: str = "",
    direction: Direction = "rtl",
    movable: bool = False,
    width: float = 520,
    height: float = 270,
) -> Html:
    """The curve over soft bars (the mean of each stretch), a coloured area a grade, a dashed cut where two meet.

    ``movable`` gives each cut a handle with ``role="slider"`` (in tenths of a percent) for the behaviour that drags it.
    """
    marks = [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    marks += [1.2] if any(share > 1.02 for _, share in curve) else []
    field = plot(width, height, direction, marks, show, top=TOP, under=40)
    count = max(curve[-1][0], 1) if curve else 1
    body = [*_areas(areas, field, count), *value_axis(field, marks, show, direction)]
    body += _bars(curve, areas, field, count)
    body.append(_curve(curve, field, count, movable=movable))
    for area in areas[:-1]:
        body += _cut(area, field, count, movable=movable)
    body += _rank_axis(areas, field, count, show_count)
    start: Anchor = "end" if direction == "rtl" else "start"
    body.append(label(width if direction == "rtl" else 0, 12, value_name, anchor=start, size=11.5))
    body.append(label((field.left + field.right) / 2, height - 5, rank_name, anchor="middle", size=11.5))
    return drawing(width, height, body, title=title, desc=desc)


def _curve(curve: Curve, field: Plot, count: int, *, movable: bool) -> str:
    """The curve; where its cuts move, it also says at which heights it is none and all of the revenue."""
    spots = [(field.x(rank / count), field.y(share)) for rank, share in curve]
    return path(
        track(spots),
        color="ink",
        width=2,
        data_curve="" if movable else None,
        data_top=field.y(1) if movable else None,
        data_bottom=field.y(0) if movable else None,
    )


def _areas(areas: Sequence[Area], field: Plot, count: int) -> list[str]:
    drawn, start = [], field.left
    for area in areas:
        end = field.x(area.until / count)
        ground = rect(
            start, field.top, end - start, field.bottom - field.top, f"{area.tone}-soft", opacity=0.7
        )
        said = []
        wide = max(width_of(area.name, 12.5, bold=True), width_of(area.count, 12))
        if wide + 6 <= end - start:
            middle, y = (start + end) / 2, field.bottom - (field.bottom - field.top) * 0.32
            said.append(label(middle, y, area.name, anchor="middle", color=area.tone, size=12.5, bold=True))
            said.append(label(middle, y + 16, area.count, anchor="middle", color=area.tone))
        drawn.append(link(area.href, f"{area.name} {area.count}", ground, *said))
        start = end
    return drawn


def _bars(curve: Curve, areas: Sequence[Area], field: Plot, count: int) -> list[str]:
    """What one customer of each stretch brings, against the largest: the shape behind the curve."""
    means = [(a, b, (t - s) / (b - a)) for (a, s), (b, t) in pairwise(curve) if b > a]
    tallest = max((mean for _, _, mean in means), default=0)
    if tallest <= 0:
        return []
    drawn = []
    for first, last, mean in means:
        tone = next((area.tone for area in areas if first < area.until), "calm")
        x, wide = field.x(first / count), (field.right - field.left) * (last - first) / count
        tall = (field.bottom - field.top) * 0.5 * max(mean, 0) / tallest
        if tall >= 0.3:
            gap = min(0.8, wide * 0.2)
            drawn.append(rect(x, field.bottom - tall, wide - gap, tall, tone, opacity=0.4))
    return [tag("g", *drawn, aria_hidden="true")]


def _cut(area: Area, field: Plot, count: int, *, movable: bool) -> list[str]:
    x, y = field.x(area.until / count), field.y(area.share)
    wide = width_of(area.cut, 12, bold=True) + 18
    at = min(max(x, field.left + wide / 2), field.right - wide / 2)
    pill = rect(
        at - wide / 2, 6, wide, HANDLE, "sheet", rx=HANDLE / 2, stroke=ink("line-strong"), stroke_width=1.25
    )
    figure = label(at, 6 + HANDLE / 2 + 4.3, area.cut, anchor="middle", color="ink", bold=True)
    slider: dict[str, str | float | None] = {}
    if movable:
        now = round(area.share * 1000)
        slider = {
            "role": "slider",
            "tabindex": "0",
            "aria_label": area.cut_name,
            "aria_valuemin": 1,
            "aria_valuemax": 999,
            "aria_valuenow": now,
            "aria_valuetext": area.cut,
            "data_cut": area.tone,
        }
    return [
        line((x, 6 + HANDLE), (x, field.bottom), "ink", 1.25, dash="4 3"),
        tag("circle", cx=x, cy=y, r=3.5, fill=ink("sheet"), stroke=ink("ink"), stroke_width=1.75),
        tag("g", pill, figure, **slider),
    ]


def _rank_axis(areas: Sequence[Area], field: Plot, count: int, show: Show) -> list[str]:
    """The first, the last and each cut's rank, the cuts stronger; a rank that would touch its neighbour is left out."""
    wanted = [(area.until, True) for area in areas[:-1]] + [(count, False), (1, False)]
    drawn: list[str] = []
    taken: list[tuple[float, float]] = []
    for rank, strong in wanted:
        half = width_of(show(rank), 11.5, bold=strong) / 2 + 4
        x = min(max(field.x(rank / count), field.left + half - 4), field.right - half + 4)
        if all(x + half <= a or x - half >= b for a, b in taken):
            taken.append((x - half, x + half))
            ink_name = "ink" if strong else "ink-2"
            y = field.bottom + 16
            drawn.append(label(x, y, show(rank), anchor="middle", size=11.5, color=ink_name, bold=strong))
    return drawn
