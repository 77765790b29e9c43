"""A report as a file: a workbook to reckon with, or a PDF to read."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from neeman.channels.ways import File
from neeman.desk.models import Form
from neeman.desk.reports.made import Made, Report
from neeman.desk.reports.paper import pdf
from neeman.desk.reports.showing import workbook
from neeman.orgs.access import Access

MEDIA = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
}


def file_of(access: Access, report: Report, made: Made, form: Form, *, now: datetime) -> File:
    """The report in this form, under a name with its day; noted in the log. Raises PermissionDenied."""
    content = pdf(access, report, made, made_at=now) if form == Form.PDF else workbook(access, report, made)
    return File(f"{report.key}-{timezone.localdate(now):%Y-%m-%d}.{form}", MEDIA[form], content)
