"""One stylesheet serves both directions, so it may not know left from right; and pages carry no style of their own."""

from __future__ import annotations

import re

import pytest

from neeman.ui.assets import HERE, STATIC, STYLES

pytestmark = pytest.mark.one_database

SIDES = "left|right"
PHYSICAL = [
    re.compile(
        rf"(?<![\w-])(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:{SIDES}|top|bottom)\b"
    ),
    re.compile(rf"(?<![\w-])(?:{SIDES}|top|bottom)\s*:"),
    re.compile(
        rf"(?:text-align|float|clear|caption-side|justify-content|justify-items|text-align-last)\s*:\s*(?:{SIDES})\b"
    ),
    re.compile(rf"border-(?:top|bottom)-(?:{SIDES})-radius"),
    re.compile(r"(?<![\w-])(?:min-|max-)?(?:width|height)\s*:(?![^{]*\)\s*(?:and|\{))"),
]
PLANTED = [
    "a { margin-left: 4px }",
    "a { right: 0 }",
    "a { text-align: left }",
    "a { float: right }",
    "a { border-top-left-radius: 4px }",
    "a { padding-top: 4px }",
    "a { max-width: 4px }",
]
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style\b|<script(?![^>]*\bsrc=)""")


def findings(css: str) -> list[str]:
    """Physical declarations, without comments and media conditions."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    bare = re.sub(r"@media[^{]+", "@media ", bare)
    return [match[0] for rule in PHYSICAL for match in rule.finditer(bare)]


@pytest.mark.parametrize("fault", PLANTED)
def test_the_rule_sees_a_planted_fault(fault: str) -> None:
    assert findings(fault)


@pytest.mark.parametrize("name", STYLES)
def test_stylesheet_is_logical(name: str) -> None:
    assert findings((STATIC / name).read_text("utf-8")) == []


def test_every_stylesheet_and_behaviour_is_listed() -> None:
    from neeman.ui.assets import BEHAVIOURS

    found = {f"ui/css/{path.name}" for path in (STATIC / "ui/css").glob("*.css")}
    assert found == set(STYLES)
    assert {f"ui/behaviours/{path.name}" for path in (STATIC / "ui/behaviours").glob("*.js")} == set(
        BEHAVIOURS
    )


def test_no_template_of_any_room_carries_style_or_script() -> None:
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert INLINE.search('<a onclick="go()">')
    rooms = HERE.parent
    found = [
        f"{path.relative_to(rooms)}: {match[0].strip()}"
        for path in rooms.rglob("templates/**/*.html")
        if (match := INLINE.search(path.read_text("utf-8")))
    ]
    assert found == []


def test_colours_stand_only_among_the_tokens() -> None:
    """Elsewhere a colour is a token, so that both themes hold; what floats may brighten a sign on its dark ground."""
    allowed = {"tokens.css", "print.css", "floats.css"}
    found = [
        name
        for name in STYLES
        if name.rsplit("/", 1)[-1] not in allowed
        and re.search(r"#[0-9a-f]{3,8}\b", (STATIC / name).read_text("utf-8"))
    ]
    assert found == []
