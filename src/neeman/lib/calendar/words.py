"""Days in words: how far off, which weekday, and the Hebrew date. Hebrew and English."""

from __future__ import annotations

from datetime import date

from pyluach.dates import HebrewDate

_UNITS = (("day", 1, 14), ("week", 7, 60), ("month", 30, 730), ("year", 365, None))
_HEBREW = {
    "day": ("יום", "יומיים", "ימים"),
    "week": ("שבוע", "שבועיים", "שבועות"),
    "month": ("חודש", "חודשיים", "חודשים"),
    "year": ("שנה", "שנתיים", "שנים"),
}
"""One, two, many: Hebrew has a dual for measures of time."""
_NEAR = {
    "he": {-1: "אתמול", 0: "היום", 1: "מחר"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = {
    "he": ("יום ב׳", "יום ג׳", "יום ד׳", "יום ה׳", "יום ו׳", "שבת", "יום א׳"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
"""By `date.weekday()`."""


def span(days: int, language: str) -> str:
    """A length of time in its largest whole unit: 13 days, 2 weeks, 5 months, 2 years."""
    unit, size, _ = next(unit for unit in _UNITS if unit[2] is None or days < unit[2])
    count = days // size
    if _is_hebrew(language):
        one, two, many = _HEBREW[unit]
        return one if count == 1 else two if count == 2 else f"{count} {many}"
    return f"{count} {unit}" + ("" if count == 1 else "s")


def distance(day: date, today: date, language: str) -> str:
    """How far a day is from today: today, yesterday, in 3 days, 2 weeks ago. Always rounds down."""
    days = (day - today).days
    if near := _NEAR["he" if _is_hebrew(language) else "en"].get(days):
        return near
    length = span(abs(days), language)
    if _is_hebrew(language):
        return ("לפני " if days < 0 else "בעוד ") + length
    return f"{length} ago" if days < 0 else f"in {length}"


def relative_day(day: date, today: date, language: str) -> str:
    """The distance, and for a day further off than tomorrow also which it is: "בעוד שבועיים · יום ג׳ 24.03".

    The year is named where it is not this one. A past day is a distance only: "לפני יומיים".
    """
    said = distance(day, today, language)
    if (day - today).days <= 1:
        return said
    same = day.year == today.year
    if _is_hebrew(language):
        return f"{said} · {WEEKDAYS['he'][day.weekday()]} {day:{'%d.%m' if same else '%d.%m.%Y'}}"
    return f"{said} · {WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}{'' if same else f' {day.year}'}"


def weekday_letter(day: date, language: str) -> str:
    """The weekday at the head of a column: א׳ to ו׳ and ש׳, or Sun to Sat."""
    if not _is_hebrew(language):
        return WEEKDAYS["en"][day.weekday()]
    return f"{'בגדהושא'[day.weekday()]}׳"


def hebrew_date(day: date, *, year: bool = False) -> str:
    """The Hebrew date of a civil day: "כ״א באדר", with `year` "כ״א באדר תשפ״ו". It is the date until that day's sunset."""
    hebrew = HebrewDate.from_pydate(day)
    said = f"{hebrew.hebrew_day()} ב{hebrew.month_name(hebrew=True)}"
    return f"{said} {hebrew.hebrew_year()}" if year else said


def _is_hebrew(language: str) -> bool:
    return language.startswith("he")
