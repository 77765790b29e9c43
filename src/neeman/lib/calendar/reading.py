"""Days as people type them: "מחר", "יום ג", "בעוד שבועיים", "15.3", "אחרי החגים", "in 2 weeks", "next Tue"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from neeman.lib.calendar.israel import named_days
from neeman.lib.calendar.proposing import Months, later
from neeman.lib.dates import month_number, parse_date
from neeman.lib.signs import plain_text

_NEAR = {
    "היום": 0, "today": 0,
    "מחר": 1, "tomorrow": 1,
    "מחרתיים": 2,
    "אתמול": -1, "yesterday": -1,
    "שלשום": -2,
}  # fmt: skip
_WEEKDAYS = {
    word: number
    for number, words in enumerate((
        "ב שני mon monday",
        "ג שלישי tue tues tuesday",
        "ד רביעי wed wednesday",
        "ה חמישי thu thurs thursday",
        "ו שישי fri friday",
        "ש שבת sat saturday",
        "א ראשון sun sunday",
    ))
    for word in words.split()
}  # fmt: skip
_UNITS: dict[str, tuple[int, timedelta | Months]] = {
    word: (count, unit)
    for words, count, unit in (
        ("יום ימים day days", 1, timedelta(days=1)),
        ("יומיים", 2, timedelta(days=1)),
        ("שבוע שבועות week weeks", 1, timedelta(days=7)),
        ("שבועיים", 2, timedelta(days=7)),
        ("חודש חודשים month months", 1, Months(1)),
        ("חודשיים", 2, Months(1)),
        ("שנה שנים year years", 1, Months(12)),
        ("שנתיים", 2, Months(12)),
    )
    for word in words.split()
}
_COUNTS = {
    word: number
    for number, words in enumerate((
        "אחד אחת a an one", "שני שתי שניים שתיים two", "שלושה שלוש three", "ארבעה ארבע four", "חמישה חמש five",
        "שישה שש six", "שבעה שבע seven", "שמונה eight", "תשעה תשע nine", "עשרה עשר ten",
    ), 1)
    for word in words.split()
}  # fmt: skip
_LENGTH = re.compile(
    r"(?P<sign>בעוד|עוד|לפני|in|\+)?\s*(?:(?P<count>\d{1,3}|[^\W\d_]+)\s+)?(?P<unit>[^\W\d_]+)(?P<ago>\s+ago)?"
)
_DAY_MONTH = re.compile(r"ב?-?(?P<day>\d{1,2})[./](?P<month>\d{1,2})\.?")
_DAY_WORD = re.compile(r"ב?-?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[^\W\d_]+)")
_OF_MONTH = re.compile(r"(?:ב-?|ה-?|the )(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: לחודש| בחודש)?")
_MARKS = str.maketrans("", "", "'׳\"״?!,")


def parse_day(text: str, today: date) -> date:
    """The day that was meant, as seen from today.

    A weekday is the next one after today ("יום ג הבא", "next Tue": the one of next week, which begins on Sunday); a day
    without a year is the next that comes; "אחרי החג" is the day after the festival that is on or next, "אחרי החגים" the
    day after Simchat Torah or Pesach. Raises `DateError` as `parse_date` does.
    """
    words = " ".join(plain_text(text).translate(_MARKS).lower().split())
    found = (
        _near(words, today)
        or _weekday(words, today)
        or _after_festival(words, today)
        or _of_length(words, today)
        or _of_the_year(words, today)
        or _of_the_month(words, today)
    )
    return found or parse_date(words)


def _near(words: str, today: date) -> date | None:
    ahead = _NEAR.get(words)
    return None if ahead is None else today + timedelta(days=ahead)


def _weekday(words: str, today: date) -> date | None:
    bare = re.sub(r"^(?:next |ב?יום |ב(?=שבת|ראשון|שני|שלישי|רביעי|חמישי|שישי))", "", words)
    bare = re.sub(r" ה(?:בא|קרוב)ה?$", "", bare)
    number = _WEEKDAYS.get(bare)
    if number is None:
        return None
    following = words.startswith("next ") or words.endswith((" הבא", " הבאה"))
    if following:
        sunday = today + timedelta(days=7 - (today.weekday() + 1) % 7)
        return sunday + timedelta(days=(number + 1) % 7)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _of_length(words: str, today: date) -> date | None:
    words = re.sub(r"^(?:ב?ה?)?(שבוע|חודש|שנה) הבאה?$|^next (week|month|year)$", r"בעוד \1\2", words)
    found = _LENGTH.fullmatch(words)
    if not found or found["unit"] not in _UNITS:
        return None
    count, unit = _UNITS[found["unit"]]
    if written := found["count"]:
        times = int(written) if written.isdigit() else _COUNTS.get(written)
        if times is None:
            return None
        count *= times
    elif count == 1 and not found["sign"] and not found["ago"]:
        return None  # "יום" alone is no length
    if found["sign"] == "לפני" or found["ago"]:
        count = -count
    return later(today, unit * count if isinstance(unit, timedelta) else Months(unit.count * count))


def _of_the_year(words: str, today: date) -> date | None:
    if found := _DAY_MONTH.fullmatch(words):
        month = int(found["month"])
    elif found := _DAY_WORD.fullmatch(words):
        month = month_number(found["month"]) or 0
    if not found or not month:
        return None
    years = range(today.year, today.year + 9)  # 29 February may be eight years off
    possible = (_day_of(year, month, int(found["day"])) for year in years)
    coming = next((day for day in possible if day and day >= today), None)
    return coming or parse_date(f"{found['day']}.{month}.{today.year}")


def _of_the_month(words: str, today: date) -> date | None:
    found = _OF_MONTH.fullmatch(words)
    if not found:
        return None
    months = (later(today.replace(day=1), Months(ahead)) for ahead in range(3))
    possible = (_day_of(month.year, month.month, int(found["day"])) for month in months)
    return next((day for day in possible if day and day > today), None)


def _after_festival(words: str, today: date) -> date | None:
    if words == "אחרי החגים":
        ends = {"simchat_torah", "pesach_7"}
    elif words in {"אחרי החג", "after the holiday", "after the holidays"}:
        ends = {"rosh_hashana_2", "kippur", "simchat_torah", "pesach_7", "independence_day", "shavuot"}
    elif words == "אחרי פסח":
        ends = {"pesach_7"}
    else:
        return None
    coming = (*named_days(today.year), *named_days(today.year + 1))
    return next(day.date for day in coming if day.key in ends and day.date >= today) + timedelta(days=1)


def _day_of(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)
