"""The report of the pipeline: what became of the deals of a period, and who was never answered."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.sales.queries.report import report
from neeman.sales.report_words import context_of
from neeman.sales.views.parts import today

SPANS = {"90": 90, "365": 365, "730": 730}


@needs(May.VIEW_SALES)
@require_safe
def pipeline_report(request: HttpRequest) -> HttpResponse:
    """Over the last year unless another span is asked for (`span` in days)."""
    access, day = with_access(request).access, today()
    asked = request.GET.get("span", "")
    span = asked if asked in SPANS else "365"
    found = report(access, day - timedelta(days=SPANS[span] - 1), day, now=timezone.now())
    titles = {"90": _("90 days"), "365": _("A year"), "730": _("Two years")}
    given = {
        **context_of(access, found),
        "lengths": [(value, title, value == span) for value, title in titles.items()],
    }
    return render(request, "sales/report.html", given)
