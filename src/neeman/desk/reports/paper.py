"""A report on paper: the same conclusion, bars, tables and definition as on its page, right to left in Hebrew."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.desk.reports.made import Made, Point, Report, Shape
from neeman.desk.reports.showing import Table, note_export, tables
from neeman.orgs.access import Access
from neeman.ui import papers
from neeman.ui.text import FSI, LRI, PDI, Writer, plain

TEMPLATE = Path(__file__).resolve().parent.parent / "papers" / "report.typ"
WIDE = 6
"""A table of more columns lies on its side."""
MOST_NAMED = 13
"""Bars that have room for a name and a value each; of more, every second or fourth has one."""
RUNS = re.compile(f"([{LRI}{FSI}])([^{PDI}]*){PDI}")

Data = dict[str, Any]
Run = dict[str, str]


def pdf(access: Access, report: Report, made: Made, *, made_at: datetime) -> bytes:
    """The report as a PDF, tagged for screen readers; noted in the log. Raises PermissionDenied."""
    note_export(access, report, made)
    data = paper_data(
        report, made, house=access.organization.name, currency=access.organization.currency, made_at=made_at
    )
    return papers.pdf(TEMPLATE, data, made_at=made_at)


def paper_data(report: Report, made: Made, *, house: str, currency: str, made_at: datetime) -> Data:
    """What the template reads: texts as runs, each with the direction in which it was isolated."""
    language = (get_language() or "he")[:2]
    write = plain(language)
    return {
        "language": language,
        "rtl": get_language_bidi(),
        "wide": len(made.columns) > WIDE,
        "title": str(report.title),
        "seller": {"name": house},
        "conclusion": runs(made.conclusion),
        "says": runs(made.says),
        "chart_title": made.chart_title,
        "chart_alt": f"{made.chart_title}. {_('The table below holds the same figures.')}",
        "bars": _bars(made, write, currency),
        "tables": [_table(one) for one in tables(made, str(report.title), write)],
        "counted": _("What is counted"),
        "definition": str(report.definition),
        "footer": f"{house} · {report.title} · {write.day(timezone.localtime(made_at))}",
        "page": _("Page"),
        "of": _("of"),
    }


def runs(text: str) -> list[Run]:
    """A text of `ui.text` in parts: what was isolated left to right, what runs by itself, and the words around them.

    >>> runs("עד \u2066-5%\u2069 ₪")
    [{'dir': '', 'text': 'עד '}, {'dir': 'ltr', 'text': '-5%'}, {'dir': '', 'text': ' ₪'}]
    """
    found: list[Run] = []
    at = 0
    for isolate in RUNS.finditer(text):
        found.append({"dir": "", "text": text[at : isolate.start()]})
        found.append({"dir": "ltr" if isolate[1] == LRI else "auto", "text": isolate[2]})
        at = isolate.end()
    found.append({"dir": "", "text": text[at:]})
    return [run for run in found if run["text"]]


def _bars(made: Made, write: Writer, currency: str) -> list[Data]:
    most = max((point.value for point in made.points), default=0)
    if most <= 0:
        return []
    step = -(-len(made.points) // MOST_NAMED)

    def bar(place: int, point: Point) -> Data:
        named = (len(made.points) - 1 - place) % step == 0
        value = write.money(point.value, currency, short=True) if made.in_money else write.number(point.value)
        return {
            "name": runs(point.name) if named else [],
            "label": runs(value) if named and point.value else [],
            "share": max(point.value, 0) / most,
            "under_way": point.under_way,
        }

    return [bar(place, point) for place, point in enumerate(made.points)]


def _table(table: Table) -> Data:
    return {
        "heads": [column.title for column in table.columns],
        "figures": [column.shape != Shape.TEXT for column in table.columns],
        "rows": [[runs(cell.text) for cell in row] for row in table.rows],
    }
