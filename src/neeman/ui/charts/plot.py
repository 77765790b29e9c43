"""The field of a chart: where values land, the value axis at the reading start, the time axis below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from neeman.ui.charts.letters import width_of
from neeman.ui.charts.svg import Direction, label, line

Show = Callable[[float], str]


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values that cover low..high in about that many steps (1, 2, 2.5, 5 of a power of ten)."""
    if high <= low:
        high = low + 1
    rough = (high - low) / max(about, 1)
    power = 10.0 ** floor(log10(rough))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * k, 10) for k in range(first, last + 1)]


@dataclass(frozen=True)
class Plot:
    """A rectangle inside a drawing and the values at its edges; y grows upward in values, downward in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float

    def x(self, share: float) -> float:
        """From 0..1 along the time axis to a place."""
        return self.left + (self.right - self.left) * share

    def y(self, value: float) -> float:
        """From a value to a place."""
        span = (self.high - self.low) or 1
        return self.bottom - (self.bottom - self.top) * (value - self.low) / span


def plot(
    width: float,
    height: float,
    direction: Direction,
    marks: Sequence[float],
    show: Show,
    *,
    top: float = 10,
    under: float = 24,
    beside: float = 4,
) -> Plot:
    """A field that leaves just the room its value axis needs, at the right in Hebrew and at the left in English."""
    axis = max((width_of(show(mark), 11.5) for mark in marks), default=0) + 8
    left, right = (beside, width - axis) if direction == "rtl" else (axis, width - beside)
    return Plot(left, top, right, height - under, min(marks), max(marks))


def value_axis(field: Plot, marks: Sequence[float], show: Show, direction: Direction) -> list[str]:
    """Quiet lines across and their values; zero is stronger, as it is where bars stand."""
    drawn = []
    for mark in marks:
        y = field.y(mark)
        drawn.append(line((field.left, y), (field.right, y), "line-strong" if mark == 0 else "line"))
        if direction == "rtl":
            drawn.append(label(field.right + 6, y + 4, show(mark), size=11.5))
        else:
            drawn.append(label(field.left - 6, y + 4, show(mark), anchor="end", size=11.5))
    return drawn


def time_labels(field: Plot, names: Sequence[str], places: Sequence[float], y: float) -> list[str]:
    """As many names under the axis as fit without touching; the last one, the newest, always stays."""
    if not names:
        return []
    widest = max(width_of(name, 11.5) for name in names) + 12
    room = max(1, int((field.right - field.left) // widest))
    every = max(1, ceil(len(names) / room))
    drawn: list[str] = []
    free = field.right + 12.0
    for index in range(len(names) - 1, -1, -every):
        half = width_of(names[index], 11.5) / 2
        x = min(max(places[index], field.left + half), field.right - half)
        if x + half + 4 <= free:
            drawn.append(label(x, y, names[index], anchor="middle", size=11.5))
            free = x - half
    return drawn[::-1]
