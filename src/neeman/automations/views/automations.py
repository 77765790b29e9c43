"""The automations: all of them, one of them, making and changing them, on and off."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.automations.acts import text_of
from neeman.automations.forms import AutomationForm, NewForm, OnForm
from neeman.automations.models import Automation, Run, State
from neeman.automations.presets import PRESETS, values_of_preset
from neeman.automations.queries.automations import automations as kept
from neeman.automations.queries.automations import get_automation, runs, standings
from neeman.automations.queries.rehearsal import rehearse
from neeman.automations.queries.response import response_of
from neeman.automations.sentences import purpose_in_words, tell
from neeman.automations.services.automations import (
    add_automation,
    archive_automation,
    edit_automation,
    take_preset,
)
from neeman.automations.services.switching import BACK_DAYS, lacking, switch_off, switch_on
from neeman.channels.composing import preview
from neeman.channels.wording.placeholders import PLACEHOLDERS
from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.doors import needs
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

REHEARSED = (30, 90, 365)
COMING = 8
Context = dict[str, Any]


@needs(May.EDIT_AUTOMATIONS)
@require_safe
def automations(request: HttpRequest) -> HttpResponse:
    """What can be done by itself, what is, and what comes next."""
    access, now = with_access(request).access, timezone.now()
    groups = standings(access, now=now)
    every = [one for _title, group in groups for one in group]
    coming = runs(access).filter(state=State.WAITING).order_by("due_at", "pk")
    context = {
        "groups": groups,
        "on": sum(one.is_on for one in every),
        "waiting": sum(one.waiting for one in every),
        "done": sum(one.done for one in every),
        "coming": coming[:COMING],
        "as_of": timezone.localdate(),
    }
    return render(request, "automations/automations.html", context)


@needs(May.EDIT_AUTOMATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_preset(request: HttpRequest) -> HttpResponse:
    """A preset before anybody took it; taking it leads to its own page."""
    access, key = with_access(request).access, request.GET.get("key", request.POST.get("key", ""))
    language = _language()
    if request.method == "POST":
        if key not in PRESETS:
            raise Http404
        return _to(
            access, take_preset(access, key, language), "automation_edit" if "edit" in request.POST else ""
        )
    taken = kept(access).filter(preset=key).first()
    if taken is not None:
        return _to(access, taken)
    if key not in PRESETS:
        return redirect("automations", org=access.organization.slug)
    automation = Automation(**values_of_preset(PRESETS[key], language))
    return render(request, "automations/automation.html", _page(access, automation))


@needs(May.EDIT_AUTOMATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_new(request: HttpRequest) -> HttpResponse:
    """An automation of one's own."""
    access = with_access(request).access
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _to(
            access, add_automation(access, {**form.values(), "language": _language()}), "automation_edit"
        )
    return render(request, "automations/new.html", {"form": form})


@needs(May.EDIT_AUTOMATIONS)
@require_safe
def automation(request: HttpRequest, pk: int) -> HttpResponse:
    """One automation: what it does, in words; its text; what it did; on and off."""
    access = with_access(request).access
    return render(request, "automations/automation.html", _page(access, get_automation(access, pk)))


@needs(May.EDIT_AUTOMATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changing it."""
    access = with_access(request).access
    row = get_automation(access, pk)
    form = AutomationForm(access, row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_set = edit_automation(access, row, form.values(), version=form.cleaned_data["version"])
        except StaleWrite:
            toast(request, _("Somebody else changed it meanwhile. Nothing was overwritten."), tone="watch")
            return _to(access, row, "automation_edit")
        _say(request, access, change_set, _("Saved."))
        return _to(access, row)
    return render(request, "automations/edit.html", {"automation": row, "form": form})


@needs(May.EDIT_AUTOMATIONS)
@require_safe
def automation_rehearsal(request: HttpRequest) -> HttpResponse:
    """Who would have received what and when, of an automation or of a preset not taken yet."""
    access, given = with_access(request).access, request.GET
    number = given.get("pk", "")
    if number.isdecimal():
        row = get_automation(access, int(number))
    elif given.get("key") in PRESETS:
        row = Automation(**values_of_preset(PRESETS[given["key"]], _language()))
    else:
        return redirect("automations", org=access.organization.slug)
    days = next((one for one in REHEARSED if str(one) == given.get("days")), REHEARSED[1])
    played = rehearse(access, row, days=days, now=timezone.now())
    context = {"automation": row, "rehearsal": played, "days": days, "choices": REHEARSED}
    return render(request, "automations/rehearsal.html", context)


@needs(May.EDIT_AUTOMATIONS)
@require_POST
def automation_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch it on."""
    access, now = with_access(request).access, timezone.now()
    row, form = get_automation(access, pk), OnForm(request.POST)
    if not form.is_valid():
        return _to(access, row)
    try:
        given = form.cleaned_data
        change_set = switch_on(access, row, version=given["version"], now=now, days_back=given["days_back"])
    except StaleWrite:
        toast(request, _("Somebody else changed it meanwhile: look at it once more."), tone="watch")
    except Unfit as unfit:
        toast(request, unfit.sentence, tone="watch")
        return _to(access, row, "automation_edit")
    else:
        _say(request, access, change_set, _("Switched on."))
    return _to(access, row)


@needs(May.EDIT_AUTOMATIONS)
@require_POST
def automation_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch it off, with all that waits because of it."""
    access = with_access(request).access
    row = get_automation(access, pk)
    change_set = switch_off(access, row, version=row.version, now=timezone.now())
    _say(request, access, change_set, _("Switched off, and nothing that waited is done."))
    return _to(access, row)


@needs(May.EDIT_AUTOMATIONS)
@require_POST
def automation_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away."""
    access = with_access(request).access
    row = get_automation(access, pk)
    change_set = archive_automation(access, row, version=row.version, now=timezone.now())
    _say(request, access, change_set, _("Put away."))
    return redirect("automations", org=access.organization.slug)


def _page(access: Access, row: Automation) -> Context:
    now, wording = timezone.now(), text_of(access, row) if row.reaches_out else None
    known = runs(access).filter(automation=row) if row.pk else Run.objects.none()
    return {
        "automation": row,
        "preset": PRESETS.get(row.preset),
        "told": tell(access, row),
        "said": preview(wording) if wording else None,
        "purpose": purpose_in_words(access, row),
        "lacking": [PLACEHOLDERS[name].says for name in lacking(access, row)],
        "waiting": known.filter(state=State.WAITING).order_by("due_at")[:COMING],
        "ended": known.exclude(state=State.WAITING).order_by("-ended_at")[:COMING],
        "response": response_of(access, row, now=now) if row.pk else None,
        "back_days": BACK_DAYS,
        "rehearsed": REHEARSED[1],
    }


def _to(access: Access, row: Automation, name: str = "") -> HttpResponse:
    return redirect(name or "automation", org=access.organization.slug, pk=row.pk)


def _say(request: HttpRequest, access: Access, change_set: ChangeSet | None, said: str) -> None:
    kwargs = {"org": access.organization.slug, "pk": change_set.pk} if change_set else None
    toast(request, said, undo=reverse("customer_undo", kwargs=kwargs) if kwargs else "")


def _language() -> str:
    return "he" if (get_language() or "he").startswith("he") else "en"
