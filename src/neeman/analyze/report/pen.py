"""What every part of the report writes with: words, figures and plain HTML of one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from neeman.analyze.report.words import REPORT
from neeman.analyze.words import Lang
from neeman.ui.charts.svg import Direction
from neeman.ui.text import Html, Writer, markup, plain

Portfolio = dict[str, Any]
DESK_WIDTH, PHONE_WIDTH = 700, 326


@dataclass(frozen=True)
class Pen:
    """Writes in `lang`; `html` for pages, `text` for words inside a drawing; money in `currency`."""

    lang: Lang
    currency: str

    @property
    def html(self) -> Writer:
        """Figures as isolated HTML."""
        return markup(self.lang)

    @property
    def text(self) -> Writer:
        """Figures as isolated plain text."""
        return plain(self.lang)

    @property
    def direction(self) -> Direction:
        """The reading direction."""
        return "rtl" if self.lang == "he" else "ltr"

    def word(self, code: str, **figures: object) -> str:
        """A sentence or a word, with figures in it, as HTML."""
        return escape(REPORT[self.lang][code], quote=False).format(**figures)

    def said(self, code: str, **figures: object) -> str:
        """The same as plain text, for drawings."""
        return REPORT[self.lang][code].format(**figures)

    def money(self, minor: int | None, *, short: bool = False) -> str:
        """An amount as HTML, a dash where it is not known."""
        return "–" if minor is None else self.html.money(minor, self.currency, short=short)

    def percent(self, share: float | None) -> str:
        """A share as HTML, a dash where it is not known."""
        return "–" if share is None else self.html.percent(share)

    def day(self, iso: str | None) -> str:
        """A day as HTML."""
        return "–" if iso is None else self.html.day(date.fromisoformat(iso))

    def month(self, name: str) -> str:
        """A month that portfolio.json calls 2025-03, as plain text for drawings and tables."""
        return self.text.month(date.fromisoformat(f"{name}-01"))

    def who(self, row: Portfolio) -> str:
        """A customer: the name where it is known, with the id."""
        name = row.get("name")
        told = self.html.name(str(row["customer_id"]))
        return f"{self.html.name(name)} <small>{told}</small>" if name else told


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> Html:
    """A table of HTML cells; `numbers` are the columns that hold figures."""
    kinds = [' class="num"' if column in numbers else "" for column in range(len(heads))]
    head = "".join(f'<th scope="col"{kind}>{name}</th>' for name, kind in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    )
    return Html(f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def drawn(draw: Callable[[float], str]) -> str:
    """A drawing of some width, once for the desk and once for the phone: letters in a drawing shrink with it."""
    return f'<div class="desk">{draw(DESK_WIDTH)}</div><div class="phone">{draw(PHONE_WIDTH)}</div>'


def section(title: str, sub: str, *parts: str) -> str:
    """A part of the report: its title is its conclusion."""
    under = f'<p class="sub">{sub}</p>' if sub else ""
    return f"<section><h2>{title}</h2>{under}{''.join(parts)}</section>"
