"""Placeholders of a closed list, gender forms, and nothing that is ever evaluated (T14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.channels.wording.filling import fill, placeholders_of, unknown_in
from neeman.channels.wording.placeholders import PLACEHOLDERS, SAMPLES

HOSTILE = [
    "{{7*7}}",
    "{{ 7 * 7 }}",
    "{{name.__class__}}",
    "{{name|safe}}",
    "{% load static %}",
    "{{business.__init__.__code__.co_filename}}",
    "{{config.items()}}",
    "{name}",
    "%(name)s",
    "${name}",
    "{{constructor.constructor('alert(1)')()}}",
    "{{name:>1000000}}",
    "{{{name}}}}"[:-1] + "!",
    "<script>{{name}</script>",
    "{{\nname\n}}",
    "{{nаme}}",  # a Cyrillic letter
]


def test_both_languages_name_the_same_thing() -> None:
    for one in PLACEHOLDERS.values():
        assert (
            fill(f"{{{{{one.name}}}}}|{{{{ {one.hebrew} }}}}", SAMPLES).text == f"{one.sample}|{one.sample}"
        )


@pytest.mark.parametrize(("gender", "text"), [("m", "מעוניין"), ("f", "מעוניינת"), ("", "מעוניין/נת")])
def test_gender(gender: str, text: str) -> None:
    assert fill("מעוניי{{ן/נת}}", {}, gender).text == text  # type: ignore[arg-type]


def test_a_third_form_for_whoever_is_not_known() -> None:
    said = "{{אתה/את/}}{{מוזמן/מוזמנת/אפשר}} לבוא"
    assert [fill(said, {}, gender).text for gender in ("m", "f", "")] == [  # type: ignore[arg-type]
        "אתהמוזמן לבוא",
        "אתמוזמנת לבוא",
        "אפשר לבוא",
    ]


def test_a_missing_value_is_told_and_stays_as_written() -> None:
    filled = fill("{{שם}}: {{סכום}} {{amount}}", {"name": "דנה"})
    assert (filled.text, filled.missing) == ("דנה: {{סכום}} {{amount}}", ("amount",))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_on_the_list_stays_as_it_is(text: str) -> None:
    assert fill(text, dict.fromkeys(PLACEHOLDERS, "X")).text in (text, text.replace("{{name}}", "X"))


@pytest.mark.parametrize("name", [*HOSTILE, "{{price}}", "{{שם}}", "{{business}}", "{{ן/נת}}"])
def test_a_customer_with_a_hostile_name_is_only_ever_named(name: str) -> None:
    assert fill("שלום {{name}}.", {"name": name, "business": "SECRET"}).text == f"שלום {name}."


@given(st.text(alphabet="{}שםname/ן_.*7|% \n", max_size=60), st.text(max_size=30))
def test_one_pass_over_anything(text: str, value: str) -> None:
    once = fill(text, {"name": value})
    parts = once.text.split(value) if value else [once.text]
    assert all(part in text or "/" in text for part in parts)


def test_slips_are_found() -> None:
    text = "{{שם פרטי}} {{ן/נת}} {{שם פרתי}} {{ amuont }} {{amount}}"
    assert unknown_in(text) == ("{{שם פרתי}}", "{{ amuont }}")
    assert placeholders_of(text) == ("first name", "amount")
