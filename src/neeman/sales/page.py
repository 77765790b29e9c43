"""What the page of a deal shows: where it stands, what comes next, what has passed, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.activity.models import Interaction
from neeman.activity.signs import KINDS
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.models import LogEntry
from neeman.orgs.queries import log_of
from neeman.orgs.roles import May
from neeman.orgs.verbs import words_of
from neeman.sales.clock import Clock, Waiting, clock_of
from neeman.sales.models import Deal, Stage
from neeman.sales.queries.chances import chances
from neeman.sales.queries.quotes import settings_of
from neeman.sales.queries.stages import all_stages
from neeman.sales.queries.steps import find_next_step, words_since
from neeman.sales.services.next_steps import usual_step
from neeman.sales.signs import sign_of

Context = dict[str, Any]
MOST_SHOWN = 40
ICONS = {
    "sales.deal.added": "plus",
    "sales.deal.edited": "pencil",
    "sales.deal.moved": "arrow-right",
    "sales.deal.won": "trophy",
    "sales.deal.lost": "thumb-down",
    "sales.deal.reopened": "refresh",
    "sales.deal.handed": "arrows-exchange",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that happened with a deal."""

    at: datetime
    title: str | Promise
    text: str = ""
    icon: str = "point"
    who: str = ""


@dataclass(frozen=True, slots=True)
class ClockSign:
    """A lead's clock in words, with its tone."""

    tone: str
    words: str


def deal_page(access: Access, deal: Deal, *, now: datetime) -> Context:
    """The whole page in a fixed number of queries."""
    every = all_stages(access)
    step = find_next_step(deal)
    today = now.astimezone(hours_of(access.organization).zone).date()
    replied = deal.first_reply_at or words_since([deal]).get(deal.pk)
    return {
        "deal": deal,
        "stages": [stage for stage in every if stage.archived_at is None or stage.pk == deal.stage_id],
        "step": step,
        "sign": sign_of(step, today),
        "chance": chances(access, every).of(deal),
        "clock": clock_sign(access, deal, replied, now=now),
        "history": history_of(access, deal, every),
        "today": today,
        "proofs": _proofs(access) if deal.is_open else [],
        **moves_of(access, deal),
    }


def _proofs(access: Access) -> list[str]:
    """What is worth telling a prospect (R86)."""
    return [line for line in settings_of(access).value_proofs.splitlines() if line.strip()]


def moves_of(access: Access, deal: Deal) -> Context:
    """Where a deal can go from here."""
    living = [stage for stage in all_stages(access) if stage.archived_at is None]
    here = next((place for place, stage in enumerate(living) if stage.pk == deal.stage_id), None)
    following = None if here is None or here + 1 == len(living) else living[here + 1]
    return {
        "deal": deal,
        "living": living,
        "next_stage": following if deal.is_open else None,
        "may_edit": access.may(May.EDIT_SALES),
        "currency": access.organization.currency,
    }


def step_given(access: Access, deal: Deal, *, now: datetime) -> Context:
    """What the form of the next action begins with: the usual step after this one."""
    step = usual_step(access, deal, now=now)
    current = find_next_step(deal)
    return {
        "kind": step.kind,
        "title": current.title if current else step.title,
        "due_on": step.due_on,
        "due_at": step.due_at,
        "key": uuid4().hex,
    }


def clock_sign(access: Access, deal: Deal, replied_at: datetime | None, *, now: datetime) -> ClockSign | None:
    """A waiting lead's clock, or how long it took; None for what did not come as a lead."""
    if deal.arrived_at is None:
        return None
    clock = clock_of(deal.arrived_at, replied_at, now=now, hours=hours_of(access.organization))
    return None if not deal.is_open and replied_at is None else words_of_clock(clock)


def words_of_clock(clock: Clock) -> ClockSign:
    """A clock in words."""
    took = _hours(int(clock.took.total_seconds() // 60))
    match clock.state:
        case Waiting.RUNNING:
            left = _hours(int(clock.left.total_seconds() // 60))
            return ClockSign("watch", _("waits for a first word: %(left)s left") % {"left": left})
        case Waiting.PASSED:
            return ClockSign(
                "lose", _("waits for a first word for %(took)s of working time") % {"took": took}
            )
        case Waiting.IN_TIME:
            return ClockSign("good", _("answered within %(took)s") % {"took": took})
    return ClockSign("calm", _("answered after %(took)s of working time") % {"took": took})


def history_of(access: Access, deal: Deal, stages: list[Stage]) -> list[Passed]:
    """What was done to it and said about it, latest first, at most MOST_SHOWN of each."""
    titles = {stage.pk: stage.title for stage in stages}
    done = [_done(entry, titles) for entry in log_of(access, Deal._meta.label_lower, deal.pk)[:MOST_SHOWN]]
    said = Interaction.objects.filter(about_table=Deal._meta.label_lower, about_id=deal.pk)
    readable = [
        _said(one)
        for one in said.select_related("member__user").order_by("-at", "-pk")[:MOST_SHOWN]
        if not one.is_private or one.member_id == (access.member and access.member.pk)
    ]
    return sorted([*done, *readable], key=lambda passed: passed.at, reverse=True)


def _done(entry: LogEntry, titles: dict[int, str]) -> Passed:
    text = ""
    if "to" in entry.data and "from" in entry.data:
        text = f"{titles.get(entry.data['from'], '')} › {titles.get(entry.data['to'], '')}"
    elif "reason" in entry.data:
        text = entry.data["reason"] or ""
    elif isinstance(entry.data.get("to"), str):
        text = entry.data["to"]
    who = str(entry.member) if entry.member else ""
    return Passed(entry.at, words_of(entry.verb), text, ICONS.get(entry.verb, "point"), who)


def _said(one: Interaction) -> Passed:
    title = str(one.get_kind_display())
    if one.outcome:
        title = f"{title}: {one.get_outcome_display()}"
    return Passed(one.at, title, one.text, KINDS.get(one.kind, "point"), str(one.member or ""))


def _hours(minutes: int) -> str:
    """`1:25` hours, whole ones without minutes, or minutes under an hour."""
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    if minutes % 60 == 0:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return _("%(hours)s hours") % {"hours": f"{minutes // 60}:{minutes % 60:02}"}
