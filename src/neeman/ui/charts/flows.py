"""Flows between two states of the same things: how many of each kind became which. Six kinds a side at most read well."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from neeman.ui.charts.svg import Anchor, Direction, drawing, ink, label, link, number, rect, tag
from neeman.ui.text import Html

BLOCK, GAP, TOP, LEAST = 12.0, 10.0, 26.0, 1.5
ONE_LINE, TWO_LINES = 13.0, 30.0


@dataclass(frozen=True)
class End:
    """One kind at one side: its key in the flows, its name, the figure beside it, its tone."""

    key: str
    name: str
    figure: str
    tone: str


@dataclass(frozen=True)
class Flow:
    """How much went from one kind to another, the sentence about it, and where it leads. Tone: good, lose or calm."""

    start: str
    end: str
    amount: float
    hint: str
    tone: str = "calm"
    href: str | None = None


def flows(
    starts: Sequence[End],
    ends: Sequence[End],
    moved: Sequence[Flow],
    *,
    start_name: str,
    end_name: str,
    title: str,
    desc: str = "",
    direction: Direction = "rtl",
    width: float = 640,
    height: float = 330,
) -> Html:
    """Blocks at both sides, as tall as what is in them, and a ribbon for each flow. Time runs left to right.

    ``start_name`` and ``end_name`` stand over the sides: usually two dates. Amounts below zero are not drawn.
    """
    moved = [flow for flow in moved if flow.amount > 0]
    whole = sum(flow.amount for flow in moved)
    if isclose(whole, 0):
        return drawing(width, height, [], title=title, desc=desc)
    sides = max(len(starts), len(ends))
    scale = (height - TOP - GAP * (sides - 1) - 4) / whole
    room = width * 0.2
    left, right = room, width - room - BLOCK
    tops, bottoms = _places(starts, moved, scale, "start"), _places(ends, moved, scale, "end")
    body = [
        label(left + BLOCK, 14, start_name, anchor="end", bold=True),
        label(right, 14, end_name, bold=True),
    ]
    body += _ribbons(moved, starts, ends, dict(tops), dict(bottoms), scale, left + BLOCK, right)
    for side, places, x in ((starts, tops, left), (ends, bottoms, right)):
        sums = {
            end.key: sum(f.amount for f in moved if end.key == (f.start if side is starts else f.end))
            for end in side
        }
        for end in side:
            if sums[end.key]:
                body += _block(end, x, places[end.key], sums[end.key] * scale, at_left=side is starts)
    return drawing(width, height, body, title=title, desc=desc)


def _places(side: Sequence[End], moved: Sequence[Flow], scale: float, name: str) -> dict[str, float]:
    """The upper edge of each block that holds something."""
    places, y = {}, TOP
    for end in side:
        tall = sum(flow.amount for flow in moved if getattr(flow, name) == end.key) * scale
        places[end.key] = y
        y += tall + GAP if tall else 0
    return places


def _ribbons(
    moved: Sequence[Flow],
    starts: Sequence[End],
    ends: Sequence[End],
    tops: dict[str, float],
    bottoms: dict[str, float],
    scale: float,
    left: float,
    right: float,
) -> list[str]:
    """Drawn in the order of both sides, so that no two ribbons of one block cross at its edge."""
    order = {end.key: place for place, end in enumerate(starts)} | {
        f"to {e.key}": p for p, e in enumerate(ends)
    }
    drawn = []
    for flow in sorted(moved, key=lambda flow: (order[flow.start], order[f"to {flow.end}"])):
        tall = max(flow.amount * scale, LEAST)
        y1, y2 = tops[flow.start], bottoms[flow.end]
        tops[flow.start], bottoms[flow.end] = y1 + flow.amount * scale, y2 + flow.amount * scale
        middle = (left + right) / 2
        d = (
            f"M{number(left)} {number(y1)}C{number(middle)} {number(y1)} {number(middle)} {number(y2)} "
            f"{number(right)} {number(y2)}v{number(tall)}C{number(middle)} {number(y2 + tall)} {number(middle)} "
            f"{number(y1 + tall)} {number(left)} {number(y1 + tall)}z"
        )
        shape = tag("path", d=d, fill=ink(flow.tone), opacity=0.2 if flow.tone == "calm" else 0.42)
        drawn.append(link(flow.href, flow.hint, shape))
    return drawn


def _block(end: End, x: float, y: float, tall: float, *, at_left: bool) -> list[str]:
    middle = y + max(tall, LEAST) / 2
    side = x - 8 if at_left else x + BLOCK + 8
    anchor: Anchor = "end" if at_left else "start"
    said = [rect(x, y, BLOCK, max(tall, LEAST), end.tone, rx=3)]
    if tall >= ONE_LINE:
        above = middle - 1 if tall >= TWO_LINES else middle + 4
        said.append(label(side, above, end.name, anchor=anchor, color=end.tone, bold=True))
    if tall >= TWO_LINES:
        said.append(label(side, middle + 14, end.figure, anchor=anchor))
    return said
