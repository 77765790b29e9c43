"""How much of the whole leans on few: the largest customers as one bar, with the lines of caution and danger."""

from collections.abc import Sequence
from dataclasses import dataclass

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.share import GAP, Part, piece
from neeman.ui.charts.svg import Anchor, Direction, drawing, label, line
from neeman.ui.text import Html

TOP, BAR = 40.0, 40.0


@dataclass(frozen=True)
class Limit:
    """A line that one customer should not pass: its share, its words in two lines, its tone."""

    share: float
    figure: str
    words: str
    tone: str


@dataclass(frozen=True)
class Brace:
    """What the first few hold together, written under the bar, for example ``29.3% the three largest``."""

    share: float
    figure: str
    words: str


def concentration(
    parts: Sequence[Part],
    *,
    limits: Sequence[Limit],
    braces: Sequence[Brace] = (),
    title: str,
    desc: str = "",
    direction: Direction = "rtl",
    width: float = 520,
) -> Html:
    """Shares of the whole from the reading start: each of the largest, then everyone else as the last part.

    The limits are measured from the reading start too, so they judge the largest customer, which stands first.
    """
    body, at = [], 0.0
    for part in parts:
        wide = part.share * width
        x = width - at - wide if direction == "rtl" else at
        body.append(piece(part, x, TOP, max(wide - GAP, 0.8), BAR))
        at += wide
    body += _limits(limits, direction, width)
    for index, brace in enumerate(braces):
        body += _brace(brace, TOP + BAR + 12 + index * 24, direction, width)
    height = TOP + BAR + (12 + 24 * len(braces) if braces else 4)
    return drawing(width, height, body, title=title, desc=desc)


def _limits(limits: Sequence[Limit], direction: Direction, width: float) -> list[str]:
    """Each line and its words; two neighbours write away from each other: the lower back, the higher onward."""
    drawn = []
    ordered = sorted(limits, key=lambda limit: limit.share)
    for index, limit in enumerate(ordered):
        back = index == 0 and len(ordered) > 1
        x = width * (1 - limit.share) if direction == "rtl" else width * limit.share
        to_left = back != (direction == "rtl")
        anchor: Anchor = "end" if to_left else "start"
        side = x - 5 if to_left else x + 5
        drawn.append(line((x, TOP - 32), (x, TOP + BAR + 6), limit.tone, 2, dash="5 3"))
        for row, text in enumerate((limit.figure, limit.words)):
            drawn.append(
                label(side, TOP - 22 + row * 15, text, color=limit.tone, bold=row == 0, anchor=anchor)
            )
    return drawn


def _brace(brace: Brace, y: float, direction: Direction, width: float) -> list[str]:
    start, end = (width, width * (1 - brace.share)) if direction == "rtl" else (0.0, width * brace.share)
    figure = width_of(brace.figure, 12, bold=True) + 14
    drawn = [line((start, y), (end, y), "line-strong", 2)]
    if direction == "rtl":
        drawn.append(label(width, y + 15, brace.figure, anchor="end", color="ink", bold=True))
        drawn.append(label(width - figure, y + 15, brace.words, anchor="end"))
    else:
        drawn.append(label(0, y + 15, brace.figure, color="ink", bold=True))
        drawn.append(label(figure, y + 15, brace.words))
    return drawn
