"""The page of the day, and its acts: each answers with a line in place of the card, the strip beside it, and an undo."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from neeman.activity.forms import TalkForm
from neeman.activity.queries.records import find_follow_up, get_task
from neeman.activity.services.interactions import Logged, log_interaction
from neeman.activity.services.pauses import pause
from neeman.activity.services.tasks import done, put_off
from neeman.activity.sheet import days_off
from neeman.activity.views.talking import named_task
from neeman.customers.models import Customer
from neeman.customers.queries.card import get_customer
from neeman.customers.queries.visible import live
from neeman.customers.services.acting import Unfit
from neeman.customers.services.undoing import get_change_set, undo_act
from neeman.customers.writing import not_noted
from neeman.desk.month.plan import SHOWN_DAYS
from neeman.desk.today.composing import compose
from neeman.desk.today.ending import note_end, take_back_end
from neeman.desk.today.messages import sent_by_hand
from neeman.desk.today.team import team_of
from neeman.desk.today.words import greeting, part_words, switch
from neeman.lib.calendar import hebrew_date
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite, TooLateToUndo
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.ui.toasts import toast, with_toasts


@needs(May.LOG_ACTIVITY)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Whom to speak to today, and why."""
    access = with_access(request).access
    tabs = switch(access, "today") if team_of(access) else []
    return render(request, "desk/today.html", {**_given(access, timezone.now()), "tabs": tabs})


@needs(May.LOG_ACTIVITY)
@require_POST
def today_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a talk: recorded, the card gives way to a line that says so."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _back(request, access, _("This could not be read: choose an outcome or write a line."))
    now = timezone.now()
    try:
        task = named_task(access, customer, form.cleaned_data["task"])
        logged = log_interaction(
            access, customer, form.said(), now=now, task=task, next_step=form.next_step()
        )
    except Unfit as unfit:
        return _back(request, access, str(unfit.sentence))
    return _done(request, access, customer, logged.change_set, _said(logged))


@needs(May.SEND_MESSAGES)
@require_POST
def today_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """A message went out from one's own WhatsApp: noted through the gate, which says so where it should not have."""
    access = with_access(request).access
    customer, now = get_customer(access, pk), timezone.now()
    task = named_task(access, customer, _number(request.POST.get("task", "")))
    wording, key, to = (request.POST.get(name, "")[:80] for name in ("wording", "key", "to"))
    message = sent_by_hand(access, customer, wording, key=key, now=now, task=task, to=to)
    if why := not_noted(message):
        return _back(request, access, why)
    return _done(request, access, customer, None, _("Sent by WhatsApp"))


@needs(May.LOG_ACTIVITY)
@require_POST
def today_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Not today: the customer rests until the day that was chosen; a task behind the card waits with it."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    now = timezone.now()
    until = _until(request, access, now)
    if until is None:
        return _back(request, access, _("Until when? Choose a day to come."))
    task = named_task(access, customer, _number(request.POST.get("task", "")))
    signal = request.POST.get("signal", "")[:20]
    try:
        if task is not None and not signal:
            change_set = put_off(access, task, until, version=task.version, now=now)
        else:
            change_set = pause(access, customer, until, now=now, signal=signal, task=task)
    except (Unfit, StaleWrite):
        return _back(request, access, _("Until when? Choose a day to come."))
    return _done(request, access, customer, change_set, _("Put off."))


@needs(May.LOG_ACTIVITY)
@require_POST
def today_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task on nobody: done, or put off (`until`)."""
    access = with_access(request).access
    task, now = get_task(access, pk), timezone.now()
    until = _until(request, access, now)
    with suppress(StaleWrite):  # another tap was there before this one
        if until is not None:
            put_off(access, task, until, version=task.version, now=now)
        elif task.is_open:
            done(access, task, version=task.version, now=now)
    note_end(access, compose(access, now))
    return _back(request, access, _("Put off.") if until else _("Done."), tone="good")


@needs(May.LOG_ACTIVITY)
@require_POST
def today_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an act of today: the card returns to its place."""
    access = with_access(request).access
    change_set = get_change_set(access, pk)
    try:
        undo_act(access, change_set, now=timezone.now())
    except TooLateToUndo:
        return _back(request, access, _("It is too late to undo this, or it has been undone already."))
    if not getattr(request, "htmx", False):
        return redirect("today", org=access.organization.slug)
    given = _given(access, timezone.now())
    take_back_end(access, given["day"])
    customer_id = change_set.label.get("customer")
    card = given["day"].card_of(customer_id) if isinstance(customer_id, int) else None
    body = render_to_string("desk/_today_card.html", {**given, "card": card}, request) if card else ""
    return HttpResponse(body + _strip(request, given))


def _given(access: Access, now: datetime) -> dict[str, Any]:
    day = compose(access, now)
    hours = hours_of(access.organization)
    local = now.astimezone(hours.zone)
    return {
        "day": day,
        "nobody_yet": not day.all and not live(access).exists(),
        "greeting": greeting(access, local),
        "parts": [(part_words(part), cards) for part, cards in day.parts.items() if cards],
        "days": days_off(day.today, hours),
        "first_month": (now - access.organization.created_at).days < SHOWN_DAYS,
        "week": [(each, hebrew_date(each).partition(" ")[0], day.week.get(each, 0)) for each in day.days],
    }


def _until(request: HttpRequest, access: Access, now: datetime) -> date | None:
    """The day that was chosen, if it is to come."""
    try:
        day = date.fromisoformat(request.POST.get("until_day") or request.POST.get("until", ""))
    except ValueError:
        return None
    return day if day > now.astimezone(hours_of(access.organization).zone).date() else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _said(logged: Logged) -> str:
    outcome = logged.interaction.get_outcome_display() if logged.interaction.outcome else ""
    return " · ".join(filter(None, [_("Recorded"), str(outcome)]))


def _done(
    request: HttpRequest, access: Access, customer: Customer, change_set: ChangeSet | None, said: str
) -> HttpResponse:
    if not getattr(request, "htmx", False):
        toast(request, said)
        return redirect("today", org=access.organization.slug)
    given = _given(access, timezone.now())
    note_end(access, given["day"])
    line = {
        "customer": customer,
        "said": said,
        "change_set": change_set,
        "follow_up": find_follow_up(access, customer),
        **given,
    }
    return HttpResponse(render_to_string("desk/_today_done.html", line, request) + _strip(request, given))


def _strip(request: HttpRequest, given: dict[str, Any]) -> str:
    return render_to_string("desk/_today_strip.html", {**given, "out_of_band": True}, request)


def _back(request: HttpRequest, access: Access, said: str, *, tone: str = "watch") -> HttpResponse:
    """Back to the page of the day with a word about what could not be done, or was."""
    toast(request, said, tone=tone)
    if not getattr(request, "htmx", False):
        return redirect("today", org=access.organization.slug)
    response = HttpResponse(headers={"HX-Reswap": "none"})
    if tone == "good":
        response.headers["HX-Refresh"] = "true"
        return response
    return with_toasts(request, response)
