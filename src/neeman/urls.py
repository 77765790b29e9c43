"""The addresses: people's own pages, then each room under its organization."""

from __future__ import annotations

from django.urls import include, path

ORGANIZATION = "<slug:org>/"

urlpatterns = [
    path("", include("neeman.signin.urls")),
    path("", include("neeman.desk.urls")),
    path(ORGANIZATION, include("neeman.customers.urls")),
    path(ORGANIZATION, include("neeman.portfolio.urls")),
    path(ORGANIZATION, include("neeman.imports.urls")),
    path(ORGANIZATION, include("neeman.jobs.urls")),
]
