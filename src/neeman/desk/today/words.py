"""What the page of the day says: a greeting and the names of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.desk.today.cards import Part
from neeman.lib.calendar import hebrew_date, named_on
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class PartWords:
    """A part's name, what it is, and its anchor."""

    key: str
    title: str
    says: str


def greeting(access: Access, local: datetime) -> str:
    """By the hour and the name, with the day, its Hebrew date and what is special about it."""
    name = access.member.user.name.split(" ")[0] if access.member and access.member.user.name else ""
    hail = (
        _("Good morning")
        if local.hour < 12
        else _("Good afternoon")
        if local.hour < 18
        else _("Good evening")
    )
    language = get_language() or "he"
    named = named_on(local.date())
    special = (named.he if language.startswith("he") else named.en) if named else ""
    hebrew = hebrew_date(local.date()) if language.startswith("he") else ""
    said = f"{hail}, {name}" if name else hail
    return " · ".join(filter(None, [said, hebrew, special]))


def part_words(part: Part) -> PartWords:
    """How a part is called."""
    return {
        Part.NOW: PartWords("now", _("Now"), _("they wait for us")),
        Part.KEEP: PartWords("keep", _("To keep"), _("about to leave")),
        Part.CADENCE: PartWords("cadence", _("Keeping in touch"), _("due by grade, and planned for today")),
        Part.CHANCE: PartWords("chance", _("The chance of the day"), _("one a day, the largest")),
    }[part]


def switch(access: Access, here: str) -> list[dict[str, Any]]:
    """The tabs between one's own day and the team's; `here` is the URL name of the page on which they stand."""
    pages = (("today", _("Mine")), ("today_team", _("The team")))
    return [
        {
            "title": title,
            "href": reverse(name, kwargs={"org": access.organization.slug}),
            "here": name == here,
            "count": None,
        }
        for name, title in pages
    ]
