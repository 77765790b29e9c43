"""Reports: the list of them, each as a page and as a file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from neeman.desk.models import Form
from neeman.desk.reports.files import file_of
from neeman.desk.reports.kinds import reports as kinds
from neeman.desk.reports.made import Report
from neeman.desk.reports.showing import DESK, PHONE, drawing, tables
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May


@needs(May.VIEW_CUSTOMERS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that this member may read."""
    access = with_access(request).access
    return render(request, "desk/reports.html", {"reports": _readable(access)})


@needs(May.VIEW_CUSTOMERS)
@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """One report over the span that was chosen."""
    access = with_access(request).access
    chosen = _get(access, key)
    span = chosen.span(request.GET.get("span", ""))
    made = chosen.make(access, span, timezone.localdate())
    context = {
        "report": chosen,
        "span": span,
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
    chosen = _get(access, key)
    made = chosen.make(access, chosen.span(request.POST.get("span", "")), timezone.localdate(now))
    form = Form.PDF if request.POST.get("as") == Form.PDF else Form.XLSX
    file = file_of(access, chosen, made, form, now=now)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _readable(access: Access) -> list[Report]:
    return [one for one in kinds(timezone.localdate()) if access.may(one.permission)]


def _get(access: Access, key: str) -> Report:
    found = next(one for one in kinds(timezone.localdate()) if one.key == key)
    if not access.may(found.permission):
        raise PermissionDenied(key)
    return found
