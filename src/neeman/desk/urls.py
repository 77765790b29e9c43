"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from neeman.desk.views import demo, entering, guiding

urlpatterns = [
    path("", entering.home, name="home"),
    path("healthz", entering.healthz, name="healthz"),
    path("manifest.webmanifest", entering.manifest, name="manifest"),
    path("<slug:org>/", entering.desk_home, name="desk_home"),
    path("<slug:org>/start/", entering.start, name="start"),
    path("<slug:org>/demo/load/", demo.demo_load, name="demo_load"),
    path("<slug:org>/demo/clear/", demo.demo_clear, name="demo_clear"),
    path("<slug:org>/settings/all/", guiding.settings, name="settings"),
    path("<slug:org>/help/", guiding.help_page, name="help"),
]
