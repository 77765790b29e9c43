"""One bar cut into shares: what a whole is made of, largest idea first from the reading start."""

from collections.abc import Sequence
from dataclasses import dataclass

from neeman.ui.charts.letters import shorten, width_of
from neeman.ui.charts.svg import Direction, drawing, label, link, path, rect, track
from neeman.ui.text import Html

GAP = 2.0
SENTENCE = 80  # narrower than this a text is a figure, and half a figure is a lie


@dataclass(frozen=True)
class Part:
    """A share (0..1) of a whole. ``text`` is written in it where it fits; ``hint`` is the sentence about it."""

    share: float
    text: str
    hint: str
    tone: str = "calm"
    href: str | None = None
    hatched: bool = False


def share_bar(
    parts: Sequence[Part],
    *,
    title: str,
    desc: str = "",
    direction: Direction = "rtl",
    width: float = 520,
    height: float = 28,
) -> Html:
    """The parts side by side. A hatched part is one that is not there yet (potential, forecast)."""
    body, at = [], 0.0
    for part in parts:
        wide = width * part.share
        x = width - at - wide if direction == "rtl" else at
        body.append(piece(part, x, 0, max(wide - GAP, 0.8), height))
        at += wide
    return drawing(width, height, body, title=title, desc=desc)


def piece(part: Part, x: float, y: float, wide: float, tall: float) -> str:
    """One part: soft colour with its words in the strong one, so that the words keep their contrast."""
    shape = rect(x, y, wide, tall, f"{part.tone}-soft", rx=4)
    edge = (
        path(_stripes(x, y, wide, tall), color=part.tone, width=1.5)
        if part.hatched
        else rect(x, y + tall - 4, wide, 4, part.tone, rx=2)
    )
    room = 0 if part.hatched else wide - 10
    text = (
        shorten(part.text, room, bold=True)
        if room > SENTENCE or width_of(part.text, 12, bold=True) <= room
        else ""
    )
    said = (
        [label(x + wide / 2, y + tall / 2 + 2.5, text, anchor="middle", color=part.tone, bold=True)]
        if text
        else []
    )
    return link(part.href, part.hint, shape, edge, *said)


def _stripes(x: float, y: float, wide: float, tall: float, step: float = 8) -> str:
    """Slanted lines clipped to the rectangle by hand: a pattern would need an id, and ids must be unique on a page."""
    drawn = []
    for k in range(1, int((wide + tall) / step) + 1):
        reach = k * step
        right, left = min(reach, wide), max(reach - tall, 0)
        if right > left:
            drawn.append(track([(x + right, y + reach - right), (x + left, y + reach - left)]))
    return "".join(drawn) or track([(x, y), (x, y)])
