from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.calendar import hebrew_date, parse_day, relative_day
from neeman.lib.dates import DateError

TODAY = date(2026, 3, 10)  # a Tuesday, 21 Adar


@pytest.mark.parametrize(
    ("day", "hebrew", "english"),
    [
        ("2026-03-10", "היום", "today"),
        ("2026-03-11", "מחר", "tomorrow"),
        ("2026-03-09", "אתמול", "yesterday"),
        ("2026-03-08", "לפני יומיים", "2 days ago"),
        ("2026-03-12", "בעוד יומיים · יום ה׳ 12.03", "in 2 days · Thu 12 Mar"),
        ("2026-03-24", "בעוד שבועיים · יום ג׳ 24.03", "in 2 weeks · Tue 24 Mar"),
        ("2027-01-03", "בעוד 9 חודשים · יום א׳ 03.01.2027", "in 9 months · Sun 3 Jan 2027"),
        ("2025-12-01", "לפני 3 חודשים", "3 months ago"),
    ],
)
def test_a_day_in_words(day: str, hebrew: str, english: str) -> None:
    assert relative_day(date.fromisoformat(day), TODAY, "he") == hebrew
    assert relative_day(date.fromisoformat(day), TODAY, "en") == english


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-10", "כ״א באדר תשפ״ו"),
        ("2024-03-24", "י״ד באדר ב׳ תשפ״ד"),
        ("2024-02-23", "י״ד באדר א׳ תשפ״ד"),
        ("2026-09-12", "א׳ בתשרי תשפ״ז"),
        ("2025-11-21", "א׳ בכסלו תשפ״ו"),
        ("2025-08-04", "י׳ באב תשפ״ה"),
        ("2025-10-08", "ט״ז בתשרי תשפ״ו"),
    ],
)
def test_the_hebrew_date(day: str, said: str) -> None:
    assert hebrew_date(date.fromisoformat(day), year=True) == said
    assert said.startswith(hebrew_date(date.fromisoformat(day)) + " ")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("היום", "2026-03-10"),
        ("מחר", "2026-03-11"),
        ("מחרתיים", "2026-03-12"),
        ("אתמול", "2026-03-09"),
        ("Tomorrow", "2026-03-11"),
        ("יום ג", "2026-03-17"),  # today is one: the next is meant
        ("יום ג׳", "2026-03-17"),
        ("ג'", "2026-03-17"),
        ("יום רביעי", "2026-03-11"),
        ("ביום ראשון", "2026-03-15"),
        ("בשבת", "2026-03-14"),
        ("יום שני הקרוב", "2026-03-16"),
        ("יום ה הבא", "2026-03-19"),
        ("next thu", "2026-03-19"),
        ("Monday", "2026-03-16"),
        ("בעוד שבועיים", "2026-03-24"),
        ("עוד שבוע", "2026-03-17"),
        ("שבוע הבא", "2026-03-17"),
        ("בשבוע הבא", "2026-03-17"),
        ("בעוד יומיים", "2026-03-12"),
        ("בעוד 10 ימים", "2026-03-20"),
        ("בעוד שלושה שבועות", "2026-03-31"),
        ("שבועיים", "2026-03-24"),
        ("3 weeks", "2026-03-31"),
        ("in a week", "2026-03-17"),
        ("in 2 weeks", "2026-03-24"),
        ("next month", "2026-04-10"),
        ("חודש הבא", "2026-04-10"),
        ("בעוד חודש", "2026-04-10"),
        ("בעוד חודשיים", "2026-05-10"),
        ("לפני שבוע", "2026-03-03"),
        ("2 days ago", "2026-03-08"),
        ("15.3", "2026-03-15"),
        ("10.3", "2026-03-10"),
        ("9.3", "2027-03-09"),
        ("15/3", "2026-03-15"),
        ("ב-15.3", "2026-03-15"),
        ("29.2", "2028-02-29"),
        ("15 במרץ", "2026-03-15"),
        ("15 march", "2026-03-15"),
        ("15.3.27", "2027-03-15"),
        ("2026-04-01", "2026-04-01"),
        ("ב-15 לחודש", "2026-03-15"),
        ("ב-5", "2026-04-05"),
        ("אחרי החגים", "2026-04-09"),
        ("אחרי פסח", "2026-04-09"),
        ("אחרי החג", "2026-04-09"),
        ("\u200fמחר!", "2026-03-11"),
    ],
)
def test_a_day_as_typed(text: str, day: str) -> None:
    assert str(parse_day(text, TODAY)) == day


@pytest.mark.parametrize(
    "text", ["", "בקרוב", "בעוד הרבה ימים", "32.1", "30.2", "7.13", "in many days", "יום", "99999"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_day(text, TODAY)


@given(st.text())
def test_nothing_typed_breaks_it(text: str) -> None:
    try:
        parse_day(text, TODAY)
    except DateError:
        return


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(2, 300))
def test_what_is_written_can_be_read(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for language in ("he", "en"):
        _, which = relative_day(day, today, language).split(" · ")
        figures = which.split(" ")[-1] if language == "he" else which.split(" ", 1)[1]
        assert parse_day(figures, today) == day
