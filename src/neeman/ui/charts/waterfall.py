"""From one sum to another, step by step: revenue down through each cost to what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from neeman.ui.charts.letters import shorten, width_of
from neeman.ui.charts.svg import Direction, drawing, label, line, link, rect
from neeman.ui.text import Html

ROW = 28.0
NEUTRAL = {"silver", "calm"}


@dataclass(frozen=True)
class Step:
    """``total`` stands on zero (start and result); ``change`` begins where the step before ended."""

    name: str
    value: int
    figure: str
    share: str = ""
    kind: Literal["total", "change"] = "change"
    tone: str = "silver"
    hint: str = ""
    href: str | None = None


def waterfall(
    steps: Sequence[Step], *, title: str, desc: str = "", direction: Direction = "rtl", width: float = 460
) -> Html:
    """One row a step: name at the reading start, its floating bar, its figure and share at the end.

    The value scale of the bars runs left to right in both directions and holds every level the sum passes through.
    """
    spans = _spans(steps)
    low, high = min([0, *(min(s) for s in spans)]), max([1, *(max(s) for s in spans)])
    names = min(max((width_of(step.name, 13) for step in steps), default=0) + 14, width * 0.36)
    shares = max((width_of(step.share, 12) for step in steps), default=0) + 8
    figures = max((width_of(step.figure, 13, bold=True) for step in steps), default=0) + 12
    left = names if direction == "ltr" else shares + figures
    right = width - (shares + figures if direction == "ltr" else names)

    def x(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    body = []
    for row, (step, (start, end)) in enumerate(zip(steps, spans, strict=True)):
        y = row * ROW
        a, b = sorted((x(start), x(end)))
        faint = 0.5 if step.kind == "change" and step.tone in NEUTRAL else None
        bar = rect(a, y + 5, max(b - a, 2), ROW - 10, step.tone, rx=2, opacity=faint)
        body.append(link(step.href, step.hint, bar, *_words(step, y, names, shares, direction, width)))
        if row + 1 < len(steps):
            body.append(line((x(end), y + ROW - 5), (x(end), y + ROW + 5), "line-strong"))
    return drawing(width, max(len(steps), 1) * ROW, body, title=title, desc=desc)


def _spans(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """From where to where each bar reaches."""
    spans, level = [], 0
    for step in steps:
        if step.kind == "total":
            spans.append((0, step.value))
            level = step.value
        else:
            spans.append((level, level + step.value))
            level += step.value
    return spans


def _words(
    step: Step, y: float, names: float, shares: float, direction: Direction, width: float
) -> list[str]:
    base, strong = y + ROW / 2 + 4.5, step.kind == "total"
    color = step.tone if step.tone in ("good", "lose", "watch") else "ink"
    name = shorten(step.name, names - 6, 13, bold=strong)
    if direction == "rtl":
        return [
            label(width, base, name, anchor="end", size=13, color=color, bold=strong),
            label(shares, base, step.figure, size=13, color=color, bold=strong),
            label(0, base, step.share),
        ]
    return [
        label(0, base, name, size=13, color=color, bold=strong),
        label(width - shares, base, step.figure, anchor="end", size=13, color=color, bold=strong),
        label(width, base, step.share, anchor="end"),
    ]
