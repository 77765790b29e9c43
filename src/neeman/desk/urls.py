"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from neeman.desk.questions import PAGES
from neeman.desk.reports.kinds import KEYS
from neeman.desk.views import (
    day_parts,
    demo,
    entering,
    guiding,
    mailing,
    month,
    offline,
    palette,
    reports,
    today,
)

urlpatterns = [
    path("", entering.home, name="home"),
    path("healthz", entering.healthz, name="healthz"),
    path("manifest.webmanifest", entering.manifest, name="manifest"),
    path("worker.js", offline.worker, name="worker"),
    path("offline/<str:language>/", offline.offline, name="offline"),
    path("<slug:org>/", entering.desk_home, name="desk_home"),
    path("<slug:org>/today/", today.today, name="today"),
    path("<slug:org>/today/<int:pk>/talk/", today.today_talk, name="today_talk"),
    path("<slug:org>/today/<int:pk>/sent/", today.today_sent, name="today_sent"),
    path("<slug:org>/today/<int:pk>/snooze/", today.today_snooze, name="today_snooze"),
    path("<slug:org>/today/task/<int:pk>/", today.today_task, name="today_task"),
    path("<slug:org>/today/team/", day_parts.today_team, name="today_team"),
    path("<slug:org>/today/information/", day_parts.today_information, name="today_information"),
    path("<slug:org>/today/undo/<int:pk>/", today.today_undo, name="today_undo"),
    path("<slug:org>/find/", palette.palette, name="palette"),
    path("<slug:org>/month/", month.first_month, name="first_month"),
    path("<slug:org>/month/questions/", month.enrich, name="enrich"),
    path("<slug:org>/reports/", reports.reports, name="reports"),
    path("<slug:org>/reports/by-mail/", mailing.report_mails, name="report_mails"),
    path("<slug:org>/reports/by-mail/<int:pk>/stop/", mailing.report_mail_stop, name="report_mail_stop"),
    *(path(f"<slug:org>/reports/{key}/", reports.report, {"key": key}, "report") for key in KEYS),
    *(
        path(f"<slug:org>/reports/{key}/file/", reports.report_export, {"key": key}, "report_export")
        for key in KEYS
    ),
    path("<slug:org>/start/", entering.start, name="start"),
    path("<slug:org>/demo/load/", demo.demo_load, name="demo_load"),
    path("<slug:org>/demo/clear/", demo.demo_clear, name="demo_clear"),
    path("<slug:org>/settings/all/", guiding.settings, name="settings"),
    path("<slug:org>/help/", guiding.help_page, name="help"),
    *(path(f"<slug:org>/help/{page}/", guiding.help_beside, {"page": page}, "help_beside") for page in PAGES),
]
