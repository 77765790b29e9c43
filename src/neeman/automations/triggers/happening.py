"""What a trigger is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils.functional import Promise

from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access

Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something happened to a customer at a moment. `key` is the same for the same thing, however often it is read.

    `values` fill placeholders of a text by their English names; `about` is (table, id) of what it rests on.
    """

    customer_id: int
    key: str
    at: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    amount_minor: int | None = None
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to `until` (excluded), in the hours in which people are reached."""

    since: datetime
    until: datetime
    hours: WorkingHours

    @property
    def first(self) -> date:
        """The day of `since`."""
        return self.since.astimezone(self.hours.zone).date()

    @property
    def last(self) -> date:
        """The day of `until`."""
        return self.until.astimezone(self.hours.zone).date()

    def holds(self, moment: datetime) -> bool:
        """Whether it lies within."""
        return self.since <= moment < self.until

    def days(self) -> Iterable[date]:
        """Every day that it touches."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be said of a trigger: a whole number, words, a field of one's own, or some of a list."""

    key: str
    title: str | Promise
    kind: Literal["number", "words", "field", "choices"]
    default: Any
    least: int = 1
    most: int = 60
    choices: tuple[tuple[str, str | Promise], ...] = ()


Find = Callable[[Access, Settings, Span], Iterable[Happening]]


@dataclass(frozen=True, slots=True)
class Trigger:
    """`find(access, settings, span)` answers with what happened in the span, as far as it is known now: asked again for
    the same span it finds the same and what became known since. `says(settings)` is the beginning of a sentence.

    `gives` names the placeholders that it fills. `good_for_days`: so long after its hour it still makes sense.
    `is_logged`: found in the log, hence cheap to ask for every minute.
    """

    key: str
    title: str | Promise
    says: Callable[[Settings], str]
    find: Find
    settings: tuple[Setting, ...] = ()
    gives: frozenset[str] = frozenset()
    good_for_days: int = 14
    is_logged: bool = False

    def with_defaults(self, given: Settings) -> dict[str, Any]:
        """What was said, and for the rest the defaults."""
        return {setting.key: given.get(setting.key, setting.default) for setting in self.settings}
