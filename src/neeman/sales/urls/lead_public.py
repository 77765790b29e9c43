"""Addresses outside any organization's: the form that the world fills in."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import lead_public

urlpatterns = [path("form/<slug:house>/<str:address>/", lead_public.lead_form, name="lead_form")]
