"""The addresses: people's own pages, then each room under its organization."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from neeman.orgs.doors import Public, put_door
from neeman.ui.gallery import gallery

ORGANIZATION = "<slug:org>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("neeman.signin.urls")),
    path("", include("neeman.desk.urls")),
    path("", include("neeman.activity.feed_urls")),
    path("", include("neeman.channels.urls.public")),
    path("", include("neeman.sales.urls.lead_public")),
    path("", include("neeman.sales.urls.public")),
    path(ORGANIZATION, include("neeman.orgs.urls")),
    path(ORGANIZATION, include("neeman.customers.urls")),
    path(ORGANIZATION, include("neeman.activity.urls")),
    path(ORGANIZATION, include("neeman.channels.urls")),
    path(ORGANIZATION, include("neeman.targets.urls")),
    path(ORGANIZATION, include("neeman.sales.urls")),
    path(ORGANIZATION, include("neeman.portfolio.urls")),
    path(ORGANIZATION, include("neeman.imports.urls")),
    path(ORGANIZATION, include("neeman.automations.urls")),
    path(ORGANIZATION, include("neeman.jobs.urls")),
]

if settings.DEBUG:
    look = put_door(gallery, Public("invented figures, for whoever works on the look"))
    urlpatterns = [path("gallery/", look, name="gallery"), *urlpatterns]
