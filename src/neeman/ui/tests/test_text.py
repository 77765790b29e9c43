"""Figures, money and dates in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from neeman.ui.text import Writer, markup, plain

pytestmark = pytest.mark.one_database

AS_OF = date(2026, 3, 10)


def bare(text: str) -> str:
    """Without isolates, hard spaces as plain ones."""
    return text.translate({0x2066: None, 0x2068: None, 0x2069: None, 0xA0: " "})


def test_a_quarter_is_not_read_as_a_month() -> None:
    assert bare(plain("he").quarter("2025-Q4")) == "רבעון 4, 2025"
    assert bare(plain("he").quarter("2025-Q4", short=True)) == "רב׳ 4, 2025"
    assert {bare(plain("en").quarter("2025-Q4", short=short)) for short in (True, False)} == {"Q4 2025"}
    assert markup("he").quarter("2025-Q4") == "<bdi>רבעון\xa04, 2025</bdi>"


@pytest.mark.parametrize(
    ("minor", "hebrew", "english"),
    [
        (123_456_00, "123,456 ₪", "₪123,456"),
        (-123_456_00, "-123,456 ₪", "-₪123,456"),
        (50, "1 ₪", "₪1"),
        (-50, "-1 ₪", "-₪1"),
        (-40, "0 ₪", "₪0"),
        (0, "0 ₪", "₪0"),
    ],
)
def test_money(minor: int, hebrew: str, english: str) -> None:
    assert bare(plain("he").money(minor)) == hebrew
    assert bare(plain("en").money(minor)) == english


@pytest.mark.parametrize(
    ("value", "hebrew", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (999.6, "1 א׳", "1K"),
        (1_234, "1.2 א׳", "1.2K"),
        (45_300, "45 א׳", "45K"),
        (999_499, "999 א׳", "999K"),
        (999_999, "1 מ׳", "1M"),
        (-1_250_000, "-1.3 מ׳", "-1.3M"),
        (21_400_000, "21.4 מ׳", "21.4M"),
        (388_000_000, "388 מ׳", "388M"),
        (12_345_678_901, "12.3 מיליארד", "12.3B"),
        (4_000_000_000_000, "4,000 מיליארד", "4,000B"),
    ],
)
def test_compact(value: float, hebrew: str, english: str) -> None:
    assert bare(plain("he").compact(value)) == hebrew
    assert bare(plain("en").compact(value)) == english


@pytest.mark.parametrize(
    ("share", "signed", "said"),
    [
        (0.168, False, "16.8%"),
        (0.8, False, "80%"),
        (0, False, "0%"),
        (0.0003, False, "<0.1%"),
        (-0.03, True, "-3%"),
        (0.03, True, "+3%"),
        (0, True, "0%"),
        (-0.0001, True, "0%"),
        (1.0005, False, "100.1%"),
    ],
)
def test_percent(share: float, signed: bool, said: str) -> None:
    assert bare(plain("he").percent(share, signed=signed)) == said


def test_exact_money_and_other_currencies() -> None:
    assert bare(plain("he").money(-1_234_50, exact=True)) == "-1,234.50 ₪"
    assert bare(plain("he").money(1_200_000_00, short=True)) == "1.2 מ׳ ₪"
    assert bare(plain("en").money(1_200_000_00, "USD", short=True)) == "$1.2M"
    assert bare(plain("en").money(-99_00, "CHF")) == "-CHF 99"
    assert bare(plain("he").money(5_00, signed=True)) == "+5 ₪"


def test_each_currency_has_its_own_minor_unit() -> None:
    assert bare(plain("he").money(1_234, "JPY")) == "1,234 JPY"
    assert bare(plain("he").money(1_234, "JPY", exact=True)) == "1,234 JPY"
    assert bare(plain("en").money(1_234_567, "KWD", exact=True)) == "KWD 1,234.567"
    assert bare(plain("en").money(1_500_000, "JPY", short=True)) == "JPY 1.5M"


def test_the_minus_is_inside_the_isolate_and_the_unit_outside() -> None:
    assert markup("he").money(-1_234_00) == '<bdi dir="ltr">-1,234</bdi>\u00a0₪'
    assert plain("he").money(-1_234_00) == "\u2066-1,234\u2069\u00a0₪"
    assert markup("he").percent(0.061) == '<bdi dir="ltr">6.1%</bdi>'
    assert markup("en").percent(0.0001) == '<bdi dir="ltr">&lt;0.1%</bdi>'


def test_names_are_escaped_and_isolated() -> None:
    assert markup("he").name("<b>רמון") == "<bdi>&lt;b&gt;רמון</bdi>"
    assert plain("he").name("Orbit בע״מ") == "\u2068Orbit בע״מ\u2069"
    assert hasattr(markup("he").ltr("054"), "__html__")
    assert not hasattr(plain("he").ltr("054"), "__html__")


@pytest.mark.parametrize(
    ("days", "hebrew", "english"),
    [
        (0, "היום", "today"),
        (-1, "אתמול", "yesterday"),
        (1, "מחר", "tomorrow"),
        (-2, "לפני יומיים", "2 days ago"),
        (2, "בעוד יומיים", "in 2 days"),
        (-13, "לפני 13 ימים", "13 days ago"),
        (-14, "לפני שבועיים", "2 weeks ago"),
        (-21, "לפני 3 שבועות", "3 weeks ago"),
        (-60, "לפני חודשיים", "2 months ago"),
        (-400, "לפני 13 חודשים", "13 months ago"),
        (-730, "לפני שנתיים", "2 years ago"),
        (1200, "בעוד 3 שנים", "in 3 years"),
    ],
)
def test_ago(days: int, hebrew: str, english: str) -> None:
    when = date.fromordinal(AS_OF.toordinal() + days)
    assert plain("he").ago(when, AS_OF) == hebrew
    assert plain("en").ago(when, AS_OF) == english


def test_days_and_moments() -> None:
    day, moment = date(2026, 3, 7), datetime(2026, 3, 7, 9, 5, tzinfo=UTC)
    assert [bare(w.day(day)) for w in (plain("he"), plain("en"))] == ["07.03.2026", "7 Mar 2026"]
    assert [bare(w.day(day, short=True)) for w in (plain("he"), plain("en"))] == ["07.03", "7 Mar"]
    assert [bare(w.moment(moment)) for w in (plain("he"), plain("en"))] == [
        "07.03.2026 09:05",
        "7 Mar 2026 09:05",
    ]
    assert [bare(w.month(day)) for w in (plain("he"), plain("en"))] == ["3/2026", "Mar 2026"]


@pytest.mark.parametrize("writer", [plain("he"), markup("he")])
def test_a_language_with_a_region_is_its_language(writer: Writer) -> None:
    assert Writer("he-IL", html=writer.html).money(100) == writer.money(100)
