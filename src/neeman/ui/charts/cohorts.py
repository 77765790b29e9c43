"""Cohorts as a heat map that is an honest table: rows = when they joined, columns = periods since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neeman.ui.charts.plot import Show
from neeman.ui.charts.svg import Direction, tag, words
from neeman.ui.text import Html

STEPS = 5
THIN = 5


@dataclass(frozen=True)
class Cohort:
    """Customers who joined in one period: its name, how many, and the share (0..1) still buying in each period since.

    None = that period has not come yet. ``hrefs`` opens the customers of a cell, in the same order.
    """

    name: str
    customers: int
    shares: Sequence[float | None]
    hrefs: Sequence[str | None] = ()


def cohort_table(
    cohorts: Sequence[Cohort],
    *,
    joined: str,
    customers: str,
    periods: Sequence[str],
    show: Show,
    show_count: Show,
    caption: str,
    thin: str,
    direction: Direction = "rtl",
) -> Html:
    """An HTML table with a step of colour a cell (classes ``h0``..``h5``, the last for everyone), the figure always in it.

    Cohorts with fewer than five customers are grey, with the words ``thin`` as the reason. ``caption`` names the
    table to whoever does not see it.
    """
    names = [
        tag("th", words(joined), scope="col", class_="name"),
        tag("th", words(customers), scope="col", class_="num"),
    ]
    heads = _in_time(names, [tag("th", _isolated(period), scope="col") for period in periods], direction)
    low, high = _ends(cohorts)

    def step(share: float) -> int:
        return STEPS if share >= 1 else max(0, min(int((share - low) / (high - low) * STEPS), STEPS - 1))

    rows = [_row(cohort, len(periods), show, show_count, step, thin, direction) for cohort in cohorts]
    title = tag("caption", words(caption), class_="unseen")
    return Html(
        tag("table", title, tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="heat", dir="ltr")
    )


def _ends(cohorts: Sequence[Cohort]) -> tuple[float, float]:
    """The scale of colour: from half the lowest share to the highest below everyone, so that rows can be told apart."""
    shares = [share for cohort in cohorts for share in cohort.shares if share is not None and share < 1]
    return (min(shares) / 2, max(shares) + 1e-9) if shares else (0.0, 1.0)


def _in_time(names: list[str], cells: list[str], direction: Direction) -> list[str]:
    """Time runs left to right in both directions; the names stand at the reading start."""
    return cells + names[::-1] if direction == "rtl" else names + cells


def _row(
    cohort: Cohort,
    periods: int,
    show: Show,
    show_count: Show,
    step: Callable[[float], int],
    thin: str,
    direction: Direction,
) -> str:
    few = cohort.customers < THIN
    names = [
        tag("th", _isolated(cohort.name), scope="row", class_="name"),
        tag("td", _isolated(show_count(cohort.customers)), class_="num"),
    ]
    cells = []
    for index in range(periods):
        share = cohort.shares[index] if index < len(cohort.shares) else None
        href = cohort.hrefs[index] if index < len(cohort.hrefs) else None
        cells.append(_cell(share, href, show, None if few else step))
    return tag(
        "tr", *_in_time(names, cells, direction), class_="thin" if few else None, title=thin if few else None
    )


def _cell(share: float | None, href: str | None, show: Show, step: Callable[[float], int] | None) -> str:
    if share is None:
        return "<td></td>"
    figure = _isolated(show(share))
    return tag(
        "td", tag("a", figure, href=href) if href else figure, class_=f"h{step(share)}" if step else "hx"
    )


def _isolated(text: str) -> str:
    return tag("bdi", words(text), dir="ltr")
