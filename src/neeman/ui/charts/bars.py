"""Bars by month: money over time, oldest at the left, returns below the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from neeman.ui.charts.plot import Plot, Show, plot, ticks, time_labels, value_axis
from neeman.ui.charts.svg import Direction, drawing, link, rect
from neeman.ui.text import Html


@dataclass(frozen=True)
class Bar:
    """One month: its short name, its value, the sentence shown on it, and where it leads."""

    name: str
    value: float
    hint: str
    href: str | None = None
    tone: str = "act"
    thin: bool = False


def month_bars(
    bars: Sequence[Bar],
    *,
    show: Show,
    title: str,
    desc: str = "",
    direction: Direction = "rtl",
    width: float = 520,
    height: float = 220,
) -> Html:
    """Bars on one value axis that always holds zero. A thin bar (part of a month, few sales) is grey.

    ``show`` prints a value of the axis, for example ``45 K``.
    """
    values = [bar.value for bar in bars]
    marks = ticks(min([0, *values]), max([0, *values]))
    field = plot(width, height, direction, marks, show)
    step = (field.right - field.left) / max(len(bars), 1)
    centers = [field.left + step * (i + 0.5) for i in range(len(bars))]
    body = value_axis(field, marks, show, direction)
    body += [_bar(field, bar, x, min(step * 0.68, 36)) for bar, x in zip(bars, centers, strict=True)]
    body += time_labels(field, [bar.name for bar in bars], centers, height - 6)
    return drawing(width, height, body, title=title, desc=desc)


def _bar(field: Plot, bar: Bar, center: float, wide: float) -> str:
    zero, end = field.y(0), field.y(bar.value)
    tall = max(abs(zero - end), 1.5 if bar.value else 0)
    y = min(zero, end) if bar.value >= 0 else zero
    tone = "ink-3" if bar.thin else "lose" if bar.value < 0 else bar.tone
    grasp = rect(center - wide * 0.7, field.top, wide * 1.4, field.bottom - field.top, "sheet", opacity=0)
    shape = rect(center - wide / 2, y, wide, tall, tone, rx=2, opacity=0.55 if bar.thin else 0.88)
    return link(bar.href, bar.hint, grasp, shape)
