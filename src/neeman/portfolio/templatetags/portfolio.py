"""What the overview's templates ask of a scene and of a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from neeman.portfolio.pictures import Picture, Scene
from neeman.portfolio.pictures.scene import Kind, Person
from neeman.ui.text import markup

register = template.Library()
NOTHING = '<span class="faint">–</span>'


@register.simple_tag
def picture_table(picture: Picture, currency: str, scene: Scene | None = None) -> SafeString:
    """The rows of a picture's table that a page shows; the workbook has them all. Customers are named by `scene`.

    In Python, for there are hundreds of cells on a page.
    """
    draw = _cells(currency, scene)
    columns = picture.table.columns
    ends = [' class="num"' if column.is_figure else "" for column in columns]
    heads = (
        format_html('<th scope="col"{}>{}</th>', mark_safe(end), column.title)  # noqa: S308 - one of the two above
        for end, column in zip(ends, columns, strict=True)
    )
    rows = []
    for row in picture.table.rows[: picture.more.get("shown")]:
        cells = zip(ends, columns, row, strict=True)
        shown = (
            f"<td{end}>{NOTHING if value is None else draw[column.kind](value)}</td>"
            for end, column, value in cells
        )
        rows.append(f"<tr>{''.join(shown)}</tr>")
    return mark_safe(  # noqa: S308 - a writer escapes whatever a person typed
        f'<table class="list tight"><thead><tr>{"".join(heads)}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _cells(currency: str, scene: Scene | None) -> dict[Kind, Callable[[Any], str]]:
    """How each kind of value is written as HTML."""
    write = markup(get_language() or "he")

    def customer(customer_id: str) -> str:
        assert scene is not None
        name, href = write.name(scene.name(customer_id)), scene.customer_url(customer_id)
        return format_html('<a href="{}">{}</a>', href, name) if href else name

    return {
        "customer": customer,
        "money": lambda minor: write.money(minor, currency),
        "number": write.number,
        "percent": write.percent,
        "day": lambda text: write.day(text if isinstance(text, date) else date.fromisoformat(text)),
        "grade": lambda grade: format_html(
            '<span class="graded"><span class="grade {}" title="">{}</span></span>', grade, grade
        ),
        "text": lambda text: write.name(str(text)),
    }


@register.filter
def export_url(scene: Scene, picture: Picture) -> str:
    """Where the picture's table is taken from as a workbook: of this day, with what was asked of the picture."""
    address = reverse("portfolio_export", kwargs={"org": scene.access.organization.slug})
    asked = {"picture": picture.name, "as_of": scene.as_of, **picture.more.get("asked", {})}
    return f"{address}?{urlencode(asked)}"


@register.filter
def person(scene: Scene, customer_id: str) -> Person:
    """What the page says of that customer."""
    return scene.person(customer_id)


@register.filter
def customer_url(scene: Scene, customer_id: str) -> str:
    """The address of that customer's card; empty where there is none to open."""
    return scene.customer_url(customer_id) or ""
