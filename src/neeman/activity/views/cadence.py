"""How often to be in touch: the numbers of the documents as defaults, one's own in their place, and what they ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.activity.cadence import contacts_a_workday
from neeman.activity.forms.cadence import WANTED, WHO, CadenceForm
from neeman.activity.models import CadenceRule
from neeman.activity.queries.cadence import count_by_who
from neeman.activity.services.cadence import rules_of
from neeman.activity.services.rules import change_cadence, restore_cadence
from neeman.customers.views.parts import say_done
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May


@needs(May.EDIT_CADENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def cadence(request: HttpRequest) -> HttpResponse:
    """The rules; asked by htmx with some of them changed, only what that would mean."""
    access = with_access(request).access
    previewed = with_access(request).htmx and request.method == "GET"
    form = CadenceForm(rules_of(access), request.GET if previewed else request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_set = change_cadence(access, form.wishes)
        say_done(request, access, change_set, _("Saved; all follow-ups are being reckoned anew."))
        return redirect("cadence", org=access.organization.slug)
    given = {"form": form, "wanted": WANTED, "own": CadenceRule.objects.exists(), **_meaning(access, form)}
    template = "activity/_cadence_meaning.html" if previewed else "activity/cadence.html"
    failed = form.is_bound and not previewed
    return render(request, template, given, status=422 if failed else 200)


@needs(May.EDIT_CADENCE)
@require_POST
def cadence_defaults(request: HttpRequest) -> HttpResponse:
    """Back to the documents' numbers, with undo."""
    access = with_access(request).access
    say_done(request, access, restore_cadence(access), _("The numbers of the method are in force again."))
    return redirect("cadence", org=access.organization.slug)


def _meaning(access: Access, form: CadenceForm) -> dict[str, Any]:
    """How many contacts a working day the rules ask for, now and as typed, and whom the typed ones concern."""
    rules, counts = rules_of(access), count_by_who(access)
    wishes = form.wishes if form.is_bound and form.is_valid() else {}
    wished = {pair: days for pair, days in {**rules, **wishes}.items() if days}
    concerned = {who for who, _wanted in wishes}
    everybody = concerned - WHO.keys()
    return {
        "now": contacts_a_workday(counts, rules),
        "then": contacts_a_workday(counts, wished) if wishes else None,
        "concerned": [(title, counts[who]) for who, title in WHO.items() if who in concerned or everybody],
        "followed": sum(counts.values()),
    }
