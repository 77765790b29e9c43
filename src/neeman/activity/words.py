"""Why somebody should be spoken to, in words that a shopkeeper reads: every reason explains itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.activity.models import Wanted
from neeman.customers.models import FollowUp, Warmth
from neeman.lib.calendar import span
from neeman.ui.text import plain


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


def why_silent(follow_up: FollowUp) -> str:
    """Since when nothing was heard of a customer whom silence made one to win back or inactive; nothing of the others."""
    if follow_up.heard_on is None:
        return ""
    said = {
        Warmth.WIN_BACK: _("To win back: neither an answer nor a purchase since %(day)s."),
        Warmth.INACTIVE: _(
            "Inactive: neither an answer nor a purchase since %(day)s. Everything is kept, nobody is reminded."
        ),
    }.get(Warmth(follow_up.warmth), "")
    return said and said % {"day": plain(get_language() or "he").day(follow_up.heard_on)}


def neglect(follow_up: FollowUp, due_on: date | None, today: date) -> str:
    """How far beyond the wanted contact it is, and how often in a year it was missed (R58); nothing where all is well."""
    late = (today - due_on).days if due_on else 0
    missed = ngettext(
        "in the last year a wanted contact was missed %(n)s time",
        "in the last year a wanted contact was missed %(n)s times",
        follow_up.missed,
    ) % {"n": follow_up.missed}
    if late <= 0:
        return missed if follow_up.missed else ""
    said = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
    return f"{said}; {missed}" if follow_up.missed else said


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
