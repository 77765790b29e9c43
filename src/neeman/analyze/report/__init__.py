"""The report: one file that asks nothing of anywhere, in Hebrew or English, and prints well."""

from __future__ import annotations

import re
from html import escape
from importlib import resources
from string import Template

from neeman.analyze.report import drawings, lists
from neeman.analyze.report.pen import Pen, Portfolio
from neeman.analyze.words import Lang
from neeman_engine.params import Params

_STYLES = ("tokens.css", "charts.css", "tables.css")
_FONT_FACES = re.compile(r"@font-face \{[^}]*\}\n?")


def render(found: Portfolio, lang: Lang, params: Params | None = None) -> str:
    """The page. `found` is the portfolio with the door's keys, as written into portfolio.json."""
    pen, params = Pen(lang, found["currency"]), params or Params()
    limits = (params.concentration_amber, params.concentration_red)
    parts = [
        drawings.pareto(found, pen, (params.grade_cut_a, params.grade_cut_b)),
        drawings.concentration(found, pen, limits),
        lists.overdue(found, pen, params),
        lists.top(found, pen),
        drawings.months(found, pen),
        drawings.quarters(found, pen),
        drawings.cohorts(found, pen),
        drawings.whale(found, pen),
        drawings.grades(found, pen),
        lists.segments(found, pen),
        lists.new_and_lost(found, pen),
        lists.models(found, pen),
        lists.door(found, pen),
    ]
    page = Template(_own("page.html"))
    return page.substitute(
        lang=lang,
        direction=pen.direction,
        title=pen.word("title"),
        style=_style(),
        about=pen.word(
            "as_of",
            day=pen.day(found["as_of"]),
            files=", ".join(pen.html.name(name) for name in found["files"]),
            lines=pen.html.number(found["lines_read"]),
            used=pen.html.number(found["lines_used"]),
        ),
        figures=lists.figures(found, pen),
        parts="\n".join(part for part in parts if part),
        how=escape(pen.said("how")),
    )


def _own(name: str) -> str:
    return resources.files("neeman.analyze.report").joinpath(name).read_text("utf-8")


def _style() -> str:
    """The look of the product without its fonts, which would have to be fetched, and the report's own few rules."""
    shared = resources.files("neeman.ui").joinpath("static", "ui", "css")
    sheets = [shared.joinpath(name).read_text("utf-8") for name in _STYLES]
    return _FONT_FACES.sub("", "\n".join([*sheets, _own("report.css")]))
