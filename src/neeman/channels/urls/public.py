"""Addresses of channels that stand outside any organization's, since whoever comes is nobody's member."""

from __future__ import annotations

from django.urls import path

from neeman.channels.views import removal

urlpatterns = [
    path("remove/<slug:house>/<str:token>/", removal.remove_me, name="remove_me"),
]
