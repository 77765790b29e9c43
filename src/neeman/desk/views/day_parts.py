"""What stands beside the cards of the day: facts for information, and the team's exceptions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from neeman.desk.today.information import information
from neeman.desk.today.team import exceptions, team_of
from neeman.desk.today.words import switch
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.hours import hours_of
from neeman.orgs.roles import May


@needs(May.LOG_ACTIVITY)
@require_safe
def today_information(request: HttpRequest) -> HttpResponse:
    """Facts for information: asked by htmx, the last part of the day; else a page of its own."""
    access, now = with_access(request).access, timezone.now()
    facts = information(access, now)
    template = "desk/_today_information.html" if with_access(request).htmx else "desk/today_information.html"
    topics = dict.fromkeys(fact.topic for fact in facts)
    response = render(request, template, {"facts": facts, "topics": list(topics)})
    response.headers["Vary"] = "HX-Request"
    return response


@needs(May.LOG_ACTIVITY)
@require_safe
def today_team(request: HttpRequest) -> HttpResponse:
    """What of the team's work needs somebody; 404 for who has no team."""
    access, now = with_access(request).access, timezone.now()
    team = team_of(access)
    if not team:
        raise Http404
    given = {
        "rows": exceptions(access, team, now),
        "tabs": switch(access, "today_team"),
        "today": now.astimezone(hours_of(access.organization).zone).date(),
    }
    return render(request, "desk/today_team.html", given)
