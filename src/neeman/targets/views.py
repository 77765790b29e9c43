"""The page on which targets are set."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neeman.customers.views.parts import say_done
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.targets.forms import TargetsForm
from neeman.targets.measures import declared_measures
from neeman.targets.queries import targets_on
from neeman.targets.services import set_targets
from neeman.targets.spans import Span


@needs(May.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """All targets in force; what is saved holds from the month, quarter or year of today on."""
    access, measures = with_access(request).access, declared_measures()
    today = timezone.now().astimezone(hours_of(access.organization).zone).date()
    now = targets_on(access, today, [measure.key for measure in measures])
    given = (measures, list(members(access)), now, access.organization.currency)
    form = TargetsForm(*given, request.POST or None)
    if form.is_valid():
        say_done(request, access, set_targets(access, form.wishes, today=today), _("Saved."))
        return redirect("targets", org=access.organization.slug)
    return render(
        request,
        "targets/targets.html",
        {"form": form, "spans": list(Span)},
        status=422 if form.is_bound else 200,
    )
