"""Every pair of ink and ground that the parts put together can be read, in the light and in the dark."""

from __future__ import annotations

import re

import pytest

from neeman.ui.assets import STATIC

pytestmark = pytest.mark.one_database

TONES = ("good", "watch", "lose", "grow", "both", "calm", "gold", "silver", "bronze")
GROUNDS = ("paper", "sheet", "well")
TEXT = 4.5
SIGN = 3.0

PAIRS = (
    [(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3", "act", "act-strong") for ground in GROUNDS]
    + [(tone, ground, TEXT) for tone in TONES for ground in ("sheet", "paper")]
    + [(tone, f"{tone}-soft", TEXT) for tone in (*TONES, "act")]
    + [("ink", f"{tone}-soft", TEXT) for tone in (*TONES, "act")]
    + [("act-strong", "act-soft", TEXT), ("on-act", "act", TEXT), ("on-act", "act-strong", TEXT)]
    + [("ink-2", "calm-soft", TEXT), ("on-float", "float", TEXT), ("on-float-2", "float", TEXT)]
    + [("edge", ground, SIGN) for ground in ("sheet", "paper")]
)


def tokens() -> dict[str, tuple[str, str]]:
    """Name -> (light, dark), of the tokens that are plain colours."""
    css = (STATIC / "ui/css/tokens.css").read_text("utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_measures() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_can_be_read(ink: str, ground: str, least: float, theme: int) -> None:
    known = tokens()
    assert contrast(known[ink][theme], known[ground][theme]) >= least
