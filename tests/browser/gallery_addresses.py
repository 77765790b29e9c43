"""Only the gallery, for the browser: no database, no sign-in."""

from __future__ import annotations

from django.urls import path

from neeman.orgs.doors import Public, put_door
from neeman.ui.gallery import gallery

urlpatterns = [path("gallery/", put_door(gallery, Public("invented figures, in a test")))]
