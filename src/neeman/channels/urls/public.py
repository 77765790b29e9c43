"""Addresses of channels that stand outside any organization's, since whoever comes is nobody's member."""

from __future__ import annotations

from django.urls import path

from neeman.channels.views import hooks, removal

urlpatterns = [
    path("remove/<slug:house>/<str:token>/", removal.remove_me, name="remove_me"),
    path("hooks/whatsapp/<slug:house>/", hooks.whatsapp_hook, name="whatsapp_hook"),
    path("hooks/sms/<slug:house>/<str:key>/", hooks.sms_hook, name="sms_hook"),
]
