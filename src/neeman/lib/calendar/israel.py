"""The days of the Hebrew and Israeli year, each with its weight for work and what may be wished on it.

Computed from the Hebrew calendar (pyluach) by the laws that move them off Shabbat: Yom HaShoah (1959, as amended 1997),
Memorial and Independence Day (as amended 2004), the fast of Av. Every day here is a civil one; a festival's evening
before belongs to its eve, an evening of mourning to the day before it (`evening_of_mourning`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from pyluach.dates import HebrewDate
from pyluach.hebrewcal import Year


class DayKind(StrEnum):
    """What a day is for whoever wants to reach people, from the lightest to what outweighs all others."""

    WORK = "work"
    BETWEEN = "between"
    """Intermediate days of Pesach and Sukkot, and Purim: many are off, some work the morning."""
    EVE = "eve"
    """A Friday or the eve of a festival: the morning only."""
    MOURNING = "mourning"
    """Memorial days and the fast of Av: nobody is approached."""
    REST = "rest"
    """Shabbat and festivals."""

    @property
    def weight(self) -> int:
        """Of two kinds that meet on one day, the heavier decides."""
        return list(DayKind).index(self)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with a name. `wish_he`, `wish_en`: what may be wished; empty where wishing would be out of place."""

    date: date
    key: str
    kind: DayKind
    he: str
    en: str
    wish_he: str = ""
    wish_en: str = ""


NISAN, IYAR, SIVAN, AV, ELUL, TISHREI, KISLEV, SHVAT, ADAR = 1, 2, 3, 5, 6, 7, 9, 11, 12
MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6

_PESACH = ("פסח", "Pesach", "חג פסח שמח", "Happy Pesach")
_SUKKOT = ("סוכות", "Sukkot", "חג סוכות שמח", "Happy Sukkot")
_NEW_YEAR = ("ראש השנה", "Rosh Hashana", "שנה טובה ומתוקה", "Shana tova")
_KIPPUR = ("יום כיפור", "Yom Kippur", "גמר חתימה טובה", "Gmar chatima tova")
_TORAH = ("שמחת תורה", "Simchat Torah", "חג שמח", "Chag sameach")
_SHAVUOT = ("שבועות", "Shavuot", "חג שבועות שמח", "Happy Shavuot")

_FIXED: tuple[tuple[int, int, str, DayKind, tuple[str, str, str, str]], ...] = (
    (ELUL, 29, "rosh_hashana_eve", DayKind.EVE, ("ערב ראש השנה", "Rosh Hashana eve", *_NEW_YEAR[2:])),
    (TISHREI, 1, "rosh_hashana", DayKind.REST, _NEW_YEAR),
    (TISHREI, 2, "rosh_hashana_2", DayKind.REST, (*_NEW_YEAR[:2], "", "")),
    (TISHREI, 9, "kippur_eve", DayKind.EVE, ("ערב יום כיפור", "Yom Kippur eve", *_KIPPUR[2:])),
    (TISHREI, 10, "kippur", DayKind.REST, (*_KIPPUR[:2], "", "")),
    (TISHREI, 14, "sukkot_eve", DayKind.EVE, ("ערב סוכות", "Sukkot eve", *_SUKKOT[2:])),
    (TISHREI, 15, "sukkot", DayKind.REST, _SUKKOT),
    *(
        (TISHREI, day, "sukkot_between", DayKind.BETWEEN, ("חול המועד סוכות", "Chol HaMoed Sukkot", "", ""))
        for day in range(16, 21)
    ),
    (TISHREI, 21, "simchat_torah_eve", DayKind.EVE, ("הושענא רבה", "Hoshana Raba", "", "")),
    (TISHREI, 22, "simchat_torah", DayKind.REST, _TORAH),
    (KISLEV, 25, "hanukkah", DayKind.WORK, ("חנוכה", "Hanukkah", "חג אורים שמח", "Happy Hanukkah")),
    (SHVAT, 15, "tu_bishvat", DayKind.WORK, ("ט״ו בשבט", "Tu BiShvat", "ט״ו בשבט שמח", "Happy Tu BiShvat")),
    (NISAN, 14, "pesach_eve", DayKind.EVE, ("ערב פסח", "Pesach eve", *_PESACH[2:])),
    (NISAN, 15, "pesach", DayKind.REST, _PESACH),
    *(
        (NISAN, day, "pesach_between", DayKind.BETWEEN, ("חול המועד פסח", "Chol HaMoed Pesach", "", ""))
        for day in range(16, 20)
    ),
    (NISAN, 20, "pesach_7_eve", DayKind.EVE, ("ערב שביעי של פסח", "Eve of Pesach's last day", "", "")),
    (NISAN, 21, "pesach_7", DayKind.REST, ("שביעי של פסח", "Pesach's last day", "", "")),
    (NISAN, 22, "mimouna", DayKind.WORK, ("מימונה", "Mimouna", "תרבחו ותסעדו", "Happy Mimouna")),
    (IYAR, 18, "lag_baomer", DayKind.WORK, ("ל״ג בעומר", "Lag BaOmer", "ל״ג בעומר שמח", "Happy Lag BaOmer")),
    (IYAR, 28, "jerusalem_day", DayKind.WORK, ("יום ירושלים", "Jerusalem Day", "", "")),
    (SIVAN, 5, "shavuot_eve", DayKind.EVE, ("ערב שבועות", "Shavuot eve", *_SHAVUOT[2:])),
    (SIVAN, 6, "shavuot", DayKind.REST, _SHAVUOT),
)


def named_days(year: int) -> tuple[NamedDay, ...]:
    """The named days of a civil year, by date. A date may have two (the intermediate days and a fast, say)."""
    return tuple(day for days in _by_date(year).values() for day in days)


def named_on(day: date) -> NamedDay | None:
    """The name that weighs most on that day for work, or None."""
    found = _by_date(day.year).get(day, ())
    return max(found, key=lambda named: named.kind.weight, default=None)


def evening_of_mourning(day: date) -> bool:
    """Whether a day of mourning begins on that day's evening."""
    following = named_on(day + timedelta(days=1))
    return following is not None and following.kind is DayKind.MOURNING


@lru_cache(maxsize=64)
def _by_date(year: int) -> dict[date, tuple[NamedDay, ...]]:
    """Two Hebrew years meet in a civil one."""
    days = sorted(
        (
            day
            for hebrew in (year + 3760, year + 3761)
            for day in _of_hebrew_year(hebrew)
            if day.date.year == year
        ),
        key=lambda named: named.date,
    )
    found: dict[date, tuple[NamedDay, ...]] = {}
    for day in days:
        found[day.date] = (*found.get(day.date, ()), day)
    return found


def _of_hebrew_year(year: int) -> Iterator[NamedDay]:
    for month, day, key, kind, words in _FIXED:
        yield NamedDay(_civil(year, month, day), key, kind, *words)
    yield from _purim(year)
    yield from _days_of_the_state(year)
    fast = _civil(year, AV, 9)
    fast += timedelta(days=fast.weekday() == SATURDAY)
    yield NamedDay(fast, "tisha_bav", DayKind.MOURNING, "תשעה באב", "Tisha B'Av")


def _purim(year: int) -> Iterator[NamedDay]:
    month = ADAR + Year(year).leap
    wishes = ("פורים שמח", "Happy Purim")
    yield NamedDay(_civil(year, month, 14), "purim", DayKind.BETWEEN, "פורים", "Purim", *wishes)
    yield NamedDay(_civil(year, month, 15), "shushan_purim", DayKind.WORK, "שושן פורים", "Shushan Purim")


def _days_of_the_state(year: int) -> Iterator[NamedDay]:
    holocaust = _civil(year, NISAN, 27)
    holocaust += timedelta(days={FRIDAY: -1, SUNDAY: 1}.get(holocaust.weekday(), 0))
    independence = _civil(year, IYAR, 5)
    independence += timedelta(days={FRIDAY: -1, SATURDAY: -2, MONDAY: 1}.get(independence.weekday(), 0))
    memorial = independence - timedelta(days=1)
    yield NamedDay(
        holocaust,
        "holocaust_day",
        DayKind.MOURNING,
        "יום הזיכרון לשואה ולגבורה",
        "Holocaust Remembrance Day",
    )
    yield NamedDay(memorial, "memorial_day", DayKind.MOURNING, "יום הזיכרון", "Memorial Day")
    yield NamedDay(
        independence,
        "independence_day",
        DayKind.REST,
        "יום העצמאות",
        "Independence Day",
        "יום עצמאות שמח",
        "Happy Independence Day",
    )


def _civil(year: int, month: int, day: int) -> date:
    civil: date = HebrewDate(year, month, day).to_pydate()
    return civil
