"""Days on which a customer may be wished well: Jewish, Muslim, Christian and Druze, and the civil new year.

Not a religious authority. The Muslim days hang on the sight of the moon: the `holidays` package reckons them (its calendar of
Jordan), so each is `estimated` and may be a day off. Easter is given by both reckonings. The Druze days stand on the fixed
dates of Israel's days of rest for Druze. Ramadan's first day is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from neeman.lib.calendar.israel import named_days


class Community(StrEnum):
    """Whose day it is."""

    JEWISH = "jewish"
    MUSLIM = "muslim"
    CHRISTIAN = "christian"
    DRUZE = "druze"
    CIVIL = "civil"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day of a community. `wish_he` is empty where wishing would be out of place (fasts, memorial days, second days).

    `estimated`: the date is reckoned and may be a day off. A Jewish day begins on the evening before.
    """

    date: date
    key: str
    community: Community
    he: str
    en: str
    wish_he: str = ""
    wish_en: str = ""
    estimated: bool = False

    @property
    def may_be_wished(self) -> bool:
        """Whether a greeting fits."""
        return bool(self.wish_he)


_Words = tuple[str, str, str, str]
_FIXED: tuple[tuple[int, int, str, Community, _Words], ...] = (
    (1, 1, "new_year", Community.CIVIL, ("השנה האזרחית החדשה", "New Year", "שנה אזרחית טובה", "Happy New Year")),
    (1, 7, "christmas_orthodox", Community.CHRISTIAN, ("חג המולד האורתודוקסי", "Orthodox Christmas", "חג מולד שמח", "Merry Christmas")),
    (1, 25, "nabi_khidr", Community.DRUZE, ("חג הנביא אל-ח׳דר", "Nabi al-Khidr", "חג שמח", "Happy holiday")),
    (4, 25, "nabi_shuayb", Community.DRUZE, ("חג הנביא שועייב", "Nabi Shu'ayb", "חג שמח", "Happy holiday")),
    (9, 10, "nabi_sabalan", Community.DRUZE, ("חג הנביא סבלאן", "Nabi Sabalan", "חג שמח", "Happy holiday")),
    (12, 25, "christmas", Community.CHRISTIAN, ("חג המולד", "Christmas", "חג מולד שמח", "Merry Christmas")),
)  # fmt: skip
_EASTER = ("חג הפסחא", "Easter", "חג פסחא שמח", "Happy Easter")
_EASTER_ORTHODOX = ("חג הפסחא האורתודוקסי", "Orthodox Easter", "חג פסחא שמח", "Happy Easter")
_ADHA = ("עיד אל-אדחא", "Eid al-Adha", "עיד אל-אדחא מובארק", "Eid Mubarak")
_MOVING: tuple[tuple[str, str, str, Community, _Words], ...] = (
    ("Jordan", "Islamic New Year", "hijri_new_year", Community.MUSLIM, ("ראש השנה המוסלמי", "Islamic New Year", "שנה טובה", "Happy New Year")),
    ("Jordan", "Prophet's Birthday", "mawlid", Community.MUSLIM, ("הולדת הנביא", "Mawlid", "חג שמח", "Happy Mawlid")),
    ("Jordan", "Eid al-Fitr", "eid_al_fitr", Community.MUSLIM, ("עיד אל-פיטר", "Eid al-Fitr", "עיד אל-פיטר מובארק", "Eid Mubarak")),
    ("Jordan", "Eid al-Adha", "eid_al_adha", Community.MUSLIM, _ADHA),
    ("Jordan", "Eid al-Adha", "eid_al_adha_druze", Community.DRUZE, _ADHA),
    ("Poland", "Easter Sunday", "easter", Community.CHRISTIAN, _EASTER),
    ("Cyprus", "Easter Sunday", "easter_orthodox", Community.CHRISTIAN, _EASTER_ORTHODOX),
)  # fmt: skip
_ESTIMATED = " (estimated)"


def holidays_between(
    first: date, last: date, communities: frozenset[Community] = frozenset(Community)
) -> tuple[Holiday, ...]:
    """The days of those communities from `first` to `last`, both included, by date and key."""
    return tuple(
        day
        for year in range(first.year, last.year + 1)
        for day in _of_year(year)
        if first <= day.date <= last and day.community in communities
    )


@lru_cache(maxsize=32)
def _of_year(year: int) -> tuple[Holiday, ...]:
    jewish = (
        Holiday(day.date, day.key, Community.JEWISH, day.he, day.en, day.wish_he, day.wish_en)
        for day in named_days(year)
    )
    fixed = (Holiday(date(year, month, day), key, of, *words) for month, day, key, of, words in _FIXED)
    return tuple(sorted((*jewish, *fixed, *_moving(year)), key=lambda day: (day.date, day.key)))


def _moving(year: int) -> Iterator[Holiday]:
    import holidays  # here: few pages greet, and every process would carry it

    for country, name, key, community, words in _MOVING:
        known = holidays.country_holidays(country, years=year, language="en_US")
        for day, names in sorted(known.items()):
            said = next((said for said in names.split("; ") if said.removesuffix(_ESTIMATED) == name), None)
            if said:
                yield Holiday(day, key, community, *words, estimated=said.endswith(_ESTIMATED))
