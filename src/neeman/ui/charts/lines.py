"""Lines over time: churn of customers beside churn of revenue, and the like. Two lines at most read well."""

from collections.abc import Sequence
from dataclasses import dataclass

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.plot import Plot, Show, plot, ticks, time_labels, value_axis
from neeman.ui.charts.svg import Direction, Point, drawing, ink, label, line, link, path, rect, tag, track
from neeman.ui.text import Html


@dataclass(frozen=True)
class Series:
    """One line: its name, a value a period (None = not known), its tone; ``thin`` periods are drawn grey and dashed."""

    name: str
    values: Sequence[float | None]
    tone: str = "act"
    dash: str | None = None
    thin: frozenset[int] = frozenset()


def lines(
    series: Sequence[Series],
    periods: Sequence[str],
    *,
    show: Show,
    title: str,
    desc: str = "",
    hints: Sequence[str] = (),
    hrefs: Sequence[str | None] = (),
    target: tuple[float, str] | None = None,
    direction: Direction = "rtl",
    width: float = 520,
    height: float = 220,
) -> Html:
    """Lines on one value axis from zero, their names above in their own colour and stroke.

    ``hints`` and ``hrefs`` hold one entry a period (a sentence, where it leads); ``target`` is a level and its words.
    """
    known = [value for one in series for value in one.values if value is not None]
    marks = ticks(min([0, *known]), max([0, *known, *([target[0]] if target else [])]))
    field = plot(width, height, direction, marks, show, top=32, beside=8)
    centers = [field.x(i / max(len(periods) - 1, 1)) for i in range(len(periods))]
    body = value_axis(field, marks, show, direction) + time_labels(field, periods, centers, height - 6)
    if target:
        y = field.y(target[0])
        body.append(line((field.left, y), (field.right, y), "watch", 1.25, dash="5 3"))
        body.append(label(field.left + 2, y - 5, target[1], color="watch", size=11.5))
    body += _names(series, field, direction)
    for one in series:
        body += _line(one, field, centers)
    body += [
        link(href, hint, rect(x - 9, field.top, 18, field.bottom - field.top, "sheet", opacity=0))
        for x, hint, href in zip(centers, hints, hrefs or [None] * len(hints), strict=False)
    ]
    return drawing(width, height, body, title=title, desc=desc)


def _names(series: Sequence[Series], field: Plot, direction: Direction) -> list[str]:
    drawn, at = [], field.right if direction == "rtl" else field.left
    for one in series:
        long = width_of(one.name, 12) + 6
        turn = -1 if direction == "rtl" else 1
        drawn.append(line((at, 12), (at + turn * 18, 12), one.tone, 2.5, dash=one.dash))
        drawn.append(label(at + turn * 24, 16, one.name, anchor="end" if direction == "rtl" else "start"))
        at += turn * (24 + long + 12)
    return drawn


def _line(one: Series, field: Plot, centers: Sequence[float]) -> list[str]:
    """Stretches between known values: a gap stays a gap, and a step into a thin period is dashed."""
    spots: list[tuple[int, Point]] = [
        (i, (x, field.y(value)))
        for i, (x, value) in enumerate(zip(centers, one.values, strict=True))
        if value is not None
    ]
    drawn: list[str] = []
    run: list[tuple[int, Point]] = []
    for index, spot in spots:
        if run and (index - 1 != run[-1][0] or index in one.thin):
            drawn += _stretch(one, [point for _, point in run])
            if index - 1 == run[-1][0]:
                drawn.append(path(track([run[-1][1], spot]), color="ink-3", dash="3 3"))
            run = []
        run.append((index, spot))
    drawn += _stretch(one, [point for _, point in run])
    if spots:
        last, (x, y) = spots[-1]
        drawn.append(tag("circle", cx=x, cy=y, r=3, fill=ink("ink-3" if last in one.thin else one.tone)))
    return drawn


def _stretch(one: Series, points: Sequence[Point]) -> list[str]:
    return [path(track(points), color=one.tone, width=2, dash=one.dash)] if len(points) > 1 else []
