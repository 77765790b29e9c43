"""How the next action stands, in a colour, a shape and words: one grammar on the board, the table and the deal's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.activity.models import Task
from neeman.lib.calendar import span
from neeman.lib.calendar.words import WEEKDAYS
from neeman.sales.queries.asked import Next
from neeman.ui.text import Html, markup

TONES = {Next.LATE: "lose", Next.TODAY: "good", Next.NONE: "watch", Next.PLANNED: "calm"}
"""Red diamond, green circle, amber triangle, grey square: the shapes are the look's own."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Sign:
    """`what` is the act ("Call"), `when` how near it is; both are empty where nothing is planned."""

    state: Next
    what: str = ""
    when: str | Html = ""

    @property
    def tone(self) -> str:
        """The meaning whose colour and shape it takes."""
        return TONES[self.state]


def sign_of(step: Task | None, today: date) -> Sign:
    """The sign of a next action, as seen on this day."""
    if step is None:
        return Sign(Next.NONE)
    what = str(step.get_kind_display())
    if step.due_on < today:
        late = span((today - step.due_on).days, get_language() or "he")
        return Sign(Next.LATE, what, _("%(span)s late") % {"span": late})
    hour = markup(get_language() or "he").ltr(f"{step.due_at:%H:%M}") if step.due_at else ""
    if step.due_on == today:
        return Sign(Next.TODAY, what, Html(f"{_('today')} {hour}".strip()))
    return Sign(Next.PLANNED, what, _coming(step.due_on, today))


def _coming(day: date, today: date) -> str | Html:
    if (day - today).days == 1:
        return _("tomorrow")
    language = get_language() or "he"
    shown = markup(language).day(day, short=day.year == today.year)
    return Html(f"{WEEKDAYS['he' if language.startswith('he') else 'en'][day.weekday()]} {shown}")
