"""Addresses outside any organization's: what customers open by a link."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import quote_public

urlpatterns = [
    path("q/<slug:house>/<str:token>/", quote_public.quote_public, name="quote_public"),
    path("q/<slug:house>/<str:token>/pdf/", quote_public.quote_public_pdf, name="quote_public_pdf"),
    path("q/<slug:house>/<str:token>/opened/", quote_public.quote_public_opened, name="quote_public_opened"),
    path("q/<slug:house>/<str:token>/ask/", quote_public.quote_public_ask, name="quote_public_ask"),
    path(
        "q/<slug:house>/<str:token>/approve/", quote_public.quote_public_approve, name="quote_public_approve"
    ),
    path(
        "q/<slug:house>/<str:token>/decline/", quote_public.quote_public_decline, name="quote_public_decline"
    ),
]
