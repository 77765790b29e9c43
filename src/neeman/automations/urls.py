"""Addresses of the room, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.automations.views import automations, newsletters, runs

urlpatterns = [
    path("automations/", automations.automations, name="automations"),
    path("automations/preset/", automations.automation_preset, name="automation_preset"),
    path("automations/new/", automations.automation_new, name="automation_new"),
    path("automations/rehearsal/", automations.automation_rehearsal, name="automation_rehearsal"),
    path("automations/runs/", runs.automation_runs, name="automation_runs"),
    path("automations/runs/<int:pk>/stop/", runs.automation_run_stop, name="automation_run_stop"),
    path("automations/<int:pk>/", automations.automation, name="automation"),
    path("automations/<int:pk>/edit/", automations.automation_edit, name="automation_edit"),
    path("automations/<int:pk>/on/", automations.automation_on, name="automation_on"),
    path("automations/<int:pk>/off/", automations.automation_off, name="automation_off"),
    path("automations/<int:pk>/archive/", automations.automation_archive, name="automation_archive"),
    path("automations/newsletters/", newsletters.newsletters, name="newsletters"),
    path("automations/newsletters/new/", newsletters.newsletter_new, name="newsletter_new"),
    path("automations/newsletters/chosen/", newsletters.newsletter_chosen, name="newsletter_chosen"),
    path("automations/newsletters/<int:pk>/", newsletters.newsletter, name="newsletter"),
    path(
        "automations/newsletters/<int:pk>/progress/",
        newsletters.newsletter_progress,
        name="newsletter_progress",
    ),
    path("automations/newsletters/<int:pk>/count/", newsletters.newsletter_count, name="newsletter_count"),
    path("automations/newsletters/<int:pk>/send/", newsletters.newsletter_send, name="newsletter_send"),
    path("automations/newsletters/<int:pk>/stop/", newsletters.newsletter_stop, name="newsletter_stop"),
    path(
        "customers/<int:pk>/automations/stop/",
        runs.customer_automations_stop,
        name="customer_automations_stop",
    ),
]
