"""A report as a page shows it and as a file holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.desk.reports.made import Cell, Column, Made, Report, Shape
from neeman.lib.money import Money
from neeman.lib.sheets import Sheet, write_xlsx
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May
from neeman.ui.charts import Bar, month_bars
from neeman.ui.charts.svg import Direction
from neeman.ui.text import Writer, markup, plain

DESK, PHONE = (860, 230), (330, 200)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words, and whether it is a figure."""

    text: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the heads of its columns, and its rows in words."""

    title: str
    columns: list[Column]
    rows: list[list[Shown]]


def tables(made: Made, title: str, write: Writer | None = None) -> list[Table]:
    """The table called `title` and its parts, in the language of the page, figures isolated: as HTML, or as `write`
    writes. A part without a row is left out."""
    write = write or markup(get_language() or "he")
    found = [Table(title, made.columns, _rows(made, made.rows, write))]
    for part in made.parts:
        if part.rows:
            columns = [Column(part.title, Shape.TEXT), *made.columns[1:]]
            found.append(Table(part.title, columns, _rows(made, part.rows, write)))
    return found


def _rows(made: Made, rows: list[list[Cell]], write: Writer) -> list[list[Shown]]:
    return [
        [_shown(cell, column.shape, write) for cell, column in zip(row, made.columns, strict=True)]
        for row in rows
    ]


def _shown(cell: Cell, shape: Shape, write: Writer) -> Shown:
    if cell is None:
        return Shown("", shape != Shape.TEXT)
    if isinstance(cell, Money):
        return Shown(write.money(cell.minor, cell.currency), is_figure=True)
    if isinstance(cell, date):
        return Shown(write.day(cell), is_figure=False)
    if shape in (Shape.PERCENT, Shape.SHARE) and isinstance(cell, int):
        return Shown(write.percent(cell / 100, 0, signed=shape == Shape.PERCENT), is_figure=True)
    if isinstance(cell, int):
        return Shown(write.number(cell), is_figure=True)
    return Shown(write.name(str(cell)), is_figure=False)


def drawing(made: Made, currency: str, size: tuple[int, int]) -> str:
    """The bars; nothing where there is nothing to draw."""
    if not any(point.value for point in made.points):
        return ""
    write = plain(get_language() or "he")

    def say(value: float) -> str:
        whole = round(value)
        return write.money(whole, currency, short=True) if made.in_money else write.number(whole)

    bars = [
        Bar(
            name=point.name, value=point.value, hint=f"{point.name}: {say(point.value)}", thin=point.under_way
        )
        for point in made.points
    ]
    direction: Direction = "rtl" if get_language_bidi() else "ltr"
    return month_bars(
        bars, show=say, title=made.chart_title, direction=direction, width=size[0], height=size[1]
    )


def note_export(access: Access, report: Report, made: Made) -> None:
    """What leaves the house is noted in the log. Raises PermissionDenied."""
    access.require(report.permission)
    access.require(May.EXPORT_CUSTOMERS)
    log(access, None, "desk.report.exported", {"report": report.key, "rows": len(made.rows)})


def write_file(access: Access, report: Report, made: Made, file: BinaryIO) -> None:
    """The report as a workbook, right to left in Hebrew, with its definition on a sheet of its own; noted in the log.

    Raises PermissionDenied.
    """
    note_export(access, report, made)
    heads = [column.title for column in made.columns]
    sheets = [
        Sheet(str(report.title), heads, made.rows),
        *(Sheet(part.title, [part.title, *heads[1:]], part.rows) for part in made.parts if part.rows),
        Sheet(
            _("What is counted"),
            [str(report.title)],
            [[made.conclusion], [made.says], [str(report.definition)]],
        ),
    ]
    write_xlsx(file, sheets, rtl=get_language_bidi())


def workbook(access: Access, report: Report, made: Made) -> bytes:
    """The same as bytes."""
    file = BytesIO()
    write_file(access, report, made, file)
    return file.getvalue()
