"""Dates as files write them, read under an order that was decided for the whole column and never swapped.

`decide_day_month_order` looks at every value and counts what tells; `parse_date` then reads each value in that
order or says why it cannot. "07/03/2026" alone is nobody's date: the column says whether it is March or July.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from neeman.lib.reasons import ReasonError
from neeman.lib.signs import plain_text


class Order(StrEnum):
    """Which part of "07/03/2026" comes first. Values that start with a four-digit year need no order."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DateError(ReasonError):
    """Codes: `date_empty`, `date_unreadable`, `date_no_such_month` (month), `date_no_such_day` (day, month,
    year, days_in_month), `date_other_order` (order: the column's), `date_serial` (number), `date_leap_bug`."""


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """The order of a column and what speaks for it.

    `day_first` and `month_first`: values that can only be read so (a part above 12); `either`: values that fit
    both; `settled_alone`: ISO dates, serials, month words and real dates; `unreadable`: no date at all.
    `sure` is False where nothing decided (the default was taken) or where the column contradicts itself.
    """

    order: Order
    sure: bool
    day_first: int
    month_first: int
    either: int
    settled_alone: int
    unreadable: int

    @property
    def reason(self) -> str:
        """`contradiction`, `day_above_12`, `month_first_only`, `no_order_needed` or `default`."""
        if self.day_first and self.month_first:
            return "contradiction"
        if self.day_first or self.month_first:
            return "day_above_12" if self.day_first else "month_first_only"
        return "default" if self.either else "no_order_needed"


_MONTH_WORDS = (
    "january jan ינואר ינו", "february feb פברואר פבר", "march mar מרץ מרס", "april apr אפריל אפר", "may מאי",
    "june jun יוני יונ", "july jul יולי יול", "august aug אוגוסט אוג", "september sep sept ספטמבר ספט",
    "october oct אוקטובר אוק", "november nov נובמבר נוב", "december dec דצמבר דצמ דצ",
)  # fmt: skip
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}

_TIME = r"(?:[T ,]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s*(?P<pm>[AaPp]\.?[Mm]\.?)?(?:Z|\s*[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/. ])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}")
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})([-/. ])(?P<b>\d{{1,2}})\2(?P<y>\d{{4}}|\d{{2}}){_TIME}")
_DAY_WORD = re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?:of |ב)?[-]?(?P<w>[^\W\d_]+)['׳.]?[-/., ]*(?P<y>\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)  # fmt: skip
_WORD_DAY = re.compile(rf"(?P<w>[^\W\d_]+)\.?[-/. ]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(?P<y>\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)  # fmt: skip
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(
    r"^(?:(?:יום\s+)?(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת|[א-ש]['׳]?),?\s+|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)",
    re.IGNORECASE,
)

_SERIAL_LEAP_BUG = 60
"""Excel's 29 February 1900, a day that never was, kept from Lotus 1-2-3."""
_SERIALS_IN_TEXT = range(20_000, 60_000)  # 1954..2064: a five-digit text outside is a number, not a date
_SERIAL_END = 2_958_466  # 31 December 9999


def parse_date(value: object, order: Order = Order.DAY_FIRST, *, date1904: bool = False) -> date:
    """One cell as a date, by the column's decided order. Raises `DateError` with what is wrong.

    Two-digit years: 00..68 are 20xx, 69..99 are 19xx. A time of day is dropped; see `parse_datetime`.
    `date1904`: numbers count from 1904 (workbooks of old Macs).
    """
    return parse_datetime(value, order, date1904=date1904).date()


def parse_datetime(value: object, order: Order = Order.DAY_FIRST, *, date1904: bool = False) -> datetime:
    """The same with its time of day (midnight where none is given), naive: the file's own clock."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_number(value, date1904=date1904)
    text = plain_text("" if value is None else str(value))
    if not text:
        raise DateError("date_empty", value=value)
    return _of_text(text, order, date1904=date1904)


def decide_day_month_order(values: Iterable[object], default: Order = Order.DAY_FIRST) -> OrderDecision:
    """The order of a whole column. Count each distinct value as often as it occurs, or once: both are fine.

    A contradiction takes the side with more evidence, is not `sure`, and leaves the other side's values
    unreadable (`date_other_order`): they are reported, never swapped.
    """
    counts = {"day_first": 0, "month_first": 0, "either": 0, "settled_alone": 0, "unreadable": 0}
    for value in values:
        if kind := _evidence(value):
            counts[kind] += 1
    day, month = counts["day_first"], counts["month_first"]
    order = default if day == month else Order.DAY_FIRST if day > month else Order.MONTH_FIRST
    decided = (day > 0) != (month > 0)
    return OrderDecision(order, decided or not (day or month or counts["either"]), **counts)


def month_number(word: str) -> int | None:
    """1..12 for a month's name or short form in Hebrew or English ("במרץ", "Sept", "ינו׳"), else None."""
    bare = word.lower().strip("'׳.")
    return _MONTHS.get(bare) or _MONTHS.get(bare.removeprefix("ב"))


Evidence = Literal["day_first", "month_first", "either", "settled_alone", "unreadable", ""]


def _evidence(value: object) -> Evidence:
    if value is None or value == "":
        return ""
    if isinstance(value, (date, int, float)) and not isinstance(value, bool):
        return "settled_alone"
    text = plain_text(str(value))
    found = _NUMERIC.fullmatch(_WEEKDAY.sub("", text))
    if found:
        first, second = int(found["a"]), int(found["b"])
        if first == second and first <= 12:
            return "settled_alone"
        if first > 12 or second > 12:
            return (
                "unreadable" if first > 12 and second > 12 else "day_first" if first > 12 else "month_first"
            )
        return "either" if first and second else "unreadable"
    try:
        _of_text(text, Order.DAY_FIRST, date1904=False)
    except DateError as refusal:
        return "" if refusal.code == "date_empty" else "unreadable"
    return "settled_alone"


def _of_text(text: str, order: Order, *, date1904: bool) -> datetime:
    text = _WEEKDAY.sub("", text)
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _build(found, int(found["y"]), int(found["m"]), int(found["d"]))
    if found := _NUMERIC.fullmatch(text):
        return _of_parts(found, order, text)
    if _SERIAL.fullmatch(text) and int(text[:5]) in _SERIALS_IN_TEXT:
        return _of_number(float(text), date1904=date1904)
    found = _DAY_WORD.fullmatch(text) or _WORD_DAY.fullmatch(text)
    month = month_number(found["w"]) if found else None
    if not found or not month:
        raise DateError("date_unreadable", value=text)
    return _build(found, _full_year(found["y"]), month, int(found["d"]))


def _of_parts(found: re.Match[str], order: Order, text: str) -> datetime:
    first, second = int(found["a"]), int(found["b"])
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    if month > 12 and 1 <= day <= 12:
        raise DateError("date_other_order", value=text, order=str(order))
    return _build(found, _full_year(found["y"]), month, day)


def _build(found: re.Match[str], year: int, month: int, day: int) -> datetime:
    if not 1 <= month <= 12:
        raise DateError("date_no_such_month", value=found.group(), month=month)
    if not year:
        raise DateError("date_unreadable", value=found.group())
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise DateError(
            "date_no_such_day", value=found.group(), day=day, month=month, year=year, days_in_month=days
        )
    return datetime.combine(date(year, month, day), _time_of(found))


def _time_of(found: re.Match[str]) -> time:
    parts = found.groupdict()
    if not parts.get("h"):
        return time()
    hour, minute, second = int(parts["h"]), int(parts["min"]), int(parts["s"] or 0)
    if parts["pm"]:
        hour = hour % 12 + (12 if parts["pm"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise DateError("date_unreadable", value=found.group())
    return time(hour, minute, second)


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year <= 68 else 1900)


def _of_number(number: float, *, date1904: bool) -> datetime:
    """A spreadsheet's serial day, or a yyyymmdd that became a number."""
    compact = _COMPACT.fullmatch(str(int(number))) if abs(number) < 10**9 and number == int(number) else None
    if compact:
        return _build(compact, int(compact["y"]), int(compact["m"]), int(compact["d"]))
    if not 1 <= number < _SERIAL_END - (1462 if date1904 else 0):
        raise DateError("date_serial", value=number)
    days, seconds = divmod(round(number * 86_400), 86_400)
    if date1904:
        return datetime(1904, 1, 1) + timedelta(days=days, seconds=seconds)  # noqa: DTZ001 - the file's own clock
    if days == _SERIAL_LEAP_BUG:
        raise DateError("date_leap_bug", value=number)
    return datetime(1899, 12, 31 if days < _SERIAL_LEAP_BUG else 30) + timedelta(days=days, seconds=seconds)  # noqa: DTZ001
