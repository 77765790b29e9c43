"""The outcome sheet: one tap saves, and the next day is chosen beforehand. Shown on the card and on the day's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import uuid4

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from neeman.activity.models import Kind, Outcome, Task
from neeman.activity.signs import KINDS, OUTCOMES
from neeman.customers.models import Customer, FollowUp
from neeman.lib.calendar import WorkingHours, proposed, relative_day

QUICK_KINDS = (Kind.CALL, Kind.WHATSAPP, Kind.MEETING, Kind.EMAIL)
NO_DATE = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap: what is sent, what it says, how it is drawn. All of it is plain text, so that a drawing of many is
    known again at no cost (`templatetags.activity.chips`)."""

    value: str
    label: str
    icon: str = ""
    tone: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet of one customer offers. `key` makes a second press harmless."""

    customer: Customer
    action: str
    target: str
    outcomes: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    days: tuple[Choice, ...]
    key: str
    task: Task | None = None


def sheet_of(
    customer: Customer,
    follow_up: FollowUp | None,
    *,
    action: str,
    target: str,
    today: date,
    hours: WorkingHours,
    days: tuple[Choice, ...],
    task: Task | None = None,
) -> Sheet:
    """The sheet of a customer; posts to `action`, and what comes back replaces `target` (a selector). `days` are those of
    `days_off`, alike on all sheets of a page."""
    language = get_language() or "he"
    kind = task.kind if task and task.kind in KINDS else Kind.CALL
    return Sheet(
        customer=customer,
        action=action,
        target=target,
        outcomes=_outcomes(language),
        kinds=_kinds(kind, language),
        days=next_days(follow_up, today, hours, days),
        key=uuid4().hex,
        task=task,
    )


@cache
def _outcomes(language: str) -> tuple[Choice, ...]:
    with override(language):
        return tuple(Choice(one.value, str(one.label), *OUTCOMES[one]) for one in Outcome)


@cache
def _kinds(chosen: str, language: str) -> tuple[Choice, ...]:
    with override(language):
        return tuple(
            Choice(one.value, str(one.label), KINDS[one], chosen=one == chosen) for one in QUICK_KINDS
        )


def next_days(
    follow_up: FollowUp | None, today: date, hours: WorkingHours, days: tuple[Choice, ...]
) -> tuple[Choice, ...]:
    """The days to choose from, all of them working days: the first, chosen, is left to the cadence, then those of
    `days_off`."""
    every = follow_up.every_days if follow_up else None
    by_cadence = proposed(today, timedelta(days=every), hours) if every else None
    usual = relative_day(by_cadence, today, get_language() or "he") if by_cadence else _("No date")
    return (
        Choice(NO_DATE, usual, "repeat" if by_cadence else "", chosen=True),
        *(day for day in days if day.value != str(by_cadence)),
    )


def days_off(today: date, hours: WorkingHours) -> tuple[Choice, ...]:
    """The days to which something is put off by a tap, all of them working days."""
    soon = {
        _("Tomorrow"): hours.next_workday(today),
        _("In a week"): proposed(today, timedelta(days=7), hours),
        pgettext("in a month", "In a month"): proposed(today, timedelta(days=30), hours),
    }
    return tuple(Choice(day.isoformat(), label) for label, day in soon.items())
