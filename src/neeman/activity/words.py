"""Why somebody should be spoken to, in words that a shopkeeper reads: every reason explains itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.activity.models import Wanted
from neeman.lib.calendar import span


class Due(Protocol):
    """What of a follow-up its reason is made of."""

    @property
    def rule(self) -> str: ...
    @property
    def every_days(self) -> int | None: ...
    @property
    def paused_until(self) -> date | None: ...
    @property
    def last_touch_at(self) -> datetime | None: ...


def why_due(follow_up: Due, today: date) -> str:
    """The rule that asks for a contact and how long it has been: "every 2 weeks; 3 weeks have passed"."""
    if follow_up.paused_until and follow_up.paused_until > today:
        return _("Put off for now.")
    if not follow_up.every_days:
        return _("No cadence is set for this customer.")
    asked = {
        Wanted.CALL: _("A personal call every %(span)s"),
        Wanted.TALK: _("A talk about what works and what does not, every %(span)s"),
    }.get(Wanted(follow_up.rule), _("In touch every %(span)s"))
    return asked % {"span": length(follow_up.every_days)} + "; " + _since(follow_up, today)


def length(days: int) -> str:
    """So many days as people say them: 14 are two weeks, 30 a month."""
    language = get_language() or "he"
    return _months(days) or span(days, language)


def _since(follow_up: Due, today: date) -> str:
    if follow_up.last_touch_at is None:
        return _("no talk was recorded yet")
    days = (today - timezone.localdate(follow_up.last_touch_at)).days
    if days <= 0:
        return _("the last: today")
    return _("the last: %(ago)s ago") % {"ago": length(days)}


def _months(days: int) -> str:
    """Whole months of thirty days, as a cadence counts them."""
    months = days // 30
    if days % 30 or not months:
        return ""
    return ngettext("a month", "%(n)s months", months) % {"n": months}
