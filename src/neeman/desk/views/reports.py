"""Reports: the list of them, each as a page and as a file."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from neeman.desk.models import Form
from neeman.desk.reports.facts import last_new, last_sale
from neeman.desk.reports.files import file_of
from neeman.desk.reports.kinds import reports as kinds
from neeman.desk.reports.made import Made, Report
from neeman.desk.reports.showing import DESK, PHONE, drawing, tables
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

LAST = {"new-customers": last_new, "revenue": last_sale, "half-year": last_sale}
QUIET = timedelta(days=90)
"""What came to an end longer ago than this, as the sales of a file of past years, is asked for up to its own end."""


@needs(May.VIEW_CUSTOMERS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that this member may read."""
    access = with_access(request).access
    return render(request, "desk/reports.html", {"reports": _readable(access)})


@needs(May.VIEW_CUSTOMERS)
@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One report over the span that was chosen, up to today or to the day asked for (`until`)."""
    access, today = with_access(request).access, timezone.localdate()
    until = _day(request.GET.get("until", ""), today)
    chosen = _get(access, key, until)
    span = chosen.span(request.GET.get("span", ""))
    made = chosen.make(access, span, until)
    context = {
        "report": chosen,
        "span": span,
        "until": until if until < today else None,
        "ended": _ended(access, key, made, until),
        "made": made,
        "tables": tables(made, str(chosen.title)),
        "svg": drawing(made, access.organization.currency, DESK),
        "svg_phone": drawing(made, access.organization.currency, PHONE),
        "may_export": access.may(May.EXPORT_CUSTOMERS),
        "reports": _readable(access),
    }
    return render(request, "desk/report.html", context)


@needs(May.EXPORT_CUSTOMERS)
@require_POST
def report_export(request: HttpRequest, key: str) -> HttpResponse:
    """The same as a workbook, or on paper (`as`: "pdf"). A POST, since what leaves the house is noted."""
    access, now = with_access(request).access, timezone.now()
    until = _day(request.POST.get("until", ""), timezone.localdate(now))
    chosen = _get(access, key, until)
    made = chosen.make(access, chosen.span(request.POST.get("span", "")), until)
    form = Form.PDF if request.POST.get("as") == Form.PDF else Form.XLSX
    file = file_of(access, chosen, made, form, now=now)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _readable(access: Access) -> list[Report]:
    return [one for one in kinds(timezone.localdate()) if access.may(one.permission)]


def _day(asked: str, today: date) -> date:
    try:
        return min(date.fromisoformat(asked), today)
    except ValueError:
        return today


def _ended(access: Access, key: str, made: Made, until: date) -> date | None:
    """Where a report holds no figure since what it counts ended long ago: on which day that was."""
    if key not in LAST or any(point.value for point in made.points):
        return None
    last = LAST[key](access, until)
    return last if last and until - last > QUIET else None


def _get(access: Access, key: str, today: date) -> Report:
    found = next(one for one in kinds(today) if one.key == key)
    if not access.may(found.permission):
        raise PermissionDenied(key)
    return found
