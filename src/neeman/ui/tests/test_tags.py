"""Template tags: isolated figures in the language of the page, safe icons, charts with their table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from neeman.ui.templatetags.ui import initials

pytestmark = pytest.mark.one_database


def said(template: str, language: str = "he", **context: Any) -> str:
    with override(language):
        return Template("{% load ui %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("template", "hebrew", "english"),
    [
        ("{{ 1234|number }}", '<bdi dir="ltr">1,234</bdi>', '<bdi dir="ltr">1,234</bdi>'),
        ("{{ minor|money }}", '<bdi dir="ltr">-1,050</bdi>\u00a0₪', '<bdi dir="ltr">-₪1,050</bdi>'),
        (
            "{{ minor|money_exact }}",
            '<bdi dir="ltr">-1,050.00</bdi>\u00a0₪',
            '<bdi dir="ltr">-₪1,050.00</bdi>',
        ),
        ("{{ when|day }}", '<bdi dir="ltr">07.03.2026</bdi>', '<bdi dir="ltr">7 Mar 2026</bdi>'),
        ("{{ share|change }}", '<bdi dir="ltr">+12%</bdi>', '<bdi dir="ltr">+12%</bdi>'),
        ("{{ nothing|money }}{{ nothing|day }}{{ nothing|percent }}{{ nothing|bidi }}", "", ""),
    ],
)
def test_figures(template: str, hebrew: str, english: str) -> None:
    context = {"minor": -105_000, "when": date(2026, 3, 7), "share": 0.12, "nothing": None}
    assert said(template, "he", **context) == hebrew
    assert said(template, "en", **context) == english


def test_ago_carries_the_day_itself() -> None:
    shown = said("{{ when|ago:as_of }}", when=date(2026, 3, 8), as_of=date(2026, 3, 10))
    assert 'datetime="2026-03-08"' in shown
    assert ">לפני יומיים</time>" in shown


def test_what_a_person_typed_is_escaped() -> None:
    assert said("{{ name|bidi }}", name="<i>x") == "<bdi>&lt;i&gt;x</bdi>"
    assert "&lt;i&gt;" in said("{% icon 'phone' label=name %}", name="<i>")


def test_an_icon_is_silent_beside_words_and_turns_with_the_page() -> None:
    assert 'aria-hidden="true"' in said("{% icon 'phone' %}")
    assert 'class="icon turns"' in said("{% icon 'chevron-right' %}")
    assert 'class="icon"' in said("{% icon 'chevron-down' %}")
    assert 'role="img" aria-label="טלפון"' in said("{% icon 'phone' label='טלפון' %}")


def test_a_chart_has_its_title_its_drawing_and_its_table() -> None:
    shown = said(
        "{% chart title=title svg=svg name='pareto' %}<table></table>{% endchart %}",
        title="31 & 80",
        svg="<svg>",
    )
    assert "<h2>31 &amp; 80</h2>" in shown
    assert "&lt;svg&gt;" in shown, "a drawing that no chart made is not trusted"
    assert "<table></table>" in shown
    assert "data-table-beside" in shown
    assert "data-table-beside" not in said("{% chart title='x' svg=svg %} {% endchart %}", svg="")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("רמון־לביא מכלולים", "רמ"),
        ("דנה", "ד"),
        ("Orbit Tech Ltd", "OT"),
        ("", ""),
        (None, ""),
        ("«א» ב", "ב"),
    ],
)
def test_initials(name: str | None, letters: str) -> None:
    assert initials(name) == letters
