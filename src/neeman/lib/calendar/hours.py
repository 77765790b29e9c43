"""The hours in which people are reached: windows of each day, the next of them, and time counted only inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from neeman.lib.calendar.israel import FRIDAY, SATURDAY, DayKind, evening_of_mourning, named_on
from neeman.lib.calendar.sun import nightfall

MESSAGE_START, MESSAGE_END, MESSAGE_EVE_END = time(9), time(20), time(13)
"""No statute names quiet hours; this is what people expect."""
EVENING = time(18)
"""A day of mourning begins the evening before: from here on nothing is sent."""
_REACH = 60
"""Days in which an open one is found for certain: the longest closed run of a week with one open day is far shorter."""

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a business works, by the wall clock of `zone`.

    `short_days`, `rest_days`: weekdays as `date.weekday()` counts them (Monday 0). Where `keeps_hebrew`, festivals, their
    eves and days of mourning close as well. `after_rest`: open from an hour after nightfall when Shabbat or a
    festival goes out, until `end`. Raises `ValueError` where no weekday would be a whole one or a day would have no hours.
    """

    zone: ZoneInfo
    start: time = time(9)
    end: time = time(18)
    eve_end: time = time(13)
    keeps_hebrew: bool = True
    short_days: frozenset[int] = frozenset({FRIDAY})
    rest_days: frozenset[int] = frozenset({SATURDAY})
    after_rest: bool = False

    def __post_init__(self) -> None:
        if not self.start < self.end or not self.start < self.eve_end:
            raise ValueError("a day begins before it ends")
        if set(range(7)) <= self.short_days | self.rest_days:
            raise ValueError("no whole working day in the week")

    def for_messages(self) -> WorkingHours:
        """The hours in which a message may reach somebody: never outside those of decency, whatever the shop keeps."""
        return replace(self, start=MESSAGE_START, end=MESSAGE_END, eve_end=MESSAGE_EVE_END, after_rest=True)

    def kind(self, day: date) -> DayKind:
        """What that day is here."""
        kinds = [DayKind.WORK]
        if day.weekday() in self.rest_days:
            kinds.append(DayKind.REST)
        elif day.weekday() in self.short_days:
            kinds.append(DayKind.EVE)
        if self.keeps_hebrew and (named := named_on(day)):
            kinds.append(named.kind)
        return max(kinds, key=lambda kind: kind.weight)

    def window(self, day: date) -> Window | None:
        """From when until when that day is open (UTC, the end excluded), or None."""
        kind, start, end = self.kind(day), self.start, self.end
        if kind is DayKind.MOURNING:
            return None
        if kind is DayKind.REST:
            return self._evening(day)
        if kind is not DayKind.WORK:
            end = self.eve_end
        if self.keeps_hebrew and evening_of_mourning(day):
            end = min(end, EVENING)
        return self._between(day, start, end)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody may be reached at that moment (aware)."""
        window = self.window(moment.astimezone(self.zone).date())
        return window is not None and window[0] <= moment < window[1]

    def next_open(self, moment: datetime) -> datetime:
        """That moment (UTC) where it is open, else the beginning of the next window."""
        start, _ = next(self._windows(moment))
        return start

    def next_workday(self, day: date, *, whole: bool = False) -> date:
        """The first working day after that day; `whole`: no Friday, eve or day between."""
        return self._workday_from(day + timedelta(days=1), whole=whole)

    def add_working_days(self, day: date, days: int) -> date:
        """So many whole working days later; 0 gives the day itself, or the next whole one. Raises `ValueError` below 0."""
        if days < 0:
            raise ValueError("working days are counted forward")
        if not days:
            return self._workday_from(day, whole=True)
        for _ in range(days):
            day = self.next_workday(day, whole=True)
        return day

    def add_working_time(self, moment: datetime, length: timedelta) -> datetime:
        """When so much open time will have passed since that moment (UTC). Raises `ValueError` below 0."""
        if length < timedelta():
            raise ValueError("working time is counted forward")
        while True:
            start, end = next(self._windows(moment))
            if start + length <= end:
                return start + length
            length -= end - start
            moment = end

    def working_time(self, since: datetime, until: datetime) -> timedelta:
        """How much open time lies between two moments; none where `until` is not after `since`."""
        total = timedelta()
        since = since.astimezone(UTC)
        until = until.astimezone(UTC)
        while since < until:
            start, end = next(self._windows(since))
            total += max(min(end, until) - start, timedelta())
            since = end
        return total

    def _windows(self, moment: datetime) -> Iterator[Window]:
        """What is left of the window at that moment, then each that follows."""
        moment = moment.astimezone(UTC)
        day = moment.astimezone(self.zone).date()
        for ahead in range(_REACH):
            window = self.window(day + timedelta(days=ahead))
            if window and moment < window[1]:
                yield max(window[0], moment), window[1]

    def _workday_from(self, day: date, *, whole: bool) -> date:
        kinds = {DayKind.WORK} if whole else {DayKind.WORK, DayKind.EVE, DayKind.BETWEEN}
        days = (day + timedelta(days=ahead) for ahead in range(_REACH))
        return next(day for day in days if self.kind(day) in kinds)

    def _evening(self, day: date) -> Window | None:
        """What is open of a day of rest: the hours after it has gone out."""
        tomorrow = self.kind(day + timedelta(days=1))
        if not (self.after_rest and self.keeps_hebrew) or tomorrow in {DayKind.REST, DayKind.MOURNING}:
            return None
        start = (datetime.combine(day, nightfall(day)) + timedelta(hours=1)).time()
        return self._between(day, start, self.end) if start < self.end else None

    def _between(self, day: date, start: time, end: time) -> Window:
        return (
            datetime.combine(day, start, self.zone).astimezone(UTC),
            datetime.combine(day, end, self.zone).astimezone(UTC),
        )
