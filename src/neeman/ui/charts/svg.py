"""The pencil: a few functions that write SVG safely and always the same way."""

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Literal

from neeman.ui.text import Html

Direction = Literal["rtl", "ltr"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

# Characters that XML forbids even when escaped; a customer's name may hold them after a bad import.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SAFE_LINK = re.compile(r"^(?:https?://|[/?#]|[\w.-]+(?:[/?#]|$))", re.ASCII)


@lru_cache(maxsize=4_096)  # the months of one row stand where those of every other row do
def number(value: float) -> str:
    """A coordinate: at most two decimals, no trailing zeros, never ``-0``. Raises ValueError unless finite."""
    if not math.isfinite(value):
        raise ValueError("a drawing needs finite numbers")
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


@lru_cache(maxsize=1_024)  # a list draws fifty times with the same few colours, sizes and names
def words(text: str) -> str:
    """Text made safe between tags and inside quotes."""
    return escape(_FORBIDDEN.sub("", text), quote=True)


def ink(token: str) -> str:
    """The colour of a token: the only way a chart names a colour."""
    return f"var(--{token})"


def tag(name: str, /, *children: str, **attributes: str | float | None) -> str:
    """One element. ``stroke_width`` becomes ``stroke-width``; an attribute that is None is left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = words(value) if isinstance(value, str) else number(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{shown}"')
    inside = "".join(children)
    return f"<{' '.join(parts)}>{inside}</{name}>" if inside else f"<{' '.join(parts)}/>"


def label(
    x: float,
    y: float,
    text: str,
    *,
    anchor: Anchor = "start",
    color: str = "ink-2",
    size: float = 12,
    bold: bool = False,
) -> str:
    """Words at a point. ``start`` is always the left end: a drawing is left to right, each text finds its own way."""
    return tag(
        "text",
        words(text),
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        fill=ink(color),
        font_size=size,
        font_weight="600" if bold else None,
        unicode_bidi="plaintext",
    )


def rect(x: float, y: float, width: float, height: float, fill: str, **more: str | float | None) -> str:
    return tag("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=ink(fill), **more)


def line(start: Point, end: Point, color: str, width: float = 1, dash: str | None = None) -> str:
    return tag(
        "line",
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke=ink(color),
        stroke_width=width,
        stroke_dasharray=dash,
    )


def track(points: Sequence[Point]) -> str:
    """The ``d`` of a path through the points, straight from one to the next: no curve may invent a value."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def path(
    d: str, *, color: str, width: float = 1.75, dash: str | None = None, **more: str | float | None
) -> str:
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=ink(color),
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linejoin="round",
        stroke_linecap="round",
        **more,
    )


def link(href: str | None, hint: str, *body: str) -> str:
    """Marks that open the customers behind them, or plain marks with a hint when there is nowhere to go.

    Raises ValueError for an address that is neither a path of ours nor http(s).
    """
    inside = (tag("title", words(hint)) if hint else "") + "".join(body)
    if href is None:
        return tag("g", inside) if hint else inside
    if not _SAFE_LINK.match(href):
        raise ValueError(f"not a link for a chart: {href!r}")
    return tag("a", inside, href=href)


def drawing(
    width: float, height: float, body: Iterable[str], *, title: str, desc: str = "", scale: bool = True
) -> Html:
    """The whole SVG. Without a title it is decoration beside words that say the same, hidden from readers.

    ``scale`` lets the page stretch it to the width of its box; small drawings in a row of text keep their size.
    """
    inside = "".join(body)
    opening: dict[str, str | float | None] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "width": None if scale else width,
        "height": None if scale else height,
        "direction": "ltr",
    }
    if not title:
        return Html(tag("svg", inside, **opening, aria_hidden="true"))
    role = "group" if "<a " in inside else "img"
    said = tag("title", words(title)) + (tag("desc", words(desc)) if desc else "")
    return Html(
        tag("svg", said, inside, **opening, role=role, aria_label=title, aria_description=desc or None)
    )
