"""Hebrew with foreign runs in it reads right on a telephone that knows no markup."""

from __future__ import annotations

import pytest

from neeman.channels.wording.isolating import LRI, PDI, RLM, isolate


@pytest.mark.parametrize(
    "text",
    [
        "Hello, 24.03.2026",
        "שלום דנה",
        "נתראה ב-24.03.2026 בשעה 10:30",
        "סכום: 4,800 ₪",
        "טלפון 050-123-4567",
        "חברת Smart Home שלום",
        "הקישור https://example.com/q/1042/ כאן",
        "לכתוב אל dana@example.com בבקשה",
        "הנחה של 10% היום",
        "הנגרים 3, 03-1234567",
    ],
)
def test_what_is_right_by_itself_is_left_alone(text: str) -> None:
    assert isolate(text) == text


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("יתרה -1,234 ₪", "-1,234"),
        ("טלפון +972 50 123 4567 תודה", "+972 50 123 4567"),
        ("טלפון 050 123 4567.", "050 123 4567"),
        ("מתכנת C++ מנוסה", "C++"),
        ("דגם 12-A חדש", "12-A"),
        ("חייגו *2700 עכשיו", "*2700"),
    ],
)
def test_what_would_be_torn_apart_is_held_together(text: str, run: str) -> None:
    assert isolate(text) == text.replace(run, f"{LRI}{run}{PDI}")


def test_a_line_that_begins_with_a_foreign_word_runs_to_the_left() -> None:
    said = isolate("שלום\nNeeman שמחה להציע\nhttps://example.com/a")
    assert said == f"שלום\n{RLM}Neeman שמחה להציע\nhttps://example.com/a"


def test_every_isolate_is_closed() -> None:
    said = isolate("א -5 ב +3 50 ג 7-Z")
    assert said.count(LRI) == said.count(PDI) == 3
